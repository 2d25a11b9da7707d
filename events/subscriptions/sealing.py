"""Sealing what is secret of subscriptions in the database: a copy of the database alone opens nothing.

Sealed with SUBSCRIPTION_KEY; what was sealed with one of SUBSCRIPTION_KEY_FALLBACKS still opens.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

__all__ = ["InvalidToken", "opened", "sealed"]


def sealed(secret: bytes) -> bytes:
    """The secret as it may stand in the database."""
    return _seal().encrypt(secret)


def opened(kept: bytes | memoryview) -> bytes:
    """The secret. Raises `InvalidToken` for what was sealed with a key that the settings do not have."""
    return _seal().decrypt(bytes(kept))


def _seal() -> MultiFernet:
    return MultiFernet([_fernet(it) for it in (settings.SUBSCRIPTION_KEY, *settings.SUBSCRIPTION_KEY_FALLBACKS)])


@lru_cache(maxsize=10)
def _fernet(secret: str) -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"f6 subscription keys").derive(
        secret.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))
