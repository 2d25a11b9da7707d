"""What it takes to reach a receiver that asks more than a signature: trust, a certificate of ours, a token."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Method(StrEnum):
    """How a token endpoint is shown who we are (RFC 6749, 2.3.1; RFC 8705, 2.1)."""

    BASIC = "client_secret_basic"
    POST = "client_secret_post"
    TLS = "tls_client_auth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A client certificate: the chain as PEM, ours first, and its private key as DER (PKCS#8)."""

    chain: str
    private_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Where a token is asked, as whom and for what (RFC 6749, 4.4). `secret` is empty for `Method.TLS`."""

    token_url: str
    client_id: str
    secret: str = field(default="", repr=False)
    scope: str = ""
    audience: str = ""
    method: Method = Method.BASIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How one receiver is reached. `mark` is another one after every change, so that nothing is kept beyond that.

    `authorities` (PEM) are trusted in place of those of the system; empty: those of the system are.
    """

    mark: UUID
    authorities: str = ""
    identity: Identity | None = None
    credentials: Credentials | None = None
