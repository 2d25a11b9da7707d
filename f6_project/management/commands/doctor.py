"""`manage.py doctor`: what is wrong with this installation, and how to mend it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from f6_project import doctor


class Command(BaseCommand):
    """Print every check; exit with 1 when one is not sound."""

    help = "Say what is wrong with this installation, and how to mend it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """`--only`: for a health check of one process."""
        parser.add_argument("--only", nargs="+", metavar="CHECK", help="look at the outcome of these checks only")

    def handle(self, *_arguments: Any, only: list[str] | None = None, **_options: Any) -> None:
        """Look at everything, then say it."""
        findings = [finding for finding in doctor.examine() if only is None or finding.check in only]
        if only and {finding.check for finding in findings} != set(only):
            raise CommandError(f"These checks could not be made, or do not exist: {', '.join(only)}")
        width = max(len(finding.check) for finding in findings)
        for finding in findings:
            mark = self.style.SUCCESS("ok   ") if finding.sound else self.style.ERROR("WRONG")
            self.stdout.write(f"{mark} {finding.check:<{width}}  {finding.found}")
            if finding.remedy:
                self.stdout.write(f"      {'':<{width}}  → {finding.remedy}")
        if not all(finding.sound for finding in findings):
            sys.exit(1)
        self.stdout.write("Nothing is wrong.")
