"""What a field may be called: once, not as a member that every row has, and by the NL API Design Rules.

The linter of those rules reads `datum`, and a name with `Datum` or `Date` inside, as the name of a day.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from events.domain.refusals import Violation
from readmodels.domain.own_views.functions import VALUE, FieldType, natural_type
from readmodels.domain.own_views.messages import mistake

FROM, TO = "Van", "TotEnMet"
RANGED = frozenset({FieldType.DATE, FieldType.DATE_TIME, FieldType.INTEGER, FieldType.NUMBER})
"""The types of which a field also filters by range: `…Van` and `…TotEnMet`."""

ROW_MEMBERS = ("objectId", "claim", "geldigVan", "geldigTot", "onzekerTot", "bekendVan", "bekendTot", "events")
"""What every row tells beside its fields."""
RESERVED = frozenset(
    {
        *ROW_MEMBERS,
        *("geldigOp", "beschikbaarOp", "inWerkingOp", "view", "pageSize", "cursor", "next", "more", "sort"),
        *("object", "key", "rows", "zone", "zones", "provisional"),
    }
)
_OF_A_DAY = re.compile(r"date|datum|.+D(ate|atum).*")


def wrong_names(fields: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[Violation]:
    """What is wrong with the names of these fields, each given with the place of its name.

    Names are the same whatever their capitals: a table of PostgreSQL knows no others.
    """
    taken: dict[str, str] = {}
    for place, field in fields:
        name = field["name"]
        if name.lower() in taken:
            yield mistake("repeated-name", pointer=place, name=taken[name.lower()])
        taken.setdefault(name.lower(), name)
        if name.lower() in {reserved.lower() for reserved in RESERVED}:
            yield mistake("reserved-name", pointer=place, name=name)
        if _OF_A_DAY.fullmatch(name) and _type(field) not in (FieldType.DATE, None):
            yield mistake("date-name", pointer=place, name=name)
    yield from _taken_by_filters(fields)


def filter_names(name: str, field_type: FieldType) -> tuple[str, ...]:
    """The query parameters that filter on a field: on the value itself, and by range where the type has an order."""
    return (name, f"{name}{FROM}", f"{name}{TO}") if field_type in RANGED else (name,)


def _taken_by_filters(fields: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[Violation]:
    """Fields of which the name is that of a filter by range of another, or that have such a filter of a taken name."""
    ranges: dict[str, str] = {}
    for place, field in fields:
        of = _type(field)
        for filtering in () if of is None else filter_names(field["name"], of)[1:]:
            ranges.setdefault(filtering, field["name"])
            if filtering in RESERVED:
                yield mistake("filter-reserved", pointer=place, name=filtering)
    for place, field in fields:
        if field["name"] in ranges:
            yield mistake("filter-name", pointer=place, name=field["name"], other=ranges[field["name"]])


def _type(field: Mapping[str, Any]) -> FieldType | None:
    """The type of a field; None where what stands there is none."""
    try:
        return FieldType(field["type"]) if "type" in field else natural_type(field.get("function", VALUE))
    except (ValueError, LookupError, TypeError):
        return None
