"""The head of a person's page: who he is, what everybody who looks must notice, and for which moments it is told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.catalogue import catalogue
from management_ui.presenters import person_values
from management_ui.presenters.holdings import place_text
from management_ui.presenters.moments import moment_text
from management_ui.presenters.person_sheet import GROUPS, RESIDENCE, Badge, Teller
from management_ui.presenters.person_values import kind_of
from management_ui.presenters.persons import names_of
from readmodels.domain.holdings import Holding, holdings
from readmodels.queries.known import Known
from readmodels.queries.objects import Answer
from readmodels.queries.person_sheets import PersonSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Who it is, with what everybody who looks must notice."""

    name: str
    born: str
    bsn: str
    address: str
    marks: tuple[Badge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """For which moments the answer is given, and over which zones."""

    as_of: str
    as_at: str
    provisional: bool
    is_newest: bool
    zones: tuple[str, ...]


def heading(sheet: PersonSheet, *, teller: Teller) -> Heading:
    """Who it is at the moments of the answer; where the state says no name, the newest that is claimed or known now."""
    newest = teller.names if teller.names.knows(sheet.person_id) else names_of(sheet.known.log, catalogue=catalogue())
    held = {holding.name: holding for holding in holdings(sheet.state)}

    def told(*names: str) -> str:
        found = next((held[name] for name in names if name in held and held[name].determined), None)
        if found is None:
            return ""
        if kind_of(found.name) in GROUPS[RESIDENCE]:
            return place_text(found.value, names=teller.names)
        return person_values.text(person_values.parts(found, names=teller.names))

    return Heading(
        name=told("naam") or newest.of(sheet.person_id),
        born=told("geboorte"),
        bsn=told("burgerservicenummer"),
        address=told("verblijfplaats", "rechtsgevolg/woonadres"),
        marks=tuple(_marks(sheet, held=held)),
    )


def _marks(sheet: PersonSheet, *, held: Mapping[str, Holding]) -> Iterator[Badge]:
    if "overlijden" in held:
        yield Badge(tone="danger", text=_("Deceased"))
    if any(holding.in_doubt for holding in held.values()):
        yield Badge(tone="warning", text=_("Under investigation"))
    if held.get("geheimhouding") is not None and held["geheimhouding"].value != "0":
        yield Badge(tone="warning", text=_("Secrecy"))
    if not _is_newest(sheet.known):
        yield Badge(tone="warning", text=_("Not the newest knowledge"))


def given(answer: Answer, *, zones: Mapping[str, str]) -> Given:
    """For which moments and zones an answer is told."""
    known = answer.known
    return Given(
        as_of=moment_text(answer.asked.as_of),
        as_at=moment_text(known.as_at),
        provisional=known.provisional,
        is_newest=_is_newest(known),
        zones=tuple(zones.get(it, it) for it in known.zones),
    )


def _is_newest(known: Known) -> bool:
    """Whether nothing about this person or his relatives was recorded after the formal moment of the answer."""
    return all(event.created_at <= known.as_at for event in known.log)
