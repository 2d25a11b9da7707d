"""An object about which more is told than may be read at once."""

import pytest

from events import sequencer
from events.domain.permissions import Principal
from readmodels.models import ViewObject
from readmodels.projectors import following
from tests.integration.views.scenes import MOVES, defined, newest
from tests.people import accepted, moves, somebody


def test_an_object_about_which_too_much_is_told_does_not_stop_a_view(
    reader: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    defined(MOVES, by=reader)
    much, little = somebody(), somebody()
    for year in range(2010, 2014):
        accepted(moves(much, on=f"{year}-01-01"))
    accepted(moves(little))
    sequencer.seal_now()
    monkeypatch.setattr("events.store.reading.READ_MAX", 6)
    following.catch_up()
    assert [it.object_id for it in ViewObject.objects.exclude(parked_for="").filter(build=newest("adressen"))] == [much]
    assert ViewObject.objects.filter(object_id=little, parked_for="").exists()
