"""`manage.py messages`: find the texts, bring the Dutch catalogues up to date, compile them. Pure Python (Babel)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from management_ui.translations import CATALOGUES, outdated, untranslated, update


class Command(BaseCommand):
    """Texts are found in templates and Python; new ones come in the catalogue without a translation."""

    help = "Bring the Dutch translations up to date with the sources and compile them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--check` changes nothing."""
        parser.add_argument("--check", action="store_true", help="only say what is out of date or untranslated")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Update (or check) every catalogue; fail while a text has no translation."""
        missing = []
        for catalogue in CATALOGUES:
            if options["check"] and outdated(catalogue):
                raise CommandError(f"{catalogue.folder} is out of date: run `manage.py messages`.")
            if not options["check"]:
                update(catalogue)
            missing += untranslated(catalogue)
        if missing:
            listed = "\n  ".join(missing)
            raise CommandError(f"{len(missing)} texts have no translation yet:\n  {listed}")
        self.stdout.write("Every text is translated and compiled.")
