"""What one grant says, in plain words: who, what, of which event types, what for; and what is odd about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from events.models import Zone
from federation.domain import properties
from federation.domain.directions import Direction, direction
from federation.domain.grants import Grant, Outway
from federation.queries.ourselves import Ourselves
from management_ui.presenters.connections import grant_title
from management_ui.presenters.federation_words import Names, Party, direction_title
from management_ui.presenters.foreign_text import others_said, shown

PURPOSE_LENGTH_MAX: Final = 2_000
TYPES_MAX: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantFact:
    """One line of a grant: a party, or words, or both."""

    label: str
    party: Party | None = None
    text: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedType:
    """An event type that a grant names; `title` is empty where it is not known here."""

    name: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantSheet:
    """One grant, whole."""

    number: int
    title: str
    direction: str
    facts: tuple[GrantFact, ...]
    event_types: tuple[AskedType, ...]
    responsible_for: tuple[AskedType, ...]
    is_connection: bool
    announces: bool
    purpose: str
    odd: tuple[str, ...]
    others: tuple[str, ...]
    hash: str


def sheet(
    grant: Grant,
    *,
    number: int,
    names: Names,
    titles: Mapping[str, str],
    ourselves: Ourselves,
    zones: Mapping[str, Zone],
) -> GrantSheet:
    """One grant of a contract. `titles` of event types by name; `zones`: our own, by short name."""
    terms = properties.terms_of(grant.properties)
    return GrantSheet(
        number=number,
        title=grant_title(grant, names=names),
        direction=direction_title(direction(grant, own=names.own)),
        facts=tuple(_facts(grant, names=names, ourselves=ourselves)),
        event_types=_types(terms.event_types, titles=titles),
        responsible_for=_types(terms.responsible_for, titles=titles),
        is_connection=grant.is_connection,
        announces=terms.announces,
        purpose=shown(terms.purpose, most=PURPOSE_LENGTH_MAX),
        odd=tuple(_odd(grant, terms, own=names.own, titles=titles, zones=zones)),
        others=others_said(grant.properties, but=properties.MEMBER),
        hash=grant.hash,
    )


def _facts(grant: Grant, *, names: Names, ourselves: Ourselves) -> Iterator[GrantFact]:
    if grant.outway is not None:
        yield GrantFact(label=_("Who reads"), party=names.party(grant.outway.peer_id))
        yield _recognised(grant.outway, names=names, ourselves=ourselves)
        if grant.delegator:
            yield GrantFact(label=_("On behalf of"), party=names.party(grant.delegator))
    yield GrantFact(
        label=_("At whom") if grant.is_connection else _("Whose service"), party=names.party(grant.service.peer_id)
    )
    if grant.service.delegator:
        yield GrantFact(label=_("Who offers it on behalf of"), party=names.party(grant.service.delegator))
    zone = properties.zone_of(grant.service.name)
    label = _("Which service") if zone is None else _("Which zone")
    yield GrantFact(label=label, text=names.service(grant.service), code=shown(grant.service.name))
    if grant.directory:
        yield GrantFact(label=_("In whose directory"), party=names.party(grant.directory))
        if grant.delegator:
            yield GrantFact(label=_("On behalf of"), party=names.party(grant.delegator))


def _recognised(outway: Outway, *, names: Names, ourselves: Ourselves) -> GrantFact:
    """By what the one who reads is known."""
    label = _("Known by")
    if outway.public_key_thumbprint is None:
        return GrantFact(label=label, text=_("the name in its certificate"), code=shown(outway.domain_name or ""))
    own = ourselves.certificate
    is_ours = own is not None and own.public_key_thumbprint == outway.public_key_thumbprint.lower()
    signs = names.signs_with(outway.peer_id, outway.public_key_thumbprint)
    theirs = _("the key with which it signs too") if signs else _("the key of its certificate")
    text = _("the key of our certificate of now") if is_ours else theirs
    return GrantFact(label=label, text=text, code=outway.public_key_thumbprint)


def _types(found: frozenset[str], *, titles: Mapping[str, str]) -> tuple[AskedType, ...]:
    asked = [AskedType(name=shown(it, most=80), title=titles.get(it, "")) for it in found]
    return tuple(sorted(asked, key=lambda it: (it.title or it.name).casefold())[:TYPES_MAX])


def _odd(
    grant: Grant, terms: properties.Terms, *, own: str | None, titles: Mapping[str, str], zones: Mapping[str, Zone]
) -> Iterator[str]:
    """What somebody should know before he signs."""
    if grant.is_connection and not terms.event_types:
        yield _("It names no event type: whoever signs it gives access to nothing.")
    if grant.is_connection and not terms.purpose:
        yield _("It does not say what the data are for.")
    if any(it not in titles for it in terms.event_types):
        yield _("It names event types that are not known here: of those there is nothing to read here.")
    if direction(grant, own=own) is not Direction.READ:
        return
    zone = zones.get(properties.zone_of(grant.service.name) or "")
    if zone is None:
        yield _("We have no zone of this name (any more).")
    elif zone.closed:
        yield _("This zone is closed: it is being filled, and answers nobody yet.")
    elif zone.sensitive:
        yield _("This zone is sensitive: about whom it holds anything is never announced, whatever this asks.")
