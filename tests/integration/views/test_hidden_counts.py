"""What hidden zones hold cannot be counted by way of a view."""

from datetime import UTC, datetime

import pytest

from events.domain.permissions import Permission, Principal
from readmodels.models import View
from readmodels.queries.person_search import Wanted, search_persons
from tests import registry
from tests.integration.views.scenes import NUMBERS, defined
from tests.people import accepted, caught_up, renamed, somebody


def test_a_search_is_not_refused_for_persons_of_whom_only_hidden_zones_tell(
    reader: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        accepted(renamed(somebody(), "Smit"))
    caught_up()
    monkeypatch.setattr("readmodels.queries.live_views.CANDIDATES_MAX", 2)
    addresses = registry.principal("systeem", Permission.VIEW, zones=(registry.ADDRESSES,))
    whole, hidden, absent = (
        search_persons(Wanted(name=name), as_of=datetime.now(UTC), principal=by).more_than
        for name, by in (("Smit", reader), ("Smit", addresses), ("Smot", addresses))
    )
    assert whole == 2
    assert hidden == absent


def test_how_many_objects_hidden_zones_tell_of_is_not_told(reader: Principal) -> None:
    from readmodels.api import view_rendering
    from readmodels.queries.builds import state_of

    for _ in range(3):
        somebody()
    caught_up()
    addresses = registry.principal("systeem", Permission.VIEW, zones=(registry.ADDRESSES,))
    defined(NUMBERS, by=addresses)
    told = view_rendering.view(state_of(View.objects.get(name="adressen")), principal=addresses)
    assert "3" not in str([told["live"], told["parked"]]).replace(told["live"]["startedAt"], "")
    whole = view_rendering.view(state_of(View.objects.get(name="adressen")), principal=reader)
    assert whole["live"]["objectsTotal"] == 3
