"""Peers that mean ill: what they answer, how slowly, and where they send us."""

import pytest
from django.test import override_settings

from federation.transport import client, engine
from federation.transport.client import Reason
from tests.federation import peers
from tests.federation.asking import SHORT, asked, refusal
from tests.federation.peers import drips, says, sends, serving, silent
from tests.federation.pki import Organisation

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(says("200 OK", b"x" * 2_001), id="by its length"),
        pytest.param(drips(CHUNKED, then=b"3e8\r\n" + b"x" * 1_000 + b"\r\n"), id="piece after piece"),
        pytest.param(drips(b"HTTP/1.1 200 OK\r\n\r\n", then=b"x" * 1_000), id="until it closes"),
    ],
)
def test_of_an_answer_that_is_too_large_no_more_is_read(
    answer: peers.Answer, own: Organisation, other: Organisation
) -> None:
    with serving(other, answer):
        assert refusal(asked(other, bytes_max=2_000)).reason is Reason.TOO_LARGE


def test_an_answer_of_exactly_as_much_as_may_be_is_read(own: Organisation, other: Organisation) -> None:
    with serving(other, says("200 OK", b"x" * 2_000)):
        assert len(client.ask(asked(other, bytes_max=2_000)).body) == 2_000


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(silent, id="nothing"),
        pytest.param(drips(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", then=b"x"), id="a body byte by byte"),
        pytest.param(drips(b"HTTP/1.1 200 OK\r\n", then=b"X-A: b\r\n", every=0.1), id="headers one by one"),
        pytest.param(drips(b"", then=b"HTTP/1.1 100 Continue\r\n\r\n"), id="that it will come"),
    ],
)
def test_who_sends_slowly_has_no_more_time_than_who_sends_nothing(
    answer: peers.Answer, own: Organisation, other: Organisation
) -> None:
    with serving(other, answer):
        refused = refusal(asked(other, seconds=SHORT))
    assert (refused.reason, refused.sent) == (Reason.TIMEOUT, True)


def test_who_never_shakes_hands_keeps_nobody_waiting(own: Organisation, other: Organisation) -> None:
    with peers.mute(other):
        assert refusal(asked(other, seconds=SHORT)).reason is Reason.TIMEOUT


def test_who_takes_too_long_to_connect_was_sent_nothing(
    own: Organisation, other: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "CONNECT_SECONDS", SHORT)
    with peers.mute(other):
        refused = refusal(asked(other))
    assert (refused.reason, refused.sent) == (Reason.NO_CONNECTION, False)


def test_where_nobody_listens_there_is_no_connection(own: Organisation, other: Organisation) -> None:
    refused = refusal(asked(other))
    assert (refused.reason, refused.sent) == (Reason.NO_CONNECTION, False)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing at all"),
        pytest.param(b"SSH-2.0-OpenSSH\r\n\r\n", id="another protocol"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", id="half of it"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", id="a length below zero"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", id="chunks of no size"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", id="a header without end"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nzz", id="packed"),
    ],
)
def test_what_is_no_answer_is_broken(raw: bytes, own: Organisation, other: Organisation) -> None:
    with serving(other, sends(raw)):
        assert refusal(asked(other)).reason is Reason.BROKEN_ANSWER


def test_a_redirect_is_an_answer_and_is_not_followed(own: Organisation, other: Organisation) -> None:
    elsewhere = "Location: http://169.254.169.254/latest/meta-data"
    with serving(other, says("302 Found", b"", elsewhere)) as server:
        assert client.ask(asked(other)).status == 302
    assert len(server.heads) == 1


@pytest.mark.parametrize(
    "url",
    [
        *("http://{host}:8443/v1/peer", "https://{host}:8444/v1/peer", "https://{host}:22", "https://{host}:0/"),
        *("https://169.254.169.254:443/latest/meta-data", "https://[fe80::1]:8443/", "https://0.0.0.0:8443/"),
        *(
            "https://iemand@{host}:8443/",
            "file:///etc/passwd",
            "gopher://{host}:8443/",
            "https://",
            "",
            "-",
            "//{host}",
        ),
        *("https://{host}:8443/v1 /peer", "https://{host}:8443/\r\nHost: x", "https://[::ffff:169.254.169.254]:8443/"),
        "https://2852039166:8443/",
    ],
)
def test_what_is_no_address_of_a_peer_is_not_connected_to(url: str, own: Organisation, other: Organisation) -> None:
    with serving(other) as server:
        refused = refusal(asked(other, url=url.format(host=other.host)))
    assert (refused.reason, refused.sent) == (Reason.ADDRESS_REFUSED, False)
    assert server.opened == 0


def test_a_name_that_leads_to_a_private_address_is_not_connected_to(
    own: Organisation, other: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = asked(other, url=f"https://localhost:{other.port}/v1/peer")
    with override_settings(F6_FSC_NETWORKS=["public"]):
        refused = refusal(named)
        assert (refused.reason, refused.sent) == (Reason.ADDRESS_REFUSED, False)
        # The planted fault: without the guard a connection is tried.
        monkeypatch.setattr("federation.domain.peer_addresses.Networks.hold", lambda _self, _address: True)
        assert refusal(named).reason is not Reason.ADDRESS_REFUSED
