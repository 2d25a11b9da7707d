"""What a signature over a contract says, and whether it says it of this one (FSC Core 2.0.0, 4.2.7)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from federation.domain import hashes, jose
from federation.domain.contracts import SignatureKind
from federation.domain.refusals import Code, FscRefusal

SKEW_SECONDS: Final = 60
LENGTH_MAX: Final = 8_192
"""Of a signature. One by the longest keys that are in use is a fifth of it."""


def sign(content_hash: str, kind: SignatureKind, *, signed_at: datetime, key: jose.PrivateKey, thumbprint: str) -> str:
    """Our signature, as it is sent and stored."""
    payload = {"contract_content_hash": content_hash, "type": kind.value, "signed_at": int(signed_at.timestamp())}
    return jose.sign(payload, key=key, thumbprint=thumbprint)


def thumbprint_of(signature: str) -> str:
    """Which certificate it says that it was made with. Raises `FscRefusal`."""
    said = _claimed(signature)
    if not said.thumbprint:
        raise _failed(f"Name the certificate that you signed with in the header ({jose.THUMBPRINT}).")
    return said.thumbprint


def check(signature: str, *, key: jose.PublicKey, content_hash: str, kind: SignatureKind, now: datetime) -> datetime:
    """That this key signed that of this contract; gives when. Raises `FscRefusal`."""
    try:
        payload = jose.verified(signature, key=key)
    except jose.UnknownAlgorithm as error:
        raise FscRefusal(code=Code.UNKNOWN_ALGORITHM_SIGNATURE, message=str(error)) from None
    except jose.NotSigned as error:
        raise _failed(str(error)) from None
    return check_payload(payload, content_hash=content_hash, kind=kind, now=now)


def check_payload(payload: Mapping[str, Any], *, content_hash: str, kind: SignatureKind, now: datetime) -> datetime:
    """That a verified payload says this of this contract. Raises `FscRefusal`."""
    signed = payload.get("contract_content_hash")
    _check_algorithm(signed)
    if signed != content_hash:
        raise FscRefusal(
            code=Code.SIGNATURE_CONTRACT_CONTENT_HASH_MISMATCH,
            message=f"Sign the content that you send: its hash is {content_hash}.",
        )
    if payload.get("type") != kind.value:
        raise _failed(f"Sign with the type {kind.value}: that is what this address takes.")
    seconds = payload.get("signed_at")
    if not isinstance(seconds, int) or isinstance(seconds, bool) or seconds < 0:
        raise _failed("Say when you signed, in whole Unix seconds (signed_at).")
    if seconds > now.timestamp() + SKEW_SECONDS:
        raise _failed("Set signed_at to a moment that has been: see to your clock.")
    return datetime.fromtimestamp(seconds, tz=now.tzinfo)


def _check_algorithm(signed: object) -> None:
    try:
        hashes.read(signed if isinstance(signed, str) else "")
    except hashes.UnknownHashAlgorithm as error:
        raise FscRefusal(code=Code.UNKNOWN_HASH_ALGORITHM_HASH, message=str(error)) from None
    except hashes.MalformedHash:
        return  # then it is not the hash of this content either


def _claimed(signature: str) -> jose.Claimed:
    if len(signature) > LENGTH_MAX:
        raise _failed(f"Give a compact JWS (RFC 7515, 7.1) of at most {LENGTH_MAX} characters.")
    try:
        return jose.claimed(signature)
    except jose.UnknownAlgorithm as error:
        raise FscRefusal(code=Code.UNKNOWN_ALGORITHM_SIGNATURE, message=str(error)) from None
    except jose.NotSigned as error:
        raise _failed(str(error)) from None


def _failed(message: str) -> FscRefusal:
    return FscRefusal(code=Code.SIGNATURE_VERIFICATION_FAILED, message=message)
