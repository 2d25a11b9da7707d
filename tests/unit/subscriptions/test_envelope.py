"""What is sent, read by others: the CloudEvents library, Standard Webhooks, and a public key."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import jsonschema_rs
import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from events.api.notice_schemas import EVENT_NOTICE
from events.api.openapi_schemas import EVENT
from events.domain import wire
from events.domain.event import Event
from events.domain.standing import StandingOf
from events.subscriptions.domain import cloud_events, redaction
from events.subscriptions.domain.cloud_events import CONTENT_TYPE, SIZE_EVERYBODY_TAKES, Publisher
from events.subscriptions.domain.happenings import Happening
from events.subscriptions.domain.signing import KeyPair, SharedSecret, signed_headers
from events.subscriptions.domain.standing_changes import StandingChange
from tests.builders import birth, recorded, validation

PUBLISHER = Publisher(base_url="https://f6.example.nl", type_prefix="nl.f6")
OIN = "00000099000000001000"
SECRETS = st.binary(min_size=32, max_size=32)
EVENT_SEEN = recorded(birth(), order=7, position=7)


def notice(event: Event = EVENT_SEEN, *, full: bool = False) -> bytes:
    return cloud_events.notice(Happening(event=event), full=full, publisher=PUBLISHER, oin=OIN)


def parsed(body: bytes) -> dict[str, Any]:
    event = from_http_event(HTTPMessage(headers={"content-type": CONTENT_TYPE}, body=body))
    found: dict[str, Any] = {**event.get_attributes(), "data": event.get_data()}
    return found


def test_another_reader_finds_the_attributes_of_the_dutch_profile() -> None:
    found = parsed(notice())
    assert found.pop("time") == EVENT_SEEN.created_at
    assert found == {
        "specversion": "1.0",
        "id": str(EVENT_SEEN.id),
        "source": f"urn:nld:oin:{OIN}:systeem:f6-burgerlijke-stand",
        "type": "nl.f6.geboorte.claim.v1",
        "subject": str(EVENT_SEEN.object_ids[0]),
        "datacontenttype": "application/json",
        "dataref": f"https://f6.example.nl/api/v1/events/{EVENT_SEEN.id}",
        "sequence": "0000000000000000007",
        "data": {"id": str(EVENT_SEEN.id), "object_ids": [str(it) for it in EVENT_SEEN.object_ids]},
    }


def test_names_of_attributes_are_those_that_cloudevents_allows() -> None:
    for full in (True, False):
        names = set(json.loads(notice(full=full))) - {"data"}
        assert all(name.isascii() and name.isalnum() and name == name.lower() and len(name) <= 20 for name in names)


def test_a_full_notice_is_what_the_api_shows_and_satisfies_the_schema_that_it_names() -> None:
    found = parsed(notice(full=True))
    assert {name: found["data"][name] for name in wire.WIRE_FIELDS} == wire.render(EVENT_SEEN)
    assert found["dataschema"] == "https://f6.example.nl/api/v1/openapi.json#/components/schemas/Event"
    jsonschema_rs.Draft202012Validator(EVENT, validate_formats=True).validate(found["data"])


def test_the_standings_that_it_changed_are_told_to_who_asks_and_fit_the_schema_that_is_named() -> None:
    changes = (StandingChange(id=EVENT_SEEN.id, standing=StandingOf.OPEN),)
    happening = Happening(event=EVENT_SEEN, changes=changes)
    thin, full = (
        parsed(cloud_events.notice(happening, full=full, publisher=PUBLISHER, oin=OIN)) for full in (False, True)
    )
    assert thin["data"].pop("standings") == [{"id": str(EVENT_SEEN.id), "standing": "open"}]
    assert thin == parsed(notice())
    assert full["dataschema"].endswith("#/components/schemas/EventNotice")
    validator = jsonschema_rs.Draft202012Validator(EVENT_NOTICE, validate_formats=True)
    validator.validate(full["data"])
    assert not validator.is_valid(full["data"] | {"standings": [{"id": str(EVENT_SEEN.id), "standing": "settled"}]})


def test_a_decision_says_its_kind_in_its_type() -> None:
    decision = recorded(validation(birth()), order=8, position=8)
    assert parsed(notice(decision))["type"] == "nl.f6.geboorte.validation.v1"


def test_the_source_may_be_set_and_holds_the_zone() -> None:
    publisher = replace(PUBLISHER, source="urn:nld:oin:00000001003214345000:systeem:burgerzaken")
    body = cloud_events.notice(Happening(event=EVENT_SEEN), full=False, publisher=publisher, oin=OIN)
    assert parsed(body)["source"] == "urn:nld:oin:00000001003214345000:systeem:burgerzaken-burgerlijke-stand"


def test_no_attribute_holds_what_the_data_hold() -> None:
    event = recorded(birth(data={"kind": {"objectId": str(uuid4())}, "bsn": "999990342"}))
    for full in (True, False):
        attributes = json.loads(notice(event, full=full))
        attributes.pop("data")
        assert "999990342" not in json.dumps(attributes)
    assert b"999990342" not in notice(event)


@given(st.permutations(list(EVENT_SEEN.data)))
def test_the_same_event_gives_the_same_bytes_whatever_the_order_of_its_data(names: list[str]) -> None:
    again = replace(EVENT_SEEN, data={name: EVENT_SEEN.data[name] for name in names})
    assert notice(again, full=True) == notice(full=True)


def test_the_sequence_orders_as_text_as_the_log_orders() -> None:
    sequences = [parsed(notice(replace(EVENT_SEEN, position=it)))["sequence"] for it in (9, 10, 2**31, 2**62)]
    assert sequences == sorted(sequences)


def test_a_thin_notice_fits_wherever_notices_go() -> None:
    event = replace(EVENT_SEEN, object_ids=tuple(uuid4() for _ in range(1_600)))
    assert len(notice(event)) < SIZE_EVERYBODY_TAKES


def test_a_ping_tells_of_nobody() -> None:
    body = cloud_events.ping(
        ping_id=UUID(int=1), subscription_id=UUID(int=2), now=datetime.now(UTC), publisher=PUBLISHER, oin=OIN
    )
    found = parsed(body)
    assert (found["type"], found["source"]) == ("nl.f6.ping.v1", f"urn:nld:oin:{OIN}:systeem:f6")
    assert "subject" not in found


@given(secret=SECRETS, other=SECRETS, body=st.binary(max_size=200).map(lambda it: json.dumps(it.hex()).encode()))
def test_an_independent_verifier_takes_the_shared_secret_and_no_other(secret: bytes, other: bytes, body: bytes) -> None:
    key = SharedSecret(secret=secret)
    headers = signed_headers(body, webhook_id="id", timestamp=int(datetime.now(UTC).timestamp()), keys=[key])
    assert Webhook(key.text).verify(body, headers) == json.loads(body)
    if secret != other:
        with pytest.raises(WebhookVerificationError):
            Webhook(SharedSecret(secret=other).text).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(key.text).verify(body + b" ", headers)


@given(SECRETS, st.binary(max_size=200))
def test_the_public_key_that_is_shown_verifies_exactly_the_bytes_that_were_sent(secret: bytes, body: bytes) -> None:
    key = KeyPair(secret=secret)
    headers = signed_headers(body, webhook_id="id", timestamp=1_764_158_400, keys=[key])
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.public_text.removeprefix("whpk_")))
    signature = base64.b64decode(headers["webhook-signature"].removeprefix("v1a,"))
    public.verify(signature, b"id.1764158400." + body)
    with pytest.raises(InvalidSignature):
        public.verify(signature, b"id.1764158401." + body)


def test_of_two_keys_both_sign_in_one_header() -> None:
    old, new = SharedSecret(secret=b"o" * 32), SharedSecret(secret=b"n" * 32)
    headers = signed_headers(b"{}", webhook_id="id", timestamp=int(datetime.now(UTC).timestamp()), keys=[new, old])
    for key in (old, new):
        Webhook(key.text).verify(b"{}", headers)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("bsn 999990342.", "bsn …."),
        ("id 0199999903420", "id 0199999903420"),
        ("Authorization: Bearer eyJh.bGci-x", "Authorization: Bearer …"),
        (f"v1,{'A' * 44}", "v1,…"),
        ("whsec_QUJD", "whsec_…"),
        ("a\x00b\x1b[31m", "a�b�[31m"),
    ],
)
def test_what_is_kept_of_an_answer_holds_no_secret_and_no_bsn(text: str, kept: str) -> None:
    assert redaction.text_kept(text) == kept


@given(st.dictionaries(st.text(max_size=30), st.text(max_size=2_000), max_size=80))
def test_headers_are_kept_within_bounds(headers: dict[str, str]) -> None:
    kept = redaction.headers_kept(headers)
    assert len(kept) <= redaction.HEADERS_MAX
    assert all(len(value) <= redaction.HEADER_LENGTH_MAX for value in kept.values())
