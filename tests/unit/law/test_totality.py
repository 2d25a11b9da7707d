"""The law answers on any data: what cannot be read, goes round in a circle or lies at the end of time never raises."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.domain.chains import Content
from events.domain.event import Event
from events.domain.event_types import EventTypeVersion
from events.domain.facts import Fact
from events.domain.moments import LAST_MOMENT, UNKNOWN_MOMENT, first_instant, material_moment
from events.domain.pointers import is_list
from readmodels.domain.attributes import attributes
from readmodels.domain.law.engine import consequences
from readmodels.domain.societies import Society
from tests import builders
from tests.unit.event_types.shipped import EXAMPLES, shipped
from tests.unit.states.stories import CATALOGUE

PEOPLE = tuple(UUID(int=100 + index) for index in range(4))
DATES = ("0001-01-01", "2008-05-01", "2008-05-02", "2014-04-01", "2020-05-01", "2020-05-03", "9999-12-31")
JUNK: tuple[Any, ...] = (None, "", "x", 7, True, [], {}, ["x"], {"objectId": 5}, {"objectId": str(PEOPLE[0])})
WHOLE = tuple({"type": "Datum", "datum": on} for on in DATES)
PARTIAL: tuple[dict[str, Any], ...] = (
    {"type": "JaarDatum", "jaar": 2008},
    {"type": "JaarMaandDatum", "jaar": 2020, "maand": 5},
    {"type": "DatumOnbekend", "onbekend": True},
    {"type": "JaarDatum", "jaar": 1},
    {"type": "JaarDatum", "jaar": 9999},
)
MOMENTS = (
    UNKNOWN_MOMENT,
    UNKNOWN_MOMENT + timedelta(days=1),
    first_instant("2008-05-01"),
    first_instant("2021-01-01"),
    datetime(9999, 12, 31, tzinfo=UTC),
    LAST_MOMENT,
)
_PLACE = {"persoonslijst": "1", "categorie": "01", "stapel": 0, "volgnummer": 0}
_ROWS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "OvernamePersoon",
        {
            "register": _PLACE,
            "burgerservicenummer": "999990342",
            "anummer": "1234567890",
            "voornamen": "Noor",
            "geslachtsnaam": "Bakker",
            "geboortedatum": "20080500",
            "geboorteplaats": "0518",
            "geslachtsaanduiding": "V",
            "aanduidingNaamgebruik": "E",
        },
    ),
    ("OvernameOuder", {"register": {**_PLACE, "categorie": "02"}, "aktenummer": "1AE0100", "geslachtsnaam": "."}),
    ("OvernameOuder", {"register": {**_PLACE, "categorie": "03"}, "gerelateerde": {"objectId": ""}}),
    (
        "OvernameNationaliteit",
        {"register": {**_PLACE, "categorie": "04"}, "nationaliteit": "0001", "redenOpnemen": "017"},
    ),
    (
        "OvernameVerbintenis",
        {"register": {**_PLACE, "categorie": "05"}, "datumAangaan": "00000000", "soortVerbintenis": "H"},
    ),
    (
        "OvernameInschrijving",
        {
            "register": {**_PLACE, "categorie": "07"},
            "redenOpschortingBijhouding": "O",
            "datumOpschortingBijhouding": "20200501",
            "indicatieGeheim": "0",
        },
    ),
    (
        "OvernameVerblijfplaats",
        {
            "register": {**_PLACE, "categorie": "08"},
            "gemeenteVanInschrijving": "0518",
            "adres": {"straatnaam": "Lindelaan"},
            "functieAdres": "W",
            "datumAanvangAdreshouding": "20200501",
            "aanduidingInOnderzoek": "080000",
            "datumIngangOnderzoek": "20200502",
        },
    ),
    (
        "OvernameKind",
        {"register": {**_PLACE, "categorie": "09"}, "geslachtsnaam": "Bakker", "geboortedatum": "20080501"},
    ),
    ("OvernameGezag", {"register": {**_PLACE, "categorie": "11"}, "indicatieGezagMinderjarige": "1D"}),
)
LIKE = (*EXAMPLES, *((shipped(name), row) for name, row in _ROWS))
BIRTHS = tuple(it for it in LIKE if it[0].name == "Geboorte")
FAMILY = frozenset({"Erkenning", "Huwelijk", "GeregistreerdPartnerschap", "OntbindingVerbintenis", "Nationaliteit"})
RULINGS = frozenset({"OntkenningOuderschap", "VaststellingOuderschap", "Adoptie", "Gezagsbeslissing"})
LIVES = (*LIKE, *(it for it in LIKE if it[0].name in FAMILY | RULINGS for _ in range(3)))


@st.composite
def some_facts(draw: st.DrawFn) -> list[Fact]:
    """Facts about few people, as like each other as lives get; here and there something that says nothing."""
    drawn: list[Fact] = []
    births = draw(st.integers(1, 3))
    for order in range(births + draw(st.integers(0, 8))):
        version, example = draw(st.sampled_from(BIRTHS if order < births else LIVES))
        claimed = [str(fact.claim.id) for fact in drawn]
        data = {name: _changed(draw, value, claimed) for name, value in example.items()}
        drawn.append(_fact(version, data, order=order + 1))
    return drawn


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    known=some_facts(),
    as_of=st.sampled_from(MOMENTS),
    rules_at=st.sampled_from((None, date.min, date(2014, 4, 1), date.max)),
)
def test_the_law_answers_on_any_data_and_always_the_same(
    *, known: list[Fact], as_of: datetime, rules_at: date | None
) -> None:
    for someone in PEOPLE:
        found = [_law(known, someone, as_of=as_of, rules_at=rules_at) for _ in range(2)]
        assert found[0] == found[1]
        names = [consequence.name for consequence in found[0]]
        assert len(set(names)) == len(names)
        for consequence in found[0]:
            assert consequence.supports
            assert bool(consequence.value) is consequence.determined
            assert consequence.determined or consequence.reason


@settings(max_examples=400, deadline=None, derandomize=True)
@given(known=some_facts(), as_of=st.sampled_from(MOMENTS))
def test_whatever_was_said_of_somebody_can_be_told(*, known: list[Fact], as_of: datetime) -> None:
    society = Society(known, as_of=as_of, catalogue=CATALOGUE)
    for someone in PEOPLE:
        told = attributes(society.person(someone), as_of=as_of)
        assert all(attribute.supports for attribute in told)
        json.dumps([attribute.value for attribute in told])


@pytest.mark.parametrize(("version", "example"), LIKE, ids=lambda it: getattr(it, "name", None))
def test_no_member_that_says_something_else_altogether_stops_an_answer(
    version: EventTypeVersion, example: dict[str, Any]
) -> None:
    for place in _places(example):
        for junk in JUNK:
            known = [_fact(version, _put(example, place, junk), order=1)]
            person = Society(known, as_of=LAST_MOMENT, catalogue=CATALOGUE).person(PEOPLE[0])
            json.dumps([attribute.value for attribute in attributes(person, as_of=LAST_MOMENT)])
            _law(known, PEOPLE[0], as_of=LAST_MOMENT, rules_at=None)


def _places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands: member names and indexes, outermost first."""
    inner = value.items() if isinstance(value, Mapping) else enumerate(value) if is_list(value) else ()
    for name, member in inner:
        yield (*above, name)
        yield from _places(member, (*above, name))


def _put(value: Any, place: tuple[Any, ...], something: Any) -> Any:
    if not place:
        return something
    if isinstance(value, Mapping):
        return {**value, place[0]: _put(value[place[0]], place[1:], something)}
    return [_put(member, place[1:], something) if at == place[0] else member for at, member in enumerate(value)]


def _law(known: list[Fact], someone: UUID, *, as_of: datetime, rules_at: date | None) -> Any:
    society = Society(known, as_of=as_of, catalogue=CATALOGUE)
    return consequences(society.person(someone), society, rules_at=rules_at)


def _fact(version: EventTypeVersion, data: Mapping[str, Any], *, order: int) -> Fact:
    claim = builders.recorded(builders.claim(version, object_ids=PEOPLE, data=data), order=order)
    return Fact(claim=claim, content=_content(claim, version))


def _content(claim: Event, version: EventTypeVersion) -> Content:
    return Content(
        event=claim,
        event_type=version,
        data=claim.data,
        effective_from=None,
        material=material_moment(claim, version),
        supports=(claim.id,),
    )


def _changed(draw: st.DrawFn, value: Any, claimed: list[str]) -> Any:
    """The value, with other people, dates and events in it; sometimes something else altogether."""
    if draw(st.integers(0, 24)) == 0:
        return draw(st.sampled_from(JUNK))
    if isinstance(value, Mapping):
        if "objectId" in value:
            return {"objectId": str(draw(st.sampled_from(PEOPLE)))}
        if value.get("type") == "Datum":
            return draw(st.sampled_from((*WHOLE, *PARTIAL)))
        return {name: _changed(draw, member, claimed) for name, member in value.items()}
    if is_list(value):
        return [_changed(draw, member, claimed) for member in value]
    return draw(st.sampled_from(claimed)) if claimed and _is_id(value) else value


def _is_id(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(UUID(value))
    except ValueError:
        return False
