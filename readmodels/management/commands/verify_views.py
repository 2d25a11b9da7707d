"""`manage.py verify_views`: prove that views equal what the log gives, of all objects or some drawn by chance."""

import sys
from argparse import ArgumentParser
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from readmodels.models import Build, View
from readmodels.projectors import comparing
from readmodels.projectors.comparing import Difference


class Command(BaseCommand):
    """Says every difference, and ends in error when one remains."""

    help = "Compare what views tell with what the log gives, while work goes on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which views, how many objects, and whether to mend."""
        parser.add_argument("views", nargs="*", help="names of views; without: all that answer")
        parser.add_argument("--sample", type=int, help="compare so many objects, drawn by chance; without: all")
        parser.add_argument("--seed", default="", help="draw the same objects as an earlier run, which told its seed")
        parser.add_argument("--mend", action="store_true", help="write what the log gives")

    def handle(self, **options: Any) -> None:
        """Raises `CommandError` when differences remain."""
        seed = options["seed"] or uuid4().hex[:8]
        wrong = 0
        for build in _builds(options["views"]):
            objects = _objects(build, sample=options["sample"], seed=seed)
            bar = tqdm(objects, desc=build.view.name, unit=" objects", disable=not sys.stderr.isatty(), leave=False)
            compared = _Counted(bar)
            found = list(comparing.differences(build, compared))
            for difference in found:
                self.stdout.write(f"{build.view.name} {_line(difference)}")
            drawn = "" if options["sample"] is None else f" (drawn with seed {seed})"
            self.stdout.write(f"{build.view.name}: {compared.count} objects compared{drawn}, {len(found)} differ.")
            if options["mend"] and found:
                comparing.mend(build, [difference.object_id for difference in found])
                found = list(comparing.differences(build, [difference.object_id for difference in found]))
                self.stdout.write(f"{build.view.name}: written anew; {len(found)} still differ.")
            wrong += len(found)
        if wrong:
            raise CommandError(
                f"{wrong} objects differ from what the log gives; --mend writes that, or rebuild the view."
            )


class _Counted:
    """Objects as they go by, counted."""

    def __init__(self, objects: Any) -> None:
        self._objects = objects
        self.count = 0

    def __iter__(self) -> Any:
        for it in self._objects:
            self.count += 1
            yield it


def _builds(names: list[str]) -> list[Build]:
    views = View.objects.exclude(live=None).select_related("live__view").order_by("name")
    known = {view.name: view for view in views}
    absent = [name for name in names if name not in known]
    if absent:
        raise CommandError(f"No view answers by the name {absent[0]}. Choose from: {', '.join(known)}.")
    return [view.live for name, view in known.items() if view.live is not None and (not names or name in names)]


def _objects(build: Build, *, sample: int | None, seed: str) -> Any:
    return comparing.every_object(build) if sample is None else comparing.some_objects(build, sample, seed=seed)


def _line(difference: Difference) -> str:
    if difference.parked:
        return f"{difference.object_id}: parked, for {difference.parked}"
    keys = ", and is found under other keys" if difference.keys else ""
    return (
        f"{difference.object_id}: has {len(difference.surplus)} rows that the log does not give,"
        f" and lacks {len(difference.missing)}{keys}"
    )
