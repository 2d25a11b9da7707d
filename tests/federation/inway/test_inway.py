"""What the inway lets through, and what it refuses, in the order of the standard (FSC Core 2.0.0, 4.7)."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import override_settings

from events.models import AccessRecord, Zone
from federation.domain import certificates, jose
from federation.domain.contracts import Content, SignatureKind
from federation.domain.properties import Terms
from federation.models import KnownCertificate, TransactionRecord
from federation.transport import identity, transaction_log
from tests import registry
from tests.database import Database
from tests.federation import agreements, echo, pki
from tests.federation.agreements import agreed, connection, zone_connection
from tests.federation.in_process import Answer, Connection
from tests.federation.inway.conftest import TERMS, Town


def refused(answer: Answer, *, code: str, status: int) -> None:
    """In the shape of the standard, kept nowhere, and with a challenge where it is about the token."""
    assert answer.status_code == status, answer.content
    body = answer.json()
    assert body.keys() == {"message", "domain", "code"}
    assert (body["domain"], body["code"], answer["Fsc-Error-Code"]) == ("ERROR_DOMAIN_INWAY", code, code)
    assert answer["Cache-Control"] == "no-store"
    assert answer.headers.get("WWW-Authenticate") == ("Bearer" if status == 401 else None)


def new_id() -> UUID:
    return transaction_log.new_id(now=datetime.now(UTC))


@pytest.fixture
def held(town: Town) -> Content:
    return agreed(connection(town.reader, town.provider, service="echo"), by=town.both)


def token_of(town: Town, held: Content, **changed: Any) -> str:
    """A token that the provider's own key signed, with other claims than it gives."""
    real = dict(jose.claimed(town.by_reader.token(held)).payload)
    own = town.provider.issued
    return jose.sign(
        {**real, **changed},
        key=own.key,  # type: ignore[arg-type]  # of curve P-256
        thumbprint=certificates.thumbprint(town.provider.der),
        typ="JWT",
    )


def test_a_call_with_a_token_reaches_the_service_as_it_was_sent(town: Town, held: Content) -> None:
    token, transaction = town.by_reader.token(held), new_id()
    answer = town.by_reader.call(
        token,
        "/any/path/at%20all?q=1&q=2",
        method="PATCH",
        body=b'{"a": 1}',
        transaction_id=transaction,
        X_Own="kept",
    )
    assert answer.status_code == 200
    assert answer["X-Echo"] == "yes"
    assert answer["Cache-Control"] == "no-store"
    assert "Connection" not in answer.headers
    told = answer.json()
    assert (told["method"], told["path"], told["query"]) == ("PATCH", "/any/path/at all", "q=1&q=2")
    assert told["body"] == '{"a": 1}'
    assert told["headers"]["Fsc-Authorization"] == f"Bearer {token}"
    assert told["headers"]["Fsc-Transaction-Id"] == str(transaction)
    assert told["headers"]["X-Own"] == "kept"


def test_what_the_service_says_goes_back_as_it_is_its_errors_too(town: Town) -> None:
    held = agreed(connection(town.reader, town.provider, service="failing"), by=town.both)
    answer = town.by_reader.call(town.by_reader.token(held))
    assert (answer.status_code, answer.content, answer["Retry-After"]) == (503, b"not today", "9")
    assert "Fsc-Error-Code" not in answer.headers


def test_a_service_that_is_not_there_is_told_as_such(town: Town) -> None:
    held = agreed(connection(town.reader, town.provider, service="gone"), by=town.both)
    refused(town.by_reader.call(town.by_reader.token(held)), code="ERROR_CODE_SERVICE_UNREACHABLE", status=502)


def test_without_a_token_nothing_is_passed_on(town: Town) -> None:
    for headers in ({}, {"Fsc_Authorization": ""}, {"Fsc_Authorization": "Bearer "}, {"Authorization": "Bearer x"}):
        answer = town.by_reader.ask("GET", "/", Fsc_Transaction_Id=str(new_id()), **headers)
        refused(answer, code="ERROR_CODE_ACCESS_TOKEN_MISSING", status=401)
    assert not TransactionRecord.objects.exists()


def test_a_token_without_the_word_bearer_is_taken_too(town: Town, held: Content) -> None:
    token = town.by_reader.token(held)
    for value in (token, f"bearer {token}", f"BEARER  {token}"):
        answer = town.by_reader.ask("GET", "/", Fsc_Transaction_Id=str(new_id()), Fsc_Authorization=value)
        assert answer.status_code == 200


def test_a_token_serves_only_over_a_connection_with_the_certificate_that_it_is_bound_to(
    town: Town, held: Content
) -> None:
    token = town.by_reader.token(held)
    renewed = town.group.organisation(
        town.reader.name, oin=town.reader.oin, host="127.0.0.22", key=town.reader.issued.key
    )
    for thief in (town.other, town.provider, renewed):
        refused(Connection(thief).call(token), code="ERROR_CODE_ACCESS_TOKEN_INVALID", status=401)
    assert not TransactionRecord.objects.exists()
    assert not echo.SEEN


def test_a_connection_without_a_certificate_gets_nothing(town: Town, held: Content) -> None:
    answer = Connection(None).call(town.by_reader.token(held))
    refused(answer, code="ERROR_CODE_PEER_CERTIFICATE_VERIFICATION_FAILED", status=400)


def test_a_certificate_in_a_header_is_none(town: Town, held: Content) -> None:
    token = town.by_reader.token(held)
    der = town.reader.der.decode("latin-1").encode("unicode_escape").decode()
    answer = Connection(None).call(token, F6_Client_Certificate=der, X_Ssl_Client_Cert=der)
    refused(answer, code="ERROR_CODE_PEER_CERTIFICATE_VERIFICATION_FAILED", status=400)


def test_what_our_manager_did_not_sign_is_no_token(town: Town, held: Content) -> None:
    real = town.by_reader.token(held)
    payload = dict(jose.claimed(real).payload)
    own = certificates.thumbprint(town.provider.der)
    stranger = town.other.issued.key
    by_another = jose.sign(payload, key=stranger, thumbprint=own)  # type: ignore[arg-type]  # of curve P-256
    head, body, signature = real.split(".")
    for token in (
        by_another,
        jose.sign(payload, key=stranger, thumbprint=certificates.thumbprint(town.other.der)),  # type: ignore[arg-type]
        f"{head}.{body}.",
        f"{head}.{body}.{signature[:-4]}AAAA",
        "e30.e30.e30",
        "nonsense",
        "eyJhbGciOiJub25lIn0.e30.",
        "é" * 10,
    ):
        refused(town.by_reader.call(token), code="ERROR_CODE_ACCESS_TOKEN_INVALID", status=401)


@pytest.mark.parametrize(
    ("changed", "code", "status"),
    [
        ({"iss": pki.oin(2)}, "ERROR_CODE_ACCESS_TOKEN_INVALID", 401),
        ({"sub": pki.oin(3)}, "ERROR_CODE_ACCESS_TOKEN_INVALID", 401),
        ({"cnf": {}}, "ERROR_CODE_ACCESS_TOKEN_INVALID", 401),
        ({"nbf": 4_000_000_000}, "ERROR_CODE_ACCESS_TOKEN_INVALID", 401),
        ({"exp": 1}, "ERROR_CODE_ACCESS_TOKEN_EXPIRED", 401),
        ({"gid": "other-group"}, "ERROR_CODE_WRONG_GROUP_ID_IN_TOKEN", 403),
        ({"exp": 1, "gid": "other-group"}, "ERROR_CODE_ACCESS_TOKEN_EXPIRED", 401),
        ({"exp": 1, "iss": pki.oin(2)}, "ERROR_CODE_ACCESS_TOKEN_INVALID", 401),
        ({"aud": "https://127.0.0.99:8443"}, "ERROR_CODE_ACCESS_TOKEN_INVALID", 401),
        ({"svc": "failing"}, "ERROR_CODE_ACCESS_TOKEN_INVALID", 401),
        ({"gth": "$1$3$" + "A" * 86}, "ERROR_CODE_ACCESS_TOKEN_INVALID", 401),
    ],
)
def test_a_claim_that_is_not_right_is_told_by_its_code(
    town: Town, held: Content, changed: dict[str, Any], code: str, status: int
) -> None:
    refused(town.by_reader.call(token_of(town, held, **changed)), code=code, status=status)
    assert not TransactionRecord.objects.exists()


def test_a_revoked_contract_ends_access_at_once(town: Town, held: Content) -> None:
    token = town.by_reader.token(held)
    assert town.by_reader.call(token).status_code == 200
    agreements.signed(held, by=town.provider, kind=SignatureKind.REVOKE)
    answer = town.by_reader.call(token)
    refused(answer, code="ERROR_CODE_ACCESS_TOKEN_INVALID", status=401)
    assert "revoked" in answer.json()["message"]
    assert len(echo.SEEN) == 1


def test_without_the_look_at_the_contract_a_revoked_one_would_go_on(
    town: Town, held: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("federation.domain.tokens.check_held", lambda claims, **_: claims)
    token = town.by_reader.token(held)
    agreements.signed(held, by=town.provider, kind=SignatureKind.REVOKE)
    assert town.by_reader.call(token).status_code == 200


def test_a_service_that_is_not_here_any_more_is_not_found(town: Town, held: Content) -> None:
    token = town.by_reader.token(held)
    with override_settings(F6_FSC_SERVICES={}):
        refused(town.by_reader.call(token), code="ERROR_CODE_SERVICE_NOT_FOUND", status=404)
    assert not TransactionRecord.objects.exists()


def test_a_token_outlives_the_renewal_of_our_certificate_and_no_longer_than_that(
    town: Town, held: Content, tmp_path: Any
) -> None:
    token = town.by_reader.token(held)
    renewed = town.group.organisation(town.provider.name, oin=town.provider.oin, host="127.0.0.21")
    with renewed.as_own(tmp_path / "renewed", F6_FSC_SERVICES={"echo": "tests.federation.echo.application"}):
        assert identity.own().certificate.thumbprint != certificates.thumbprint(town.provider.der)
        assert town.by_reader.call(token).status_code == 200
        KnownCertificate.objects.update(fetched_at=datetime(2020, 1, 1, tzinfo=UTC))
        refused(town.by_reader.call(token), code="ERROR_CODE_ACCESS_TOKEN_INVALID", status=401)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch, database: Database) -> Iterator[list[Any]]:
    """What a service sees of the log when it is asked, from a connection of its own."""
    found: list[Any] = []

    def looks(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        with database.connect("app") as elsewhere:
            found.extend(elsewhere.execute("SELECT transaction_id FROM federation_transactionrecord").fetchall())
        return list(echo.application(environ, start_response))

    monkeypatch.setattr("tests.federation.echo.looks", looks, raising=False)
    with override_settings(F6_FSC_SERVICES={"echo": "tests.federation.echo.looks"}):
        yield found


def test_the_call_is_written_down_before_the_service_is_asked(town: Town, held: Content, seen: list[Any]) -> None:
    transaction = new_id()
    assert town.by_reader.call(town.by_reader.token(held), transaction_id=transaction).status_code == 200
    assert seen == [(transaction,)]


def test_a_record_that_is_only_under_way_would_not_be_seen(
    town: Town, held: Content, seen: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = transaction_log.write
    late: list[Any] = []
    monkeypatch.setattr("federation.transport.transaction_log.write", lambda calls, **_: late.extend(calls))
    assert town.by_reader.call(town.by_reader.token(held)).status_code == 200
    real(late, now=datetime.now(UTC))
    assert seen == []
    assert TransactionRecord.objects.count() == 1


def test_a_call_has_an_id_of_its_own(town: Town, held: Content) -> None:
    token, used = town.by_reader.token(held), new_id()
    refused(town.by_reader.call(token, transaction_id=None), code="MISSING_LOG_RECORD_ID", status=400)
    for wrong in ("1", "00000000-0000-0000-0000-00000000000g", "{" + str(used) + "}", used.hex):
        refused(town.by_reader.call(token, transaction_id=wrong), code="INVALID_LOG_RECORD_ID", status=400)
    assert town.by_reader.call(token, transaction_id=used).status_code == 200
    refused(town.by_reader.call(token, transaction_id=used), code="INVALID_LOG_RECORD_ID", status=400)
    assert len(echo.SEEN) == 1
    others = agreed(connection(town.other, town.provider, service="echo"), by=(town.other, town.provider))
    assert town.by_other.call(town.by_other.token(others), transaction_id=used).status_code == 200


def test_what_cannot_be_written_down_is_not_done(town: Town, held: Content, database: Database) -> None:
    token = town.by_reader.token(held)
    with database.connect("owner") as owner:
        owner.execute("ALTER TABLE federation_transactionrecord ADD CONSTRAINT planted CHECK (false) NOT VALID")
        try:
            refused(town.by_reader.call(token), code="TRANSACTION_LOG_WRITE_ERROR", status=500)
        finally:
            owner.execute("ALTER TABLE federation_transactionrecord DROP CONSTRAINT planted")
    assert not echo.SEEN
    assert town.by_reader.call(token).status_code == 200


def test_without_the_tables_it_is_told_that_nothing_can_be_done_now(
    town: Town, held: Content, database: Database
) -> None:
    token = town.by_reader.token(held)
    with database.connect("owner") as owner:
        owner.execute("ALTER TABLE federation_storedcontract RENAME TO planted")
        try:
            refused(town.by_reader.call(token), code="TRANSACTION_LOG_WRITE_ERROR", status=500)
        finally:
            owner.execute("ALTER TABLE planted RENAME TO federation_storedcontract")
    assert not echo.SEEN


def test_a_zone_is_read_as_far_as_the_contract_says(town: Town) -> None:
    child, mother = registry.known_person(), registry.known_person()
    recorded = registry.record(registry.birth(child, mother), by=registry.official())[0].event
    registry.record(registry.death(mother), by=registry.official())
    held = agreed(zone_connection(town.reader, town.provider, zone=registry.CIVIL, terms=TERMS), by=town.both)
    transaction = new_id()
    answer = town.by_reader.call(
        town.by_reader.token(held),
        "/events-about",
        method="POST",
        body=json.dumps({"objectIds": [str(mother)]}).encode(),
        transaction_id=transaction,
    )
    assert answer.status_code == 200, answer.content
    assert [it["id"] for it in answer.json()["events"]] == [str(recorded.id)]
    assert answer["Cache-Control"] == "no-store"
    read = AccessRecord.objects.filter(details__transaction=str(transaction))
    assert [(it.details["grant"], it.details["zone"]) for it in read] == [(held.grants[0].hash, registry.CIVIL)]


@pytest.mark.parametrize("properties", [None, {}, {"f6": {}}, {"f6": {"eventTypes": "Geboorte"}}, {"else": 1}])
def test_a_grant_that_names_no_event_types_grants_none(town: Town, properties: dict[str, Any] | None) -> None:
    child, mother = registry.known_person(), registry.known_person()
    registry.record(registry.birth(child, mother), by=registry.official())
    said: dict[str, Any] = {} if properties is None else {"properties": properties}
    held = agreed(connection(town.reader, town.provider, service="f6-zone-burgerlijke-stand", **said), by=town.both)
    token = town.by_reader.token(held)
    body = json.dumps({"objectIds": [str(child)]}).encode()
    answer = town.by_reader.call(token, "/events-about", method="POST", body=body)
    assert answer.status_code == 403
    assert str(child) not in answer.content.decode()
    assert town.by_reader.call(token, "/object-announcements").status_code == 403


def test_properties_are_read_from_the_contract_and_not_from_the_token(town: Town) -> None:
    held = agreed(zone_connection(town.reader, town.provider, zone=registry.CIVIL, terms=TERMS), by=town.both)
    more = Terms(event_types=frozenset({"Geboorte", "Overlijden"}), announces=True)
    forged = token_of(town, held, prp=more.rendered())
    mother = registry.known_person()
    registry.record(registry.death(mother), by=registry.official())
    answer = town.by_reader.call(
        forged, "/events-about", method="POST", body=json.dumps({"objectIds": [str(mother)]}).encode()
    )
    assert answer.json()["events"] == []
    assert town.by_reader.call(forged, "/object-announcements").status_code == 403


def test_a_grant_on_one_zone_says_nothing_of_another(town: Town) -> None:
    held = agreed(zone_connection(town.reader, town.provider, zone=registry.ADDRESSES, terms=TERMS), by=town.both)
    child = registry.known_person()
    registry.record(registry.birth(child, registry.known_person()), by=registry.official())
    body = json.dumps({"objectIds": [str(child)]}).encode()
    answer = town.by_reader.call(town.by_reader.token(held), "/events-about", method="POST", body=body)
    assert answer.json()["events"] == []


def test_a_zone_that_is_closed_does_not_answer(town: Town) -> None:
    held = agreed(zone_connection(town.reader, town.provider, zone=registry.CIVIL, terms=TERMS), by=town.both)
    token = town.by_reader.token(held)
    Zone.objects.filter(slug=registry.CIVIL).update(closed=True)
    refused(town.by_reader.call(token, "/events"), code="ERROR_CODE_SERVICE_NOT_FOUND", status=404)


def test_an_address_that_no_service_has_is_not_found(town: Town) -> None:
    held = agreed(zone_connection(town.reader, town.provider, zone=registry.CIVIL, terms=TERMS), by=town.both)
    for method in ("GET", "POST", "DELETE"):
        answer = town.by_reader.call(town.by_reader.token(held), "/nothing", method=method)
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["Cache-Control"] == "no-store"


def test_what_is_not_found_names_addresses_that_there_are_at_the_inway(town: Town) -> None:
    held = agreed(zone_connection(town.reader, town.provider, zone=registry.CIVIL, terms=TERMS), by=town.both)
    token = town.by_reader.token(held)
    for path in ("/nothing", f"/events/{new_id()}"):
        answer = town.by_reader.call(token, path, Accept_Language="en")
        assert answer.status_code == 404
        assert "/api/v1/" not in answer.json()["detail"]
    assert "/openapi.json" in town.by_reader.call(token, "/nothing").json()["detail"]
    assert town.by_reader.call(token, "/openapi.json").status_code == 200


def test_tokens_stand_in_no_log_and_no_error(
    town: Town, held: Content, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    gone = agreed(connection(town.reader, town.provider, service="gone"), by=town.both)
    secrets = [town.by_reader.token(held), town.by_reader.token(gone), token_of(town, held, exp=1)]
    answers = [town.by_reader.call(it) for it in secrets] + [town.by_other.call(it) for it in secrets]
    written = caplog.text + "".join(capfd.readouterr()) + "".join(str(it.headers) for it in answers)
    written += "".join(it.content.decode() for it in answers[1:])
    assert "fsc_service_gave_no_answer" in written
    for token in secrets:
        assert token not in written
        assert token.rsplit(".", 1)[1] not in written
