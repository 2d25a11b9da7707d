"""`manage.py doctor`: what is wrong with this installation, and how to mend it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from f6_project import doctor


class Command(BaseCommand):
    """Print every check; exit with 1 when one is not sound."""

    help = "Say what is wrong with this installation, and how to mend it."
    requires_system_checks: list[str] = []

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Look at everything, then say it."""
        findings = doctor.examine()
        width = max(len(finding.check) for finding in findings)
        for finding in findings:
            mark = self.style.SUCCESS("ok   ") if finding.sound else self.style.ERROR("WRONG")
            self.stdout.write(f"{mark} {finding.check:<{width}}  {finding.found}")
            if finding.remedy:
                self.stdout.write(f"      {'':<{width}}  → {finding.remedy}")
        if not all(finding.sound for finding in findings):
            sys.exit(1)
        self.stdout.write("Nothing is wrong.")
