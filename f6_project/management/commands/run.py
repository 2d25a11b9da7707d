"""`manage.py run` (`make run`): everything on this machine, under one supervisor."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from f6_project.supervision.console import Console
from f6_project.supervision.supervisor import Supervisor


class Command(BaseCommand):
    """Start PostgreSQL, Valkey, web, sequencer, worker and beat; Ctrl-C stops them all."""

    help = "Run all of F6 on this machine. Ctrl-C stops it; the data is kept."
    requires_system_checks: list[str] = []

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Run until stopped."""
        supervisor = Supervisor(
            place=settings.EMBEDDED_PLACE, environment=os.environ, port=settings.F6_PORT, console=Console()
        )
        sys.exit(supervisor.run())
