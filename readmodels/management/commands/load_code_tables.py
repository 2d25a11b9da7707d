"""`manage.py load_code_tables DIR`: load the national tables."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from events.administration import OPERATOR
from readmodels.commands.load_code_tables import LoadedTable, load_code_tables
from readmodels.domain.code_tables import TablesRefused


class Command(BaseCommand):
    """Prints what every table had, added and changed; a mistake anywhere refuses everything, with file and line."""

    help = "Load the national code tables (countries, municipalities, nationalities …) from a folder of CSV files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder."""
        parser.add_argument("folder", type=Path, help="folder with files named Tabel33_….csv")

    def handle(self, *_args: Any, folder: Path, **_options: Any) -> None:
        """Load, with a progress bar on a terminal."""
        bar = tqdm(total=0, unit="table", disable=not sys.stderr.isatty(), leave=False)

        def progress(done: int, total: int, name: str) -> None:
            bar.total = total
            bar.set_postfix_str(name)
            bar.update(done - bar.n)

        try:
            loaded = load_code_tables(folder, by=OPERATOR, progress=progress)
        except TablesRefused as refused:
            raise CommandError(f"Nothing was loaded. Mend these and try again:\n{refused}") from refused
        finally:
            bar.close()
        for table in loaded:
            self.stdout.write(_line(table))
        self.stdout.write(self.style.SUCCESS(f"{len(loaded)} tables loaded."))


def _line(table: LoadedTable) -> str:
    kept = f", {table.kept} kept that the file no longer has" if table.kept else ""
    return (
        f"  table {table.number:>3} {table.title:<45} "
        f"{table.added:>5} added {table.changed:>5} changed {table.unchanged:>5} unchanged{kept}"
    )
