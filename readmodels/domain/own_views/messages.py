"""What is said about a definition, or a filter, that is wrong: one plain sentence per code, telling how to mend it.

The sentences are English msgids, as those of `events.domain.schema_messages`: an edge that speaks Dutch translates
`MESSAGES[code]` and fills in `facts`. No code stands in both tables.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from events.domain.refusals import Violation
from events.domain.schema_messages import gettext_noop

MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "unknown-event-type": gettext_noop("Name a published event type: “%(name)s” is none."),
        "reserved-name": gettext_noop(
            "Give this field another name: every row has “%(name)s” already, or it is asked."
        ),
        "repeated-name": gettext_noop("Give this field another name: “%(name)s” is the name of another field."),
        "filter-name": gettext_noop("Give this field another name: “%(name)s” filters on the field “%(other)s”."),
        "filter-reserved": gettext_noop("Give this field another name: “%(name)s” would filter on it, and is taken."),
        "date-name": gettext_noop(
            "Make the type “date”, or change the name: “%(name)s” is read as the name of a date."
        ),
        "function-type": gettext_noop("Choose a type that “%(function)s” gives: %(types)s."),
        "not-a-pointer": gettext_noop("Write a JSON Pointer over the event, such as /event_data/nieuwAdres/postcode."),
        "unreachable": gettext_noop("Point to what these event types can have. At “%(place)s” stand: %(names)s."),
        "points-at-object": gettext_noop("Point to one value: at %(at)s stands an object with %(names)s."),
        "points-at-list": gettext_noop("Write %(at)s/* for the members of this list, and then which of their fields."),
        "never-such": gettext_noop("Choose another pointer or type: at %(at)s never stands %(wanted)s."),
        "key-form": gettext_noop("Let the key be “claim” alone, or “object” and then names of fields."),
        "key-field": gettext_noop("Name a field of this view: “%(name)s” is none."),
        "value-missing": gettext_noop("Add “value”: “%(op)s” compares with it."),
        "value-superfluous": gettext_noop("Leave “value” out: “%(op)s” compares with nothing."),
        "value-type": gettext_noop("Give %(wanted)s: that is what “%(op)s” compares with."),
        "value-choice": gettext_noop("Choose what can stand at %(at)s: %(options)s."),
        "unknown-filter": gettext_noop("There is no such parameter here. Choose from: %(choices)s."),
        "filter-object": gettext_noop(
            "Give the id of an object: a UUID, such as 0192f3c4-8d3e-7c41-9f30-3b0d2a6f1e55."
        ),
        "filter-text": gettext_noop("Give a text of 1 to %(limit)s characters."),
        "filter-number": gettext_noop("Give a number, such as 12.5."),
        "filter-integer": gettext_noop("Give a whole number, such as 12."),
        "filter-boolean": gettext_noop("Give true or false."),
        "filter-date": gettext_noop("Give an existing day, such as 2026-11-20."),
        "filter-moment": gettext_noop("Give a moment with its offset, such as 2026-11-20T04:37:00Z (write + as %%2B)."),
        "filter-order": gettext_noop("Let “%(first)s” be at most “%(last)s”: now nothing lies between them."),
    }
)


def mistake(code: str, *, pointer: str, **facts: str) -> Violation:
    """What is wrong at one place, said in English; `facts` are the words that the sentence needs."""
    return Violation(pointer=pointer, code=code, message=MESSAGES[code] % facts, facts=tuple(sorted(facts.items())))


def said(violation: Violation, *, translate: Callable[[str], str]) -> str | None:
    """The violation in the language of `translate`; None when its code is not of this table, or lacks its words.

    The kinds of value that a sentence asks for (`wanted`) are msgids as well, alone or with “or” between.
    """
    if violation.code not in MESSAGES:
        return None
    facts = dict(violation.facts)
    if "wanted" in facts:
        facts["wanted"] = _wanted(facts["wanted"], translate=translate)
    try:
        return translate(MESSAGES[violation.code]) % facts
    except KeyError:
        return None


def _wanted(words: str, *, translate: Callable[[str], str]) -> str:
    whole = translate(words)
    return whole if whole != words else f" {translate('or')} ".join(map(translate, words.split(" or ")))
