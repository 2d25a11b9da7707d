"""A rebuild goes as slowly as is asked, however slow that is."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from readmodels.models import Build, Chunk
from readmodels.projectors import rebuilding
from readmodels.projectors.projections import PERSON_FILES
from tests.people import caught_up, somebody


def test_a_slow_rebuild_is_as_slow_as_is_asked(town: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a batch would take longer than anybody waits: then it is made of fewer objects."""
    people = [somebody() for _ in range(8)]
    caught_up()
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    build = rebuilding.begin(PERSON_FILES, rate_max=1)
    rebuilding.fill(build.pk, worker="one", until=lambda: False)
    assert sum(slept) > len(people) - 2
    assert rebuilding.progress(build).is_filled


def test_who_waits_for_his_turn_keeps_his_chunk(town: None, monkeypatch: pytest.MonkeyPatch) -> None:
    somebody()
    caught_up()
    build = rebuilding.begin(PERSON_FILES, rate_max=1)
    Build.objects.filter(pk=build.pk).update(next_batch_at=timezone.now() + timedelta(seconds=20))
    taken: list[int | None] = []

    def meanwhile(_: float) -> None:
        Chunk.objects.filter(build=build, leased_until__lt=timezone.now() + timedelta(seconds=4)).update(
            leased_until=None
        )
        taken.append(rebuilding._take(build.pk, worker="other"))

    monkeypatch.setattr(time, "sleep", meanwhile)
    assert rebuilding.fill(build.pk, worker="one", until=lambda: False) == 1
    assert len(taken) >= 19
    assert set(taken) == {None}
