"""What stands before Django in the listener: who comes in, from the connection itself, and how much he may send.

Whatever a client says about its certificate in headers is taken away: only the connection knows.
"""

import io
import json
import re
import socket
from collections.abc import Callable, Iterable
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

CERTIFICATE: Final = "f6.client_certificate"
"""Where in `request.META` the client's certificate is (DER)."""
_LOOK_ALIKE: Final = re.compile(
    r"HTTP_(FORWARDED$|X_FORWARDED|X_REAL_IP$|X_ORIGINAL|(X_)?(SSL|MTLS|TLS)_|(X_)?CLIENT_(CERT|VERIFY|DN|S_DN|IP)"
    r"|.*(CLIENT|SSL|TLS)_?CERT)"
)
"""Headers in which some proxy or other tells who comes in, and by which way."""
_MANAGER: Final = "/v1/"


class Refused(Exception):
    """A request that does not reach Django. `message` says how to mend it."""

    def __init__(self, status: str, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def guarded(application: Application, *, body_bytes_max: int, certificate_header: str = "") -> Application:
    """The application, behind this door. `certificate_header`: in which a proxy of ours tells the certificate.

    That one is believed only over a Unix socket, which nobody reaches but that proxy.
    """
    told = f"HTTP_{certificate_header.upper().replace('-', '_')}" if certificate_header else ""

    def enter(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            der = _from_proxy(environ, told) if told else _from_connection(environ)
            for name in [it for it in environ if it == told or _LOOK_ALIKE.match(it)]:
                del environ[name]
            environ[CERTIFICATE] = der
            _bound_body(environ, most=body_bytes_max)
        except Refused as refused:
            return _refuse(refused, environ, start_response)
        return application(environ, start_response)

    return enter


def _from_connection(environ: Environ) -> bytes:
    found = environ.get("gunicorn.socket")
    der: bytes | None = getattr(found, "getpeercert", lambda **_: None)(binary_form=True)
    if not der:
        raise _nobody()
    return der


def _from_proxy(environ: Environ, name: str) -> bytes:
    """As nginx tells it (`$ssl_client_escaped_cert`): PEM, percent-encoded."""
    found = environ.get("gunicorn.socket")
    if getattr(found, "family", None) != socket.AF_UNIX or not environ.get(name):
        raise _nobody()
    try:
        return x509.load_pem_x509_certificate(unquote_to_bytes(environ[name])).public_bytes(Encoding.DER)
    except ValueError:
        raise _nobody() from None


def _bound_body(environ: Environ, *, most: int) -> None:
    """Refuse a body that is too large; one in chunks is read here, as WSGI gives Django no length for it."""
    too_large = Refused(
        "413 Content Too Large", "ERROR_CODE_F6_TOO_LARGE", f"The body is larger than {most} bytes: send less at once."
    )
    if "chunked" not in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
        if int(environ.get("CONTENT_LENGTH") or 0) > most:
            raise too_large
        return
    body = environ["wsgi.input"].read(most + 1)
    if len(body) > most:
        raise too_large
    environ |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
    del environ["HTTP_TRANSFER_ENCODING"]


def _nobody() -> Refused:
    return Refused(
        "400 Bad Request",
        "ERROR_CODE_PEER_CERTIFICATE_VERIFICATION_FAILED",
        "No client certificate came with this connection: connect over mutual TLS with that of your organisation.",
    )


def _refuse(refused: Refused, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """As FSC tells errors (Core 2.0.0, 4.5)."""
    domain = "ERROR_DOMAIN_MANAGER" if environ.get("PATH_INFO", "").startswith(_MANAGER) else "ERROR_DOMAIN_INWAY"
    body = json.dumps({"message": refused.message, "domain": domain, "code": refused.code}).encode()
    start_response(
        refused.status,
        [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Fsc-Error-Code", refused.code),
            ("Cache-Control", "no-store"),
            ("Connection", "close"),
        ],
    )
    return [body]
