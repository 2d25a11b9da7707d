"""`manage.py load_event_types [FILE]`: publish the event types that the configuration declares and are absent."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.catalogue import LoadReport, load_event_types
from events.domain.type_declarations import DeclarationsRefused


class Command(BaseCommand):
    """Translates between the terminal and `events.catalogue.load_event_types`."""

    help = "Publish the event types that the configuration file declares and that are absent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One optional argument: another configuration file than `F6_WRITE_CONFIG_PATH` names."""
        parser.add_argument("path", nargs="?", help="The index file; default: the setting F6_WRITE_CONFIG_PATH.")
        parser.add_argument("--strict", action="store_true", help="Fail when the file differs from what is published.")

    def handle(self, *_: object, **options: Any) -> None:
        """Load and report. Exits with every mistake of the files, or in strict mode with every difference."""
        try:
            report = load_event_types(options["path"])
        except DeclarationsRefused as refused:
            raise CommandError(f"Nothing was loaded. Mend the configuration:\n{refused}") from refused
        self._tell(report)
        if options["strict"] and not report.clean:
            raise CommandError("The configuration differs from what is published.")

    def _tell(self, report: LoadReport) -> None:
        for label in report.published:
            self.stdout.write(f"published  {label}")
        for label, members in report.different:
            self.stderr.write(
                f"differs    {label}: {', '.join(members)}. A published version never changes; declare a new version."
            )
        for label in report.too_late:
            self.stderr.write(f"too late   {label}: a later version is published. Give it the next number.")
        self.stdout.write(f"{len(report.published)} published, {len(report.unchanged)} unchanged.")
