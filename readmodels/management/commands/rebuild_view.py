"""`manage.py rebuild_view`: make a view anew beside the live one, with a progress bar."""

import os
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from events.domain.refusals import RebuildUnderWay, ViewNotFound
from readmodels.models import Build, View
from readmodels.projectors import following, rebuilding
from readmodels.projectors.concluding_builds import conclude

PAUSE_SECONDS = 0.2


class Command(BaseCommand):
    """Begins a rebuild and waits for it; Ctrl-C leaves it to the workers."""

    help = (
        "Make a view anew beside the live one, compare it, and switch. Workers do the work; Ctrl-C leaves it to them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The view, and how."""
        parser.add_argument("view", help="the name of the view, such as persoonslijsten")
        parser.add_argument(
            "--rate", type=int, default=None, help="at most so many objects per second, over all workers"
        )
        parser.add_argument("--here", action="store_true", help="do the work in this process too, without workers")
        parser.add_argument("--no-wait", action="store_true", help="begin, and leave it to the workers")

    def handle(self, **options: Any) -> None:
        """Raises `CommandError` when it cannot begin, or the new build was given up."""
        try:
            build = rebuilding.begin(options["view"], rate_max=options["rate"])
        except ViewNotFound:
            names = ", ".join(View.objects.values_list("name", flat=True))
            raise CommandError(f"There is no view {options['view']}. Choose one of: {names}.") from None
        except RebuildUnderWay:
            raise CommandError(
                f"{options['view']} is being rebuilt already; its progress stands in the browser."
            ) from None
        if options["here"]:
            rebuilding.fill(build.pk, worker=f"rebuild_view:{os.getpid()}", until=lambda: False)
        if not options["no_wait"]:
            self._wait(build, here=options["here"])

    def _wait(self, build: Build, *, here: bool) -> None:
        with tqdm(total=build.objects_total, unit=" objects", disable=not sys.stderr.isatty()) as bar:
            while build.state == Build.State.FILLING:
                now = rebuilding.progress(build)
                bar.update(now.objects_done - bar.n)
                if here:
                    following.catch_up()
                    conclude(build.pk)
                else:
                    time.sleep(PAUSE_SECONDS)
                build.refresh_from_db()
        if build.state == Build.State.FAILED:
            raise CommandError(f"The new build was given up, and the view stays as it was: {build.reason}.")
        self.stdout.write(_told(build))


def _told(build: Build) -> str:
    found = build.compared or {}
    return (
        f"{build.view.name} answers from build {build.number}: {found.get('objects', 0)} objects, of which"
        f" {found.get('differFromLive', 0)} said something else before; {found.get('madeAgain', 0)} were made again."
    )
