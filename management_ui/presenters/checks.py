"""The checks of the domain in the words of an official: what was looked at, how it stands, what he can do about it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.domain import checks
from events.domain.checks import Check
from events.domain.refusals import InvalidData, ReferenceMissing, SameOccurrence
from management_ui.presenters.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One check as a line: a sign, a badge, what was checked, and a hint when it does not pass."""

    name: str
    title: str
    passed: bool
    badge: str
    tone: str
    hint: str
    overrulable: bool


def check_lines(made: tuple[Check, ...]) -> tuple[CheckLine, ...]:
    """Every check; those that do not pass first."""
    return tuple(sorted((_line(check) for check in made), key=lambda line: line.passed))


def check_title(name: str) -> str:
    """What a check looks at; an official's own check by its own name."""
    titles = {
        checks.COMPLETE: _("All data needed to accept are there"),
        checks.REQUIRED_GROUNDS: _("The events this must be based on are there and accepted"),
        checks.GROUNDS_IN_FORCE: _("No event it is based on was retracted"),
        checks.ONE_OCCURRENCE: _("The same event was not accepted before"),
        checks.UNIQUE_VALUES: _("Numbers that must be unique are not in use"),
    }
    return titles.get(name, name.replace("_", " "))


def _line(check: Check) -> CheckLine:
    passed = check.refusal is None
    badge, tone = (_("Passes"), "safe") if passed else (_("Fails"), "danger")
    if not passed and (check.overrulable or isinstance(check.refusal, InvalidData)):
        badge, tone = (_("Differs"), "warning") if check.overrulable else (_("Incomplete"), "warning")
    return CheckLine(
        name=check.name,
        title=check_title(check.name),
        passed=passed,
        badge=badge,
        tone=tone,
        hint="" if passed else _hint(check),
        overrulable=not passed and check.overrulable,
    )


def _hint(check: Check) -> str:
    if check.overrulable:
        return _("You may overrule this, with a motivation.")
    if isinstance(check.refusal, InvalidData):
        return _("Fill in what is missing under “To add before you accept”.")
    if isinstance(check.refusal, ReferenceMissing | SameOccurrence):
        return sentence(check.refusal)
    return sentence(check.refusal) if check.refusal else ""
