"""`manage.py projector`: the process that keeps read models up to date with the log; any number may run."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from events.management.running import until_told_to_stop
from readmodels.models import Checkpoint, Reexamination
from readmodels.projectors import following


class Command(BaseCommand):
    """Follow the log until SIGTERM or SIGINT."""

    help = "Keep the read models up to date with the log; runs until SIGTERM or SIGINT."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare --once and --rebuild."""
        parser.add_argument("--once", action="store_true", help="take in everything recorded so far, then stop")
        parser.add_argument(
            "--rebuild", action="store_true", help="forget which decisions are under investigation, and begin anew"
        )

    def handle(self, *_: Any, once: bool, rebuild: bool, **__: Any) -> None:
        """Follow until told to stop; after a signal the step at hand is finished."""
        if rebuild:
            with transaction.atomic():
                Checkpoint.objects.filter(projector__in=following.PROJECTORS).update(seq=0)
                Reexamination.objects.all().delete()
        if once:
            following.catch_up()
            self.stdout.write(f"{Reexamination.objects.filter(open=True).count()} decisions under investigation")
            return
        until_told_to_stop(following.run)
