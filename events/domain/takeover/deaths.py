"""Category 06: a death is the real event type, so that nobody dies twice, whoever claims it.

What `Overlijden` says in its own words is translated; the row itself goes along whole as `overname`.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from events.domain.takeover import dates, material
from events.domain.takeover.register import PersonFile, Row
from events.domain.takeover.rows import data_of

CATEGORY = "06"
TAKEOVER = "overname"
NETHERLANDS, UNKNOWN_CODE = "6030", "0000"
PLACE, COUNTRY, ACT, DOCUMENT = (
    "plaats overlijden (08.20)",
    "land overlijden (08.30)",
    "aktenummer (81.20)",
    "beschrijving document (82.30)",
)
FOUND_BODY, ACT_LETTER = "G", 2
DESCRIPTION_LENGTH_MAX = 40
SAYS_DEATH = (material.DEATH_DATE, PLACE, COUNTRY)
WITHOUT_DEATH = "Het register verving de overlijdensrij door een rij zonder overlijden: "
_CODE = re.compile(r"[0-9]{1,4}", re.ASCII)


def says_death(row: Row) -> bool:
    """Whether the row says that someone died; a row without group 08 says that a death was not one."""
    return any(name in row for name in SAYS_DEATH)


def death_data(row: Row, *, person: PersonFile) -> dict[str, Any]:
    """The data of an `Overlijden`, but for the person. The source document is the register's own card."""
    described = row.get(DOCUMENT, "").strip()[:DESCRIPTION_LENGTH_MAX]
    return {
        "overlijdensdatum": material.polymorphic(dates.read(row.get(material.DEATH_DATE))),
        "plaats": _place(row),
        "soort": _manner(row),
        "brondocument": {"soort": "registerkaart"} | ({"beschrijving": described} if described else {}),
        TAKEOVER: data_of(row, category=CATEGORY, person=person),
    }


def retraction_reason(row: Row, *, person: PersonFile) -> str:
    """Why a death is retracted: the row that took its place and says no death, whole, so that it can be given back."""
    return WITHOUT_DEATH + json.dumps(
        data_of(row, category=CATEGORY, person=person), ensure_ascii=False, separators=(",", ":")
    )


def row_in_reason(reason: object) -> Mapping[str, Any] | None:
    """The row that `retraction_reason` put into words; None for any other reason."""
    if not isinstance(reason, str) or not reason.startswith(WITHOUT_DEATH):
        return None
    try:
        found = json.loads(reason.removeprefix(WITHOUT_DEATH))
    except ValueError:
        return None
    return found if isinstance(found, Mapping) else None


def row_data(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The part of an event's data that holds the row: all of it, or for a death its `overname`."""
    inner = data.get(TAKEOVER)
    return inner if isinstance(inner, Mapping) else data


def _place(row: Row) -> dict[str, str]:
    country = _code(row.get(COUNTRY)) or UNKNOWN_CODE
    text = row.get(PLACE, "").strip()
    municipality = _code(text)
    named = {"omschrijving": text} if text and municipality is None else {}
    if municipality is None and country == NETHERLANDS:
        municipality = UNKNOWN_CODE
    return {"land": country} | ({"gemeente": municipality} if municipality else {}) | named


def _manner(row: Row) -> str:
    country = _code(row.get(COUNTRY))
    if country not in (None, NETHERLANDS, UNKNOWN_CODE):
        return "buitenlands"
    return "lijkvinding" if row.get(ACT, "")[ACT_LETTER : ACT_LETTER + 1] == FOUND_BODY else "akte"


def _code(text: str | None) -> str | None:
    return text.zfill(len(UNKNOWN_CODE)) if text and _CODE.fullmatch(text) else None
