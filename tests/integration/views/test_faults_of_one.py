"""What goes wrong with one view, or one object, stops nothing else."""

import pytest
from django.db import OperationalError

from events import sequencer
from events.domain.permissions import Principal
from readmodels.models import Build, ViewObject
from readmodels.projectors import following, views
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
