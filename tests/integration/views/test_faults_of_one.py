"""What goes wrong with one view, or one object, stops nothing else."""

import pytest
from django.db import OperationalError

from events import sequencer
from events.domain.permissions import Principal
from readmodels import tasks
from readmodels.models import Build, View, ViewObject
from readmodels.projectors import following, rebuilding, views
from readmodels.projectors.recalling import Recalling
from tests.integration.views.scenes import MOVES, defined
from tests.people import accepted, live, moves, somebody


def test_a_view_whose_statement_fails_does_not_keep_the_others(
    reader: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    defined(MOVES, by=reader)
    someone = somebody()
    accepted(moves(someone))
    sequencer.seal_now()
    of_persons, follow = live().pk, views.follow

    def cancelled(build: Build, events_max: int, *, recalling: Recalling) -> int:
        if build.pk == of_persons:
            raise OperationalError("canceling statement due to statement timeout")
        return follow(build, events_max, recalling=recalling)

    monkeypatch.setattr(views, "follow", cancelled)
    with pytest.raises(OperationalError):
        following.step()
    assert ViewObject.objects.filter(object_id=someone, build__view__name="adressen").exists()


def test_a_view_that_is_shipped_no_more_does_not_keep_the_others(
    reader: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = View.objects.create(name="oud", title="Oud")
    old.live = Build.objects.create(view=old, number=1, state=Build.State.LIVE)
    old.save()
    of_persons = live()
    Build.objects.filter(pk=of_persons.pk).update(basis={"format": "", "rules": [], "types": {}})
    tended: list[int] = []
    monkeypatch.setattr(tasks, "tend_build", tended.append)
    tasks.tend_builds()
    assert tended == [Build.objects.get(view=of_persons.view, state=Build.State.FILLING).pk]
    with pytest.raises(KeyError):
        rebuilding.begin("oud")
