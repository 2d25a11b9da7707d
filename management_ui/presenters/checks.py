"""The checks of the domain in the words of an official: what was looked at, how it stands, what he can do about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.domain import checks
from events.domain.checks import Examined
from events.domain.refusals import ReferenceMissing, Refusal, SameOccurrence
from management_ui.presenters.refusals import sentence
from readmodels.domain.state_checks import CHECKS


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One check as a line: a sign, a badge, what was checked by which law, and a hint when it does not pass."""

    name: str
    title: str
    article: str
    passed: bool
    sign: str
    badge: str
    tone: str
    hint: str
    overrulable: bool


def check_lines(made: Sequence[Examined], *, refusal: Refusal | None) -> tuple[CheckLine, ...]:
    """Every check: those that fail first, then those that prove nothing.

    `refusal` is what acceptance would be refused with.
    """
    return tuple(sorted((_line(check, refusal=refusal) for check in made), key=lambda line: (line.passed, line.sign)))


def check_title(name: str) -> str:
    """What a check looks at; an official's own check by its own name."""
    titles = {
        "in_leven": _("Not after a death"),
        "niet_gehuwd_na_overlijden": _("No marriage or partnership after the death"),
        "ongehuwd": _("No running marriage or partnership"),
        "meerderjarig": _("Both partners of age"),
        "geen_verwantschap": _("Partners not closely related"),
        "niet_eerder_geboren": _("No birth of the child known yet"),
        "ouders_bekend": _("Named parents known"),
        "erkenning_mogelijk": _("Child has room for a parent, and the recogniser is 16 or older"),
        "verbintenis_loopt": _("The union has not ended yet"),
        checks.COMPLETE: _("Data complete"),
        checks.REQUIRED_GROUNDS: _("Required grounds present and accepted"),
        checks.GROUNDS_IN_FORCE: _("Grounds not retracted"),
        checks.ONE_OCCURRENCE: _("Same event not accepted before"),
        checks.UNIQUE_VALUES: _("Numbers that must be unique are free"),
    }
    return titles.get(name, name.replace("_", " "))


def check_title_and_law(name: str) -> str:
    """What a check looks at, with the article that asks for it."""
    article = check_article(name)
    return f"{check_title(name)} ({article})" if article else check_title(name)


def check_article(name: str) -> str:
    """The article of law that asks for a check; "" where the register itself asks for it."""
    return next((check.article for check in CHECKS if check.name == name), "")


def _line(check: Examined, *, refusal: Refusal | None) -> CheckLine:
    badge, tone = _badge(check)
    return CheckLine(
        name=check.name,
        title=check_title(check.name),
        article=check_article(check.name),
        passed=check.passed and not check.unknown,
        sign="?" if check.unknown else "✓" if check.passed else "!",
        badge=badge,
        tone=tone,
        hint=_unknown_hint() if check.unknown else "" if check.passed else _hint(check, refusal=refusal),
        overrulable=check.overrulable,
    )


def _badge(check: Examined) -> tuple[str, str]:
    if check.unknown:
        return _("Unknown"), "info"
    if check.passed:
        return _("Passes"), "safe"
    if check.name == checks.COMPLETE:
        return _("Incomplete"), "warning"
    return (_("Differs"), "warning") if check.overrulable else (_("Fails"), "danger")


def _unknown_hint() -> str:
    return _("Nothing is known here to check this by. It stands in nobody's way; look for yourself.")


def _hint(check: Examined, *, refusal: Refusal | None) -> str:
    if check.overrulable:
        return _("You may overrule this, with a motivation.")
    if check.name == checks.COMPLETE:
        return _("Fill in what is missing under “To add before you accept”.")
    if check.name == checks.REQUIRED_GROUNDS and isinstance(refusal, ReferenceMissing):
        return sentence(refusal)
    if check.name == checks.ONE_OCCURRENCE and isinstance(refusal, SameOccurrence):
        return sentence(refusal)
    return _("As long as this fails, this cannot be accepted.")
