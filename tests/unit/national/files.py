"""Person files of invented persons, so that a test names only what it is about."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from readmodels.domain.national.person_file import FileRow, PersonFile
from readmodels.domain.national.persons import answers, request

TODAY = date(2026, 6, 15)
SOMEBODY = UUID(int=7)
BSN = "999990342"
BEGAN = datetime(2000, 1, 1, tzinfo=UTC)
TITLES = {
    "B": "baron", "BS": "barones", "G": "graaf", "GI": "gravin", "JH": "jonkheer", "JV": "jonkvrouw", "P": "prins",
    "PS": "prinses", "R": "ridder",
}  # fmt: skip
TABLES: Mapping[int, Mapping[str, str]] = {
    32: {"0001": "Nederlandse", "0052": "Belgische"},
    33: {"0164": "Hengelo", "0344": "Utrecht"},
    34: {"6030": "Nederland", "5010": "België"},
    38: TITLES,
    56: {"21": "Regulier"},
    60: {"0201": "Een uitkeringsinstantie"},
}


def describe(table: int, code: str) -> str | None:
    return TABLES.get(table, {}).get(code)


def a_file(person_id: UUID = SOMEBODY, /, **rows: Any) -> PersonFile:
    """A file of rows by category (`c01`): one row, the rows of one stack (newest first), or several stacks."""
    stacks: dict[str, tuple[tuple[FileRow, ...], ...]] = {}
    for name, said in rows.items():
        as_list: list[Any] = said if isinstance(said, list) else [said]
        several = as_list if as_list and isinstance(as_list[0], list) else [as_list]
        stacks[name.removeprefix("c")] = tuple(
            tuple(FileRow(elements=row, since=BEGAN) for row in stack) for stack in several
        )
    return PersonFile(
        id=person_id, stacks={"01": ((FileRow(elements={"burgerservicenummer": BSN}, since=BEGAN),),), **stacks}
    )


def nobody_has_custody(_: PersonFile) -> list[dict[str, Any]]:
    return []


def told(file: PersonFile, *fields: str, form: str = "public", today: date = TODAY) -> dict[str, Any]:
    """What is told of one person who is read by his number."""
    asked = request.parse(
        {"type": "RaadpleegMetBurgerservicenummer", "burgerservicenummer": [BSN], "fields": list(fields)}
    )
    answer = answers.public_answer if form == "public" else answers.data_answer
    (person,) = answer(asked, [file], today=today, describe=describe, custody=nobody_has_custody)["personen"]
    assert isinstance(person, dict)
    return person
