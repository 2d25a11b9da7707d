"""`manage.py deliverer`: the process that tells subscribers of events; any number may run."""

import gc
from typing import Any, Final

from django.core.management.base import BaseCommand

from events.management.running import until_told_to_stop
from events.subscriptions.delivering import deliverer

GARBAGE_AT: Final = (20_000, 20, 50)
"""How much is made before it is looked through for what nothing refers to: each delivery makes hundreds of things."""


class Command(BaseCommand):
    """Deliver until SIGTERM or SIGINT."""

    help = "Deliver events to subscribers; runs until SIGTERM or SIGINT."

    def handle(self, *_: Any, **__: Any) -> None:
        """Run until told to stop; after a signal the requests that are under way are finished, within seconds."""
        gc.freeze()  # what was loaded stays: looking through it again and again cost a quarter of every delivery
        gc.set_threshold(*GARBAGE_AT)
        until_told_to_stop(deliverer.run)
