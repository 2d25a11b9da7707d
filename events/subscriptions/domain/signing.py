"""Signing what is sent, by Standard Webhooks: v1 (HMAC-SHA256) and v1a (ed25519).

Signed is `{webhook-id}.{webhook-timestamp}.{body}`, over the exact bytes of the body; the timestamp is that of the
attempt, in whole seconds. Both schemes may stand in one header, and so may an old key beside its successor.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, assert_never

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SECRET_BYTES: Final = 32
SHOWN_PREFIX: Final = "whsec_"
PUBLIC_KEY_PREFIX: Final = "whpk_"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSecret:
    """A secret that the receiver knows too (v1): SECRET_BYTES random bytes."""

    secret: bytes

    @property
    def text(self) -> str:
        """As it is shown to the receiver, once."""
        return SHOWN_PREFIX + base64.b64encode(self.secret).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """The seed of an ed25519 key of which the receiver needs the public half only (v1a): SECRET_BYTES random bytes."""

    secret: bytes

    @property
    def public_text(self) -> str:
        """The public half, as the receiver configures it."""
        public = Ed25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw()
        return PUBLIC_KEY_PREFIX + base64.b64encode(public).decode()


Key = SharedSecret | KeyPair


def signed_headers(body: bytes, *, webhook_id: str, timestamp: int, keys: Sequence[Key]) -> dict[str, str]:
    """The three headers of Standard Webhooks for these bytes, one signature for each key. `timestamp`: Unix seconds."""
    signed = b".".join((webhook_id.encode(), str(timestamp).encode(), body))
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(_signature(signed, key=key) for key in keys),
    }


@lru_cache(maxsize=500)
def _keyed(secret: bytes) -> hmac.HMAC:
    """The code of nothing yet, to copy: `hmac.digest` lets another thread in each time, dear where one is waiting."""
    return hmac.new(secret, digestmod=hashlib.sha256)


def _signature(signed: bytes, *, key: Key) -> str:
    match key:
        case SharedSecret(secret=secret):
            code = _keyed(secret).copy()
            code.update(signed)
            return "v1," + base64.b64encode(code.digest()).decode()
        case KeyPair(secret=secret):
            return "v1a," + base64.b64encode(Ed25519PrivateKey.from_private_bytes(secret).sign(signed)).decode()
        case _:
            assert_never(key)
