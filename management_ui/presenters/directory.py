"""The global directory on screen: organisations, the zones they offer and what these hold; when it was last read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from federation.domain import properties
from federation.models import Peer
from federation.queries.directory import Directory, Offer, Organisation, Reading
from federation.queries.offers import Asked
from management_ui.presenters.federation_peers import why_not
from management_ui.presenters.foreign_text import named, shown
from management_ui.presenters.moments import recorded_text


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLine:
    """A service that can be asked for: what it is called, what it holds, and where one asks."""

    title: str
    types: tuple[str, ...]
    responsible_for: tuple[str, ...]
    delegator: str
    address: str
    can_be_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationLine:
    """An organisation with what it offers."""

    id: str
    name: str
    offers: tuple[OfferLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryLine:
    """A directory: when it was last read, and what is wrong with it ("" when nothing is)."""

    id: str
    name: str
    address: str
    read: str
    tone: str
    trouble: str
    why: str


def organisation_lines(found: Directory, *, wanted: str, titles: Mapping[str, str]) -> tuple[OrganisationLine, ...]:
    """Those that offer something; with a wanted event type, what holds that."""
    lines = (_organisation(it, wanted=wanted, titles=titles) for it in found.organisations)
    return tuple(line for line in lines if line.offers)


def directory_lines(found: Directory, *, now: datetime) -> tuple[DirectoryLine, ...]:
    """How each directory stands."""
    ids = [it.peer_id for it in found.readings]
    names = dict(Peer.objects.filter(peer_id__in=ids).values_list("peer_id", "name"))
    return tuple(_directory(it, name=names.get(it.peer_id, ""), now=now) for it in found.readings)


def chosen_line(chosen: Asked, *, titles: Mapping[str, str]) -> OrganisationLine:
    """The one service that is asked for."""
    return OrganisationLine(
        id=shown(chosen.peer.id),
        name=named(chosen.peer.name, chosen.peer.id),
        offers=(_offer(chosen.offer, peer_id=chosen.peer.id, titles=titles),),
    )


def _organisation(it: Organisation, *, wanted: str, titles: Mapping[str, str]) -> OrganisationLine:
    offers = (offer for offer in it.offers if not wanted or wanted in offer.terms.event_types)
    return OrganisationLine(
        id=shown(it.peer.id),
        name=named(it.peer.name, it.peer.id),
        offers=tuple(_offer(offer, peer_id=it.peer.id, titles=titles) for offer in offers),
    )


def _offer(it: Offer, *, peer_id: str, titles: Mapping[str, str]) -> OfferLine:
    zone = properties.zone_of(it.name)
    asked = {"peer": peer_id, "service": it.name} | ({"delegator": it.delegator} if it.delegator else {})
    return OfferLine(
        title=_("Zone %(name)s") % {"name": shown(zone)} if zone else shown(it.name),
        types=tuple(_named(it.terms.event_types, titles=titles)),
        responsible_for=tuple(_named(it.terms.responsible_for, titles=titles)),
        delegator=shown(it.delegator) if it.delegator else "",
        address=f"{reverse('admin:connection_new')}?{urlencode(asked)}",
        can_be_asked=bool(it.terms.event_types),
    )


def _named(names: frozenset[str], *, titles: Mapping[str, str]) -> Iterator[str]:
    yield from sorted((titles.get(it) or shown(it, most=80) for it in names), key=str.casefold)


def _directory(it: Reading, *, name: str, now: datetime) -> DirectoryLine:
    read = recorded_text(it.read_at, now=now) if it.read_at else _("not yet")
    trouble = ""
    if it.failing_since:
        trouble = _("does not answer since %(moment)s") % {"moment": recorded_text(it.failing_since, now=now)}
    return DirectoryLine(
        id=shown(it.peer_id),
        name=named(name, it.peer_id),
        address=shown(it.address),
        read=read,
        tone="danger" if it.failing_since else "safe" if it.read_at else "info",
        trouble=trouble,
        why=why_not(it.failure) or shown(it.failure),
    )
