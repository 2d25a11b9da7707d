"""TLS towards receivers: 1.2 at least, 1.3 where they can; names checked, and trust as the subscription says.

By the TLS guidelines of the NCSC (ICT-beveiligingsrichtlijnen voor TLS): 1.3 is good, 1.2 will do, older will not.
"""

import secrets
import ssl
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_der_private_key,
)

from events.subscriptions.domain.access import Identity


def context(*, authorities: str = "", identity: Identity | None = None) -> ssl.SSLContext:
    """How connections are made: trusting these authorities (PEM) in place of the system's, showing this certificate.

    Of what is trusted here an intermediate is enough: then only what it issued is. Raises `ssl.SSLError` and
    `ValueError` for what OpenSSL does not take. Reads and writes files: not for an event loop.
    """
    made = ssl.create_default_context(cadata=authorities or None)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.set_alpn_protocols(("http/1.1",))
    if authorities:
        made.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    if identity is not None:
        _show(identity, by=made)
    return made


@cache
def ordinary() -> ssl.SSLContext:
    """How connections are made for a subscription that asks nothing else: trusting the system's authorities."""
    return context()


def _show(identity: Identity, *, by: ssl.SSLContext) -> None:
    """Load a certificate with its key. OpenSSL reads them from files here: the key stands there encrypted, for once."""
    password = secrets.token_bytes(32).hex().encode()
    key = load_der_private_key(identity.private_key, password=None, unsafe_skip_rsa_key_validation=True)  # judged
    kept = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password))
    with TemporaryDirectory(prefix="f6-") as place:
        file = Path(place, "identity.pem")
        file.touch(mode=0o600)
        file.write_bytes(identity.chain.encode() + kept)
        by.load_cert_chain(file, password=password)
