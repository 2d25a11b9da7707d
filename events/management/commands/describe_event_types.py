"""`manage.py describe_event_types [FILE]`: the declared event types as a Markdown table."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.catalogue.description import table
from events.catalogue.files import SHIPPED, declared_versions
from events.domain.type_declarations import DeclarationsRefused


class Command(BaseCommand):
    """Reads the files only: it needs no database."""

    help = "Print the declared event types as a Markdown table (docs/event-types.md holds it)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One optional argument: another configuration file than the shipped one."""
        parser.add_argument("path", nargs="?", default=str(SHIPPED), help="The index file; default: the shipped one.")

    def handle(self, *_: object, **options: Any) -> None:
        """Print the table, or every mistake in the files."""
        try:
            versions = declared_versions(Path(options["path"]))
        except DeclarationsRefused as refused:
            raise CommandError(f"Mend the configuration:\n{refused}") from refused
        self.stdout.write(table(versions))
