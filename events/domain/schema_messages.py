"""What is said about data that does not satisfy its schema: one plain sentence per code, telling how to mend it.

The sentences are English msgids; an edge that speaks Dutch translates `MESSAGES[code]` and fills in `facts`.
No sentence repeats the value that was sent: it may be personal data.
"""

from collections.abc import Mapping
from types import MappingProxyType

from events.domain.refusals import Violation


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation; the domain itself speaks English."""
    return message


MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "required": gettext_noop("Add “%(member)s”: it is required."),
        "one-of": gettext_noop("Add %(members)s: at least one of them is required."),
        "unknown-field": gettext_noop("Remove “%(member)s”: this place has no field of that name."),
        "no-fields": gettext_noop("Leave this empty: no value is allowed here."),
        "type": gettext_noop("Give %(wanted)s here."),
        "array": gettext_noop("Give a list here."),
        "boolean": gettext_noop("Give true or false here."),
        "integer": gettext_noop("Give a whole number here."),
        "null": gettext_noop("Give null here."),
        "number": gettext_noop("Give a number here."),
        "object": gettext_noop("Give an object with fields here."),
        "string": gettext_noop("Give text here."),
        "choice": gettext_noop("Choose one of: %(options)s."),
        "fixed": gettext_noop("Write %(wanted)s here."),
        "form": gettext_noop("Write this in one of these forms: %(options)s."),
        "two-forms": gettext_noop("Write this in exactly one form: now it fits more than one of %(options)s."),
        "not-allowed": gettext_noop("Choose another value: this one is not allowed here."),
        "pattern": gettext_noop("Write this like %(example)s."),
        "pattern-only": gettext_noop("Write this so that it matches the regular expression %(pattern)s."),
        "min-length": gettext_noop("Use at least %(limit)s characters."),
        "max-length": gettext_noop("Use at most %(limit)s characters."),
        "minimum": gettext_noop("Give a number of at least %(limit)s."),
        "maximum": gettext_noop("Give a number of at most %(limit)s."),
        "above": gettext_noop("Give a number above %(limit)s."),
        "below": gettext_noop("Give a number below %(limit)s."),
        "multiple-of": gettext_noop("Give a multiple of %(limit)s."),
        "min-items": gettext_noop("Give at least %(limit)s."),
        "max-items": gettext_noop("Give at most %(limit)s."),
        "unique": gettext_noop("Name each one once: this list has doubles."),
        "contains": gettext_noop("Add to this list the item that must be among them."),
        "min-fields": gettext_noop("Fill in at least %(limit)s of the fields."),
        "max-fields": gettext_noop("Fill in at most %(limit)s of the fields."),
        "field-name": gettext_noop("Rename this field: names like this are not allowed here."),
        "bsn": gettext_noop("Give a BSN: nine digits that pass the eleven-test."),
        "date": gettext_noop("Give an existing day as YYYY-MM-DD, such as 2026-11-20."),
        "date-time": gettext_noop("Give a moment with its offset, such as 2026-11-20T04:37:00+01:00."),
        "json-pointer": gettext_noop("Give a JSON Pointer, such as /nieuwAdres/huisnummer."),
        "time-local": gettext_noop("Give a time as HH:MM:SS, without an offset, such as 04:37:00."),
        "uri": gettext_noop("Give a complete address, such as https://example.org/document."),
        "utc-offset": gettext_noop("Give the difference with UTC, such as +01:00."),
        "uuid": gettext_noop("Give a UUID, such as 0192f3c4-8d3e-7c41-9f30-3b0d2a6f1e55."),
        "regex": gettext_noop("Give a regular expression without look-around or back-references."),
        "uri-reference": gettext_noop("Give a reference within this schema, such as #/$defs/Adres."),
        "act-conflict": gettext_noop(
            "Leave this out: an act only adds what the data lacks. To change the data, correct it first."
        ),
        "invalid": gettext_noop("Mend this value: it does not satisfy the schema of this event type."),
        "more": gettext_noop("More is wrong than is listed here: mend these first."),
    }
)


def violation(code: str, *, pointer: str, **facts: str) -> Violation:
    """What is wrong at one place, said in English; `facts` are the words that the sentence needs."""
    return Violation(pointer=pointer, code=code, message=MESSAGES[code] % facts, facts=tuple(sorted(facts.items())))
