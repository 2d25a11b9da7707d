"""A state out of two F6s over real TLS: our outway asks the listener of the other, on a contract that both signed.

Both work on one database here, so who asks reads nothing of the zone himself: whatever he gets came over the wire.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from federation.domain.contracts import Content, SignatureKind
from federation.domain.properties import Terms
from federation.models import Peer, TransactionRecord
from federation.queries import sources
from federation.queries.states import FederatedState, federated_state_of
from federation.queries.views import FederatedView, federated_custody_of
from federation.transport import held_tokens
from readmodels.domain.national.custody_request import CustodyRequest
from readmodels.queries.objects import Asked, state_of
from tests import registry
from tests.database import Database
from tests.federation import agreements
from tests.federation.agreements import agreed, zone_connection
from tests.federation.listeners import MakeListener
from tests.federation.pki import Organisation
from tests.people import accepted, caught_up

TYPES = frozenset({"Geboorte", "BsnToegekend"})
AT = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def child(database: Database) -> UUID:
    assert database.name
    registry.furnish()
    found = uuid4()
    accepted(registry.birth(found, registry.known_person()))
    caught_up()
    return found


@pytest.fixture
def held(own: Organisation, other: Organisation, child: UUID) -> Content:
    """The contract by which we may read births of the other, who is responsible for them."""
    held_tokens.forget_all()
    Peer.objects.create(peer_id=other.oin, name=other.name, manager_address=other.address)
    Peer.objects.create(peer_id=own.oin, name=own.name, manager_address=own.address)
    terms = Terms(event_types=TYPES, responsible_for=TYPES)
    return agreed(zone_connection(own, other, zone=registry.CIVIL, terms=terms), by=(own, other))


@pytest.fixture
def listening(other: Organisation, held: Content, listener: MakeListener) -> Iterator[None]:
    with listener(other):
        yield


def asked(child: UUID) -> FederatedState:
    return federated_state_of(child, asked=Asked(as_of=AT), principal=registry.official(registry.ADDRESSES))


def custody(child: UUID) -> FederatedView:
    by = registry.official(registry.ADDRESSES)
    return federated_custody_of(child, CustodyRequest(bsns=()), asked=Asked(as_of=AT), principal=by)


@pytest.mark.usefixtures("listening")
def test_what_is_told_over_the_wire_is_what_is_known_there(child: UUID, other: Organisation, own: Organisation) -> None:
    found = asked(child)
    there = state_of(child, asked=Asked(as_of=AT), principal=registry.official()).state
    assert found.answer.complete, found.answer.sources
    assert [(it.name, it.value) for it in found.state.attributes] == [(it.name, it.value) for it in there.attributes]
    assert found.state.consequences == there.consequences
    assert {it.id for value in found.state.attributes for it in found.answer.holders_of(value.supports)} == {other.oin}
    calls = TransactionRecord.objects.filter(direction="DIRECTION_OUTGOING")
    assert calls.count() == TransactionRecord.objects.filter(direction="DIRECTION_INCOMING").count() >= 2


@pytest.mark.usefixtures("listening")
def test_a_contract_that_is_revoked_ends_it_and_the_answer_says_so(
    child: UUID, held: Content, other: Organisation
) -> None:
    before = datetime.now(UTC)
    agreements.signed(held, by=other, kind=SignatureKind.REVOKE)
    found = asked(child)
    (told,) = found.answer.not_asked
    assert (told.peer_id, told.reason, told.organisation) == (other.oin, sources.WhyNot.NO_CONTRACT, other.name)
    assert told.since is not None
    assert before <= told.since <= datetime.now(UTC)
    assert not found.answer.complete
    assert not found.state.exists


@pytest.mark.usefixtures("listening")
def test_a_view_out_of_what_came_over_the_wire_says_whose_it_is_and_after_a_revocation_who_is_missing(
    child: UUID, held: Content, other: Organisation
) -> None:
    found = custody(child)
    assert found.answer.complete, found.answer.sources
    assert found.body["personen"][0]["gezag"]
    assert {it.id for it in found.answer.holders_of(found.rests_on)} == {other.oin}
    agreements.signed(held, by=other, kind=SignatureKind.REVOKE)
    after = custody(child)
    assert not after.answer.complete
    assert [it.peer_id for it in after.answer.not_asked] == [other.oin]
    assert after.body["personen"] == []


def test_who_cannot_be_reached_is_named_with_since_when(child: UUID, held: Content, other: Organisation) -> None:
    before = datetime.now(UTC)
    asked(child)
    (told,) = asked(child).answer.sources
    assert told.source.peer_id == other.oin
    assert told.reason == "unreachable"
    assert told.since is not None
    assert before <= told.since <= datetime.now(UTC)
