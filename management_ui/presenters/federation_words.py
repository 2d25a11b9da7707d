"""Federation in words: who a peer is to us, what a contract counts for and what to do about it, what is under way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from federation.domain import properties
from federation.domain.contracts import SignatureKind, State, moment
from federation.domain.directions import Direction
from federation.domain.grants import Service
from federation.models import Outgoing, Peer
from federation.queries.connections import Connection
from management_ui.presenters.foreign_text import named, shown
from management_ui.presenters.moments import moment_text, recorded_text

ENDS_SOON: Final = timedelta(days=30)
"""How long before a contract ends it is said that it does: agreeing on the next takes time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A peer as it is named: what its certificate calls it, its id, and whether that is us."""

    id: str
    name: str
    is_us: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a contract counts for now: a badge, a sentence, and what to do ("" when nothing is to be done)."""

    badge: str
    tone: str
    text: str
    advice: str = ""


class Names:
    """Who is who, and what our own zones are called."""

    def __init__(
        self,
        peers: Mapping[str, Peer],
        *,
        own: str | None,
        own_name: str,
        zones: Mapping[str, str],
        keys: Mapping[str, frozenset[str]],
    ) -> None:
        self._peers, self.own, self._own_name, self._zones, self._keys = peers, own, own_name, zones, keys

    def signs_with(self, peer_id: str, key: str) -> bool:
        """Whether a peer signs with this key too, as far as we know its certificates."""
        return key.lower() in self._keys.get(peer_id, ())

    def party(self, peer_id: str) -> Party:
        """One of them, by its id."""
        is_us = peer_id == self.own
        row = self._peers.get(peer_id)
        name = self._own_name if is_us else row.name if row else ""
        return Party(id=shown(peer_id), name=named(name, peer_id), is_us=is_us)

    def of(self, peer_id: str) -> str:
        """What it is called in a sentence."""
        return self.party(peer_id).name

    def listed(self, ids: Iterable[str]) -> str:
        """Several, in a sentence."""
        return ", ".join(self.of(it) for it in sorted(ids))

    def service(self, service: Service) -> str:
        """What a service is: of F6 the zone, ours by its name; else the service."""
        zone = properties.zone_of(service.name)
        if zone is None:
            return _("the service %(name)s") % {"name": shown(service.name)}
        own = self._zones.get(zone) if service.peer_id == self.own else None
        return _("the zone %(name)s") % {"name": own or shown(zone)}


def told(found: Connection, *, names: Names, now: datetime) -> Told:
    """What a contract counts for, why, and what to do."""
    match found.contract.state(now):
        case State.PROPOSED:
            return _proposed(found, names=names, now=now)
        case State.VALID:
            return _valid(found, now=now)
        case State.REVOKED:
            text = _("%(name)s revoked it %(moment)s. It gives no access any more.")
            return Told(badge=_("Revoked"), tone="", text=_by(found, SignatureKind.REVOKE, text, names=names, now=now))
        case State.REJECTED if found.contract.rejected:
            text = _("%(name)s rejected it %(moment)s. It gives no access.")
            return Told(badge=_("Rejected"), tone="", text=_by(found, SignatureKind.REJECT, text, names=names, now=now))
        case State.REJECTED:
            text = _("It ended before everyone had signed. It gives no access.")
            return Told(badge=_("Never agreed"), tone="", text=text)
        case State.EXPIRED:
            text = _("It ended %(moment)s. It gives no access any more.")
            return Told(
                badge=_("Lapsed"),
                tone="",
                text=text % {"moment": ending_text(moment(found.contract.content.not_after))},
            )


def state_title(state: State) -> str:
    """A state, for who filters by it."""
    return {
        State.PROPOSED: _("not signed by everyone"),
        State.VALID: _("in force"),
        State.REJECTED: _("rejected, or never agreed"),
        State.REVOKED: _("revoked"),
        State.EXPIRED: _("ended"),
    }[state]


def direction_title(direction: Direction) -> str:
    """Our part, in two or three words."""
    return {
        Direction.READING: _("we read there"),
        Direction.READ: _("they read here"),
        Direction.PUBLISHED: _("published by us"),
        Direction.LISTED: _("in our directory"),
        Direction.ON_BEHALF: _("on our behalf"),
        Direction.OTHERS: _("between others"),
    }[direction]


def signature_title(kind: SignatureKind) -> str:
    """What somebody said of a contract."""
    return {
        SignatureKind.ACCEPT: _("approved"),
        SignatureKind.REJECT: _("rejected"),
        SignatureKind.REVOKE: _("revoked"),
    }[kind]


def message_title(kind: str) -> str:
    """What is being sent to a peer."""
    return {
        Outgoing.Kind.CONTRACT: _("the contract with our signature"),
        Outgoing.Kind.ACCEPT: _("our approval"),
        Outgoing.Kind.REJECT: _("our rejection"),
        Outgoing.Kind.REVOKE: _("our revocation"),
        Outgoing.Kind.ANNOUNCE: _("where we can be reached"),
    }[Outgoing.Kind(kind)]


def _proposed(found: Connection, *, names: Names, now: datetime) -> Told:
    awaited = found.contract.awaits(now)
    if names.own in awaited:
        if any(it.peer_id == names.own and it.kind == SignatureKind.ACCEPT.value for it in found.signatures):
            text = _(
                "We had signed, but the certificate behind that has ended: until we sign again it gives no access."
            )
            return Told(badge=_("Waits for us"), tone="danger", text=text, advice=_("Approve it again."))
        text = _("It is asked of us. As long as we do not sign, it gives no access.")
        advice = _("Read what is asked. Then approve it, or reject it.")
        return Told(badge=_("Waits for us"), tone="warning", text=text, advice=advice)
    text = _("It waits for %(names)s. Until then it gives no access.") % {"names": names.listed(awaited)}
    return Told(badge=_("Waits for others"), tone="info", text=text)


def _valid(found: Connection, *, now: datetime) -> Told:
    begins = moment(found.contract.content.not_before)
    if begins > now:
        text = _("Everyone signed. It gives access from %(moment)s.") % {"moment": recorded_text(begins, now=now)}
        return Told(badge=_("Signed"), tone="info", text=text)
    ends = moment(found.contract.content.not_after)
    if ends - now < ENDS_SOON:
        text = _("It gives access, and ends %(moment)s.") % {
            "moment": ending_text(moment(found.contract.content.not_after))
        }
        advice = _("Is it still needed? Then agree on a new one in time: a contract is never lengthened.")
        return Told(badge=_("Ends soon"), tone="warning", text=text, advice=advice)
    text = _("It gives access, until %(moment)s.") % {"moment": ending_text(moment(found.contract.content.not_after))}
    return Told(badge=_("In force"), tone="safe", text=text)


def ending_text(moment_: datetime) -> str:
    """When something ends; at the end of a day as 24:00 of that day, which nobody can take for the day after."""
    text = moment_text(moment_)
    if "," not in text:  # without a time: the first instant of a day
        return _("%(day)s, 24:00") % {"day": moment_text(moment_ - timedelta(seconds=1)).partition(",")[0]}
    return text


def _by(found: Connection, kind: SignatureKind, text: str, *, names: Names, now: datetime) -> str:
    said = next(it for it in found.signatures if it.kind == kind.value)
    return text % {"name": names.of(said.peer_id), "moment": recorded_text(said.signed_at, now=now)}
