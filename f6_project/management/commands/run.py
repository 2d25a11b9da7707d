"""`manage.py run`: the same as `make run`."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from f6_project.supervision.starting import start


class Command(BaseCommand):
    """Start PostgreSQL, Valkey and every process of F6; Ctrl-C stops them all."""

    help = "Run all of F6 on this machine. Ctrl-C stops it; the data is kept."
    requires_system_checks: list[str] = []

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Run until stopped."""
        sys.exit(start())
