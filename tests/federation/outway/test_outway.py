"""Calls to services of others: the token, what is written down before, and what of a peer is not believed."""

import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from events import processing
from federation.domain.contracts import Content, SignatureKind
from federation.domain.transactions import Direction
from federation.models import Peer, TransactionRecord
from federation.transport import client, held_tokens, outway
from federation.transport.outway import Answered, Call, NotAnswered, Why
from tests.database import Database
from tests.federation import agreements, peers, pki, scripted
from tests.federation.agreements import agreed, connection
from tests.federation.asking import PATIENT
from tests.federation.conftest import MakeOrganisation
from tests.federation.inway.conftest import TERMS
from tests.federation.listeners import MakeListener
from tests.federation.pki import Organisation
from tests.federation.scripted import Provider, expires_in, header, refusal


def made(held: Content, path: str = "/things?q=1", **more: Any) -> Answered | NotAnswered:
    """One call on the first grant of a contract."""
    return outway.call(Call(**{"grant": held.grants[0], "method": "GET", "path": path, **more}), now=datetime.now(UTC))


def answered(held: Content, path: str = "/things?q=1", **more: Any) -> Answered:
    found = made(held, path, **more)
    assert isinstance(found, Answered), found
    return found


def failed(held: Content, why: Why, **more: Any) -> NotAnswered:
    found = made(held, **more)
    assert isinstance(found, NotAnswered), found
    assert found.why is why, found
    assert found.detail
    return found


def test_a_call_goes_with_a_token_to_where_the_token_says(provider: Provider, held: Content) -> None:
    found = answered(held, "/a/b%20c?q=%C3%A9&q=2", headers={"Accept": "application/json", "Host": "evil.example"})
    assert (found.reply.status, found.reply.body) == (200, b'{"fine": true}')
    (asked,) = provider.token_requests
    assert "application/x-www-form-urlencoded" in asked
    (call,) = provider.calls
    assert call.split("\r\n")[0].endswith("GET /a/b%20c?q=%C3%A9&q=2 HTTP/1.1")
    assert header(call, "Host") == provider.organisation.address.removeprefix("https://")
    assert str(header(call, "Fsc-Authorization")).startswith("Bearer ey")
    assert header(call, "Fsc-Transaction-Id") == str(found.transaction_id)
    assert found.transaction_id.version == 7
    assert header(call, "Accept") == "application/json"


def test_the_call_is_written_down_before_it_is_sent(provider: Provider, held: Content, database: Database) -> None:
    seen: list[Any] = []

    def look(head: str) -> None:
        with database.connect("app") as elsewhere:
            query = "SELECT transaction_id, direction FROM federation_transactionrecord"
            seen.extend((header(head, "Fsc-Transaction-Id"), *row) for row in elsewhere.execute(query).fetchall())

    provider.before_answer = look
    found = answered(held)
    assert seen == [(str(found.transaction_id), found.transaction_id, "DIRECTION_OUTGOING")]


def test_what_cannot_be_written_down_is_not_sent(provider: Provider, held: Content, database: Database) -> None:
    with database.connect("owner") as owner:
        owner.execute("ALTER TABLE federation_transactionrecord ADD CONSTRAINT planted CHECK (false) NOT VALID")
        try:
            failed(held, Why.NOT_WRITTEN_DOWN)
        finally:
            owner.execute("ALTER TABLE federation_transactionrecord DROP CONSTRAINT planted")
    assert not provider.calls
    assert answered(held).reply.status == 200


def test_a_call_is_never_made_inside_a_transaction(provider: Provider, held: Content) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        made(held)
    assert not provider.calls
    assert not TransactionRecord.objects.exists()


def test_delegators_of_the_contract_stand_in_our_log_whatever_the_token_says(
    own: Organisation, other: Organisation, provider: Provider
) -> None:
    grant = connection(
        own,
        other,
        service="registers",
        type="GRANT_TYPE_DELEGATED_SERVICE_CONNECTION",
        delegator={"peer_id": pki.oin(50)},
    )
    grant["service"] |= {"type": "SERVICE_TYPE_DELEGATED_SERVICE", "delegator": {"peer_id": pki.oin(51)}}
    provider.held = agreed(grant, by=(own, other))
    provider.changed = {"act": {"sub": pki.oin(66)}, "pdi": None}
    answered(provider.held)
    (record,) = TransactionRecord.objects.all()
    assert (record.outway_delegator, record.service_delegator) == (pki.oin(50), pki.oin(51))
    assert record.peers == sorted({own.oin, other.oin, pki.oin(50), pki.oin(51)})


def test_a_token_is_used_again_until_shortly_before_it_expires(provider: Provider, held: Content) -> None:
    for _ in range(3):
        answered(held)
    assert len(provider.token_requests) == 1
    assert len(provider.calls) == len({header(it, "Fsc-Transaction-Id") for it in provider.calls}) == 3
    later = datetime.now(UTC) + timedelta(seconds=285)
    provider.changed = {"nbf": expires_in(seconds=285), "exp": expires_in(seconds=585)}
    found = outway.call(Call(grant=held.grants[0], method="GET", path="/"), now=later)
    assert isinstance(found, Answered)
    assert len(provider.token_requests) == 2


def test_a_token_is_bound_to_our_certificate_so_another_is_asked_after_a_renewal(
    provider: Provider, held: Content, own: Organisation, group: pki.Group, directory: Any
) -> None:
    answered(held)
    renewed = group.organisation(own.name, oin=own.oin, host=own.host)
    provider.reader = renewed
    with renewed.as_own(directory / "renewed"):
        answered(held)
    assert len(provider.token_requests) == 2


@pytest.mark.parametrize("code", ["ERROR_CODE_ACCESS_TOKEN_EXPIRED", "ERROR_CODE_ACCESS_TOKEN_INVALID"])
def test_a_token_that_is_refused_is_asked_once_more_and_the_call_keeps_its_id(
    provider: Provider, held: Content, code: str
) -> None:
    provider.answers = [refusal(code), peers.says(body=b"fine")]
    found = answered(held)
    assert found.reply.body == b"fine"
    assert len(provider.token_requests) == 2
    assert {header(it, "Fsc-Transaction-Id") for it in provider.calls} == {str(found.transaction_id)}
    assert TransactionRecord.objects.count() == 1


def test_a_token_that_stays_refused_is_not_asked_for_for_ever(provider: Provider, held: Content) -> None:
    provider.answers = [refusal("ERROR_CODE_ACCESS_TOKEN_INVALID")]
    found = answered(held)
    assert found.reply.status == 401
    assert found.reply.headers["fsc-error-code"] == "ERROR_CODE_ACCESS_TOKEN_INVALID"
    assert (len(provider.token_requests), len(provider.calls)) == (2, 2)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("403 Forbidden", "ERROR_CODE_WRONG_GROUP_ID_IN_TOKEN"),
        ("404 Not Found", "ERROR_CODE_SERVICE_NOT_FOUND"),
        ("502 Bad Gateway", "ERROR_CODE_SERVICE_UNREACHABLE"),
        ("500 Internal Server Error", "TRANSACTION_LOG_WRITE_ERROR"),
    ],
)
def test_what_an_inway_refuses_is_passed_on_as_it_is(provider: Provider, held: Content, status: str, code: str) -> None:
    provider.answers = [refusal(code, status=status)]
    found = answered(held)
    assert found.reply.status == int(status.split(maxsplit=1)[0])
    assert json.loads(found.reply.body)["code"] == code
    assert (len(provider.token_requests), len(provider.calls)) == (1, 1)


@pytest.mark.parametrize(
    "changed",
    [
        {"gid": "other-group"},
        {"iss": pki.oin(77)},
        {"sub": pki.oin(77)},
        {"svc": "else"},
        {"gth": "$1$3$" + "A" * 86},
        {"cnf": {"x5t#S256": "A" * 43}},
        {"cnf": None},
        {"exp": 1},
        {"exp": -1},
        {"exp": "soon"},
        {"aud": "http://127.0.0.1:8443"},
        {"aud": "https://127.0.0.1:22"},
        {"aud": "https://127.0.0.1:8443/path"},
        {"aud": "https://user@127.0.0.1:8443"},
        {"aud": "https://127.0.0.1:8443?x="},
        {"aud": "file:///etc/passwd"},
        {"aud": ["https://127.0.0.1:8443"]},
        {"prp": "text"},
    ],
)
def test_a_token_that_is_not_what_was_asked_for_is_not_used(
    provider: Provider, held: Content, changed: dict[str, Any]
) -> None:
    provider.changed = changed
    failed(held, Why.TOKEN_UNFIT)
    assert not provider.calls
    assert not TransactionRecord.objects.exists()


@pytest.mark.parametrize("host", ["10.1.2.3", "169.254.169.254", "[::ffff:10.0.0.1]"])
def test_a_token_cannot_send_us_into_networks_where_no_peer_may_be(
    provider: Provider, held: Content, host: str
) -> None:
    provider.changed = {"aud": f"https://{host}:8443"}
    assert not failed(held, Why.UNREACHABLE).sent


def test_a_token_cannot_send_us_to_another_peer(
    provider: Provider, held: Content, organisation: MakeOrganisation
) -> None:
    stranger = organisation("Elders")
    with peers.serving(stranger) as elsewhere:
        provider.changed = {"aud": stranger.address}
        assert not failed(held, Why.UNREACHABLE).sent
    assert not elsewhere.heads


@pytest.mark.parametrize(
    "answer",
    [
        peers.says("400 Bad Request", b'{"error": "invalid_grant", "error_description": "no"}'),
        peers.says("400 Bad Request", b'{"error": "<script>"}'),
        peers.says("500 Internal Server Error", b"oops"),
        peers.says("302 Found", b"", "Location: https://127.0.0.1:8443/"),
        peers.says(body=b"[]"),
        peers.says(body=b'{"access_token": 1, "token_type": "bearer"}'),
        peers.says(body=b'{"access_token": "x", "token_type": "mac"}'),
        peers.says(body=b'{"a": 1, "a": 2}'),
    ],
)
def test_when_no_token_is_to_be_had_nothing_is_sent(provider: Provider, held: Content, answer: peers.Answer) -> None:
    provider.token_answers = [answer]
    assert "script" not in failed(held, Why.TOKEN_REFUSED).detail
    assert not provider.calls
    assert not TransactionRecord.objects.exists()


@pytest.mark.parametrize("text", ["", "x", "e30.e30.", "a.b.c", "é.é.é", "x" * 20_000])
def test_what_is_no_token_is_not_used_as_one(provider: Provider, held: Content, text: str) -> None:
    body = json.dumps({"access_token": text, "token_type": "Bearer"}).encode()
    provider.token_answers = [peers.says(body=body)]
    failed(held, Why.TOKEN_UNFIT)
    assert not provider.calls


def test_an_answer_is_bounded_in_size_and_in_time(provider: Provider, held: Content) -> None:
    provider.answers = [peers.says(body=b"x" * 2_000)]
    assert failed(held, Why.UNREACHABLE, bytes_max=1_000).sent
    provider.answers = [peers.drips(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", then=b".")]
    assert failed(held, Why.UNREACHABLE, seconds=0.5).sent


def test_a_peer_of_which_we_know_no_address_is_not_asked(held: Content) -> None:
    Peer.objects.all().delete()
    failed(held, Why.PEER_UNKNOWN)


def test_since_when_a_peer_does_not_answer_is_kept_until_it_does(
    own: Organisation, other: Organisation, held: Content
) -> None:
    first = datetime.now(UTC)
    call = Call(grant=held.grants[0], method="GET", path="/")
    for later in (0, 60):
        assert isinstance(outway.call(call, now=first + timedelta(seconds=later)), NotAnswered)
    row = Peer.objects.get()
    assert (row.failing_since, row.failed_at) == (first, first + timedelta(seconds=60))
    assert row.failure

    with scripted.providing(other, own, held):
        answered(held)
    row.refresh_from_db()
    assert (row.failing_since, row.failed_at, row.failure) == (None, None, "")
    assert row.answered_at is not None


def test_a_peer_that_failed_just_now_is_not_waited_for_long(
    own: Organisation, other: Organisation, held: Content
) -> None:
    now = datetime.now(UTC)
    asked: list[float] = []
    with pytest.MonkeyPatch.context() as patch:
        real = client.begun

        def counted(one: Any, **more: Any) -> Any:
            asked.append(one.seconds)
            return real(one, **more)

        patch.setattr(client, "begun", counted)
        for later in (0, 10, 45):
            outway.call(
                Call(grant=held.grants[0], method="GET", path="/", seconds=60), now=now + timedelta(seconds=later)
            )
    assert asked[1] == 1.5
    assert asked[0] > 7
    assert asked[2] > 7


def test_calls_go_side_by_side_and_one_that_is_silent_holds_up_nobody(
    own: Organisation, provider: Provider, held: Content, organisation: MakeOrganisation
) -> None:
    quiet = organisation("Stil")
    Peer.objects.create(peer_id=quiet.oin, manager_address=quiet.address)
    silent = agreed(connection(own, quiet, service="registers"), by=(own, quiet))
    calls = [Call(grant=it.grants[0], method="GET", path="/") for it in (silent, held, silent)]
    with peers.serving(quiet, peers.silent):
        found = outway.call_all(calls, seconds=PATIENT, now=datetime.now(UTC))
    assert [type(it) for it in found] == [NotAnswered, Answered, NotAnswered]


def test_the_trace_goes_on_to_who_is_called(provider: Provider, held: Content) -> None:
    with processing.traced(processing.Trace.begin()) as trace:
        answered(held)
    assert header(provider.calls[0], "traceparent") == trace.traceparent


def test_tokens_stand_in_no_log_and_no_words(
    provider: Provider, held: Content, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        answered(held)
        provider.answers = [peers.sends(b"nonsense")]
        told = failed(held, Why.UNREACHABLE)
    key = (held.grants[0].hash, next(iter(held_tokens._held))[1])
    token = held_tokens.find(key, now=datetime.now(UTC))
    assert token is not None
    written = caplog.text + "".join(capfd.readouterr()) + str(told) + repr(token)
    assert token.text not in written
    assert token.text.split(".")[2] not in written
    assert token.text not in Peer.objects.get().failure


def test_a_call_between_two_f6s_is_in_the_log_of_both_under_one_id(
    own: Organisation, organisation: MakeOrganisation, listener: MakeListener, database: Database
) -> None:
    assert database.name
    held_tokens.forget_all()
    provider = organisation("Meerdorp")
    Peer.objects.create(peer_id=provider.oin, manager_address=provider.address)
    held = agreed(connection(own, provider, service="echo", terms=TERMS), by=(own, provider))
    with listener(provider, F6_FSC_SERVICES="echo=tests.federation.echo.application"):
        found = answered(held, "/hello?x=1", headers={"Content-Type": "application/json"})
        told = json.loads(found.reply.body)
        assert (found.reply.status, told["path"], told["query"]) == (200, "/hello", "x=1")
        assert told["headers"]["Fsc-Transaction-Id"] == str(found.transaction_id)
        records = {it.direction: it.transaction_id for it in TransactionRecord.objects.all()}
        assert records == dict.fromkeys(map(str, Direction), UUID(str(found.transaction_id)))
        agreements.signed(held, by=provider, kind=SignatureKind.REVOKE)
        failed(held, Why.TOKEN_REFUSED)
