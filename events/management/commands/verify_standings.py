"""`manage.py verify_standings`: prove that the table of standings equals the log."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.catalogue import catalogue
from events.commands import standings


class Command(BaseCommand):
    """Says every difference, and ends in error when there is one that was not mended."""

    help = "Compare what every claim and correction counts for with the log itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to mend."""
        parser.add_argument("--mend", action="store_true", help="write what the log says")

    def handle(self, **options: Any) -> None:
        """Raises `CommandError` when differences remain."""
        found = 0
        for difference in standings.differences(catalogue=catalogue(), mend=options["mend"]):
            found += 1
            written = difference.written or "nothing"
            self.stdout.write(f"{difference.event.id}: the table says {written}, the log {difference.computed.value}")
        if found and not options["mend"]:
            raise CommandError(f"{found} standings differ from the log; --mend writes what the log says.")
        self.stdout.write(f"{found} mended." if found else "Every standing equals the log.")
