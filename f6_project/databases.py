"""From the environment to Django's two aliases: `default` works as the application, `owner` migrates.

`DATABASE_URL` is what the application logs in with, `DATABASE_OWNER_URL` what migrations do. With only one of them,
both log in with that, and take on the role that fits by `SET ROLE`: so even with the URL of a superuser the log stays
append-only.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from psycopg.conninfo import conninfo_to_dict

from f6_project import roles
from f6_project.embedded.places import Place
from f6_project.embedded.postgres import Postgres

POOL_MAX: Final = 10
"""Connections of one web process; as many as it has threads that work."""
WAITING_MAX: Final = 20
"""Requests of one web process that may wait for events; it has so many threads more, which hold no connection."""
CONNECTION_SECONDS_MAX: Final = 300
"""How long a worker keeps a connection."""

WEB: Final = ("web", "federation")
"""Processes with threads that answer: they share connections."""
TRUE: Final = ("true", "1", "yes", "on")

Alias = dict[str, Any]


def url_of(environment: Mapping[str, str], name: str) -> str:
    """The URL that `name` holds, or that stands in the file `<name>_FILE` names; empty when neither is set."""
    if path := environment.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return environment.get(name, "")


def embedded_refusal(environment: Mapping[str, str]) -> str:
    """Why the embedded servers may not stand in for what the environment does not name; empty when they may."""
    chosen = environment.get("F6_EMBEDDED", "").lower()
    production = environment.get("F6_ENV") == "production"
    if chosen in TRUE or (not production and not chosen):
        return ""
    missing = [name for name in ("DATABASE_URL", "REDIS_URL") if not url_of(environment, name)]
    if not missing:
        return ""
    return f"Set {missing[0]}: in production F6 does not run on its embedded servers, unless F6_EMBEDDED=true says so."


def aliases(environment: Mapping[str, str], *, place: Place) -> dict[str, Alias]:
    """Django's DATABASES. Without a URL they lead to the embedded server of `place`, running or not."""
    given = url_of(environment, "DATABASE_URL")
    app_url = given or Postgres(place).url(roles.APP)
    owner_url = url_of(environment, "DATABASE_OWNER_URL") or given or Postgres(place).url(roles.OWNER)
    default = _alias(app_url, role=roles.APP)
    if environment.get("F6_PROCESS") in WEB:
        default["CONN_MAX_AGE"] = 0
        default["OPTIONS"]["pool"] = {"min_size": 1, "max_size": POOL_MAX, "timeout": 5}
    return {"default": default, "owner": _alias(owner_url, role=roles.OWNER) | {"CONN_MAX_AGE": 0}}


def _alias(url: str, *, role: str) -> Alias:
    found = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options = {name: value for name, value in found.items() if name not in known}
    options.setdefault("options", f"-c role={role} {roles.timeout_options(role)}")
    options.setdefault("application_name", "f6")
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{key: found.get(name, "") for name, key in known.items()},
        "CONN_MAX_AGE": CONNECTION_SECONDS_MAX,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,  # commands own their transactions
        "DISABLE_SERVER_SIDE_CURSORS": False,
        "OPTIONS": options,
    }
