"""What a row of a register that was taken over says of a person (LO GBA; `events.domain.takeover`).

A row is a complete statement of its stack: what it leaves out is no longer said. Rows of a stack come oldest first.
Parents are the exception that matters in law: of a parent who is no longer stated it is kept that he was, and by which
act he ceased to be.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from events.domain.facts import Fact
from events.domain.moments import PartialDate
from events.domain.pointers import is_list
from events.domain.takeover.subjects import normal_bsn
from readmodels.domain.changing import changed
from readmodels.domain.happenings.reading import members_in
from readmodels.domain.known import Known, known_by
from readmodels.domain.person import (
    NETHERLANDS,
    Birth,
    CustodyDecision,
    Ending,
    Ground,
    Name,
    Nationality,
    Parentage,
    Person,
    Residence,
    Someone,
    Suspension,
    Union,
)
from readmodels.domain.register_reading import Row, act_letter, doubts_of, said_date, stack_of

GROUNDS = {
    "A": Ground.BIRTH,
    "B": Ground.RECOGNITION,
    "C": Ground.RECOGNITION,
    "J": Ground.RECOGNITION,
    "V": Ground.COURT,
    "Q": Ground.ADOPTION,
}
ENDINGS = {"E": Ending.DENIAL, "N": Ending.ANNULMENT, "Q": Ending.ADOPTION}
STRUCTURED = frozenset({"register", "persoon", "gerelateerde", "adres"})
"""The members of a row that are objects themselves."""


def of_person(person: Person, fact: Fact, row: Row) -> Person:
    """Category 01: identity, name, birth, sex."""
    bsn, a_number = normal_bsn(row.get("burgerservicenummer")), row.get("anummer")
    usage = row.get("aanduidingNaamgebruik")
    return changed(
        person,
        bsn=_known(fact, row, bsn),
        a_number=_known(fact, row, a_number),
        name=_known(fact, row, _name(row)),
        name_usage=_known(fact, row, usage),
        birth=_known(fact, row, _birth(row)),
        acts=(*person.acts, _certainly(fact, row, act_letter(row))),
        taken_over=True,
        sex=_known(fact, row, row.get("geslachtsaanduiding")),
    )


def of_parent(person: Person, fact: Fact, row: Row) -> Person:
    """Categories 02 and 03: a parent as stated; or, when the row states none, that the former one is none any more."""
    place = int(row["register"]["categorie"]) - 1
    letter = act_letter(row)
    parent = _someone(row)
    since = said_date(row.get("datumIngangFamilierechtelijkeBetrekking"))
    others = [it for it in person.parentages if it.value.place != place or it.value.ended is not None]
    standing = [it for it in person.parentages if it.value.place == place and it.value.ended is None]
    ended = [_ended(it, fact, row, parent=parent, letter=letter) for it in standing]
    stated = Parentage(
        place=place, parent=parent, since=since, ground=GROUNDS.get(letter, Ground.STATED), act_letter=letter
    )
    past = tuple(it for it in ended if it is not None)
    if parent.is_named:
        past = (*past, _certainly(fact, row, stated))
    elif letter in ENDINGS and not past:
        never_was = replace(stated, ended=ENDINGS[letter], ended_on=said_date(row.get("datumIngangGeldigheid")))
        past = (_certainly(fact, row, never_was),)
    return changed(person, parentages=(*others, *past))


def _ended(
    standing: Known[Parentage], fact: Fact, row: Row, *, parent: Someone, letter: str
) -> Known[Parentage] | None:
    """The parentage that the row puts an end to; None when the row states the same parent anew."""
    if parent.is_named and parent.is_the_same(standing.value.parent):
        return None
    value = replace(
        standing.value, ended=ENDINGS.get(letter, Ending.OTHER), ended_on=said_date(row.get("datumIngangGeldigheid"))
    )
    return replace(standing, value=value, supports=tuple(dict.fromkeys((*standing.supports, *fact.supports))))


def of_nationality(person: Person, fact: Fact, row: Row) -> Person:
    """Category 04: a nationality, or the end of one."""
    code, special = row.get("nationaliteit"), row.get("bijzonderNederlanderschap", "")
    lost = bool(row.get("redenBeeindigen")) or not (code or special)
    value = Nationality(
        code=code or "",
        reason=row.get("redenBeeindigen") or row.get("redenOpnemen", ""),
        lost=lost,
        special=special,
    )
    return changed(person, nationalities=_placed(person.nationalities, stack_of(row), _certainly(fact, row, value)))


def of_union(person: Person, fact: Fact, row: Row) -> Person:
    """Category 05: one marriage or partnership, told over several rows: its start, and its end or annulment."""
    key = stack_of(row)
    former = dict(person.unions).get(key)
    before = None if former is None else former.value
    partner, start, end = _someone(row), said_date(row.get("datumAangaan")), said_date(row.get("datumOntbinding"))
    stated = start is not None or end is not None or partner.is_named or partner.birth.on is not None
    if not stated:
        return changed(person, unions=tuple(it for it in person.unions if it[0] != key))
    if former is not None and start is not None and former.value.start not in (None, start):
        person = _converted(person, key, former, on=start)
        former = before = None
    union = Union(
        kind=row.get("soortVerbintenis") or (before.kind if before else ""),
        partner=partner if partner.is_named or before is None else before.partner,
        start=start if start is not None or before is None else before.start,
        end=end,
        ended_by=row.get("redenOntbinding", ""),
        claims=(before.claims if before else frozenset()) | {fact.claim.id},
    )
    found = _certainly(fact, row, union)
    if former is not None:
        found = replace(found, supports=tuple(dict.fromkeys((*former.supports, *fact.supports))))
    return changed(person, unions=_placed(person.unions, key, found))


def _converted(person: Person, key: str, former: Known[Union], *, on: PartialDate) -> Person:
    """A partnership that became a marriage (or the other way): the one ended on the day the other began."""
    until = replace(former, value=replace(former.value, end=former.value.end or on))
    started = "" if former.value.start is None else former.value.start.text
    others = tuple(it for it in person.unions if it[0] != key)
    return changed(person, unions=(*others, (f"{key}#{started}", until)))


def of_registration(person: Person, fact: Fact, row: Row) -> Person:
    """Category 07: suspension of the registration, and secrecy."""
    reason = row.get("redenOpschortingBijhouding")
    suspension = Suspension(reason=reason, on=said_date(row.get("datumOpschortingBijhouding"))) if reason else None
    return changed(
        person,
        suspension=_known(fact, row, suspension),
        secrecy=_known(fact, row, row.get("indicatieGeheim")),
    )


def of_residence(person: Person, fact: Fact, row: Row) -> Person:
    """Category 08: where he lives."""
    abroad = row.get("landBuitenland")
    lines = {name: row[name] for name in row if name.startswith("regel")}
    starts = row.get("datumAanvangAdresBuitenland") if abroad else row.get("datumAanvangAdreshouding")
    residence = Residence(
        municipality=row.get("gemeenteVanInschrijving", ""),
        address=lines if abroad else members_in(row.get("adres")),
        function=row.get("functieAdres", ""),
        starts_on=said_date(starts),
        country=abroad or NETHERLANDS,
        settled_on=said_date(row.get("datumVestigingInNederland")),
        settled_from=row.get("landVanwaarIngeschreven", ""),
    )
    return changed(person, residence=_certainly(fact, row, residence))


def of_child(person: Person, fact: Fact, row: Row) -> Person:
    """Category 09: a child; a row that names none says that the child is none any more."""
    key, child = stack_of(row), _someone(row)
    if not child.is_named:
        return changed(person, children=tuple(it for it in person.children if it[0] != key))
    return changed(person, children=_placed(person.children, key, _certainly(fact, row, child)))


def of_custody(person: Person, fact: Fact, row: Row) -> Person:
    """Category 11: a court's decision on custody over him, and whether he is under curatele."""
    indication = row.get("indicatieGezagMinderjarige")
    since = said_date(row.get("datumIngangGeldigheid"))
    decision = CustodyDecision(indication=indication, since=since) if indication else None
    return changed(
        person,
        custody=_known(fact, row, decision),
        guardianship=_known(fact, row, True if row.get("indicatieCurateleregister") == "1" else None),
    )


def of_nothing_told(person: Person, _fact: Fact, _row: Row) -> Person:
    """Categories of which no fact of a person is made (documents, permits, voting): the events themselves tell."""
    return person


def _of_plain_rows(reader: Callable[[Person, Fact, Row], Person]) -> Callable[[Person, Fact, Row], Person]:
    """The reader, of rows of which every member says one thing. Raises `TypeError` for another row."""

    def read(person: Person, fact: Fact, row: Row) -> Person:
        if any(isinstance(row[name], Mapping) or is_list(row[name]) for name in row.keys() - STRUCTURED):
            raise TypeError("not a row")
        return reader(person, fact, row)

    return read


_READERS: Mapping[str, Callable[[Person, Fact, Row], Person]] = {
    "OvernamePersoon": of_person,
    "OvernameOuder": of_parent,
    "OvernameNationaliteit": of_nationality,
    "OvernameVerbintenis": of_union,
    "OvernameInschrijving": of_registration,
    "OvernameVerblijfplaats": of_residence,
    "OvernameKind": of_child,
    "OvernameVerblijfstitel": of_nothing_told,
    "OvernameGezag": of_custody,
    "OvernameReisdocument": of_nothing_told,
    "OvernameKiesrecht": of_nothing_told,
}
READERS = {name: _of_plain_rows(reader) for name, reader in _READERS.items()}
"""Takeover type → what its rows say of a person."""


def _name(row: Row) -> Name:
    return Name(
        given_names=row.get("voornamenDiakritisch") or row.get("voornamen", ""),
        title=row.get("adellijkeTitelPredicaat", ""),
        prefix=row.get("voorvoegsel", ""),
        surname=row.get("geslachtsnaamDiakritisch") or row.get("geslachtsnaam", ""),
    )


def _birth(row: Row) -> Birth:
    return Birth(
        on=said_date(row.get("geboortedatum")),
        place=row.get("geboorteplaats", ""),
        country=row.get("geboorteland", ""),
    )


def _someone(row: Row) -> Someone:
    named = row.get("gerelateerde")
    return Someone(
        id=UUID(named["objectId"]) if isinstance(named, Mapping) else None,
        bsn=normal_bsn(row.get("burgerservicenummer")),
        name=_name(row),
        birth=_birth(row),
        sex=row.get("geslachtsaanduiding", ""),
    )


def _known(fact: Fact, row: Row, value: Any) -> Any:
    """The value with its supports; None when the row says nothing of it."""
    return None if value in (None, "", Name(), Birth()) else known_by(fact, value, doubts=doubts_of(row))


def _certainly(fact: Fact, row: Row, value: Any) -> Known[Any]:
    return known_by(fact, value, doubts=doubts_of(row))


def _placed(stated: tuple[tuple[str, Any], ...], key: str, value: Any) -> tuple[tuple[str, Any], ...]:
    """The statements with this one in the place of an earlier one of the same key."""
    if any(name == key for name, _ in stated):
        return tuple((name, value if name == key else other) for name, other in stated)
    return (*stated, (key, value))
