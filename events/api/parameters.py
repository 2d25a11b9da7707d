"""Query parameters: one table for reading them and for telling of them in the OpenAPI document.

Names are camelCase (ADR: query-keys-camel-case). A parameter that is not in the table is refused, and so is a
value that cannot be read; all violations are answered together.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext as _

from events.domain.event import Kind
from events.domain.moments import LAST_MOMENT, first_instant
from events.domain.plain_json import pointer_token, unsafe_values
from events.domain.refusals import InvalidRequest, Violation
from events.domain.standing import StandingOf
from events.queries.events import PAGE_MAX

VALUES_MAX = 50
TEXT_LENGTH_MAX = 80
CURSOR_LENGTH_MAX = 1_000
PAGE_SIZE = 100
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)


class InvalidQuery(InvalidRequest):
    """A query parameter is not known here, or cannot be read."""

    place: ClassVar[str] = "query"


class Unreadable(ValueError):
    """A value that cannot be read: the code, and the sentence that tells how to mend it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One query parameter: its name, how it is read and described. `many`: may be given more than once."""

    name: str
    field: str
    read: Callable[[str], Any]
    schema: Mapping[str, Any]
    description: str
    many: bool = False
    example: Any = None


def read(query: QueryDict, *, parameters: Sequence[Parameter]) -> dict[str, Any]:
    """What was asked, by field; a tuple where a parameter may be repeated. Raises `InvalidQuery`."""
    known = {parameter.name: parameter for parameter in parameters}
    violations = [_unknown(name, known=known) for name in query if name not in known]
    asked: dict[str, Any] = {}
    for name, parameter in known.items():
        values = query.getlist(name)
        if values:
            found = _read_values(values, parameter=parameter, violations=violations)
            asked[parameter.field] = tuple(found) if parameter.many else next(iter(found), None)
    if violations:
        raise InvalidQuery(violations=tuple(violations))
    return asked


def _read_values(values: Sequence[str], *, parameter: Parameter, violations: list[Violation]) -> list[Any]:
    if len(values) > (limit := VALUES_MAX if parameter.many else 1):
        message = _("Give this parameter at most %(limit)s times.") % {"limit": limit}
        violations.append(Violation(pointer=f"/{parameter.name}", code="max-items", message=message))
        return []
    found = []
    for index, value in enumerate(values):
        try:
            found.append(parameter.read(value))
        except Unreadable as problem:
            place = f"/{parameter.name}/{index}" if parameter.many else f"/{parameter.name}"
            violations.append(Violation(pointer=place, code=problem.code, message=problem.message))
    return found


def _unknown(name: str, *, known: Mapping[str, Parameter]) -> Violation:
    choices = ", ".join(known) or "–"
    message = _("There is no such parameter here. Choose from: %(choices)s.") % {"choices": choices}
    return Violation(pointer=f"/{pointer_token(name[:TEXT_LENGTH_MAX])}", code="unknown-parameter", message=message)


# -- reading one value -------------------------------------------------------------------------------------------------


def identifier(value: str) -> UUID:
    """A UUID in its usual notation."""
    if _UUID.fullmatch(value) is None:
        raise Unreadable("uuid", _("Give a UUID, such as 0192f3c4-8d3e-7c41-9f30-3b0d2a6f1e55."))
    return UUID(value)


def text(value: str) -> str:
    """A short text."""
    if not 0 < len(value) <= TEXT_LENGTH_MAX or unsafe_values(value):
        raise Unreadable("text", _("Give a text of 1 to 80 characters."))
    return value


def one_of(choices: type[StrEnum] | type[TextChoices]) -> Callable[[str], Any]:
    """One of the words of an enumeration."""

    def choose(value: str) -> Any:
        try:
            return choices(value)
        except ValueError:
            options = ", ".join(choice.value for choice in choices)
            raise Unreadable("choice", _("Choose one of: %(options)s.") % {"options": options}) from None

    return choose


def starting(value: str) -> datetime:
    """The moment from which: itself, or the start of a local day."""
    return _moment(value, days=0)


def ending(value: str) -> datetime:
    """The moment until which (not included): itself, or the end of a local day."""
    return _moment(value, days=1)


def _moment(value: str, *, days: int) -> datetime:
    message = _("Give a day (2026-11-20) or a moment with its offset (2026-11-20T04:37:00Z; write + as %2B).")
    try:
        if _DAY.fullmatch(value):
            day = date.fromisoformat(value)
            return LAST_MOMENT if day == date.max and days else first_instant(day + timedelta(days=days))
        moment = datetime.fromisoformat(value)
        if "T" not in value or moment.tzinfo is None or value.endswith("-00:00"):
            raise Unreadable("date-time", message)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unreadable("date-time", message) from None


def whole(least: int, most: int) -> Callable[[str], int]:
    """A whole number within these limits."""

    def read_whole(value: str) -> int:
        if value.isascii() and value.isdigit() and len(value) <= len(str(most)) and least <= int(value) <= most:
            return int(value)
        raise Unreadable("range", _("Give a whole number from %(least)s to %(most)s.") % {"least": least, "most": most})

    return read_whole


def cursor(value: str) -> str:
    """A cursor, as an earlier page gave it; the view opens it."""
    if not 0 < len(value) <= CURSOR_LENGTH_MAX:
        raise Unreadable("cursor", _("Give a cursor exactly as an earlier page gave it, or none."))
    return value


# -- the table ---------------------------------------------------------------------------------------------------------

_UUID_SCHEMA = {"type": "string", "format": "uuid"}
_TEXT_SCHEMA = {"type": "string", "minLength": 1, "maxLength": TEXT_LENGTH_MAX}
_MOMENT_SCHEMA = {"oneOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
_FROM = "Vanaf dit moment (inbegrepen). Een dag zonder tijd betekent het begin van die dag in Nederland."
_UNTIL = "Tot dit moment (niet inbegrepen). Een dag zonder tijd betekent het einde van die dag in Nederland."

FILTERS = (
    Parameter(
        name="objectId",
        field="object_ids",
        read=identifier,
        schema=_UUID_SCHEMA,
        many=True,
        description="Gebeurtenissen over een van deze objecten (personen).",
    ),
    Parameter(
        name="eventType",
        field="event_types",
        read=text,
        schema=_TEXT_SCHEMA,
        many=True,
        description="Gebeurtenissen van een van deze typen.",
        example=["Geboorte"],
    ),
    Parameter(
        name="eventKind",
        field="kinds",
        read=one_of(Kind),
        schema={"type": "string", "enum": [kind.value for kind in Kind]},
        many=True,
        description="Claims, correcties of validaties.",
        example=["claim"],
    ),
    Parameter(
        name="zone",
        field="zones",
        read=text,
        schema=_TEXT_SCHEMA,
        many=True,
        description="Alleen in deze zones; zonder: in alle zones die u mag inzien.",
        example=["burgerlijke-stand"],
    ),
    Parameter(
        name="sourceId",
        field="source_ids",
        read=identifier,
        schema=_UUID_SCHEMA,
        many=True,
        description="Gebeurtenissen van een van deze bronnen.",
    ),
    Parameter(
        name="sourceType",
        field="source_types",
        read=text,
        schema=_TEXT_SCHEMA,
        many=True,
        description="Gebeurtenissen van een bron van een van deze soorten.",
        example=["verloskundige"],
    ),
    Parameter(
        name="standing",
        field="standings",
        read=one_of(StandingOf),
        schema={"type": "string", "enum": [standing.value for standing in StandingOf]},
        many=True,
        description="Claims en correcties met een van deze standen.",
        example=["open"],
    ),
    Parameter(
        name="reference",
        field="referred_to",
        read=identifier,
        schema=_UUID_SCHEMA,
        many=True,
        description="Gebeurtenissen die naar een van deze gebeurtenissen verwijzen.",
    ),
    Parameter(
        name="occurredFrom",
        field="occurred_from",
        read=starting,
        schema=_MOMENT_SCHEMA,
        description=f"Gebeurd in werkelijkheid (materiële tijd). {_FROM}",
    ),
    Parameter(
        name="occurredUntil",
        field="occurred_until",
        read=ending,
        schema=_MOMENT_SCHEMA,
        description=f"Gebeurd in werkelijkheid (materiële tijd). {_UNTIL}",
    ),
    Parameter(
        name="createdFrom",
        field="created_from",
        read=starting,
        schema=_MOMENT_SCHEMA,
        description=f"Vastgelegd (formele tijd). {_FROM}",
    ),
    Parameter(
        name="createdUntil",
        field="created_until",
        read=ending,
        schema=_MOMENT_SCHEMA,
        description=f"Vastgelegd (formele tijd). {_UNTIL}",
    ),
)
PAGING = (
    Parameter(
        name="pageSize",
        field="size",
        read=whole(1, PAGE_MAX),
        schema={"type": "integer", "minimum": 1, "maximum": PAGE_MAX, "default": PAGE_SIZE},
        description="Hoeveel genummerde gebeurtenissen een pagina hoogstens heeft.",
    ),
    Parameter(
        name="cursor",
        field="cursor",
        read=cursor,
        schema={"type": "string", "minLength": 1, "maxLength": CURSOR_LENGTH_MAX},
        description="Ga verder waar een eerdere pagina ophield, met dezelfde filters. De inhoud heeft geen betekenis.",
    ),
)
EVENT_VERSION = Parameter(
    name="eventVersion",
    field="version",
    read=text,
    schema=_TEXT_SCHEMA,
    description="Geef de gegevens in de vorm van deze (nieuwere) versie van het gebeurtenistype.",
    example="2",
)
