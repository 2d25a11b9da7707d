"""From registered rows to drafts: one row, one claim or correction, with its validation.

The claim's source is the register taken over; the validation's is the official who holds the takeover mandate. A row
after one marked incorrect (84.10 = `O`) replaces it; an incorrect row that nothing replaces is retracted. In category
06 a later row replaces the death before it, and a row without a death retracts it. Ids follow from the row's place, so
that the same takeover makes the same events.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from events.domain.event import Decision, Draft, Kind, Operation
from events.domain.permissions import OFFICIAL
from events.domain.takeover import deaths, material
from events.domain.takeover.declarations import RELATED, VERSION, type_of
from events.domain.takeover.material import Precision
from events.domain.takeover.register import PersonFile
from events.domain.takeover.remarks import Remark
from events.domain.takeover.rows import data_of, person_ref
from events.domain.takeover.stacks import TICK, Place, RefusedRow, Registration, read_category
from events.domain.takeover.subjects import BSN, Subjects

MOTIVATION = "Overgenomen uit het register."
UNCORRECTED = "In het register als onjuist aangemerkt (84.10), zonder rij die haar vervangt."
REPLACED = "In het register als onjuist aangemerkt (84.10) en door deze rij vervangen."
DEATH_RENEWED = "In het register door een latere rij vervangen."
GROUND = "misslag"
ROW, RETRACTION = "row", "retraction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeover:
    """Who takes over what: the zone to fill, the register as a source, the official with the mandate, and when."""

    zone: str
    register_id: UUID
    official_id: UUID
    taken_over_at: datetime
    subjects: Subjects


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenDraft:
    """One event to record, with its formal moment, and how much of its material time is known."""

    draft: Draft
    recorded_at: datetime
    precision: Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenRow:
    """A row and the drafts it became, in the order in which they are recorded."""

    place: Place
    remarks: tuple[Remark, ...]
    drafts: tuple[TakenDraft, ...]


def taken_rows(person: PersonFile, *, takeover: Takeover) -> tuple[tuple[TakenRow, ...], tuple[RefusedRow, ...]]:
    """Every row of a person file as drafts, or refused with its reason; the two together are all its rows."""
    taken: list[TakenRow] = []
    refused: list[RefusedRow] = []
    for category in sorted(person.categories):
        registered, unsound = read_category(person, category, taken_over_at=takeover.taken_over_at)
        refused += unsound
        stacks: dict[int, list[Registration]] = {}
        for row in registered:
            stacks.setdefault(row.place.stack, []).append(row)
        for stack in stacks.values():
            for outcome in _Stack(person=person, takeover=takeover).rows(stack):
                if isinstance(outcome, RefusedRow):
                    refused.append(outcome)
                else:
                    taken.append(_identified(outcome, person=person, takeover=takeover))
    return tuple(taken), tuple(refused)


def _identified(row: TakenRow, *, person: PersonFile, takeover: Takeover) -> TakenRow:
    remark = takeover.subjects.remarks.get(person.number)
    return row if remark is None else replace(row, remarks=(*row.remarks, remark))


class _Stack:
    """Turns the rows of one stack into drafts. `chain` is the claim that stands, with the replacements on it."""

    def __init__(self, *, person: PersonFile, takeover: Takeover) -> None:
        self.person = person
        self.takeover = takeover
        self.subject = takeover.subjects.ids[person.number]
        self.chain: list[Draft] = []

    def rows(self, stack: Sequence[Registration]) -> Iterator[TakenRow | RefusedRow]:
        corrected = {row.corrects for row in stack}
        for row in stack:
            said = self._said(row)
            if not said:
                yield RefusedRow(place=row.place, reason="it says no death (group 08), and there is none to retract")
                continue
            drafts = [item for draft in said for item in self._decided(draft, row=row, at=row.registered_at)]
            remarks = row.remarks
            if row.flagged and row.place not in corrected and self.chain:
                at = min(row.registered_at + TICK, self.takeover.taken_over_at)
                taken_back = self._retractions(row, reasons=())
                drafts += [item for draft in taken_back for item in self._decided(draft, row=row, at=at)]
                remarks = (*remarks, Remark.UNCORRECTED)
            yield TakenRow(place=row.place, remarks=remarks, drafts=tuple(drafts))

    def _said(self, row: Registration) -> list[Draft]:
        """The claim or correction that the row is (for a death taken out, of all that stood); empty: nothing."""
        if row.place.category != deaths.CATEGORY:
            return [self._claim(row) if row.corrects is None else self._replacement(row, reason=REPLACED)]
        if not deaths.says_death(row.row):
            return self._retractions(row, reasons=(deaths.retraction_reason(row.row, person=self.person),))
        if not self.chain:
            return [self._claim(row)]
        return [self._replacement(row, reason=DEATH_RENEWED if row.corrects is None else REPLACED)]

    def _claim(self, row: Registration) -> Draft:
        claim = self._draft(row, part=ROW, data=self._content(row))
        self.chain = [claim]
        return claim

    def _replacement(self, row: Registration, *, reason: str) -> Draft:
        data = {"operation": Operation.REPLACE.value, "reason": reason, "data": self._content(row)}
        draft = self._correction(row, part=ROW, of=self.chain[-1], data=data)
        self.chain.append(draft)
        return draft

    def _retractions(self, row: Registration, *, reasons: Sequence[str]) -> list[Draft]:
        """Retract everything that stands, the newest first: a retracted replacement would revive what it replaced.

        The first says `reasons` when the row itself is the retraction; all others are added to the row.
        """
        found = []
        for number, target in enumerate(reversed(self.chain)):
            by_row = number < len(reasons)
            data = {
                "operation": Operation.RETRACT.value,
                "reason": reasons[number] if by_row else UNCORRECTED,
            }
            part = ROW if by_row else f"{RETRACTION}-{number}"
            draft = self._correction(row, part=part, of=target, data=data)
            found.append(replace(draft, occurred_at=target.occurred_at))
        self.chain = []
        return found

    def _correction(self, row: Registration, *, part: str, of: Draft, data: Mapping[str, Any]) -> Draft:
        """A correction; of an act of civil status it says its ground."""
        ground = {"ground": GROUND} if row.place.category == deaths.CATEGORY else {}
        draft = self._draft(row, part=part, data={**data, **ground})
        return replace(draft, kind=Kind.CORRECTION, references=(of.id,))

    def _draft(self, row: Registration, *, part: str, data: Mapping[str, Any]) -> Draft:
        category = row.place.category
        return Draft(
            id=event_id(row.place, part=part, namespace=self.takeover.subjects.namespace),
            occurred_at=material.occurred_at(row.row, category=category),
            object_ids=(self.subject,),
            event_type=type_of(category),
            event_version=VERSION,
            kind=Kind.CLAIM,
            source_id=self.takeover.register_id,
            source_type=OFFICIAL,
            references=(),
            data=data,
            zone=self.takeover.zone,
        )

    def _decided(self, said: Draft, *, row: Registration, at: datetime) -> Iterator[TakenDraft]:
        """The draft and its acceptance by the official, both at the same formal moment."""
        yield TakenDraft(draft=said, recorded_at=at, precision=material.precision(row.row, category=row.place.category))
        retracts = said.data.get("operation") == Operation.RETRACT
        validation = replace(
            said,
            id=uuid5(said.id, "validation"),
            occurred_at=at,
            kind=Kind.VALIDATION,
            source_id=self.takeover.official_id,
            references=(said.id,),
            data={"decision": Decision.ACCEPTED.value} | ({"motivation": MOTIVATION} if retracts else {}),
        )
        yield TakenDraft(draft=validation, recorded_at=at, precision=Precision.DAY)

    def _content(self, row: Registration) -> dict[str, Any]:
        """The data of the row's event: who it is about, whom it names, and everything the row holds."""
        content: dict[str, Any] = {"persoon": person_ref(self.subject)}
        if row.place.category == deaths.CATEGORY:
            return content | deaths.death_data(row.row, person=self.person)
        named = self.takeover.subjects.named(row.row.get(BSN)) if row.place.category in RELATED else None
        related = {} if named is None else {"gerelateerde": person_ref(named)}
        return content | related | data_of(row.row, category=row.place.category, person=self.person)


def event_id(place: Place, *, part: str, namespace: UUID) -> UUID:
    """The id of the event that a row becomes (`part` is `row`, or `retraction-N` for one that is added to it)."""
    return uuid5(namespace, f"{part}:{place.person}:{place.category}:{place.stack}:{place.sequence}:{place.index}")
