"""`manage.py deliverer`: the process that tells subscribers of events; any number may run."""

from typing import Any

from django.core.management.base import BaseCommand

from events.management.running import until_told_to_stop
from events.subscriptions.delivering import deliverer


class Command(BaseCommand):
    """Deliver until SIGTERM or SIGINT."""

    help = "Deliver events to subscribers; runs until SIGTERM or SIGINT."

    def handle(self, *_: Any, **__: Any) -> None:
        """Run until told to stop; after a signal the requests that are under way are finished, within seconds."""
        until_told_to_stop(deliverer.run)
