"""Behind a proxy of our own: whose word about a certificate is taken, and whose is not."""

import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import quote

import pytest

from federation.transport import entering
from tests.federation import pki

PEER = pki.group().organisation("Zonnendaal", oin=pki.oin(1), host="127.0.0.1")
TOLD = quote(PEER.issued.pem)
HEADER = "X-Own-Proxy-Certificate"
NAME = "HTTP_X_OWN_PROXY_CERTIFICATE"


@pytest.fixture
def private() -> Iterator[socket.socket]:
    with closing(socket.socket(socket.AF_UNIX)) as made:
        yield made


@pytest.fixture
def public() -> Iterator[socket.socket]:
    with closing(socket.socket()) as made:
        yield made


def entered(environ: dict[str, Any], *, certificate_header: str = HEADER) -> tuple[str, dict[str, Any]]:
    """The status, and what reached the application."""
    reached: dict[str, Any] = {}
    said: list[str] = []

    def application(found: dict[str, Any], start_response: Any) -> list[bytes]:
        reached.update(found)
        start_response("200 OK", [])
        return []

    door = entering.guarded(application, body_bytes_max=100, certificate_header=certificate_header)
    list(door({"PATH_INFO": "/v1/peer"} | environ, lambda status, _headers: said.append(status)))
    return said[0], reached


def test_over_a_private_socket_the_proxy_is_believed_and_its_header_goes_no_further(private: socket.socket) -> None:
    status, found = entered({"gunicorn.socket": private, NAME: TOLD})
    assert status == "200 OK"
    assert found[entering.CERTIFICATE] == PEER.der
    assert NAME not in found


def test_over_the_network_nobody_is_believed(public: socket.socket) -> None:
    status, found = entered({"gunicorn.socket": public, NAME: TOLD})
    assert (status, found) == ("400 Bad Request", {})


@pytest.mark.parametrize("told", ["", "geen certificaat", "%", quote("-----BEGIN CERTIFICATE-----\nAA==\n")])
def test_what_is_no_certificate_lets_nobody_in(told: str, private: socket.socket) -> None:
    assert entered({"gunicorn.socket": private, NAME: told}) == ("400 Bad Request", {})


def test_without_that_setting_no_header_is_believed_on_any_socket(private: socket.socket) -> None:
    assert entered({"gunicorn.socket": private, NAME: TOLD}, certificate_header="") == ("400 Bad Request", {})


def test_who_has_no_connection_of_this_listener_is_nobody() -> None:
    assert entered({}, certificate_header="") == ("400 Bad Request", {})
    assert entered({entering.CERTIFICATE: PEER.der}, certificate_header="") == ("400 Bad Request", {})
