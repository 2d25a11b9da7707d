"""What the cases of the national shapes share: their persons as files, their code tables, and how answers compare."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from events.domain.facts import facts
from events.domain.log import Log
from events.domain.moments import first_instant
from readmodels.domain import code_tables
from readmodels.domain.national.filing import person_file
from readmodels.domain.national.person_file import PersonFile
from tests.conformance.cases import Case
from tests.conformance.registers import person_of, shipped, taken_over
from tests.shared_material import CODE_TABLES

NOON = timedelta(hours=12)


def moment_of(case: Case) -> datetime:
    """Noon of the day that the case calls today."""
    return first_instant(date.fromisoformat(case["as_of"])) + NOON


def files_of(case: Case) -> Mapping[UUID, PersonFile]:
    """The person files of a case, as the import of its register gives them, as known on its day."""
    moment = moment_of(case)
    taken = taken_over(case["given"]["persons"], at=moment, addresses=case["given"].get("addresses"))
    return files_told_by(taken.log, as_at=moment)


def files_told_by(log: Log, *, as_at: datetime) -> Mapping[UUID, PersonFile]:
    """The person files that a log tells of, as known at a formal moment."""
    told = facts(log, catalogue=shipped(), as_at=as_at)
    everybody = dict.fromkeys(object_id for fact in told for object_id in fact.object_ids)
    return {person_id: person_file(person_id, told, catalogue=shipped()) for person_id in everybody}


def file_named(bsn: str, files: Mapping[UUID, PersonFile]) -> PersonFile:
    """The file of who holds a BSN, that which counts where there are two; an empty one when there is nobody."""
    held = (file for file in files.values() if file.bsn == bsn and file.exists)
    person_id = person_of(bsn)
    return next(held, None) or files.get(person_id) or PersonFile(id=person_id, stacks={})


@cache
def _tables() -> Mapping[tuple[int, str], str]:
    found: dict[tuple[int, str], str] = {}
    for path in sorted(CODE_TABLES.glob("*.csv")):
        table = code_tables.read(path.name, path.read_bytes())
        found |= {(table.number, code.code): code.description for code in table.codes}
    return found


def describe(table: int, code: str) -> str | None:
    """What a code means by the national tables beside the project."""
    return _tables().get((table, code))


def plain(value: Any) -> Any:
    """A value in the form in which it is compared: the cases write booleans and numbers as text."""
    if isinstance(value, Mapping):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [plain(member) for member in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None else str(value)


def sorted_values(values: Iterable[Any]) -> list[Any]:
    """Plain values in an order of their own, for comparing where their order does not matter."""
    return sorted(values, key=lambda value: json.dumps(value, sort_keys=True))


def without(value: Any, names: Iterable[str]) -> Any:
    """The same without these members, wherever they stand."""
    left_out = frozenset(names)
    if isinstance(value, Mapping):
        return {name: without(member, left_out) for name, member in value.items() if name not in left_out}
    if isinstance(value, list | tuple):
        return [without(member, left_out) for member in value]
    return value
