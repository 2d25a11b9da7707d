"""The three roles of F6's database: who may do what, and for how long a statement may keep others waiting.

The owner migrates, the application works (never UPDATE, DELETE or TRUNCATE on the log: the migrations of `events`
take those rights away again, and triggers hold them too), the reader only reads.
"""

from collections.abc import Mapping
from typing import Final, LiteralString

import psycopg
from psycopg import sql

OWNER: Final = "f6_owner"
APP: Final = "f6_app"
READER: Final = "f6_reader"
ROLES: Final = (OWNER, APP, READER)

# Milliseconds. A hanging writer holds the formal horizon back; `idle_in_transaction_session_timeout` bounds it.
TIMEOUTS: Final[Mapping[str, Mapping[LiteralString, int]]] = {
    OWNER: {"statement_timeout": 0, "lock_timeout": 30_000, "idle_in_transaction_session_timeout": 600_000},
    APP: {"statement_timeout": 60_000, "lock_timeout": 10_000, "idle_in_transaction_session_timeout": 60_000},
    READER: {"statement_timeout": 300_000, "lock_timeout": 5_000, "idle_in_transaction_session_timeout": 60_000},
}


def timeout_options(role: str) -> str:
    """The timeouts of a role as libpq `options`, for a login that only takes the role on by `SET ROLE`."""
    return " ".join(f"-c {name}={milliseconds}" for name, milliseconds in TIMEOUTS[role].items())


def create_roles(
    connection: psycopg.Connection[tuple[object, ...]], *, passwords: Mapping[str, str] | None
) -> list[str]:
    """Create the roles that are absent, with their password and timeouts. Returns those made.

    `connection` logs in as a superuser or a role with CREATEROLE. Roles that exist keep their password. Without
    passwords they cannot log in: others take them on (`SET ROLE`).
    """
    present = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [[*ROLES]])}
    made = [role for role in ROLES if role not in present]
    for role in made:
        name = sql.Identifier(role)
        login = sql.SQL("LOGIN PASSWORD {}").format(sql.Literal(passwords[role])) if passwords else sql.SQL("NOLOGIN")
        connection.execute(sql.SQL("CREATE ROLE {} {}").format(name, login))
        for setting, milliseconds in TIMEOUTS[role].items():
            connection.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(name, sql.Identifier(setting), sql.Literal(milliseconds))
            )
    return made


def create_database(connection: psycopg.Connection[tuple[object, ...]], *, name: str) -> None:
    """Create an empty UTF-8 database that belongs to the owner. `connection` must be in autocommit."""
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
            sql.Identifier(name), sql.Identifier(OWNER)
        )
    )


def grant_rights(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Give app and reader their ordinary rights on what the owner makes. `connection` logs in as the owner.

    Only Django's own tables are meant by this; the migrations of `events` narrow the log's tables to SELECT.
    """
    for statement in RIGHTS:
        connection.execute(statement)


RIGHTS: Final[tuple[LiteralString, ...]] = (
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO f6_app, f6_reader",
    "ALTER DEFAULT PRIVILEGES FOR ROLE f6_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO f6_app",
    "ALTER DEFAULT PRIVILEGES FOR ROLE f6_owner GRANT USAGE ON SEQUENCES TO f6_app",
    "ALTER DEFAULT PRIVILEGES FOR ROLE f6_owner GRANT SELECT ON TABLES TO f6_reader",
)
