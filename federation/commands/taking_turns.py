"""How many tasks that wait for peers go on at one time: so that peers who are away never keep all workers.

A slot is an advisory lock of the worker's own session: whoever is killed lets it go.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.db import connection

LOCKS: Final = zlib.crc32(b"federation waits for peers") % 2**31
"""The number under which PostgreSQL knows these locks."""


@contextmanager
def slot() -> Iterator[bool]:
    """Whether there is one, which is kept until the end. Who gets none comes again: what there is to do is kept."""
    number = next((it for it in range(settings.F6_FSC_TASKS_AT_ONCE) if _said("pg_try_advisory_lock", it)), None)
    try:
        yield number is not None
    finally:
        if number is not None:
            _said("pg_advisory_unlock", number)


def _said(function: str, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", (LOCKS, number))
        return bool(cursor.fetchone()[0])
