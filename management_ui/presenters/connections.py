"""Connections on screen: a line each, and of one what it is called, who signed it and what is still on its way."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Zone
from federation.domain.contracts import Contract, SignatureKind, moment
from federation.domain.directions import Direction, direction, directions
from federation.domain.grants import Grant
from federation.domain.properties import terms_of
from federation.models import Outgoing, Peer, StoredSignature
from federation.queries.connections import Connection
from federation.queries.ourselves import Ourselves
from management_ui.presenters.federation_words import (
    Names,
    Party,
    direction_title,
    ending_text,
    message_title,
    signature_title,
    told,
)
from management_ui.presenters.foreign_text import shown
from management_ui.presenters.moments import recorded_text

TYPES_SHOWN_MAX: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLine:
    """One connection in a list. `todo` is what to do now; empty when nothing is."""

    hash: str
    title: str
    directions: tuple[str, ...]
    peers: tuple[Party, ...]
    types: str
    badge: str
    tone: str
    until: str
    todo: str
    stuck: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureLine:
    """What a peer said of a contract, or that it has yet to. `trouble` says why what it said does not count."""

    party: Party
    said: str
    tone: str
    when: str
    until: str
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWayLine:
    """A message that did not arrive yet. `failure` is what came of trying, as the peer or the network said it."""

    party: Party
    what: str
    since: str
    tries: str
    next_try: str
    failure: str
    hash: str = ""


def names_of(
    peers: Mapping[str, Peer], *, ourselves: Ourselves, keys: Mapping[str, frozenset[str]] | None = None
) -> Names:
    """Who is who on a page. `keys`: with which each signs, where that is told."""
    return Names(
        peers,
        own=ourselves.peer_id,
        own_name=ourselves.certificate.name if ourselves.certificate else "",
        zones=dict(Zone.objects.values_list("slug", "name")),
        keys=keys or {},
    )


def lines(
    found: Iterable[Connection], *, ourselves: Ourselves, titles: Mapping[str, str], now: datetime
) -> tuple[ConnectionLine, ...]:
    """Several, in their order."""
    connections = tuple(found)
    known = {peer_id: peer for it in connections for peer_id, peer in it.peers.items()}
    names = names_of(known, ourselves=ourselves)
    return tuple(_line(it, names=names, titles=titles, now=now) for it in connections)


def _line(found: Connection, *, names: Names, titles: Mapping[str, str], now: datetime) -> ConnectionLine:
    content = found.contract.content
    said = told(found, names=names, now=now)
    tried = [it for it in found.under_way if it.attempts]
    stuck = ngettext("%(n)d message does not arrive", "%(n)d messages do not arrive", len(tried)) % {"n": len(tried)}
    return ConnectionLine(
        hash=found.hash,
        title=title_of(found.contract, names=names),
        directions=tuple(direction_title(it) for it in directions(content, own=names.own)),
        peers=tuple(names.party(it) for it in sorted(content.peers) if it != names.own),
        types=_types(found.contract, titles=titles),
        badge=said.badge,
        tone=said.tone,
        until=ending_text(moment(content.not_after)),
        todo=said.advice,
        stuck=stuck if tried else "",
    )


def title_of(contract: Contract, *, names: Names) -> str:
    """What a connection is, in one sentence: of its first grant, with how many more there are."""
    first, *others = contract.content.grants
    title = grant_title(first, names=names)
    if not others:
        return title
    more = ngettext("and %(n)d more", "and %(n)d more", len(others)) % {"n": len(others)}
    return f"{title}, {more}"


def grant_title(grant: Grant, *, names: Names) -> str:
    """What one grant allows whom, in one sentence."""
    title = _grant_title(grant, names=names)
    if grant.delegator is not None:
        words = {"title": title, "name": names.of(grant.delegator)}
        title = _("%(title)s, on behalf of %(name)s") % words
    return f"{title[:1].upper()}{title[1:]}"


def _grant_title(grant: Grant, *, names: Names) -> str:
    words = {
        "reader": names.of(grant.outway.peer_id) if grant.outway else "",
        "provider": names.of(grant.service.peer_id),
        "directory": names.of(grant.directory) if grant.directory else "",
        "service": names.service(grant.service),
    }
    match direction(grant, own=names.own):
        case Direction.READING:
            return _("We read %(service)s at %(provider)s") % words
        case Direction.READ:
            return _("%(reader)s reads %(service)s here") % words
        case Direction.PUBLISHED:
            return _("%(service)s in the directory of %(directory)s") % words
        case Direction.LISTED:
            return _("%(service)s of %(provider)s in our directory") % words
        case _ if grant.is_connection:
            return _("%(reader)s reads %(service)s at %(provider)s") % words
        case _:
            return _("%(service)s of %(provider)s in the directory of %(directory)s") % words


def signature_lines(found: Connection, *, names: Names, now: datetime) -> tuple[SignatureLine, ...]:
    """Who said what, in the order in which it was said; then who has yet to sign."""
    said = tuple(_signature_line(it, names=names, now=now) for it in found.signatures)
    waiting = (
        SignatureLine(party=names.party(it), said=_("has yet to sign"), tone="warning", when="", until="")
        for it in sorted(found.contract.awaits(now))
    )
    return (*said, *waiting)


def under_way_lines(messages: Iterable[Outgoing], *, names: Names, now: datetime) -> tuple[UnderWayLine, ...]:
    """What did not arrive yet."""
    return tuple(_under_way(it, names=names, now=now) for it in messages)


def _signature_line(row: StoredSignature, *, names: Names, now: datetime) -> SignatureLine:
    kind = SignatureKind(row.kind)
    ended = row.expires_at is not None and row.expires_at <= now
    accepts = kind is SignatureKind.ACCEPT
    return SignatureLine(
        party=names.party(row.peer_id),
        said=signature_title(kind),
        tone=("danger" if ended else "safe") if accepts else "danger",
        when=recorded_text(row.signed_at, now=now),
        until=recorded_text(row.expires_at, now=now) if accepts and row.expires_at else "",
        trouble=_("the certificate behind it has ended: it must be signed again") if accepts and ended else "",
    )


def _under_way(row: Outgoing, *, names: Names, now: datetime) -> UnderWayLine:
    soon = row.next_at <= now
    return UnderWayLine(
        party=names.party(row.peer_id),
        what=message_title(row.kind),
        since=recorded_text(row.made_at, now=now),
        tries=ngettext("%(n)d time", "%(n)d times", row.attempts) % {"n": row.attempts}
        if row.attempts
        else _("not yet"),
        next_try=_("now") if soon else recorded_text(row.next_at, now=now),
        failure=shown(row.failure),
        hash=row.contract_id or "",
    )


def _types(contract: Contract, *, titles: Mapping[str, str]) -> str:
    """The event types of all its grants, the first few by name."""
    named = sorted({titles.get(it, shown(it, most=80)) for it in _asked(contract)}, key=str.casefold)
    if not named:
        return _("none")
    rest = len(named) - TYPES_SHOWN_MAX
    more = ngettext("and %(n)d more", "and %(n)d more", rest) % {"n": rest}
    return ", ".join(named) if rest <= 0 else f"{', '.join(named[:TYPES_SHOWN_MAX])}, {more}"


def _asked(contract: Contract) -> Iterator[str]:
    for grant in contract.content.grants:
        yield from terms_of(grant.properties).event_types
