"""A draft of an event type on screen: its text with every mistake at its line, and what it makes of what is stored."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from events.domain.compatibility import Outcome
from events.domain.refusals import Violation
from events.domain.schema_messages import MESSAGES
from events.domain.type_drafts import Checked
from events.models import EventTypeDraft
from events.queries.compatibility import Compatibility, Trial
from management_ui.presenters.problems import Problem
from management_ui.presenters.refusals import violation_text

AROUND: Final = 3
"""Lines shown before and after a mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One line of the text, with what is wrong there."""

    number: int
    text: str
    mistakes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One of the pages of a draft."""

    label: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLine:
    """How the stored events of one version fare."""

    version: str
    fits: int
    already: int
    unfit: int


def tabs(draft: EventTypeDraft, *, current: str) -> tuple[Tab, ...]:
    """The pages of a draft, in the order in which they are of use."""
    pages = {
        "draft": _("Write"),
        "draft_differences": _("What changes"),
        "draft_compatibility": _("Stored events"),
        "draft_trial": _("Try out"),
        "draft_publish": _("Publish"),
    }
    return tuple(
        Tab(label=label, address=reverse(f"admin:{name}", args=[draft.pk]), current=name == current)
        for name, label in pages.items()
    )


def problems(checked: Checked) -> tuple[Problem, ...]:
    """Every mistake as a line of the error summary, linked to where it stands in the numbered text."""
    return tuple(_problem(it, checked=checked) for it in checked.mistakes)


def _problem(it: Violation, *, checked: Checked) -> Problem:
    if it.pointer == "/title" and it.code == "title":
        return Problem(text=violation_text(it), field="id_title")
    line = checked.typed.line(it.pointer)
    text = _said(it)
    where = _("Line %(line)d, %(place)s") % {"line": line, "place": it.pointer} if it.pointer else _line_only(line)
    return Problem(text=f"{where}: {text}", field=f"line-{line}")


def _said(it: Violation) -> str:
    """What is wrong; of the upcasts it is said on what data that shows."""
    if it.pointer.startswith("/upcast/") and it.code in MESSAGES:
        return _("Read as this version, an example of the former one does not fit: %(text)s") % {
            "text": violation_text(it)
        }
    return violation_text(it)


def _line_only(line: int) -> str:
    return _("Line %(line)d") % {"line": line}


def text_lines(text: str, *, checked: Checked) -> tuple[TextLine, ...]:
    """The lines of the text around what is wrong, numbered; nothing while nothing is."""
    wrong: dict[int, list[str]] = {}
    for it in checked.mistakes:
        wrong.setdefault(checked.typed.line(it.pointer), []).append(_said(it))
    if not wrong:
        return ()
    return tuple(
        TextLine(number=number, text=line, mistakes=tuple(wrong.get(number, ())))
        for number, line in enumerate(text.split("\n"), start=1)
        if any(abs(number - at) <= AROUND for at in wrong)
    )


def count_lines(found: Compatibility) -> tuple[CountLine, ...]:
    """Per stored version how many fit, how many did not before either, and how many would fit no more."""
    return tuple(
        CountLine(
            version=version,
            fits=counts.get(Outcome.FITS, 0) + counts.get(Outcome.NO_CONTENT, 0),
            already=counts.get(Outcome.UNFIT_ALREADY, 0),
            unfit=sum(counts.get(it, 0) for it in UNFIT),
        )
        for version, counts in found.counts.items()
    )


UNFIT = (Outcome.NO_LONGER_FITS, Outcome.ANOTHER_OCCURRENCE, Outcome.UNREADABLE)


def outcome_text(outcome: Outcome) -> str:
    """What became of an event, in words."""
    return {
        Outcome.FITS: _("It fits."),
        Outcome.UNFIT_ALREADY: _("It does not fit, and does not fit the newest version either."),
        Outcome.NO_LONGER_FITS: _("It does not fit."),
        Outcome.ANOTHER_OCCURRENCE: _("It would count as another event than it is now."),
        Outcome.UNREADABLE: _("It cannot be read: no steps lead from its version to this one."),
        Outcome.NO_CONTENT: _("It carries no data of this type."),
    }[outcome]


def reason_text(code: str) -> str:
    """What goes wrong in several events, told without the words of any of them."""
    if code in {outcome.value for outcome in Outcome}:
        return outcome_text(Outcome(code))
    general = {
        "required": _("A required field is missing."),
        "unknown-field": _("There is a field that has no place here any more."),
        "choice": _("A word stands here that can no longer be chosen."),
        "pattern": _("It does not look as it must."),
        "pattern-only": _("It does not look as it must."),
        "form": _("It has none of the forms that are possible here."),
    }
    if code in general:
        return general[code]
    plain = MESSAGES.get(code, "")
    return violation_text(Violation(pointer="", code=code, message=plain)) if plain and "%(" not in plain else code


def violation_lines(violations: Iterable[Violation]) -> tuple[tuple[str, str], ...]:
    """Each violation as its place and its sentence."""
    return tuple((it.pointer or "/", violation_text(it)) for it in violations)


def pretty(value: Mapping[str, Any] | Sequence[Any]) -> str:
    """JSON for people."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def trial_result(trial: Trial) -> dict[str, Any]:
    """What a template shows of a trial."""
    return {
        "fits": trial.outcome is Outcome.FITS,
        "text": outcome_text(trial.outcome),
        "violations": violation_lines(trial.violations),
        "to_accept": violation_lines(trial.to_accept),
        "before": pretty(trial.before) if trial.before != trial.read else "",
        "read": pretty(trial.read),
        "event": trial.event,
    }
