"""Our zones as they are published: where, since when with what, or why a zone cannot be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from federation.domain.contracts import State
from federation.models import Peer
from federation.queries.own_zones import OwnZone, Publication
from management_ui.presenters.foreign_text import named


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationLine:
    """A zone in one directory."""

    directory: str
    hash: str
    badge: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneLine:
    """A zone: where it is published, with what. `why_not`: why it cannot be; empty where it can."""

    slug: str
    name: str
    publications: tuple[PublicationLine, ...]
    types: tuple[str, ...]
    responsible_for: tuple[str, ...]
    why_not: str


def zone_lines(found: Iterable[OwnZone], *, titles: Mapping[str, str]) -> tuple[ZoneLine, ...]:
    """Several, in their order."""
    zones = tuple(found)
    names = _names(it.directory for zone in zones for it in zone.publications)
    return tuple(_line(it, titles=titles, names=names) for it in zones)


def zone_line(found: OwnZone, *, titles: Mapping[str, str]) -> ZoneLine:
    """One of them."""
    return zone_lines([found], titles=titles)[0]


def _line(found: OwnZone, *, titles: Mapping[str, str], names: Mapping[str, str]) -> ZoneLine:
    terms = found.publications[0].terms if found.publications else None
    return ZoneLine(
        slug=found.zone.slug,
        name=found.zone.name,
        publications=tuple(_publication(it, names=names) for it in found.publications),
        types=_titled(terms.event_types, titles=titles) if terms else (),
        responsible_for=_titled(terms.responsible_for, titles=titles) if terms else (),
        why_not=_why_not(found),
    )


def _publication(it: Publication, *, names: Mapping[str, str]) -> PublicationLine:
    listed = it.state is State.VALID
    return PublicationLine(
        directory=named(names.get(it.directory, ""), it.directory),
        hash=it.content_hash,
        badge=_("listed") if listed else _("waits for the directory"),
        tone="safe" if listed else "info",
    )


def _why_not(found: OwnZone) -> str:
    if found.zone.sensitive:
        return _("This zone is sensitive: that it exists is told to nobody, so it cannot be published.")
    if found.zone.closed:
        return _("This zone is closed: it is being filled. It can be published once it is open.")
    return ""


def _titled(names: frozenset[str], *, titles: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted((titles.get(it, it) for it in names), key=str.casefold))


def _names(ids: Iterable[str]) -> Mapping[str, str]:
    return dict(Peer.objects.filter(peer_id__in=set(ids)).values_list("peer_id", "name"))
