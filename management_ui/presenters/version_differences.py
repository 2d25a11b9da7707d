"""What changes from one version of an event type to the next, in sentences, each with what it means for senders."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from events.domain.version_differences import Aspect, Difference, Effect
from management_ui.presenters.type_words import json_text, limit_text, rule_title


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceLine:
    """One change: where, what, from what to what, and a badge for what it does to data that is right."""

    place: str
    label: str
    text: str
    before: str
    after: str
    badge: str
    tone: str
    for_acceptance: bool


def difference_lines(differences: Iterable[Difference]) -> tuple[DifferenceLine, ...]:
    """Every change; those that can refuse what was right come first."""
    order = [Effect.NARROWS, Effect.RENEWS, Effect.RULES, Effect.WIDENS, Effect.SAYS]
    return tuple(_line(it) for it in sorted(differences, key=lambda it: order.index(it.effect)))


def _line(it: Difference) -> DifferenceLine:
    badge, tone = _badges()[it.effect]
    is_rule = it.aspect is Aspect.RULE
    return DifferenceLine(
        place="" if is_rule else it.place,
        label=rule_title(it.place) if is_rule else it.title or it.place or _("the whole"),
        text=_text(it),
        before=_value(it.what, it.before),
        after=_value(it.what, it.after),
        badge=badge,
        tone=tone,
        for_acceptance=it.aspect is Aspect.ACCEPTANCE,
    )


def _badges() -> Mapping[Effect, tuple[str, str]]:
    return {
        Effect.NARROWS: (_("stricter"), "danger"),
        Effect.RENEWS: (_("otherwise"), "warning"),
        Effect.RULES: (_("rule"), "info"),
        Effect.WIDENS: (_("looser"), "safe"),
        Effect.SAYS: (_("text only"), "info"),
    }


def _text(it: Difference) -> str:
    if it.aspect is Aspect.ACCEPTANCE and it.what in {"added-required", "required"}:
        return _("Needed from now on")
    if it.aspect is Aspect.ACCEPTANCE and it.what in {"removed", "optional"}:
        return _("No longer needed")
    said = {
        "added": _("New field, which may be left out"),
        "added-required": _("New field, which is required"),
        "removed": _("This field goes"),
        "required": _("Required from now on"),
        "optional": _("May be left out from now on"),
        "type": _("Another kind of value"),
        "closed": _("No other fields than those listed any more"),
        "opened": _("Other fields than those listed too"),
        "forms": _("Other forms"),
        "items": _("What may stand in the list"),
        "additionalProperties": _("What fields that are not listed must be"),
        "structure": _("Put together otherwise"),
        "title": _("Another title"),
        "description": _("Another description"),
        "rule": _("Another rule"),
        "upcast": _("How older data is read"),
    }
    return said.get(it.what) or _("Another limit: %(keyword)s") % {"keyword": it.what}


def _value(what: str, value: Any) -> str:
    if value is None or what in {"added", "added-required", "removed"}:
        return ""
    if what in {"title", "description", "rule", "type", "forms", "upcast"}:
        return json_text(value)
    return limit_text(what, value)
