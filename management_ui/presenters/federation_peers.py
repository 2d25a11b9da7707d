"""Peers on screen: whether each answers and since when not, what we have together, until when it can sign."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from federation.domain.contracts import State
from federation.models import FollowedFeed, Peer
from federation.queries.ourselves import ENDS_SOON
from federation.queries.peer_health import PeerHealth
from federation.transport.client import Reason
from federation.transport.outway import Why
from management_ui.presenters.foreign_text import named, shown
from management_ui.presenters.moments import age_text, recorded_text

IN_FORCE: Final = State.VALID


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether a peer answers: a badge and a sentence; `why` in words, `said` as it was told."""

    badge: str
    tone: str
    text: str
    why: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerLine:
    """One peer in a list."""

    id: str
    name: str
    address: str
    is_directory: bool
    health: Health
    contracts: str
    under_way: str
    certificate: str
    certificate_tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLine:
    """What a peer announces of one service: when it was last read, and what is wrong ("" when nothing is)."""

    service: str
    read: str
    trouble: str
    why: str


def feed_lines(found: PeerHealth, *, now: datetime) -> tuple[FeedLine, ...]:
    """What is followed of a peer."""
    return tuple(_feed(it, now=now) for it in found.feeds)


def _feed(it: FollowedFeed, *, now: datetime) -> FeedLine:
    trouble = ""
    if it.failing_since:
        trouble = _("cannot be read since %(moment)s") % {"moment": recorded_text(it.failing_since, now=now)}
    return FeedLine(
        service=shown(it.service_name),
        read=recorded_text(it.read_at, now=now) if it.read_at else _("not yet"),
        trouble=trouble,
        why=why_not(it.failure) or shown(it.failure),
    )


def peer_line(found: PeerHealth, *, now: datetime) -> PeerLine:
    """One peer."""
    until, tone = certificate_until(found.certificate_until, now=now)
    waiting = len(found.under_way)
    return PeerLine(
        id=found.peer.peer_id,
        name=named(found.peer.name, found.peer.peer_id),
        address=shown(found.peer.manager_address),
        is_directory=found.peer.is_directory,
        health=health(found.peer, now=now),
        contracts=contracts_text(found.contracts),
        under_way=ngettext("%(n)d message", "%(n)d messages", waiting) % {"n": waiting} if waiting else _("nothing"),
        certificate=until,
        certificate_tone=tone,
    )


def peer_lines(found: Iterable[PeerHealth], *, now: datetime) -> tuple[PeerLine, ...]:
    """Several, in their order."""
    return tuple(peer_line(it, now=now) for it in found)


def health(peer: Peer, *, now: datetime) -> Health:
    """Whether a peer answers, and since when not."""
    if peer.failing_since is not None:
        words = {"moment": recorded_text(peer.failing_since, now=now), "age": age_text(peer.failing_since, now=now)}
        return Health(
            badge=_("Does not answer"),
            tone="danger",
            text=_("Since %(moment)s (%(age)s). It is tried again by itself.") % words,
            why=why_not(peer.failure),
            said=shown(peer.failure),
        )
    if peer.answered_at is not None:
        text = _("It answered last %(moment)s.") % {"moment": recorded_text(peer.answered_at, now=now)}
        return Health(badge=_("Answers"), tone="safe", text=text)
    if peer.heard_at is not None:
        text = _("We were called by it %(moment)s, and did not call it yet.")
        return Health(badge=_("Known"), tone="info", text=text % {"moment": recorded_text(peer.heard_at, now=now)})
    return Health(badge=_("Known"), tone="info", text=_("There was no reason yet to call it."))


def why_not(failure: str) -> str:
    """Why a peer cannot be reached, in words; nothing for what has no code of ours."""
    code = _code(failure)
    if code is None:
        return ""
    return _reason(code) if isinstance(code, Reason) else _of_a_call(code)


def _reason(code: Reason) -> str:
    return {
        Reason.ADDRESS_REFUSED: _(
            "Its address is none that this F6 may connect to. Ask whether it is right, or have the network allowed "
            "(F6_FSC_NETWORKS, F6_FSC_PORTS)."
        ),
        Reason.NO_CONNECTION: _("There is no connection with its address. Its F6 is away, or a firewall is between."),
        Reason.TLS: _(
            "Its certificate or ours is not accepted: ended, of another group, or without the name of its address."
        ),
        Reason.WRONG_PEER: _("At its address another organisation answers. Nothing was sent."),
        Reason.TIMEOUT: _("It takes too long to answer."),
        Reason.TOO_LARGE: _("Its answer is larger than an answer may be."),
        Reason.BROKEN_ANSWER: _("It answers something that cannot be read."),
    }[code]


def _of_a_call(code: Why) -> str:
    return {
        Why.PEER_UNKNOWN: _("Nobody told where it can be reached."),
        Why.TOKEN_REFUSED: _("It gave us no access: look whether the connection is still in force there too."),
        Why.TOKEN_UNFIT: _("The access that it gave us cannot be used."),
        Why.NOT_WRITTEN_DOWN: _("The call could not be written down in our transaction log, so it was not made."),
        Why.UNREACHABLE: _("It cannot be reached."),
    }[code]


def _code(failure: str) -> Reason | Why | None:
    said = failure.partition(":")[0].strip()
    return Reason(said) if said in set(Reason) else Why(said) if said in set(Why) else None


def contracts_text(counts: Mapping[State, int]) -> str:
    """How many contracts count for what: those in force and those that wait; the rest together."""
    in_force, waiting = counts.get(State.VALID, 0), counts.get(State.PROPOSED, 0)
    former = sum(counts.values()) - in_force - waiting
    found = []
    if in_force:
        found.append(ngettext("%(n)d in force", "%(n)d in force", in_force) % {"n": in_force})
    if waiting:
        found.append(ngettext("%(n)d to be signed", "%(n)d to be signed", waiting) % {"n": waiting})
    if former:
        found.append(ngettext("%(n)d former", "%(n)d former", former) % {"n": former})
    return ", ".join(found) or _("none")


def certificate_until(until: datetime | None, *, now: datetime) -> tuple[str, str]:
    """Until when a certificate can be used, with a tone that warns."""
    if until is None:
        return _("not known yet"), ""
    if until <= now:
        return _("ended %(moment)s") % {"moment": recorded_text(until, now=now)}, "danger"
    return recorded_text(until, now=now), "warning" if until - now < ENDS_SOON else ""
