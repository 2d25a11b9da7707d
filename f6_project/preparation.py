"""Making a database of one's own ready for F6 (`DATABASE_URL`): the roles, and what they may do."""

from typing import Final

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from f6_project import roles

VERSION_MIN: Final = 140_000
SET_SINCE: Final = 160_000


class DatabaseNotReady(Exception):
    """The database cannot be used yet; the message says what its administrator must do."""


def prepare_roles(login_url: str, *, app_url: str) -> list[str]:
    """See that the three roles exist and that this login may take them on. Returns the roles that were made.

    When the application logs in (`app_url`) as its own role with a password, a role that is made here gets it.
    Raises DatabaseNotReady, with the SQL to run, when the login may not make them.
    """
    with psycopg.connect(login_url, autocommit=True) as login:
        if login.info.server_version < VERSION_MIN:
            raise DatabaseNotReady(f"PostgreSQL 14 or newer is needed; this is {login.info.server_version // 10_000}.")
        try:
            made = roles.create_roles(login, passwords=None)
            _let_the_application_log_in(login, app_url=app_url, made=made)
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


def _let_the_application_log_in(
    login: psycopg.Connection[tuple[object, ...]], *, app_url: str, made: list[str]
) -> None:
    app = conninfo_to_dict(app_url)
    if roles.APP in made and app.get("user") == roles.APP and app.get("password"):
        statement = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}")
        login.execute(statement.format(sql.Identifier(roles.APP), sql.Literal(str(app["password"]))))


def _take_on(login: psycopg.Connection[tuple[object, ...]]) -> None:
    # From PostgreSQL 16 on, whoever makes a role is a member of it that may not yet SET ROLE to it.
    membership = "SET" if login.info.server_version >= SET_SINCE else "MEMBER"
    for role in roles.ROLES:
        may = login.execute("SELECT pg_has_role(current_user, %s, %s)", [role, membership]).fetchone()
        if may != (True,):
            login.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))
    may_create = login.execute("SELECT has_schema_privilege(%s, 'public', 'CREATE')", [roles.OWNER]).fetchone()
    if may_create != (True,):
        login.execute(sql.SQL("GRANT CREATE, USAGE ON SCHEMA public TO {}").format(sql.Identifier(roles.OWNER)))
