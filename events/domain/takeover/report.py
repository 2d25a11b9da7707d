"""The report of a takeover: per category what was there, what became events, what was refused, what was remarked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from events.domain.event import Kind
from events.domain.takeover.decided import Decided
from events.domain.takeover.entries import TakenRow
from events.domain.takeover.register import CATEGORIES, PersonFile
from events.domain.takeover.remarks import EXPLANATIONS, Remark
from events.domain.takeover.stacks import Place, RefusedRow

REMARK_TITLES: Mapping[Remark, str] = {
    Remark.UNREGISTERED: "no 86.10",
    Remark.PARTIAL: "part. 86.10",
    Remark.UNREADABLE: "odd 86.10",
    Remark.FUTURE: "future",
    Remark.OUT_OF_ORDER: "out of order",
    Remark.TOO_EARLY: "too early",
    Remark.UNCORRECTED: "uncorrected",
    Remark.NO_BSN: "no BSN",
    Remark.BSN_TWICE: "BSN twice",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One category: `imported` + `refused` = `rows`. `remarks` counts rows that did become events."""

    category: str
    title: str
    rows: int
    imported: int
    corrections: int
    refused: int
    remarks: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a takeover did, row by row where there is something to say."""

    persons: int
    events: int
    stacks_out_of_order: int
    lines: tuple[Line, ...]
    refused: tuple[RefusedRow, ...]
    remarked: tuple[tuple[Place, Remark], ...]

    @property
    def rows(self) -> int:
        """All rows of the register."""
        return sum(line.rows for line in self.lines)

    @property
    def imported(self) -> int:
        """The rows that became events."""
        return sum(line.imported for line in self.lines)

    def as_json(self) -> dict[str, Any]:
        """The whole report, every remarked and refused row with its place and reason, ready for JSON."""
        return {
            "persons": self.persons,
            "rows": self.rows,
            "imported": self.imported,
            "refused": len(self.refused),
            "events": self.events,
            "stacks_out_of_order": self.stacks_out_of_order,
            "categories": [asdict(line) for line in self.lines],
            "explanations": {remark.value: EXPLANATIONS[remark] for remark in Remark},
            "refused_rows": [asdict(row.place) | {"reason": row.reason} for row in self.refused],
            "remarked_rows": [asdict(place) | {"remark": remark.value} for place, remark in self.remarked],
        }

    def table(self) -> Iterator[str]:
        """The report as lines of text: a table with one line per category, and the sum."""
        used = [remark for remark in Remark if any(line.remarks.get(remark.value) for line in self.lines)]
        titles = ["rows", "imported", "refused", "corrections", *(REMARK_TITLES[remark] for remark in used)]
        yield f"{'category':<25}" + "".join(f"{title:>14}" for title in titles)
        for line in (*self.lines, self._sum()):
            numbers = [line.rows, line.imported, line.refused, line.corrections]
            numbers += [line.remarks.get(remark.value, 0) for remark in used]
            yield f"{line.category} {line.title:<22}" + "".join(f"{number:>14,}" for number in numbers)

    def _sum(self) -> Line:
        remarks = sum((Counter(line.remarks) for line in self.lines), Counter[str]())
        return Line(
            category="  ",
            title="all",
            rows=self.rows,
            imported=self.imported,
            corrections=sum(line.corrections for line in self.lines),
            refused=len(self.refused),
            remarks=dict(remarks),
        )


def report(
    persons: Iterable[PersonFile],
    *,
    taken: Iterable[TakenRow],
    refused: Iterable[RefusedRow],
    decided: Iterable[Decided],
) -> Report:
    """The report of a takeover; `taken` holds only the rows that the rules accepted."""
    counted = list(persons)
    kept, left = list(taken), tuple(refused)
    remarked = tuple((row.place, remark) for row in kept for remark in row.remarks)
    return Report(
        persons=len(counted),
        events=sum(1 for _ in decided),
        stacks_out_of_order=len(
            {(place.person, place.category, place.stack) for place, remark in remarked if remark is Remark.OUT_OF_ORDER}
        ),
        lines=tuple(_line(category, persons=counted, taken=kept, refused=left) for category in CATEGORIES),
        refused=left,
        remarked=remarked,
    )


def _line(category: str, *, persons: list[PersonFile], taken: list[TakenRow], refused: tuple[RefusedRow, ...]) -> Line:
    mine = [row for row in taken if row.place.category == category]
    return Line(
        category=category,
        title=CATEGORIES[category],
        rows=sum(len(person.categories.get(category, ())) for person in persons),
        imported=len(mine),
        corrections=sum(1 for row in mine for item in row.drafts if item.draft.kind is Kind.CORRECTION),
        refused=sum(1 for row in refused if row.place.category == category),
        remarks=dict(sorted(Counter(remark.value for row in mine for remark in row.remarks).items())),
    )
