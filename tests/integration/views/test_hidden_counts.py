"""What hidden zones hold cannot be counted by way of a view."""

from datetime import UTC, datetime
from functools import partial
from unittest.mock import Mock

import pytest

from events.domain.permissions import Permission, Principal
from readmodels.models import View
from readmodels.queries.live_views import LiveView
from readmodels.queries.person_search import Wanted, search_persons
from tests import registry
from tests.integration.views.scenes import NUMBERS, defined
from tests.people import accepted, caught_up, moves, renamed, somebody


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


def test_a_search_by_who_sees_persons_in_part_is_refused_before_many_are_made_anew(
    reader: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        person = somebody()
        accepted(renamed(person, "Smit"))
        address = moves(person, object_id=f"051801000000000{number}")
        registry.record(address, by=registry.official(registry.ADDRESSES), zone=registry.ADDRESSES)
    caught_up()
    monkeypatch.setattr("readmodels.queries.person_search.MADE_MAX", 2)
    civil = registry.principal("systeem", Permission.VIEW, zones=(registry.CIVIL,))
    made = Mock(wraps=lambda ids: iter([(it, ()) for it in ids]))
    monkeypatch.setattr(LiveView, "made", made)
    look = partial(search_persons, Wanted(name="Smit"), as_of=datetime.now(UTC))
    assert look(principal=civil).more_than == 2
    made.assert_not_called()
    assert len(look(principal=reader).persons) == 3


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
