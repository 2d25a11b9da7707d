"""The `errors` of a problem: everything that is wrong with a request, each with its place (ADR: invalid-input)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from events.domain import declaration_messages
from events.domain.refusals import InvalidData, InvalidRequest, Refusal, Violation
from events.domain.schema_messages import MESSAGES
from events.subscriptions.domain import messages as subscriptions
from readmodels.domain.own_views import messages as own_views

BODY = "body"
BATCH = "/events"
"""Where the items of a batch stand in its body."""

PLAIN: Mapping[str, str] = {
    # What is said in another language about a violation whose own sentence is only known in English.
    "required": _("Add this field: it is required."),
    "unknown-field": _("Remove this field: it is not known here."),
    "read-only": _("Leave this field out: the registry fills it in."),
    "type": _("Send one JSON object."),
    "event-kind": _("Set event_kind to claim, correction or validation, as this address asks."),
    "uuid": _("Give a UUID, such as 0192f3c4-8d3e-7c41-9f30-3b0d2a6f1e55."),
    "text": _("Give a text of 1 to 80 characters."),
    "date-time": _("Give an existing moment with its offset (2026-11-20T04:37:00+01:00) or a day (2026-11-20)."),
    "array": _("Give a list of UUIDs."),
    "object": _("Map each object id to the last event id you have seen of it."),
    "min-items": _("Name at least one."),
    "max-items": _("Name fewer: this list is too long."),
    "unique": _("Name each one once."),
    "enum": _("Choose one of the values that are possible here."),
    "range": _("Give a value within the limits."),
    "nesting": _("Nest less deeply."),
    "nul": _("Remove the NUL character: text in the log cannot hold it."),
    "surrogate": _("Remove the lone surrogate: it is not a character."),
    "house-number": _("Give a whole number from 1 to 99999."),
    "items": _("Give a list with at least one item, and no more than may be asked for at once."),
    "last-day": _("Give a day before 9999-12-31."),
    "order": _("Give a day after datumVan: datumTot itself is not in the period."),
    "search-text": _("Give text that is not too long; a * stands only where it may, beside enough other characters."),
    "number": _("Give a number between -9007199254740991 and 9007199254740991, or send it as text."),
}


def errors_of(refusal: Refusal, *, code: str, detail: str) -> tuple[Mapping[str, Any], ...]:
    """Every violation the refusal carries; else the one place it points to, said with `code` and `detail`.

    In a batch the pointers are those of the whole body.
    """
    place = getattr(type(refusal), "place", BODY)
    prefix = "" if refusal.item is None else f"{BATCH}/{refusal.item}"
    if isinstance(refusal, (InvalidRequest, InvalidData)):
        return tuple(
            {"in": place, "pointer": prefix + found.pointer, "code": found.code, "detail": sentence(found)}
            for found in refusal.violations
        )
    if refusal.pointer is None and refusal.item is None:
        return ()
    return ({"in": place, "pointer": prefix + (refusal.pointer or ""), "code": code, "detail": detail},)


def sentence(violation: Violation) -> str:
    """What is wrong and how to mend it, in the language of the request where it is known in it, else in English."""
    translated = gettext(violation.message) if violation.message else ""
    if translated != violation.message or (get_language() or "").startswith("en"):
        return translated
    for of_a_table in (own_views.said, declaration_messages.said, subscriptions.said):
        if (found := of_a_table(violation, translate=gettext)) is not None:
            return found
    try:
        if violation.facts:
            return gettext(MESSAGES[violation.code]) % dict(violation.facts)
        return gettext(PLAIN.get(violation.code) or MESSAGES[violation.code]) % {}
    except (KeyError, TypeError):  # a code without a sentence of its own, or one whose words are not given
        return violation.message
