"""What is said about a declaration of an event type that is wrong: one plain sentence per code, telling how to mend it.

The sentences are English msgids, as those of `schema_messages`: an edge that speaks Dutch translates `MESSAGES[code]`
and fills in `facts`. No code stands in both tables.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from events.domain.refusals import Violation
from events.domain.schema_messages import gettext_noop

MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "object-schema": gettext_noop("Set “type” to “object”: event_data is an object."),
        "unknown-name": gettext_noop("Replace “%(name)s” by one of these, or declare it: %(known)s."),
        "pointer": gettext_noop("Write a JSON Pointer into event_data, such as /kind/objectId."),
        "pointer-nowhere": gettext_noop("Point to a field that the schema has: %(place)s is none."),
        "pointer-optional": gettext_noop("Make %(place)s required in the schema: a claim can never lack it."),
        "pointer-no-id": gettext_noop("Point to a UUID: %(place)s has no format “uuid”."),
        "upcast-first": gettext_noop("Leave this out: a first version has no earlier data to read."),
        "upcast": gettext_noop(
            "Set this to “%(version)s”, and say in “upcast” how data of that version becomes this one."
        ),
        "upcast-identity": gettext_noop(
            "Keep the values of identity_key and unique_keys the same: an event stays the same occurrence."
        ),
        "upcast-step": gettext_noop(
            "Give one of: rename (from, to), default (path, value), remove (path), wrap (path, member), "
            "map (path, values); and nothing else."
        ),
        "upcast-path": gettext_noop(
            "Write a path as a JSON Pointer into event_data, such as /kind/objectId, not “%(path)s”."
        ),
        "upcast-list": gettext_noop(
            "A rename stays inside the members of one list: give both paths the same beginning."
        ),
        "keyword": gettext_noop("Remove “%(keyword)s”: it is no keyword of JSON Schema 2020-12 that is read here."),
        "reference": gettext_noop("Refer to a definition as #/$defs/NAME; known here are: %(known)s."),
        "format": gettext_noop("Choose a format that is checked: %(formats)s."),
        "version-order": gettext_noop("Give a number above %(newest)s: that is the newest version."),
        "takeover": gettext_noop("Leave this out: a type that comes in with a register is made by developers."),
        "type-name": gettext_noop("Begin with a capital, and use letters and digits only, such as Hondenpenning."),
        "type-taken": gettext_noop("Choose another name: there is an event type of this name already."),
        "title": gettext_noop("Give a title of 1 to %(limit)s characters."),
        "text-length": gettext_noop("Make this shorter: at most %(limit)s characters."),
        "json": gettext_noop("Mend the JSON at line %(line)s, column %(column)s."),
        "json-double": gettext_noop("Write “%(member)s” once: this object has it twice."),
        "json-object": gettext_noop("Write one JSON object."),
        "reason": gettext_noop("Say why, in 1 to %(limit)s characters."),
        "since": gettext_noop("Give a moment that is at most %(limit)s days ahead."),
        "successor": gettext_noop("Name a later version that is not deprecated itself: %(versions)s."),
        "no-successor": gettext_noop("Leave this out: there is no later version that is not deprecated."),
        "one-of-two": gettext_noop("Give either data or the id of an event."),
    }
)


def mistake(code: str, *, pointer: str, **facts: str) -> Violation:
    """What is wrong at one place, said in English; `facts` are the words that the sentence needs."""
    return Violation(pointer=pointer, code=code, message=MESSAGES[code] % facts, facts=tuple(sorted(facts.items())))


def said(violation: Violation, *, translate: Callable[[str], str]) -> str | None:
    """The violation in the language of `translate`; None when its code is not of this table, or lacks its words."""
    if violation.code not in MESSAGES:
        return None
    try:
        return translate(MESSAGES[violation.code]) % dict(violation.facts)
    except KeyError:
        return None
