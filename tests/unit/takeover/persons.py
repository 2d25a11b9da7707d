"""Builders: a person file of a register, with only the rows a test is about."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from events.domain.takeover.entries import TakenRow, Takeover, taken_rows
from events.domain.takeover.register import PersonFile
from events.domain.takeover.stacks import RefusedRow, Registration, read_category
from events.domain.takeover.subjects import subjects

NAMESPACE = UUID("5a7f0f0e-8a5d-4a0e-9d0c-0d2b3f6f3a11")
OFFICIAL = UUID("0b5b8c9e-1d57-4a58-8a39-2d4cf1f1d001")
REGISTER = UUID("0b5b8c9e-1d57-4a58-8a39-2d4cf1f1d002")
TAKEN_OVER_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
REGISTERED = "datum van opneming (86.10)"
VALID = "datum ingang geldigheid (85.10)"
FLAG = "indicatie onjuist (84.10)"


def row(
    sequence: int, elements: Mapping[str, str] | None = None, *, registered: str | None = None, flagged: bool = False
) -> dict[str, Any]:
    """A row of a stack; `elements` are in the register's own words."""
    found: dict[str, Any] = {"volg_nr": sequence, **(elements or {})}
    if registered is not None:
        found[REGISTERED] = registered
    if flagged:
        found[FLAG] = "O"
    return found


def person(number: int = 1, *, bsn: str | None = "999990342", **categories: list[dict[str, Any]]) -> PersonFile:
    """A person file; categories are named `c08` and so on."""
    rows = {name.removeprefix("c"): tuple(rows) for name, rows in categories.items()}
    return PersonFile(number=number, bsn=bsn, categories=rows)


def registrations_of(file: PersonFile, category: str) -> tuple[Registration, ...]:
    """The rows of a category with their formal moments; none may be refused."""
    registered, refused = read_category(file, category, taken_over_at=TAKEN_OVER_AT)
    assert not refused
    return registered


def takeover(*files: PersonFile) -> Takeover:
    """The takeover of these files."""
    return Takeover(
        zone="register",
        register_id=REGISTER,
        official_id=OFFICIAL,
        taken_over_at=TAKEN_OVER_AT,
        subjects=subjects(files, namespace=NAMESPACE),
    )


def taken(file: PersonFile) -> tuple[tuple[TakenRow, ...], tuple[RefusedRow, ...]]:
    """What the rows of one file become."""
    return taken_rows(file, takeover=takeover(file))
