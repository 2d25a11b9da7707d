"""`manage.py found_neighbour`: one of the municipalities of `make federation`, in an empty database."""

import json
import os
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from f6_project.neighbours import cast, founding


class Command(BaseCommand):
    """Zones, people and the two systems of its desks, whose tokens are written to a file."""

    requires_system_checks: list[str] = []
    help = "Found Zonnendaal or Woudendijk in an empty database, for a demonstration of federation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which, and where the tokens go."""
        parser.add_argument("slug", choices=[it.slug for it in cast.NEIGHBOURS if not it.is_directory])
        parser.add_argument("--tokens", type=Path, required=True, metavar="FILE", help="write the tokens there (JSON)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Found it."""
        neighbour = cast.named(options["slug"])
        try:
            founded = founding.found(neighbour, now=timezone.now())
        except founding.FoundingRefused as refused:
            raise CommandError(str(refused)) from refused
        with os.fdopen(os.open(options["tokens"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(asdict(founded), file)
        self.stdout.write(self.style.SUCCESS(f"{neighbour.name} is founded."))
