"""Who the person files are about: one object id per person file, and the ids of the persons that rows name.

Ids are uuid5 in a namespace of the takeover's own, which is secret: with a public one, everybody could compute a BSN
back from an object id by trying all of them. The same BSN gives the same id for as long as the namespace is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from events.domain.takeover.register import PersonFile
from events.domain.takeover.remarks import Remark
from events.domain.takeover.stacks import SEQUENCE

BSN = "burgerservicenummer (01.20)"
A_NUMBER = "anummer (01.10)"
BSN_LENGTH = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """Object ids of the persons of one takeover."""

    namespace: UUID
    ids: Mapping[int | str, UUID] = field(default_factory=dict)
    """Number of the person file → object id."""
    remarks: Mapping[int | str, Remark] = field(default_factory=dict)
    """Number of the person file → what there is to remark on its identification."""

    def named(self, bsn: str | None) -> UUID | None:
        """The object id of whoever holds this BSN, in the register or not; None when it is no BSN."""
        number = normal_bsn(bsn)
        return uuid5(self.namespace, f"bsn:{number}") if number else None


def subjects(persons: Iterable[PersonFile], *, namespace: UUID) -> Subjects:
    """An object id for each person file: from its BSN, else from its A-number, else from its own number.

    Of person files with one BSN only the first is identified by it: two people must never become one object.
    """
    ids: dict[int | str, UUID] = {}
    remarks: dict[int | str, Remark] = {}
    taken: set[UUID] = set()
    for person in persons:
        bsn = normal_bsn(person.bsn)
        candidates = [f"bsn:{bsn}"] if bsn else []
        candidates += [f"a:{number}" for number in a_numbers(person)]
        names = [uuid5(namespace, name) for name in (*candidates, f"pl:{person.number}")]
        found = next(name for name in names if name not in taken)
        if not bsn:
            remarks[person.number] = Remark.NO_BSN
        elif found != names[0]:
            remarks[person.number] = Remark.BSN_TWICE
        taken.add(found)
        ids[person.number] = found
    return Subjects(namespace=namespace, ids=ids, remarks=remarks)


def normal_bsn(text: object) -> str | None:
    """A BSN with its leading zeros; None for what is absent, all zeros or no number of at most nine digits.

    The eleven-test is not applied: a register is taken over as it is, wrong numbers included.
    """
    if not isinstance(text, str) or not (text.isascii() and text.isdigit()) or not text.strip("0"):
        return None
    return text.zfill(BSN_LENGTH) if len(text) <= BSN_LENGTH else None


def a_numbers(person: PersonFile) -> tuple[str, ...]:
    """The current A-number of the person file, when it has one."""
    rows = sorted(person.categories.get("01", ()), key=lambda row: row.get(SEQUENCE, 0) if row else 0)
    found = [row[A_NUMBER] for row in rows if isinstance(row.get(A_NUMBER), str) and row[A_NUMBER].strip("0")]
    return tuple(found[:1])
