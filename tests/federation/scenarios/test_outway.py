"""Outway-IncomingRequest and Outway-TransactionLog: what our outway does with a call, seen from the other side."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from federation.domain import properties
from federation.domain.contracts import Content
from federation.domain.properties import Terms
from federation.models import Peer, TransactionRecord
from federation.transport import held_tokens, outway
from federation.transport.outway import Answered, Call, NotAnswered, Why
from tests.federation import agreements, peers, pki, scripted
from tests.federation.conftest import MakeOrganisation
from tests.federation.pki import Organisation
from tests.federation.scenarios import grants
from tests.federation.scenarios.stage import Stage
from tests.federation.scripted import Provider

SERVICE = properties.service_name("personen")
WRITTEN = "federation_transactionrecord"


@pytest.fixture
def elsewhere(stage: Stage, organisation: MakeOrganisation) -> Organisation:
    """Another organisation, which offers a service."""
    made = organisation("Gemeente Woudendijk", key=pki.rsa_key())
    Peer.objects.create(peer_id=made.oin, name=made.name, manager_address=made.address)
    held_tokens.forget_all()
    assert stage.ours.oin != made.oin
    return made


def _agreed(stage: Stage, elsewhere: Organisation, **more: Any) -> Content:
    """We may call the service; `more`: on whose behalf."""
    given = grants.connection(stage.ours, elsewhere, service=SERVICE, properties=Terms().rendered(), **more)
    others = [it for it in more.values() if isinstance(it, Organisation)]
    return agreements.agreed(given, by=(stage.ours, elsewhere, *others))


@pytest.fixture
def held(stage: Stage, elsewhere: Organisation) -> Content:
    return _agreed(stage, elsewhere)


@pytest.fixture
def provider(stage: Stage, elsewhere: Organisation, held: Content) -> Iterator[Provider]:
    with scripted.providing(elsewhere, stage.ours, held) as found:
        yield found


def _called(held: Content) -> Answered | NotAnswered:
    call = Call(grant=held.grants[0], method="GET", path="/persons/1?fields=name")
    return outway.call(call, now=datetime.now(UTC))


def _record() -> TransactionRecord:
    return TransactionRecord.objects.get(direction="DIRECTION_OUTGOING")


def test_outway_incoming_request_1_a_token_is_obtained_and_the_answer_comes_back(
    held: Content, provider: Provider
) -> None:
    provider.answers = [peers.says("203 Non-Authoritative", b'{"name": "Noor"}', "X-Of-The-Service: yes")]
    answered = _called(held)
    assert isinstance(answered, Answered)
    assert (answered.reply.status, answered.reply.body) == (203, b'{"name": "Noor"}')
    assert answered.reply.headers["x-of-the-service"] == "yes"
    [asked], [call] = provider.token_requests, provider.calls
    assert asked.startswith("POST /v1/token ")
    assert call.startswith("GET /persons/1?fields=name ")
    assert str(scripted.header(call, "Fsc-Authorization")).startswith("Bearer ")


def test_outway_incoming_request_2_without_a_token_nothing_is_sent(held: Content, provider: Provider) -> None:
    provider.token_answers = [peers.says("400 Bad Request", b'{"error": "invalid_grant"}')]
    refused = _called(held)
    assert isinstance(refused, NotAnswered)
    assert (refused.why, refused.sent) == (Why.TOKEN_REFUSED, False)
    assert refused.detail
    assert provider.calls == []


def test_outway_incoming_request_3_an_inway_that_cannot_be_reached_is_told(
    held: Content, provider: Provider, organisation: MakeOrganisation
) -> None:
    nobody = organisation("Nergens")
    provider.changed = {"aud": nobody.address}
    failed = _called(held)
    assert isinstance(failed, NotAnswered)
    assert failed.why is Why.UNREACHABLE
    assert failed.detail
    assert len(provider.token_requests) == 1


def test_outway_transaction_log_1_a_call_is_written_down_before_it_is_sent(
    stage: Stage, held: Content, provider: Provider
) -> None:
    written: list[bool] = []
    provider.before_answer = lambda head: written.append(_is_committed(head, stage))
    answered = _called(held)
    assert isinstance(answered, Answered)
    assert written == [True]
    assert _record().transaction_id == answered.transaction_id
    assert _record().grant_hash == held.grants[0].hash


def test_outway_transaction_log_2_the_id_is_sent_to_the_inway(held: Content, provider: Provider) -> None:
    answered = _called(held)
    assert isinstance(answered, Answered)
    [call] = provider.calls
    sent = UUID(str(scripted.header(call, "Fsc-Transaction-Id")))
    assert sent == answered.transaction_id
    assert sent.version == 7


def test_outway_transaction_log_3_a_delegator_of_the_connection_stands_in_the_source(
    stage: Stage, elsewhere: Organisation
) -> None:
    held = _agreed(stage, elsewhere, delegator=stage.ec.organisation)
    with scripted.providing(elsewhere, stage.ours, held):
        assert isinstance(_called(held), Answered)
    assert _record().outway_delegator == stage.ec.id
    [told] = stage.ec.reads("logs")["records"]
    assert told["source"] == {
        "type": "SOURCE_TYPE_DELEGATED_SOURCE",
        "outway_peer_id": stage.ours.oin,
        "delegator_peer_id": stage.ec.id,
    }


def test_outway_transaction_log_4_a_delegator_of_the_service_stands_in_the_destination(
    stage: Stage, elsewhere: Organisation
) -> None:
    held = _agreed(stage, elsewhere, service_delegator=stage.ec.organisation)
    with scripted.providing(elsewhere, stage.ours, held):
        assert isinstance(_called(held), Answered)
    [told] = stage.ec.reads("logs")["records"]
    assert told["destination"] == {
        "type": "DESTINATION_TYPE_DELEGATED_DESTINATION",
        "service_peer_id": elsewhere.oin,
        "delegator_peer_id": stage.ec.id,
    }


def test_outway_transaction_log_5_what_cannot_be_written_down_is_not_sent(
    stage: Stage, held: Content, provider: Provider
) -> None:
    with stage.that_cannot_be_written(WRITTEN):
        refused = _called(held)
    assert isinstance(refused, NotAnswered)
    assert (refused.why, refused.sent) == (Why.NOT_WRITTEN_DOWN, False)
    assert provider.calls == []
    assert isinstance(_called(held), Answered)


def _is_committed(head: str, stage: Stage) -> bool:
    """Whether another connection to the database sees the record while the call is under way."""
    transaction = scripted.header(head, "Fsc-Transaction-Id")
    with stage.database.connect("app") as other:
        row = other.execute(f"SELECT count(*) FROM {WRITTEN} WHERE transaction_id::text = %s", [transaction]).fetchone()
    return bool(row and row[0])
