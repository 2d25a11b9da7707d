"""The record of a call, and what F6 says in the properties of a grant."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.domain import properties, transactions
from federation.domain.properties import Terms
from federation.domain.refusals import InwayCode, InwayRefusal
from federation.domain.tokens import Claims
from federation.domain.transactions import Direction
from tests import fsc_contracts
from tests.fsc_contracts import CONSUMER, DELEGATOR, NOW, PROVIDER, SERVICE_DELEGATOR
from tests.unit.federation.test_ijson import JSON

ID = UUID("0195d3a1-7c00-7abc-8def-0123456789ab")
REFERENCE = {"reference": "2026-1", "delegator_id": DELEGATOR, "delegator_name": "Gemeente Voorbeeld"}
CONNECTION = "delegation.connection.external_contract_reference"


def _claims(**more: Any) -> Claims:
    return Claims(
        grant_hash="$1$3$abc",
        group_id=fsc_contracts.GROUP,
        subject=CONSUMER,
        issuer=PROVIDER,
        service="f6-zone-personen",
        audience="https://inway.example.com:443",
        expires_at=NOW,
        thumbprint="A" * 43,
        **more,
    )


def _record(**more: Any) -> dict[str, Any]:
    made = transactions.transaction_of(_claims(**more), transaction_id=ID, direction=Direction.INCOMING)
    return transactions.rendered(made, created_at=1_767_225_600)


def test_a_record_says_who_called_which_service_by_which_grant_and_no_more() -> None:
    assert _record() == {
        "transaction_id": str(ID),
        "direction": "DIRECTION_INCOMING",
        "grant_hash": "$1$3$abc",
        "source": {"type": "SOURCE_TYPE_SOURCE", "outway_peer_id": CONSUMER},
        "destination": {"type": "DESTINATION_TYPE_DESTINATION", "service_peer_id": PROVIDER},
        "service_name": "f6-zone-personen",
        "created_at": 1_767_225_600,
    }


def test_a_record_names_on_whose_behalf() -> None:
    said = _record(delegator=DELEGATOR, service_delegator=SERVICE_DELEGATOR)
    assert said["source"] == {
        "type": "SOURCE_TYPE_DELEGATED_SOURCE",
        "outway_peer_id": CONSUMER,
        "delegator_peer_id": DELEGATOR,
    }
    assert said["destination"] == {
        "type": "DESTINATION_TYPE_DELEGATED_DESTINATION",
        "service_peer_id": PROVIDER,
        "delegator_peer_id": SERVICE_DELEGATOR,
    }


def test_a_record_is_the_business_of_whom_it_names() -> None:
    plain = transactions.transaction_of(_claims(), transaction_id=ID, direction=Direction.OUTGOING)
    claims = _claims(delegator=DELEGATOR, service_delegator=SERVICE_DELEGATOR)
    delegated = transactions.transaction_of(claims, transaction_id=ID, direction=Direction.OUTGOING)
    assert plain.peers == {CONSUMER, PROVIDER}
    assert delegated.peers == {CONSUMER, PROVIDER, DELEGATOR, SERVICE_DELEGATOR}


def test_a_reference_to_a_contract_elsewhere_is_recorded_and_nothing_beside_it() -> None:
    said = _record(properties={CONNECTION: {**REFERENCE, "bsn": "999990019"}, "f6": {"purpose": "verhuizing"}})
    assert said["additional_data"] == {CONNECTION: REFERENCE}


@pytest.mark.parametrize("reference", [None, "2026-1", {}, {"reference": "2026-1"}, {**REFERENCE, "delegator_id": 3}])
def test_what_is_no_such_reference_is_not_recorded(reference: Any) -> None:
    assert "additional_data" not in _record(properties={CONNECTION: reference})


@given(st.dictionaries(st.text() | st.just(CONNECTION), JSON))
def test_any_properties_leave_a_record(said: dict[str, Any]) -> None:
    assert _record(properties=said)["service_name"] == "f6-zone-personen"


@pytest.mark.parametrize("value", [str(ID), str(ID).upper()])
def test_the_id_of_the_caller_is_used(value: str) -> None:
    assert transactions.read_id(value) == ID


@pytest.mark.parametrize("value", [None, ""])
def test_a_call_without_id_is_refused(value: str | None) -> None:
    with pytest.raises(InwayRefusal) as refused:
        transactions.read_id(value)
    assert refused.value.code is InwayCode.MISSING_LOG_RECORD_ID
    assert refused.value.status == 400


@pytest.mark.parametrize(
    "value", ["x", ID.hex, f"{{{ID}}}", f"urn:uuid:{ID}", f"{ID}\n", f" {ID}", f"{ID}, {ID}", "٣" * 36]
)
def test_a_call_with_an_id_that_is_no_uuid_is_refused(value: str) -> None:
    with pytest.raises(InwayRefusal) as refused:
        transactions.read_id(value)
    assert refused.value.code is InwayCode.INVALID_LOG_RECORD_ID
    assert refused.value.status == 400


_NAMES = st.frozensets(st.text(min_size=1, max_size=80), max_size=5)


@given(
    st.builds(Terms, event_types=_NAMES, responsible_for=_NAMES, announces=st.booleans(), purpose=st.text(max_size=99))
)
def test_terms_are_read_as_they_were_written(terms: Terms) -> None:
    assert properties.terms_of(terms.rendered()) == terms


@given(st.dictionaries(st.text() | st.just("f6"), JSON) | st.none())
def test_where_properties_say_nothing_nothing_is_granted(said: dict[str, Any] | None) -> None:
    terms = properties.terms_of(said)
    if not isinstance((said or {}).get("f6"), dict):
        assert terms == Terms()


@pytest.mark.parametrize(
    "said", ["GeboorteVastgesteld", {"GeboorteVastgesteld": True}, None, [None, 3, "", "a" * 81, ["a"]]]
)
def test_event_types_that_cannot_be_read_are_not_granted(said: Any) -> None:
    assert properties.terms_of({"f6": {"eventTypes": said, "announcements": "true"}}) == Terms()


@pytest.mark.parametrize(
    ("service", "zone"),
    [("f6-zone-personen", "personen"), ("f6-zone-", None), ("brp", None), ("F6-ZONE-personen", None), ("", None)],
)
def test_a_service_is_the_query_api_of_a_zone_or_of_something_else(service: str, zone: str | None) -> None:
    assert properties.zone_of(service) == zone
    if zone:
        assert properties.service_name(zone) == service
