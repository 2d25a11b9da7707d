"""Integration-*: from the outway of one F6 to a service of another, over both listeners and both databases."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from federation.domain import hashes, reading
from federation.domain.contracts import State
from federation.domain.grants import Grant
from federation.transport import outway
from federation.transport.outway import Answered, Call, NotAnswered, Why
from tests.federation.scenarios import grants
from tests.federation.scenarios.stage import MOUNTED
from tests.federation.scenarios.towns import Towns


def _called(towns: Towns, grant: Grant) -> Answered | NotAnswered:
    with towns.reader.acting():
        return outway.call(Call(grant=grant, method="GET", path="/persons/1"), now=datetime.now(UTC))


def _service_was_asked(towns: Towns) -> bool:
    return towns.calls.exists()


def _answer(towns: Towns, grant: Grant) -> dict[str, Any]:
    answered = _called(towns, grant)
    assert isinstance(answered, Answered), answered
    assert answered.reply.status == 200
    told: dict[str, Any] = json.loads(answered.reply.body)
    assert told["path"] == "/persons/1"
    assert told["transaction_id"] == str(answered.transaction_id)
    return told


def _agreed_with_a_third(towns: Towns, given: Mapping[str, Any]) -> Grant:
    """A contract that the third party sends to both, signed by all."""
    content = towns.reader.delegator.content(given)
    content_hash = hashes.content_hash(content)
    for town in (towns.reader, towns.provider):
        assert town.delegator.posts(content).status == 201
        town.accepts(content_hash)
    assert towns.reader.state(content_hash) is towns.provider.state(content_hash) is State.VALID
    return towns.reader.grant(content_hash)


def test_integration_consume_service_1_a_call_succeeds_from_end_to_end(towns: Towns) -> None:
    content_hash = towns.reader.requests(MOUNTED, of=towns.provider)
    assert towns.provider.state(content_hash) is State.PROPOSED
    towns.provider.accepts(content_hash)
    assert towns.reader.state(content_hash) is towns.provider.state(content_hash) is State.VALID
    assert _answer(towns, towns.reader.grant(content_hash))["written_down_before"]


def test_integration_consume_service_2_without_a_contract_the_outway_refuses(towns: Towns) -> None:
    content_hash = towns.reader.requests(MOUNTED, of=towns.provider)
    proposed = towns.reader.grant(content_hash)
    unknown = replace(proposed, hash=reading.content_of(_another(towns)).grants[0].hash)
    for grant in (proposed, unknown):
        refused = _called(towns, grant)
        assert isinstance(refused, NotAnswered)
        assert (refused.why, refused.sent) == (Why.TOKEN_REFUSED, False)
    assert not _service_was_asked(towns)
    assert towns.reader.records() == towns.provider.records() == []


def test_integration_consume_service_as_delegatee_1_on_behalf_of_another(towns: Towns) -> None:
    third = towns.reader.delegator.organisation
    given = grants.connection(towns.reader.organisation, towns.provider.organisation, service=MOUNTED, delegator=third)
    _answer(towns, _agreed_with_a_third(towns, given))
    [sent], [received] = towns.reader.records(), towns.provider.records()
    assert sent.outway_delegator == received.outway_delegator == third.oin


def test_integration_consume_delegated_service_1_of_a_service_published_by_a_delegatee(towns: Towns) -> None:
    third = towns.reader.delegator
    given = grants.connection(
        towns.reader.organisation,
        towns.provider.organisation,
        service=MOUNTED,
        service_delegator=third.organisation,
    )
    content_hash = towns.reader.proposes(given)
    for town in (towns.reader, towns.provider):
        content = json.loads(town.canonical(content_hash))
        assert town.delegator.puts("accept", content).status == 201
    towns.provider.accepts(content_hash)
    _answer(towns, towns.reader.grant(content_hash))
    [sent], [received] = towns.reader.records(), towns.provider.records()
    assert sent.service_delegator == received.service_delegator == third.id


def test_integration_consume_delegated_service_2_as_a_delegatee_of_a_service_of_a_delegatee(towns: Towns) -> None:
    third = towns.reader.delegator.organisation
    given = grants.connection(
        towns.reader.organisation,
        towns.provider.organisation,
        service=MOUNTED,
        delegator=third,
        service_delegator=third,
    )
    _answer(towns, _agreed_with_a_third(towns, given))
    [sent], [received] = towns.reader.records(), towns.provider.records()
    assert sent.outway_delegator == received.outway_delegator == third.oin
    assert sent.service_delegator == received.service_delegator == third.oin


def test_integration_transaction_log_1_both_sides_write_down_the_same_id(towns: Towns) -> None:
    content_hash = towns.reader.requests(MOUNTED, of=towns.provider)
    towns.provider.accepts(content_hash)
    answered = _called(towns, towns.reader.grant(content_hash))
    assert isinstance(answered, Answered)
    [sent], [received] = towns.reader.records(), towns.provider.records()
    assert sent.transaction_id == received.transaction_id == answered.transaction_id
    assert (sent.direction, received.direction) == ("DIRECTION_OUTGOING", "DIRECTION_INCOMING")
    assert sent.grant_hash == received.grant_hash == towns.reader.grant(content_hash).hash


def _another(towns: Towns) -> dict[str, Any]:
    """A contract of which the other never heard."""
    given = grants.connection(towns.reader.organisation, towns.provider.organisation, service=MOUNTED)
    return towns.reader.delegator.content(given)
