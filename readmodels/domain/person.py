"""A person as the effective facts tell of him: what `persons.fold` makes, and what the rules of law read.

Everything is frozen. Codes are those of the national tables (`nl-standards.md`, 8.2); dates may be partial. What the
law makes of these facts (who is a parent, who has custody) is in `readmodels.domain.law`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from events.domain.moments import PartialDate
from readmodels.domain.known import Doubt, Known

NETHERLANDS = "6030"
DUTCH = "0001"
WOMAN = "V"
NOT_A_NAME = "."
"""How the register writes a name that is unknown, and a parent of whom nothing is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person's name; the parts that are not known are empty."""

    given_names: str = ""
    title: str = ""
    prefix: str = ""
    surname: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """Where and when somebody was born. `on` is None when nothing was said; `PartialDate()` when it is unknown."""

    on: PartialDate | None = None
    place: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """Another person as he is named: by id where he can be identified, and by what was written of him."""

    id: UUID | None = None
    bsn: str | None = None
    name: Name = Name()
    birth: Birth = Birth()
    sex: str = ""

    @property
    def is_named(self) -> bool:
        """Whether anything was written that tells who he is."""
        return bool(self.id or self.name.surname or self.name.given_names)

    @property
    def is_unknown(self) -> bool:
        """Whether it was written that he exists and is not known (a name of `.`)."""
        return self.name.surname == NOT_A_NAME and self.id is None

    def is_the_same(self, other: "Someone") -> bool:
        """Whether both name one person: by id; without one on either side, by surname and date of birth."""
        if self.id and other.id:
            return self.id == other.id
        named = self.name.surname == other.name.surname != "" and self.birth.on == other.birth.on
        return named and self.birth.on is not None and not (self.id or other.id)


class Ground(StrEnum):
    """By what somebody is a legal parent; the letters are those of the act (`nl-standards.md`, 8.2)."""

    BIRTH = "geboorte"
    """He gave birth, or stands in the act of birth (A)."""
    UNION = "verbintenis"
    """He was the spouse or partner of the mother at the birth, or died within 306 days before it (BW 1:199a, b)."""
    DONOR = "donorverklaring"
    RECOGNITION = "erkenning"
    """Recognised (B, C, J)."""
    COURT = "gerechtelijke vaststelling"
    """Parenthood established by the court (V; BW 1:207)."""
    ADOPTION = "adoptie"
    """Q; BW 1:227–230."""
    STATED = "overgenomen"
    """A register says so, and not why."""


class Ending(StrEnum):
    """How a parenthood ended."""

    DENIAL = "ontkenning"
    """Denied (E; BW 1:200, 1:202): it is deemed never to have been."""
    ANNULMENT = "vernietiging"
    """The recognition was annulled (N; BW 1:205, 1:206): it is deemed never to have been."""
    ADOPTION = "adoptie"
    OTHER = "vervallen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What an act of recognition says besides who recognised whom. None: of that it says nothing."""

    mother_consents: bool | None = None
    child_consents: bool | None = None
    custody_with_mother: bool = False
    """Whether both declare that the mother alone has custody (BW 1:251b)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """When a court ruled, and when its ruling could no longer be appealed."""

    first_on: PartialDate | None
    final_on: PartialDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parentage:
    """Somebody stated as a parent. `place` is 1 or 2; `since` is the start of the family relation as it was stated."""

    place: int
    parent: Someone
    since: PartialDate | None
    ground: Ground
    ended: Ending | None = None
    ended_on: PartialDate | None = None
    act_letter: str = ""
    recognition: Recognition | None = None
    """Of a recognition that was told in an event of its own: what its act says."""
    ruling: Ruling | None = None
    """Of parenthood that a court established."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """A marriage (`H`) or registered partnership (`P`) with somebody."""

    kind: str
    partner: Someone
    start: PartialDate | None = None
    end: PartialDate | None = None
    ended_by: str = ""
    """Why it ended (`nl-standards.md`, 8.2), or nothing."""
    claims: frozenset[UUID] = frozenset()
    """The claims that speak of it: what a dissolution refers to."""

    def runs_on(self, day: date) -> bool:
        """Whether it has begun by that day and not ended, partial dates taken at their first day.

        One of which no start is stated never was: a marriage declared void leaves such a row.
        """
        begun = self.start is not None and self.start.earliest <= day
        return begun and (self.end is None or self.end.earliest > day)

    def ran_between(self, first: date, last: date) -> bool:
        """Whether it ran at some time from the first day to the last."""
        begun = self.start is not None and self.start.earliest <= last
        return begun and (self.end is None or self.end.earliest > first)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionEnd:
    """That a union ended, told before the union itself: as when of the one only the year is known."""

    claim: UUID
    end: PartialDate | None
    ended_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameChoice:
    """The choice of a surname by the parents: that of the mother, the other parent, or both in an order (BW 1:5)."""

    choice: str
    order: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nationality:
    """A nationality with the reason it was gained or lost."""

    code: str
    reason: str = ""
    lost: bool = False
    special: str = ""
    """Treated as a Dutch national (B), or established not to be one (V): element 65.10."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Residence:
    """Where somebody lives: an address (or location) in a municipality, or a country abroad."""

    municipality: str = ""
    address: Mapping[str, Any] = field(default_factory=dict)
    function: str = ""
    starts_on: PartialDate | None = None
    country: str = NETHERLANDS
    settled_on: PartialDate | None = None
    """The day of settlement in the Netherlands (element 14.20), when he came from abroad."""
    settled_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyDecision:
    """A court's decision on custody: `indication` is 1, 2, 12, 1D, 2D or D (element 32.10)."""

    indication: str
    since: PartialDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """The registration is no longer kept: O death, E emigration, M ministerial, R non-resident, F error, W erased."""

    reason: str
    on: PartialDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigation:
    """A value in doubt: the code of the elements, or the event (and field) it is about."""

    doubt: Doubt
    event: UUID | None = None
    field: str = ""
    claim: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A fact that does not fit the others (a marriage after a death). Nothing stops on it; an official looks at it."""

    code: str
    supports: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class Person:
    """All that the effective facts say of one person. `changing.changed` changes one; `facts` counts those folded."""

    id: UUID
    bsn: Known[str] | None = None
    a_number: Known[str] | None = None
    name: Known[Name] | None = None
    name_usage: Known[str] | None = None
    name_choice: Known[NameChoice] | None = None
    birth: Known[Birth] | None = None
    acts: tuple[Known[str], ...] = ()
    """The letters of the acts that what is said of the person ever rested on (`A`, `Q`, …), oldest first."""
    taken_over: bool = False
    """Whether a register that was taken over tells who he is: then it states all his parents as well."""
    sex: Known[str] | None = None
    parentages: tuple[Known[Parentage], ...] = ()
    children: tuple[tuple[str, Known[Someone]], ...] = ()
    """Each with the key of the statement, so that a later statement of the same child takes its place."""
    unions: tuple[tuple[str, Known[Union]], ...] = ()
    union_ends: tuple[Known[UnionEnd], ...] = ()
    """Ends of unions that are not told of yet."""
    nationalities: tuple[tuple[str, Known[Nationality]], ...] = ()
    residence: Known[Residence] | None = None
    custody: Known[CustodyDecision] | None = None
    guardianship: Known[bool] | None = None
    """Under curatele (BW 1:378): unable to have custody."""
    suspension: Known[Suspension] | None = None
    secrecy: Known[str] | None = None
    death: Known[PartialDate] | None = None
    investigations: tuple[Known[Investigation], ...] = ()
    others: tuple[tuple[str, Known[Any]], ...] = ()
    """What event types of an organisation's own say, by `Type/member`: the last that was said of each."""
    issues: tuple[Issue, ...] = ()
    facts: int = 0

    @property
    def exists(self) -> bool:
        """Whether any effective fact tells of him."""
        return self.facts > 0

    def parents(self) -> tuple[Known[Parentage], ...]:
        """Those stated as parents now, by place."""
        standing = [parentage for parentage in self.parentages if parentage.value.ended is None]
        return tuple(sorted(standing, key=lambda parentage: parentage.value.place))

    def as_someone(self) -> Someone:
        """Himself, as others would name him."""
        return Someone(
            id=self.id,
            bsn=None if self.bsn is None else self.bsn.value,
            name=Name() if self.name is None else self.name.value,
            birth=Birth() if self.birth is None else self.birth.value,
            sex="" if self.sex is None else self.sex.value,
        )
