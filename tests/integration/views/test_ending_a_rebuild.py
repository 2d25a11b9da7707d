"""A rebuild ends well or is given up, whatever the live build is like, and one does not keep another."""

from typing import Any

import pytest

from events import sequencer
from events.domain.permissions import Principal
from readmodels import tasks
from readmodels.commands import own_views as commands
from readmodels.models import View
from readmodels.projectors import rebuilding
from readmodels.projectors.concluding_builds import Outcome, conclude
from readmodels.projectors.projections import PERSON_FILES
from tests.integration.views.scenes import MOVES, NUMBERS, defined, filled, newest
from tests.people import caught_up, live, somebody


def test_a_view_that_is_defined_otherwise_tells_of_others_and_is_switched(
    reader: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readmodels.projectors.concluding_builds.DIFFERING_MAX", 2)
    for _ in range(4):
        somebody()
    caught_up()
    defined(MOVES, by=reader)
    commands.redefine("adressen", NUMBERS, by=reader)
    assert conclude(filled(newest("adressen")).pk) is Outcome.SWITCHED


def test_a_build_may_know_of_many_whom_the_live_one_has_not_come_to(
    town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readmodels.projectors.concluding_builds.DIFFERING_MAX", 2)
    for _ in range(4):
        somebody()
    sequencer.seal_now()  # and the live build follows nothing yet
    build = rebuilding.begin(PERSON_FILES)
    rebuilding.fill(build.pk, worker="one", until=lambda: False)
    assert conclude(build.pk) is Outcome.SWITCHED


def test_a_build_that_cannot_make_what_the_live_one_could_is_given_up(
    town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        somebody()
    caught_up()
    before = live()

    def broken(*_: Any, **__: Any) -> Any:
        raise ValueError("a fault that came with a new version")

    monkeypatch.setattr("readmodels.projectors.projections.rows_of_file", broken)
    build = filled(rebuilding.begin(PERSON_FILES))
    assert conclude(build.pk) is Outcome.FAILED
    assert live() == before


def test_one_build_that_cannot_be_concluded_does_not_keep_the_others(
    reader: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands.define(MOVES, by=reader)
    commands.define({**NUMBERS, "name": "nummers"}, by=reader)
    first, second = newest("adressen"), newest("nummers")
    caught_up()

    def concluded(build_id: int) -> Outcome:
        if build_id == first.pk:
            raise ZeroDivisionError
        return conclude(build_id)

    monkeypatch.setattr(tasks, "conclude", concluded)
    tasks.tend_builds()
    assert View.objects.get(name="nummers").live == second
