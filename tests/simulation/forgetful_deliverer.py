"""A deliverer with a fault planted in it: it holds for delivered whatever it read. Run as `manage.py deliverer` is.

Tests of what is never lost run against it, and must see that something is.
"""

import os

import django
from django.core.management import call_command


def forget() -> None:
    """Let the cursor pass what is not complete."""
    from events.subscriptions.domain.progress import Progress

    Progress.cursor = property(lambda progress: progress.read_to)  # type: ignore[assignment]  # the fault


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "f6_project.settings")
    django.setup()
    forget()
    call_command("deliverer")
