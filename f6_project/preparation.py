"""Making a database of one's own ready for F6 (`DATABASE_URL`): the roles, and what they may do."""

from typing import Final

import psycopg
from psycopg import sql

from f6_project import roles

VERSION_MIN: Final = 140_000


class DatabaseNotReady(Exception):
    """The database cannot be used yet; the message says what its administrator must do."""


def prepare_roles(login_url: str) -> list[str]:
    """See that the three roles exist and that this login may take them on. Returns the roles that were made.

    Raises DatabaseNotReady, with the SQL to run, when the login may not make them.
    """
    with psycopg.connect(login_url, autocommit=True) as login:
        if login.info.server_version < VERSION_MIN:
            raise DatabaseNotReady(f"PostgreSQL 14 or newer is needed; this is {login.info.server_version // 10_000}.")
        try:
            made = roles.create_roles(login, passwords=None)
            _take_on(login)
        except psycopg.errors.InsufficientPrivilege as error:
            user, database = login.info.user, login.info.dbname
            raise DatabaseNotReady(
                f"{user} may not make the roles of F6. Let an administrator run:\n"
                + "".join(f"  CREATE ROLE {role} NOLOGIN;\n" for role in roles.ROLES)
                + f"  GRANT {', '.join(roles.ROLES)} TO {user};\n"
                + f"  GRANT CREATE ON DATABASE {database} TO {roles.OWNER};\n"
                + f"  GRANT CREATE, USAGE ON SCHEMA public TO {roles.OWNER};  -- in database {database}"
            ) from error
    with psycopg.connect(login_url, options=f"-c role={roles.OWNER}") as owner:
        roles.grant_rights(owner)
    return made


def _take_on(login: psycopg.Connection[tuple[object, ...]]) -> None:
    for role in roles.ROLES:
        member = login.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", [role]).fetchone()
        if member != (True,):
            login.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))
    may_create = login.execute("SELECT has_schema_privilege(%s, 'public', 'CREATE')", [roles.OWNER]).fetchone()
    if may_create != (True,):
        login.execute(sql.SQL("GRANT CREATE, USAGE ON SCHEMA public TO {}").format(sql.Identifier(roles.OWNER)))
