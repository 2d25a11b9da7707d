"""What an outway checks of a token that another manager gave, before it sends where that says (FSC Core 2.0.0, 4.6).

The token is signed for the inway that gave it, whose keys we need not know: that it came over mutual TLS from the right
peer is what is believed. What it says must be what was asked for, or nothing is sent.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from federation.domain import certificates, jose, peer_addresses, tokens
from federation.domain.grants import Grant
from federation.domain.refusals import InwayRefusal
from federation.domain.tokens import Claims

LENGTH_MAX: Final = 16_384
"""Characters: it goes along in a header of every call."""


class UnfitToken(Exception):
    """A token that is not for what was asked. The text says which of its claims, and nothing of the token itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a token was asked for: a grant, by whom, with which certificate, in which group."""

    grant: Grant
    group_id: str
    peer_id: str
    thumbprint: str


def check(token: str, *, asked: Asked, ports: Collection[int], now: datetime) -> Claims:
    """What a token says, once all of it is as it was asked; `audience` is where to send to. Raises `UnfitToken`.

    Who acts for whom is as the grant says: so it stands in our log.
    """
    claims = _read(token)
    wanted = {
        "gth (the grant)": (claims.grant_hash, asked.grant.hash),
        "gid (the group)": (claims.group_id, asked.group_id),
        "iss (who gave it)": (claims.issuer, asked.grant.service.peer_id),
        "sub (whom it is for)": (claims.subject, asked.peer_id),
        "svc (the service)": (claims.service, asked.grant.service.name),
    }
    for name, (found, right) in wanted.items():
        if found != right:
            raise UnfitToken(f"The claim {name} of the token is not what was asked for.")
    if not certificates.same_thumbprint(claims.thumbprint, asked.thumbprint):
        raise UnfitToken("The token is bound to another certificate than ours (cnf).")
    if claims.expires_at <= now:
        raise UnfitToken("The token has expired already: see to the clocks (exp).")
    try:
        peer_addresses.manager_address(claims.audience, ports=ports)
    except peer_addresses.AddressRefused as refusal:
        raise UnfitToken(f"The token names no inway that may be asked (aud). {refusal}") from None
    return replace(
        claims,
        delegator=asked.grant.delegator,
        service_delegator=asked.grant.service.delegator,
        properties=asked.grant.properties,
    )


def _read(token: str) -> Claims:
    if len(token) > LENGTH_MAX:
        raise UnfitToken(f"The token is longer than {LENGTH_MAX} characters.")
    try:
        return tokens.read(jose.claimed(token).payload)
    except (jose.NotSigned, jose.UnknownAlgorithm):
        raise UnfitToken("What was given as a token is no signed JWT of one of the six algorithms.") from None
    except InwayRefusal:
        raise UnfitToken("The token lacks a claim, or one has another shape.") from None
