"""`manage.py load_demo`: the demo municipality, and how to get in."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from f6_project.demo import people
from f6_project.demo.loading import DemoRefused, load_demo
from f6_project.demo.municipality import NAME


class Command(BaseCommand):
    """Prints the accounts and tokens at every run; adds only what is missing."""

    help = "Load the demo municipality: zones, accounts, a small fictitious register, claims to decide on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the BSN service of `make run` finds its token."""
        parser.add_argument("--bsn-token", type=Path, metavar="FILE", help="write the token of the BSN service there")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load and print."""
        try:
            demo = load_demo(now=timezone.now())
        except DemoRefused as refused:
            raise CommandError(str(refused)) from refused
        if options["bsn_token"] is not None:
            _write_secret(options["bsn_token"], demo.secrets[people.BSN.name])
        added = f"{demo.taken_over} events taken over, {demo.recorded} recorded" if demo.recorded else "already loaded"
        self.stdout.write(self.style.SUCCESS(f"{NAME}: {added}."))
        self.stdout.write("DEMO ONLY. Accounts, all with the password " + self.style.WARNING(people.PASSWORD))
        for person in (*people.OFFICIALS, people.ADMINISTRATOR):
            self.stdout.write(f"  {person.username:<12} {person.first_name} {person.last_name} ({person.role})")
        self.stdout.write("DEMO ONLY. API clients and their bearer tokens")
        for client in people.CLIENTS:
            self.stdout.write(f"  {client.name:<32} {client.source_type:<14} {demo.secrets[client.name]}")


def _write_secret(path: Path, secret: str) -> None:
    """In a file that its owner alone may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(secret)
