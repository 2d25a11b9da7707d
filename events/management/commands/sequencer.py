"""`manage.py sequencer`: the process that gives events their order; exactly one numbers, any number may stand by."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from events import sequencer
from events.management.running import until_told_to_stop


class Command(BaseCommand):
    """Run the sequencer until SIGTERM or SIGINT."""

    help = "Give recorded events their gapless order and move the formal horizon; runs until SIGTERM or SIGINT."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare --once."""
        parser.add_argument("--once", action="store_true", help="number everything recorded so far, then stop")

    def handle(self, *_: Any, once: bool, **__: Any) -> None:
        """Run until told to stop; after a signal the tick at hand is finished and the lease given back."""
        if once:
            self.stdout.write(f"horizon: {sequencer.seal_now().isoformat()}")
            return
        until_told_to_stop(sequencer.run)
