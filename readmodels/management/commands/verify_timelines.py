"""`manage.py verify_timelines`: prove that every stored timeline equals the log."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.catalogue import catalogue
from readmodels.projectors.verifying import Difference, differences


class Command(BaseCommand):
    """Says every difference, and ends in error when one that is in use was not mended."""

    help = "Compare every stored timeline with what the log gives, as known at the moment that it was computed for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to mend."""
        parser.add_argument("--mend", action="store_true", help="write what the log gives")

    def handle(self, **options: Any) -> None:
        """Raises `CommandError` when differences remain."""
        found = in_use = mended = 0
        for difference in differences(catalogue=catalogue(), mend=options["mend"]):
            found += 1
            in_use += difference.in_use
            mended += options["mend"] and not difference.too_large
            self.stdout.write(_line(difference))
        if mended:
            self.stdout.write(f"{mended} mended.")
        elif in_use:
            raise CommandError(f"{in_use} timelines differ from the log; --mend writes what the log gives.")
        else:
            self.stdout.write("Every timeline in use equals the log." if found else "Every timeline equals the log.")


def _line(difference: Difference) -> str:
    if difference.too_large:
        return f"{difference.object_id}: not compared, for more bears on it than one answer may read"
    told = (
        f"{difference.object_id}: as known at {difference.horizon.isoformat()} the table has {len(difference.surplus)}"
        f" rectangles that the log does not give, and lacks {len(difference.missing)}"
    )
    return told if difference.in_use else f"{told}; of other events or rules, so made anew when somebody asks"
