"""What is wrong with what somebody typed, in the words of the form: at which input, and how to mend it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from django.utils.translation import gettext as _

from events.domain.refusals import (
    InvalidData,
    InvalidRequest,
    MomentOutOfRange,
    ReferenceMissing,
    Refusal,
    Violation,
    ZoneForbidden,
)
from management_ui.forms.entry.body import BESIDE
from management_ui.forms.entry.inputs import EntryForm
from management_ui.forms.entry.nodes import Kind
from management_ui.presenters.problems import Problem
from management_ui.presenters.refusals import sentence, violation_text
from management_ui.presenters.writing import Writing

GROUNDS: Final = "h-grounds"
_NAMED = re.compile(r"“(\w+)”")
_OWN_WORDS: Final = frozenset(
    {"form", "type", "two-forms", "object", "string", "pattern", "pattern-only", "choice", "boolean", "uuid", "date"}
)


def problems_of_data(found: Iterable[Violation], *, writing: Writing, form: EntryForm) -> tuple[Problem, ...]:
    """Every violation as a line of the error summary, put at its input too."""
    told = dict.fromkeys(_violations(found, writing=writing, form=form))
    return tuple(told)


def problems_of_refusal(refusal: Refusal, *, writing: Writing, form: EntryForm) -> tuple[Problem, ...]:
    """A refusal as lines of the error summary, put at the inputs that mend it."""
    if isinstance(refusal, InvalidData | InvalidRequest) and refusal.violations:
        return problems_of_data(refusal.violations, writing=writing, form=form)
    if isinstance(refusal, ReferenceMissing):
        types = writing.titles(refusal.required)
        return (Problem(text=_("Choose on what this rests: %(types)s.") % {"types": types}, field=GROUNDS),)
    text = _refused(refusal)
    pointer = refusal.pointer or ""
    if isinstance(refusal, MomentOutOfRange) and writing.event_type.material_pointer:
        pointer = f"{writing.place}{writing.event_type.material_pointer}"
    return (_problem(pointer, text, writing=writing, form=form),)


def _refused(refusal: Refusal) -> str:
    if isinstance(refusal, ZoneForbidden):
        return _("You are not allowed to submit in this zone any more. Ask your administrator.")
    if isinstance(refusal, MomentOutOfRange) and refusal.reason == "ahead":
        return _("This lies too far ahead: it can be submitted when it has happened.")
    return sentence(refusal)


def _violations(found: Iterable[Violation], *, writing: Writing, form: EntryForm) -> Iterator[Problem]:
    for violation in found:
        if violation.pointer == "/object_ids":
            yield Problem(text=_("Choose at least one person whom this is about."))
            continue
        shown = form.at(_path(violation.pointer, writing=writing))
        text = wrong_text(violation, kind=None if shown is None else shown.kind, titles=form.titles())
        yield _problem(violation.pointer, text, writing=writing, form=form)


def _problem(pointer: str, text: str, *, writing: Writing, form: EntryForm) -> Problem:
    path = _path(pointer, writing=writing)
    shown = form.at(path)
    field = form.blame(path, text)
    return Problem(text=f"{shown.title}: {text}" if shown is not None and field else text, field=field)


def _path(pointer: str, *, writing: Writing) -> str:
    """The input of a place in the request; "" for what stands in none."""
    beside = BESIDE.get(pointer)
    if beside is not None:
        return beside
    within = pointer.removeprefix(writing.place)
    return writing.said.path_at(within) if pointer.startswith(f"{writing.place}/") else ""


def wrong_text(violation: Violation, *, kind: Kind | None, titles: Mapping[str, str]) -> str:
    """The sentence at the input; members are called by their titles."""
    if violation.code == "required":
        return _required(kind)
    own = _by_kind(kind) if violation.code in _OWN_WORDS else ""
    text = own or violation_text(violation)
    return _NAMED.sub(lambda found: f"“{titles.get(found[1], found[1])}”", text)


def _required(kind: Kind | None) -> str:
    if kind in (Kind.PERSON, Kind.PERSON_ID):
        return _("Choose a person.")
    if kind in (Kind.CHOICE, Kind.BOOLEAN, Kind.EVENT):
        return _("Make a choice.")
    return _("Fill this in.")


def _by_kind(kind: Kind | None) -> str:
    match kind:
        case Kind.PARTIAL_DATE:
            return _(
                "Give a date that exists, such as 12-04-1985; or less when less is known: 04-1985, 1985, “unknown”."
            )
        case Kind.DATE:
            return _("Give a date that exists, such as 12-04-1985.")
        case Kind.CODE:
            return _("Choose from the list, or give the code.")
        case Kind.CHOICE | Kind.BOOLEAN | Kind.EVENT:
            return _("Make a choice.")
        case Kind.PERSON | Kind.PERSON_ID:
            return _("Choose a person.")
        case _:
            return ""
