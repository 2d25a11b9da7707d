"""Telling deliverers that somebody changed what is to be delivered, so that they need not find it out by looking."""

from typing import Final

from django.db import connection

CHANNEL: Final = "subscription"
"""NOTIFY channel: there is news of some subscription. Who misses it finds out at the next sweep."""


def tell_deliverers() -> None:
    """Wake them once the transaction is committed."""
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")
