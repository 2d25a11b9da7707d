"""Whom we ask: nothing is sent to a server that is not the peer who is meant, whatever it shows."""

import ssl
from pathlib import Path
from typing import Any

import pytest

from federation.transport import client, engine, tls
from federation.transport.client import Reason
from tests.authority import CLIENT, DAY
from tests.federation import pki
from tests.federation.asking import asked, refusal
from tests.federation.conftest import MakeOrganisation
from tests.federation.peers import serving
from tests.federation.pki import Group, Organisation


def test_nothing_is_sent_to_another_peer_than_was_meant(
    own: Organisation, other: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    meant = asked(other, peer_id=pki.oin(999), body=b"geheim", method="POST")
    with serving(other) as server:
        refused = refusal(meant)
        assert (refused.reason, refused.sent) == (Reason.WRONG_PEER, False)
        assert other.oin in refused.detail
        assert pki.oin(999) in refused.detail
        assert server.heads == []
        # The planted fault: looked at only when the answer is there, the request has long been sent.
        monkeypatch.setattr(tls, "_expecting", lambda *_, **__: ssl.SSLObject)
        tls.client.cache_clear()
        monkeypatch.setattr(engine, "_of_this_process", None)
        assert refusal(meant).reason is Reason.WRONG_PEER
        assert len(server.heads) == 1
    tls.client.cache_clear()


def test_a_server_whose_certificate_names_no_peer_gets_nothing(
    own: Organisation, other: Organisation, group: Group
) -> None:
    with serving(other, shows=group.issue("Meerdorp", names=(other.host,))) as server:
        assert refusal(asked(other)).reason is Reason.WRONG_PEER
    assert server.heads == []


def unusable(group: Group, rogue: Group, other: Organisation) -> dict[str, Any]:
    """Certificates of a server that claims to be the other, and is not to be trusted."""
    names = (other.host,)
    without = group.issue(other.name, other.oin, names=names)
    return {
        "of another root": rogue.issue(other.name, other.oin, names=names),
        "without the intermediate": type(without)(certificate=without.certificate, key=without.key),
        "that has ended": group.issue(other.name, other.oin, names=names, until=-DAY),
        "that is not valid yet": group.issue(other.name, other.oin, names=names, since=DAY),
        "for another host": group.issue(other.name, other.oin, names=("127.0.0.1", "elders.nl")),
        "for no host": group.issue(other.name, other.oin),
        "of a client": group.issue(other.name, other.oin, names=names, purposes=[CLIENT]),
    }


KINDS = [
    *("of another root", "without the intermediate", "that has ended", "that is not valid yet"),
    *("for another host", "for no host", "of a client"),
]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_sent_to_a_server_with_a_certificate(
    kind: str, own: Organisation, other: Organisation, group: Group, rogue: Group
) -> None:
    with serving(other, shows=unusable(group, rogue, other)[kind]) as server:
        refused = refusal(asked(other))
    assert (refused.reason, refused.sent) == (Reason.TLS, False)
    assert server.heads == []


def test_nothing_is_sent_to_a_server_whose_certificate_was_revoked(
    organisation: MakeOrganisation, other: Organisation, group: Group, directory: Path
) -> None:
    lists = (group.root.crl(), group.issuer.crl(other.issued))
    with serving(other) as server:
        with organisation("Zonnendaal", lists=lists).as_own(directory):
            assert refusal(asked(other)).reason is Reason.TLS
        assert server.heads == []
        with organisation("Zonnendaal", lists=group.lists).as_own(directory):
            assert client.ask(asked(other)).status == 200


def test_nothing_is_sent_where_no_list_says_that_the_certificate_is_good(
    organisation: MakeOrganisation, other: Organisation, group: Group, directory: Path
) -> None:
    ended = group.issuer.crl(until=-DAY / 2)
    for lists in ((group.root.crl(),), (group.root.crl(), ended)):
        with serving(other) as server, organisation("Zonnendaal", lists=lists).as_own(directory):
            assert refusal(asked(other)).reason is Reason.TLS
        assert server.heads == []


@pytest.mark.parametrize("suites", ["AES128-GCM-SHA256", "ECDHE-RSA-AES128-SHA"])
def test_a_server_without_forward_secrecy_or_with_old_suites_gets_nothing(
    suites: str, own: Organisation, other: Organisation
) -> None:
    weak = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    weak.maximum_version = ssl.TLSVersion.TLSv1_2
    weak.set_ciphers(suites)
    with serving(other, context=weak) as server:
        assert refusal(asked(other)).reason is Reason.TLS
    assert server.heads == []


def test_a_server_that_speaks_tls_1_2_well_is_answered(own: Organisation, other: Organisation) -> None:
    older = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    older.maximum_version = ssl.TLSVersion.TLSv1_2
    with serving(other, context=older):
        assert client.ask(asked(other)).status == 200


def test_who_refuses_our_certificate_is_unreachable(
    organisation: MakeOrganisation, group: Group, rogue: Group, other: Organisation, directory: Path
) -> None:
    us = organisation("Zonnendaal", by=rogue)
    with (
        serving(other) as server,
        us.as_own(directory, F6_FSC_TRUST_ANCHORS=other.files(directory)["F6_FSC_TRUST_ANCHORS"]),
    ):
        assert refusal(asked(other)).reason in {Reason.TLS, Reason.BROKEN_ANSWER}
    assert server.heads == []
