"""Settings: what the environment leads to, and what production refuses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from f6_project import databases, roles
from f6_project.embedded.places import Place
from tests.unit.environment.settings_in_a_process import PROJECT, settings_say

NOWHERE = Place(Path("/nonexistent"), None)
PRODUCTION = {
    "F6_ENV": "production",
    "DATABASE_URL": "postgresql://f6_app:secret@db.example.nl:5433/f6?sslmode=verify-full",
    "REDIS_URL": "redis://broker.example.nl/0",
    "SECRET_KEY": "s" * 50,
    "PSEUDONYM_KEY": "p" * 50,
    "SUBSCRIPTION_KEY": "k" * 50,
    "ALLOWED_HOSTS": "f6.example.nl",
}


def test_one_url_serves_both_aliases_each_in_its_role() -> None:
    found = databases.aliases({"DATABASE_URL": "postgresql://me:pw@host:5433/f6"}, place=NOWHERE)
    for alias, role in (("default", roles.APP), ("owner", roles.OWNER)):
        options = found[alias]["OPTIONS"]["options"]
        assert f"-c role={role} " in options
        assert f"statement_timeout={roles.TIMEOUTS[role]['statement_timeout']}" in options
        assert (found[alias]["HOST"], found[alias]["PORT"], found[alias]["NAME"]) == ("host", "5433", "f6")
        assert (found[alias]["USER"], found[alias]["PASSWORD"]) == ("me", "pw")


def test_the_owner_may_have_a_url_of_its_own() -> None:
    urls = {"DATABASE_URL": "postgresql://app@host/f6", "DATABASE_OWNER_URL": "postgresql://owner@host/f6"}
    found = databases.aliases(urls, place=NOWHERE)
    assert (found["default"]["USER"], found["owner"]["USER"]) == ("app", "owner")


def test_options_of_the_url_reach_libpq_and_may_replace_ours() -> None:
    url = "postgresql://me@/f6?host=/run/pg&sslmode=require&options=-c%20search_path%3Df6"
    found = databases.aliases({"DATABASE_URL": url}, place=NOWHERE)["default"]
    assert found["HOST"] == "/run/pg"
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["OPTIONS"]["options"] == "-c search_path=f6"


def test_without_a_url_both_lead_to_the_embedded_server() -> None:
    found = databases.aliases({}, place=NOWHERE)
    assert (found["default"]["HOST"], found["default"]["USER"]) == ("/nonexistent/sockets", "f6_app")
    assert (found["owner"]["HOST"], found["owner"]["USER"]) == ("/nonexistent/sockets", "f6_owner")


def test_the_web_uses_a_pool_and_workers_keep_their_connection() -> None:
    url = {"DATABASE_URL": "postgresql://me@host/f6"}
    web = databases.aliases(url | {"F6_PROCESS": "web"}, place=NOWHERE)["default"]
    federation = databases.aliases(url | {"F6_PROCESS": "federation"}, place=NOWHERE)["default"]
    assert federation == web
    worker = databases.aliases(url | {"F6_PROCESS": "worker"}, place=NOWHERE)["default"]
    assert (web["CONN_MAX_AGE"], web["OPTIONS"]["pool"]["max_size"]) == (0, databases.POOL_MAX)
    assert "pool" not in worker["OPTIONS"]
    assert worker["CONN_MAX_AGE"] == databases.CONNECTION_SECONDS_MAX


@pytest.mark.parametrize(
    ("without", "says"),
    [
        ("SECRET_KEY", "Set SECRET_KEY (or SECRET_KEY_FILE)"),
        ("PSEUDONYM_KEY", "Set PSEUDONYM_KEY (or PSEUDONYM_KEY_FILE)"),
        ("SUBSCRIPTION_KEY", "Set SUBSCRIPTION_KEY (or SUBSCRIPTION_KEY_FILE)"),
        ("DATABASE_URL", "Set DATABASE_URL: in production F6 does not run on its embedded servers"),
        ("REDIS_URL", "Set REDIS_URL: in production F6 does not run on its embedded servers"),
    ],
)
def test_production_refuses_to_start_without(without: str, says: str) -> None:
    environment = {name: value for name, value in PRODUCTION.items() if name != without}
    assert says in settings_say("settings.DEBUG", **environment)


@pytest.mark.parametrize("named", ["Production", "prod", "productie", "test", "staging", ""])
def test_an_environment_that_is_not_known_is_refused(named: str) -> None:
    said = settings_say("settings.DEBUG", **PRODUCTION | {"F6_ENV": named})
    assert f"F6_ENV is “{named}”: it must be one of development, production." in said


@pytest.mark.parametrize("without", ["SECRET_KEY", "PSEUDONYM_KEY", "SUBSCRIPTION_KEY"])
def test_a_database_of_ones_own_needs_real_secrets_too(without: str) -> None:
    environment = {name: value for name, value in PRODUCTION.items() if name not in {"F6_ENV", without}}
    assert f"Set {without} (or {without}_FILE)" in settings_say("settings.DEBUG", **environment)


def test_a_developer_who_says_so_needs_no_secrets() -> None:
    environment = {"F6_ENV": "development", "DATABASE_URL": PRODUCTION["DATABASE_URL"]}
    assert settings_say("settings.SECRET_KEY", **environment) == "development-only-not-secret-SECRET_KEY"


@pytest.mark.parametrize(
    ("environment", "demo"),
    [
        ({}, "True"),
        ({"F6_DEMO": "false"}, "False"),
        (PRODUCTION, "False"),
        ({"F6_ENV": "development", "DATABASE_URL": PRODUCTION["DATABASE_URL"]}, "False"),
        ({"F6_ENV": "development", "DATABASE_URL": PRODUCTION["DATABASE_URL"], "F6_DEMO": "true"}, "True"),
    ],
)
def test_only_the_embedded_database_gets_a_demo_by_itself(environment: dict[str, str], demo: str) -> None:
    assert settings_say("settings.F6_DEMO", **environment) == demo


def test_production_refuses_debug() -> None:
    assert "DEBUG shows internals" in settings_say("settings.DEBUG", **PRODUCTION, DEBUG="true")


def test_production_is_secure_by_itself() -> None:
    names = (
        *("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SESSION_COOKIE_SECURE"),
        *("SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_SECURE", "SECURE_CONTENT_TYPE_NOSNIFF", "LANGUAGE_COOKIE_SECURE"),
    )
    assert settings_say(f"all(getattr(settings, name) for name in {names})", **PRODUCTION) == "True"
    assert settings_say("settings.SESSION_COOKIE_NAME", **PRODUCTION).startswith("__Host-")


def test_djangos_own_check_for_deployment_finds_nothing() -> None:
    environment = {"PATH": os.environ["PATH"], **PRODUCTION}
    environment |= {"SECRET_KEY": "4u7d-Zk0yP_qs8fN2mVbXw1cTgRh5jLe9aQoIiUvYtKsDpMz"[:50] + "xK9"}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    found = [line for line in done.stderr.splitlines() if "(security.W" in line]
    assert found == []


def test_scripts_and_frames_of_others_are_refused() -> None:
    expression = "{n: settings.CONTENT_SECURITY_POLICY['DIRECTIVES'][n] for n in ('script-src', 'frame-ancestors')}"
    assert settings_say(expression, **PRODUCTION) == """{'script-src': ["'self'"], 'frame-ancestors': ["'none'"]}"""


def test_secrets_may_come_from_files(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 60 + "\n")
    environment = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}
    assert settings_say("settings.SECRET_KEY", **environment, SECRET_KEY_FILE=str(tmp_path / "key")) == "k" * 60


def test_the_forwarded_scheme_is_believed_only_behind_a_proxy_of_our_own() -> None:
    assert settings_say("settings.SECURE_PROXY_SSL_HEADER", **PRODUCTION) == "None"
    behind = settings_say("settings.SECURE_PROXY_SSL_HEADER", **PRODUCTION, F6_PROXIES="1")
    assert behind == "('HTTP_X_FORWARDED_PROTO', 'https')"
