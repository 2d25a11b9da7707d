"""Words for what a declaration of an event type can say: kinds of values, limits, rules, steps."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from events.domain.schema_fields import Field

SHOWN_MAX = 12


def type_text(field: Field) -> str:
    """What kind of value may stand here, in a word or two."""
    if not field.kinds:
        return _("no value at all")
    if field.form_titles:
        named = [title for title in field.form_titles if title]
        return _("one of these forms: %(forms)s") % {"forms": ", ".join(named)} if named else _("one of some forms")
    words = {
        "object": _("group of fields"),
        "array": _("list"),
        "string": _("text"),
        "integer": _("whole number"),
        "number": _("number"),
        "boolean": _("yes or no"),
        "null": _("nothing"),
    }
    said = f" {_('or')} ".join(words.get(name, name) for name in sorted(field.types))
    chosen = field.limits.keys() & {"enum", "const"}
    return said or ("" if chosen else _("anything"))


def limit_text(keyword: str, value: Any) -> str:
    """One limit on a value in words; a keyword that has none by its own name."""
    said = {
        "format": _("in the form “%(value)s”"),
        "pattern": _("like the pattern %(value)s"),
        "enum": _("one of: %(value)s"),
        "const": _("always %(value)s"),
        "minLength": _("at least %(value)s characters"),
        "maxLength": _("at most %(value)s characters"),
        "minimum": _("at least %(value)s"),
        "maximum": _("at most %(value)s"),
        "exclusiveMinimum": _("above %(value)s"),
        "exclusiveMaximum": _("below %(value)s"),
        "minItems": _("at least %(value)s in the list"),
        "maxItems": _("at most %(value)s in the list"),
        "uniqueItems": _("each one once"),
    }
    return said.get(keyword, f"{keyword}: %(value)s") % {"value": json_text(value)}


def rule_title(name: str) -> str:
    """A member of a declaration as people call it."""
    titles = {
        "title": _("Title"),
        "source_types": _("Who may claim it"),
        "required_references": _("Events it must be based on"),
        "identity_key": _("What makes it the same event"),
        "unique_keys": _("Values that only one may have"),
        "subject_pointers": _("Where the persons stand"),
        "event_pointers": _("Where other events stand"),
        "material_pointer": _("Its own date"),
        "acceptances": _("Officials who must accept"),
        "constitutive": _("Works from a date that the decision sets"),
        "civil_status": _("Act of civil status"),
        "may_lie_ahead": _("May be claimed before it happens"),
        "rank": _("Order among facts of one moment"),
        "takeover": _("Only with a register"),
        "upcast_from": _("Reads the data of version"),
        "upcast": _("How older data is read"),
    }
    return titles.get(name, name)


def json_text(value: Any) -> str:
    """A value from a declaration, short: words as they are, lists with commas, the rest as JSON."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None:
        return "—"
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, Sequence) and all(isinstance(item, str | int | float) for item in value):
        shown = ", ".join(str(item) for item in value[:SHOWN_MAX]) or _("nobody in particular")
        return f"{shown}, …" if len(value) > SHOWN_MAX else shown
    if isinstance(value, Sequence) and value and all(isinstance(item, Mapping) and "op" in item for item in value):
        return "; ".join(step_text(item) for item in value)
    return json.dumps(value, ensure_ascii=False)


def step_text(step: Mapping[str, Any]) -> str:
    """A step by which older data is read, in words."""
    said = {
        "rename": _("%(from)s is called %(to)s"),
        "default": _("without %(path)s it is %(value)s"),
        "remove": _("%(path)s is left out"),
        "wrap": _("%(path)s becomes the field %(member)s of a group"),
        "map": _("in %(path)s other words are used: %(values)s"),
    }
    words = {name: json.dumps(value, ensure_ascii=False) if name == "values" else value for name, value in step.items()}
    try:
        return said[str(step.get("op"))] % words
    except KeyError:
        return json.dumps(step, ensure_ascii=False)
