"""Hashes of contracts and grants, exactly as FSC Core 2.0.0 (4.2.5 and 4.2.6) takes them.

`$1$<type>$<digest>`: SHA3-512 over the canonical JSON, in base64url without padding. A grant is hashed behind the hash
of its contract, so one grant in two contracts has two hashes.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from federation.domain import ijson

ALGORITHM: Final = "HASH_ALGORITHM_SHA3_512"
_ALGORITHM_NUMBER: Final = 1
LENGTH_MAX: Final = 1024
_HASH: Final = re.compile(r"\$(?P<algorithm>[0-9]{1,9})\$(?P<type>[0-9]{1,9})\$(?P<digest>[A-Za-z0-9_-]+)")


class HashType(IntEnum):
    """What was hashed (the numbers of FSC Core 2.0.0)."""

    CONTRACT = 1
    PUBLICATION = 2
    CONNECTION = 3
    DELEGATED_CONNECTION = 4
    DELEGATED_PUBLICATION = 5


class MalformedHash(ValueError):
    """The text is no hash of FSC; the message says what one looks like."""


class UnknownHashAlgorithm(ValueError):
    """A hash by an algorithm that is not SHA3-512."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hash:
    """A hash taken apart."""

    type: HashType
    digest: str


def content_hash(content: Mapping[str, Any]) -> str:
    """The hash of a contract's content, of all its members as they were received. Raises `ijson.NotIJson`."""
    return hash_of_text(ijson.canonical(content))


def hash_of_text(canonical: str) -> str:
    """The hash of a contract's content that is canonical already."""
    return _written(HashType.CONTRACT, canonical)


def grant_hash(of_content: str, grant: Mapping[str, Any], *, hash_type: HashType) -> str:
    """The hash of a grant (the object inside `data`) in the contract with this content hash."""
    return _written(hash_type, of_content + ijson.canonical(grant))


def read(text: str) -> Hash:
    """A hash taken apart. Raises `MalformedHash`, `UnknownHashAlgorithm`."""
    found = _HASH.fullmatch(text) if len(text) <= LENGTH_MAX else None
    if found is None or int(found["type"]) not in {it.value for it in HashType}:
        raise MalformedHash("Give a hash such as $1$3$X7eDqs6e…: algorithm, type of what was hashed, digest.")
    if int(found["algorithm"]) != _ALGORITHM_NUMBER:
        raise UnknownHashAlgorithm(f"Hash with {ALGORITHM} (a hash that begins with $1$).")
    return Hash(type=HashType(int(found["type"])), digest=found["digest"])


def _written(hash_type: HashType, text: str) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha3_512(text.encode()).digest()).rstrip(b"=").decode()
    return f"${_ALGORITHM_NUMBER}${hash_type.value}${digest}"
