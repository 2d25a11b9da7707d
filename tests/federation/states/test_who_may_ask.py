"""To ask others about a person takes a right of its own, held in a zone that is read as well."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from events.domain.permissions import Permission, Principal
from events.models import Zone
from events.queries.work import readable_zones
from federation.domain.consulting_refusals import ConsultingForbidden
from federation.domain.peer_principals import principal_of
from federation.queries import consulting
from federation.queries.states import federated_state_of
from readmodels.queries.objects import Asked
from tests import registry
from tests.federation.states.neighbours import LOOSDAM, Neighbours
from tests.people import accepted, caught_up

ASKED = Asked(as_of=datetime(2027, 1, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def child(furnished: None) -> UUID:
    found = uuid4()
    accepted(registry.birth(found, registry.known_person()))
    caught_up()
    return found


@pytest.fixture
def neighbours() -> Neighbours:
    return Neighbours(logs={LOOSDAM: []})


def who_may_ask_nobody() -> list[Principal]:
    """Who lacks the one right or the other, holds them in two zones, reads a part of a zone, or is a peer."""
    here_and_there = {registry.CIVIL: frozenset({Permission.VIEW}), registry.ADDRESSES: frozenset({Permission.CONSULT})}
    asks = {registry.CIVIL: frozenset({Permission.CONSULT})}
    a_part = {registry.CIVIL: frozenset({"Geboorte", "BsnToegekend"})}
    return [
        registry.principal("ambtenaar", *set(Permission) - {Permission.VIEW}),
        registry.principal("ambtenaar", *set(Permission) - {Permission.CONSULT}),
        Principal(source_id=uuid4(), source_type="ambtenaar", name="", zones=here_and_there),
        Principal(source_id=uuid4(), source_type="systeem", name="", zones=asks, event_types=a_part),
        *(
            principal_of("9", group_id="f6", name="", zone=registry.CIVIL, event_types=it)
            for it in (["Geboorte"], None)
        ),
    ]


def who_was_let_ask(child: UUID, neighbours: Neighbours) -> list[Principal]:
    def is_let(by: Principal) -> bool:
        try:
            federated_state_of(child, asked=ASKED, principal=by, others=neighbours.others())
        except ConsultingForbidden:
            return False
        return True

    return [by for by in who_may_ask_nobody() if is_let(by)]


def test_who_does_not_hold_the_right_to_ask_where_he_reads_asks_nobody_anything(
    child: UUID, neighbours: Neighbours
) -> None:
    assert who_was_let_ask(child, neighbours) == []
    assert neighbours.asked == []


def test_and_he_would_if_reading_were_enough(
    child: UUID, neighbours: Neighbours, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consulting, "may_consult", lambda by: bool(readable_zones(by)))
    assert len(who_was_let_ask(child, neighbours)) == 3
    assert neighbours.asked


def test_and_he_would_if_the_two_rights_were_not_asked_in_one_zone(
    child: UUID, neighbours: Neighbours, monkeypatch: pytest.MonkeyPatch
) -> None:

    def anywhere(by: Principal) -> bool:
        return bool(readable_zones(by) and by.zones_with(Permission.CONSULT))

    monkeypatch.setattr(consulting, "may_consult", anywhere)
    assert len(who_was_let_ask(child, neighbours)) == 1
    assert neighbours.asked


def test_the_right_in_one_zone_where_he_reads_will_do_whatever_he_reads_elsewhere(child: UUID) -> None:
    held = {
        registry.CIVIL: frozenset({Permission.VIEW}),
        registry.ADDRESSES: frozenset({Permission.VIEW, Permission.CONSULT}),
    }
    by = Principal(source_id=uuid4(), source_type="ambtenaar", name="", zones=held)
    found = federated_state_of(child, asked=ASKED, principal=by, others=Neighbours().others())
    assert found.state.attributes
    with transaction.atomic():
        Zone.objects.filter(slug=registry.ADDRESSES).update(closed=True)
        with pytest.raises(ConsultingForbidden):
            federated_state_of(child, asked=ASKED, principal=by, others=Neighbours().others())
        transaction.set_rollback(True)
