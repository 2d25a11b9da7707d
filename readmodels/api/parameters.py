"""The time questions as query parameters, named as the Dutch API strategy names them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from events.api.parameters import (
    TEXT_LENGTH_MAX,
    InvalidQuery,
    Parameter,
    Unreadable,
    ending,
    identifier,
    starting,
    text,
)
from events.domain.readings import View
from events.domain.refusals import Violation
from readmodels.queries.objects import Asked

TICK = timedelta(microseconds=1)
_MOMENT = {"oneOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}


def last_of(value: str) -> datetime:
    """A formal moment: itself, or the last instant of a local day (everything recorded on that day is known)."""
    moment = ending(value)
    return moment - TICK if "T" not in value else moment


def day(value: str) -> date:
    """A day."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Unreadable("date", _("Give a day, such as 2026-11-20.")) from None


def view(value: str) -> View:
    """What counts: what was decided, or all that was said."""
    try:
        return View(value)
    except ValueError:
        options = ", ".join(choice.value for choice in View)
        raise Unreadable("choice", _("Choose one of: %(options)s.") % {"options": options}) from None


def _open(value: str) -> bool | None:
    try:
        return {"open": True, "concluded": False, "all": None}[value]
    except KeyError:
        raise Unreadable("choice", _("Choose one of: %(options)s.") % {"options": "open, concluded, all"}) from None


AS_OF = Parameter(
    name="geldigOp",
    field="as_of",
    read=starting,
    schema=_MOMENT,
    description="Zoals het in werkelijkheid was (materiële tijd); zonder: nu. Een dag betekent haar begin.",
    example="2026-11-20",
)
AS_AT = Parameter(
    name="beschikbaarOp",
    field="as_at",
    read=last_of,
    schema=_MOMENT,
    description=(
        "Zoals bekend op dit moment (formele tijd); zonder: het nieuwste moment waarvan het antwoord vaststaat, met "
        "wat u zelf schreef. Een dag betekent haar einde."
    ),
    example="2026-11-20",
)
RULES_AT = Parameter(
    name="inWerkingOp",
    field="rules_at",
    read=day,
    schema={"type": "string", "format": "date"},
    description="Volgens de regels van deze dag; zonder: die van de dag van het feit dat de regel in werking zet.",
    example="2026-11-20",
)
VIEW = Parameter(
    name="view",
    field="view",
    read=view,
    schema={"type": "string", "enum": [choice.value for choice in View], "default": View.LEGAL.value},
    description="`legal`: wat is gevalideerd. `asserted`: alles wat is gezegd en niet afgewezen.",
    example="legal",
)
TIME = (AS_OF, AS_AT, RULES_AT, VIEW)
FACT = Parameter(
    name="fact",
    field="fact",
    read=text,
    schema={"type": "string", "minLength": 1, "maxLength": TEXT_LENGTH_MAX},
    description="De naam van het gegeven, zoals in de toestand: `naam`, `ouder/1`, `rechtsgevolg/gezag`.",
    example="naam",
)
BETWEEN = replace(
    AS_AT,
    name="between",
    field="between",
    description="Het eerste moment waarop gevraagd wordt wat bekend was. Een dag betekent haar einde.",
)
AND = replace(
    AS_AT,
    name="and",
    field="as_at",
    description="Het tweede moment; zonder: het nieuwste waarvan het antwoord vaststaat. Een dag betekent haar einde.",
)

INVESTIGATION = Parameter(
    name="state",
    field="open",
    read=_open,
    schema={"type": "string", "enum": ["open", "concluded", "all"], "default": "open"},
    description="`open`: waarover nog niemand oordeelde. `concluded`: gehandhaafd. `all`: beide.",
    example="open",
)
ZONE = Parameter(
    name="zone",
    field="zone",
    read=text,
    schema={"type": "string", "minLength": 1, "maxLength": TEXT_LENGTH_MAX},
    description="De zone van de claim.",
    example="burgerlijke-stand",
)
OBJECT = Parameter(
    name="objectId",
    field="object_id",
    read=identifier,
    schema={"type": "string", "format": "uuid"},
    description="Het object (de persoon) waarover de claim gaat.",
    example="0193b5c2-7a1e-7c3f-9d43-3c1d6c0a51e2",
)


def asked_in(values: Mapping[str, Any]) -> Asked:
    """The time questions of a request."""
    return Asked(
        as_of=values.get("as_of") or datetime.now(UTC),
        as_at=values.get("as_at"),
        view=values.get("view") or View.LEGAL,
        rules_at=values.get("rules_at"),
    )


def required(values: Mapping[str, Any], parameter: Parameter) -> Any:
    """The value of a parameter that must be given. Raises `InvalidQuery`."""
    if parameter.field not in values:
        message = _("Give this parameter, such as %(example)s.") % {"example": parameter.example}
        raise InvalidQuery(violations=(Violation(pointer=f"/{parameter.name}", code="required", message=message),))
    return values[parameter.field]
