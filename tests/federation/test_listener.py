"""The listener as it is shipped: who comes in, and what arrives."""

import contextlib
import ssl
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

import pytest

from federation.domain import certificates
from federation.transport import client
from federation.transport.client import Reason
from tests.authority import DAY, SERVER
from tests.database import Database
from tests.federation import listeners, pki
from tests.federation.asking import asked, refusal
from tests.federation.conftest import MakeOrganisation
from tests.federation.listeners import Answer, Listener, MakeListener
from tests.federation.pki import Group, Organisation

REFUSED = (ssl.SSLError, ConnectionError)


@pytest.fixture(scope="module")
def echoing(
    organisation: MakeOrganisation,
    worker_database: tuple[Database, Any],
    valkey: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Listener]:
    """Meerdorp's listener, that tells what came in; one for all these tests, as it takes seconds to begin."""
    with listeners.running(
        organisation("Meerdorp", key=pki.rsa_key()),
        directory=tmp_path_factory.mktemp("echoing"),
        database=worker_database[0],
        broker=valkey,
        configuration=listeners.ECHOING,
    ) as found:
        yield found


@pytest.fixture
def short_path() -> Iterator[Path]:
    """The path of a socket may not be long."""
    with TemporaryDirectory(prefix="f6-") as made:
        yield Path(made)


def test_what_is_shipped_answers_in_the_way_of_fsc(
    other: Organisation, organisation: MakeOrganisation, listener: MakeListener
) -> None:
    zonnendaal = organisation("Zonnendaal")
    with listener(other) as found:
        of_manager, of_inway = (found.ask(zonnendaal, "GET", it) for it in ("/v1/nothing", "/nothing"))
    assert (of_manager.status, of_manager.told["domain"]) == (404, "ERROR_DOMAIN_MANAGER")
    assert (of_inway.status, of_inway.told["domain"]) == (401, "ERROR_DOMAIN_INWAY")
    assert of_manager.headers["fsc-error-code"] == of_manager.told["code"]
    assert "set-cookie" not in of_manager.headers


@pytest.mark.parametrize("key", [pki.rsa_key(), pki.ec_key()])
def test_who_comes_in_is_known_by_his_certificate(key: Any, echoing: Listener, organisation: MakeOrganisation) -> None:
    zonnendaal = organisation("Zonnendaal", key=key)
    found = echoing.ask(zonnendaal, "GET", "/")
    assert found.told["thumbprint"] == certificates.thumbprint(zonnendaal.der)
    assert found.told["scheme"] == "https"


def test_our_own_client_comes_in(own: Organisation, echoing: Listener) -> None:
    reply = client.ask(asked(echoing.organisation, method="POST", body=b"{}"))
    assert reply.status == 200
    assert certificates.thumbprint(own.der).encode() in reply.body


def strangers(group: Group, rogue: Group, organisation: MakeOrganisation) -> dict[str, Organisation | None]:
    """Those who are let in nowhere."""
    zonnendaal = organisation("Zonnendaal")
    good = zonnendaal.issued
    return {
        "without a certificate": None,
        "of another root": organisation("Zonnendaal", by=rogue),
        "whose certificate has ended": organisation("Zonnendaal", until=-DAY),
        "without the intermediate": replace(zonnendaal, issued=type(good)(certificate=good.certificate, key=good.key)),
        "with a certificate for servers": replace(
            zonnendaal, issued=group.issue("Zonnendaal", zonnendaal.oin, purposes=[SERVER])
        ),
    }


def test_nobody_comes_in_who_does_not_show_who_he_is(
    group: Group, rogue: Group, echoing: Listener, organisation: MakeOrganisation
) -> None:
    for why, stranger in strangers(group, rogue, organisation).items():
        with pytest.raises(REFUSED):
            pytest.fail(f"let in {why}: {echoing.ask(stranger, 'GET', '/')}")
    assert echoing.ask(organisation("Zonnendaal"), "GET", "/").status == 200


def test_who_was_revoked_comes_in_no_more(
    group: Group, organisation: MakeOrganisation, listener: MakeListener, directory: Path
) -> None:
    zonnendaal, laagveen = organisation("Zonnendaal"), organisation("Laagveen")
    other = organisation("Meerdorp", lists=group.lists)
    with listener(other, configuration=listeners.ECHOING) as found:
        assert found.ask(zonnendaal, "GET", "/").status == 200
        replace(other, lists=(group.root.crl(), group.issuer.crl(zonnendaal.issued))).files(directory)
        with pytest.raises(REFUSED):
            found.ask(zonnendaal, "GET", "/")
        assert found.ask(laagveen, "GET", "/").status == 200


def is_still_answered(kept: HTTPSConnection, *, seconds: float) -> bool:
    """Whether this connection, and no new one, is answered for as long as a change may take to be seen."""
    ends = monotonic() + seconds
    while monotonic() < ends:
        try:
            kept.request("GET", "/")
            kept.getresponse().read()
        except (*REFUSED, HTTPException):
            return False
    return True


@pytest.mark.parametrize("fault", ["", "ECHO_KEEPS"])
def test_a_connection_that_was_kept_is_no_way_around_a_revocation(  # and with the planted fault it is
    fault: str, group: Group, organisation: MakeOrganisation, listener: MakeListener, directory: Path
) -> None:
    zonnendaal, other = organisation("Zonnendaal"), organisation("Meerdorp", lists=group.lists)
    planted = {fault: "1"} if fault else {}
    with listener(other, configuration=listeners.ECHOING, **planted) as found:
        kept = found.connection(zonnendaal)
        kept.connect()
        kept.auto_open = 0
        assert is_still_answered(kept, seconds=1.5)
        replace(other, lists=(group.root.crl(), group.issuer.crl(zonnendaal.issued))).files(directory)
        assert is_still_answered(kept, seconds=5.0 if fault else 30.0) is bool(fault)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_old_tls_and_suites_without_forward_secrecy_are_not_spoken(
    echoing: Listener, organisation: MakeOrganisation
) -> None:
    zonnendaal = organisation("Zonnendaal")
    for suites in ("AES128-GCM-SHA256", "ECDHE-RSA-AES128-SHA", "ECDHE-RSA-AES128-SHA256"):
        context = listeners.client_context(zonnendaal, trusting=echoing.organisation)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers(f"{suites}:@SECLEVEL=0")
        with pytest.raises(REFUSED):
            echoing.connection(zonnendaal, context=context).request("GET", "/")
    context = listeners.client_context(zonnendaal, trusting=echoing.organisation)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(REFUSED):
        echoing.connection(zonnendaal, context=context).request("GET", "/")


def test_our_client_is_told_why_when_it_is_not_let_in(
    organisation: MakeOrganisation, rogue: Group, echoing: Listener, directory: Path
) -> None:
    us = replace(organisation("Zonnendaal", by=rogue), anchors=echoing.organisation.anchors)
    with us.as_own(directory / "ours"):
        assert refusal(asked(echoing.organisation)).reason is Reason.TLS


def test_a_hash_in_a_path_arrives_whole(echoing: Listener, organisation: MakeOrganisation) -> None:
    zonnendaal = organisation("Zonnendaal")
    for written in ("/v1/contracts/$1$1$a-_/accept", "/v1/contracts/%241%241%24a-_/accept"):
        found = echoing.ask(zonnendaal, "PUT", written).told
        assert (found["path"], found["raw"]) == ("/v1/contracts/$1$1$a-_/accept", written)


LOOK_ALIKES = (
    *("X-SSL-Client-Cert", "X-Client-Cert", "X-Forwarded-Client-Cert", "X-Forwarded-For", "X-Forwarded-Proto"),
    *("Forwarded", "X-Real-IP", "SSL-Client-S-DN", "X-SSL-Client-Verify", "Client-Cert", "Client-Cert-Chain"),
    *("X-Tls-Client-Cert", "X-Amzn-Mtls-Clientcert", "X-ARR-ClientCert", "X-Client-Verify", "f6.client_certificate"),
)


def test_what_somebody_says_of_himself_in_headers_is_taken_away(
    echoing: Listener, organisation: MakeOrganisation
) -> None:
    zonnendaal = organisation("Zonnendaal")
    said: dict[str, Any] = dict.fromkeys(LOOK_ALIKES, "http")
    found = echoing.ask(zonnendaal, "GET", "/", **said, Fsc_Authorization="Bearer x", Accept="a/b").told
    assert set(found["headers"]) == {"HTTP_HOST", "HTTP_ACCEPT_ENCODING", "HTTP_FSC_AUTHORIZATION", "HTTP_ACCEPT"}
    assert found["thumbprint"] == certificates.thumbprint(zonnendaal.der)
    assert found["scheme"] == "https"


def answered_to(connection: HTTPSConnection, body: Any, **more: Any) -> Answer:
    """What is answered to a body, also when it is refused before all of it was sent.

    The rest of what is too large is not waited for. What is still sent then ends as a broken pipe, which OpenSSL tells
    Python as an end of file (`SSL_write_ex` gives no errno), and only when the sender was held up in between. The
    answer is there all the same.
    """
    with contextlib.suppress(*REFUSED):
        connection.request("POST", "/v1/contracts", body=body, **more)
    return listeners.read(connection.getresponse())


def test_a_body_is_taken_up_to_its_most_also_in_chunks(echoing: Listener, organisation: MakeOrganisation) -> None:
    zonnendaal = organisation("Zonnendaal")
    for size, status in ((10_000, 200), (10_001, 413), (40_000, 413)):
        whole = answered_to(echoing.connection(zonnendaal), b"x" * size)
        in_chunks = answered_to(echoing.connection(zonnendaal), iter([b"x" * size]), encode_chunked=True)
        assert (whole.status, in_chunks.status) == (status, status)
        for answer in (whole, in_chunks):
            told = answer.told["body"] if status == 200 else answer.told["code"]
            assert told == ("x" * size if status == 200 else "ERROR_CODE_F6_TOO_LARGE")


def test_who_is_held_up_while_sending_too_much_is_told_so_all_the_same(
    echoing: Listener, organisation: MakeOrganisation
) -> None:
    def slowly() -> Iterator[bytes]:
        yield b"x" * 300_000  # more than is read of what is refused: the connection ends
        sleep(1)

    found = answered_to(echoing.connection(organisation("Zonnendaal")), slowly(), encode_chunked=True)
    assert (found.status, found.told["code"]) == (413, "ERROR_CODE_F6_TOO_LARGE")


def test_a_renewed_certificate_is_shown_from_the_next_connection_on(
    group: Group, echoing: Listener, organisation: MakeOrganisation
) -> None:
    zonnendaal, other = organisation("Zonnendaal"), echoing.organisation
    renewed = replace(other, issued=group.issue(other.name, other.oin, names=(other.host,)))
    for shown in (other, renewed):
        shown.files(echoing.directory)
        assert echoing.shaken(zonnendaal).getpeercert(binary_form=True) == shown.der


def test_a_listener_without_a_group_says_what_to_set(
    other: Organisation, listener: MakeListener, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(AssertionError, match="the listener ended"), listener(other, F6_FSC_GROUP_ID=""):
        pytest.fail("it runs")
    assert "set F6_FSC_GROUP_ID" in capfd.readouterr().err


def test_behind_a_proxy_of_our_own_the_certificate_is_what_it_says_over_a_private_socket(
    other: Organisation, organisation: MakeOrganisation, listener: MakeListener, short_path: Path
) -> None:
    zonnendaal, place = organisation("Zonnendaal"), short_path / "fsc.sock"
    proxied = {"F6_FSC_CLIENT_CERTIFICATE_HEADER": "X-Peer", "F6_FSC_LISTEN": f"unix:{place}"}
    with listener(other, configuration=listeners.ECHOING, **proxied):
        told = listeners.over_socket(place, "GET", "/v1/peer", {"X-Peer": quote(zonnendaal.issued.pem)})
        assert place.stat().st_mode & 0o007 == 0
        untold = listeners.over_socket(place, "GET", "/v1/peer", {"X-Client-Cert": quote(zonnendaal.issued.pem)})
    assert told.told["thumbprint"] == certificates.thumbprint(zonnendaal.der)
    assert "HTTP_X_PEER" not in told.told["headers"]
    assert untold.status == 400
    assert untold.told["code"] == "ERROR_CODE_PEER_CERTIFICATE_VERIFICATION_FAILED"


def test_a_proxy_is_believed_on_no_network_so_the_listener_does_not_begin(
    other: Organisation, listener: MakeListener, capfd: pytest.CaptureFixture[str]
) -> None:
    ended = pytest.raises(AssertionError, match="the listener ended")
    with ended, listener(other, F6_FSC_CLIENT_CERTIFICATE_HEADER="X-Peer"):
        pytest.fail("it runs")
    assert "F6_FSC_LISTEN must name Unix sockets only" in capfd.readouterr().err
