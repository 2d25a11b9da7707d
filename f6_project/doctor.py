"""What `manage.py doctor` looks at beside readiness: everything that can be wrong with an installation itself."""

import json
import os
import socket
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connections

from f6_project import federation_health, health, roles
from f6_project.databases import url_of
from f6_project.health import Finding

PYTHON_MIN: Final = (3, 11)
POSTGRESQL_MIN: Final = 140_000
SECRET_LENGTH_MIN: Final = 50


def examine() -> list[Finding]:
    """Every finding, sound or not, in the order in which to mend them."""
    findings = [check_python(), check_secret_key(), check_event_types_file(), check_port()]
    database = health.check_database()
    findings.append(database)
    needing_database: list[Callable[[], Finding]] = [
        check_postgresql_version,
        check_roles,
        health.check_migrations,
        health.check_append_only_guard,
        check_event_types,
        health.check_sequencer,
        health.check_projector,
        health.check_deliverer,
        health.check_receiver_access,
        health.check_views,
        federation_health.check_certificate,
    ]
    if database.sound:
        findings += [health.guarded(check) for check in needing_database]
    return [*findings, federation_health.check_listener(), check_owner(), health.check_broker(), health.check_disk()]


def check_python() -> Finding:
    """The Python that runs this is new enough."""
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < PYTHON_MIN:
        return Finding(
            "python", sound=False, found=found, remedy="Install 3.11 or newer; `make clean`, `make install`."
        )
    return Finding("python", sound=True, found=found)


def check_secret_key() -> Finding:
    """Secrets are long enough, and not the ones of development."""
    names = ("SECRET_KEY", "PSEUDONYM_KEY", "SUBSCRIPTION_KEY")
    weak = [name for name in names if len(getattr(settings, name)) < SECRET_LENGTH_MIN]
    if settings.PRODUCTION and weak:
        return Finding(
            "secrets",
            sound=False,
            found=f"shorter than {SECRET_LENGTH_MIN} characters: {', '.join(weak)}",
            remedy="Make new ones: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'",
        )
    return Finding("secrets", sound=True, found=f"as {settings.F6_ENV} asks")


def check_event_types_file() -> Finding:
    """The file that F6_WRITE_CONFIG_PATH names can be read."""
    path = Path(settings.F6_WRITE_CONFIG_PATH)
    try:
        json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        return Finding("event_types_file", sound=False, found=f"{path}: {error.strerror}", remedy=WRITE_CONFIG)
    except ValueError as error:
        return Finding("event_types_file", sound=False, found=f"{path} is not JSON: {error}", remedy="Mend the file.")
    return Finding("event_types_file", sound=True, found=str(path))


WRITE_CONFIG: Final = "Let F6_WRITE_CONFIG_PATH name a file that can be read, or leave it unset for the one shipped."


def check_port() -> Finding:
    """The port is ours to listen on, or F6 already listens there."""
    with socket.socket() as probe:
        probe.settimeout(2)
        taken = probe.connect_ex(("127.0.0.1", settings.F6_PORT)) == 0
    if taken and not _answers_as_f6():
        return Finding(
            "port",
            sound=False,
            found=f"{settings.F6_PORT} is in use by another program",
            remedy=f"Stop that program, or choose another port: F6_PORT={settings.F6_PORT + 1} make run",
        )
    return Finding("port", sound=True, found=f"{settings.F6_PORT}, {'F6 answers' if taken else 'free'}")


def check_postgresql_version() -> Finding:
    """PostgreSQL is new enough."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
        number, found = cursor.fetchone()
    if number < POSTGRESQL_MIN:
        return Finding("postgresql", sound=False, found=found, remedy="Upgrade the server to PostgreSQL 14 or newer.")
    return Finding("postgresql", sound=True, found=found)


def check_roles() -> Finding:
    """The application does not work with more rights than it needs: no superuser, and not the owner."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            """
            SELECT rolname, rolsuper OR rolbypassrls, pg_has_role(current_user, %s, 'MEMBER')
            FROM pg_roles WHERE rolname = current_user
            """,
            [roles.OWNER],
        )
        name, mighty, owner = cursor.fetchone()
    if mighty or owner:
        return Finding(
            "roles",
            sound=False,
            found=f"the application works as {name}, who can do more than it may",
            remedy=f"Let DATABASE_URL log in as {roles.APP} (or a role that is a member of {roles.APP} only).",
        )
    return Finding("roles", sound=True, found=f"the application works as {name}")


def check_owner() -> Finding:
    """The owner can log in, from here, to migrate. In production the web server need not be able to."""
    if settings.PRODUCTION and not url_of(os.environ, "DATABASE_OWNER_URL"):
        return Finding("owner", sound=True, found="not known here; migrations run elsewhere")
    try:
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT current_user, has_schema_privilege('public', 'CREATE')")
            name, may_create = cursor.fetchone()
    except DatabaseError as error:
        return Finding("owner", sound=False, found=health.in_one_line(error), remedy="Run `manage.py prepare`.")
    if not may_create:
        return Finding(
            "owner",
            sound=False,
            found=f"{name} may not make tables",
            remedy=f"As an administrator: GRANT CREATE, USAGE ON SCHEMA public TO {roles.OWNER}",
        )
    return Finding("owner", sound=True, found=f"migrations run as {name}")


def check_event_types() -> Finding:
    """There are event types to record."""
    from events.models import EventType

    count = EventType.objects.count()
    if not count:
        return Finding("event_types", sound=False, found="none", remedy="Run `manage.py load_event_types`.")
    return Finding("event_types", sound=True, found=f"{count} published")


def _answers_as_f6() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{settings.F6_PORT}/livez", timeout=5) as answer:
            return bool(json.load(answer) == {"status": "ok"})
    except (OSError, ValueError):
        return False
