"""Who may do what in the database: granted after every migration (`events/sql/rights.sql`)."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from events.sql import script


def app_role() -> str:
    """The role as which web, workers and sequencer connect."""
    return str(getattr(settings, "F6_DB_APP_ROLE", "f6_app"))


def reader_role() -> str:
    """The role of whoever may only look."""
    return str(getattr(settings, "F6_DB_READER_ROLE", "f6_reader"))


def grant_after_migrate(*, using: str, **_: object) -> None:
    """Receiver of `post_migrate`: once more, for the tables that other apps made."""
    grant(connections[using])


def grant(connection: BaseDatabaseWrapper) -> None:
    """Give both roles exactly their rights, in one transaction. `connection` logs in as the owner of the tables.

    Raises `ImproperlyConfigured`, with what to do, when a role is absent and cannot be made, when it is the owner
    itself, or when it could make things in the schema. Does nothing in a database without the log.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.event')")
        if cursor.fetchone() == (None,):
            return
        cursor.execute(
            "SELECT set_config('f6.app_role', %s, true), set_config('f6.reader_role', %s, true)",
            [app_role(), reader_role()],
        )
        try:
            cursor.execute(script("rights"))
        except DatabaseError as error:
            raise ImproperlyConfigured(str(error)) from error
