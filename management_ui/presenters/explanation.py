"""Why a value is so, in words: the rule and its article, the events it rests on, and what was known of it when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from management_ui.presenters import person_values
from management_ui.presenters.bitemporal import start_text
from management_ui.presenters.history import Happening, happening
from management_ui.presenters.history import Teller as EventTeller
from management_ui.presenters.holdings import holding_title
from management_ui.presenters.moments import date_text, moment_text
from management_ui.presenters.person_sheet import Badge, Teller, badges_of
from management_ui.presenters.person_values import Part
from readmodels.domain.law.consequence import Rule
from readmodels.domain.law.rules import RULES
from readmodels.domain.timelines import Rectangle
from readmodels.queries.objects import Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSaid:
    """A rule of law: what it decides, its version and article, and when it was the law."""

    title: str
    name: str
    version: str
    article: str
    in_force: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOnce:
    """What was known of a value over a stretch of formal time."""

    parts: tuple[Part, ...]
    known_from: str
    known_until: str
    holds_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A value with what it follows from."""

    label: str
    parts: tuple[Part, ...]
    badges: tuple[Badge, ...]
    reason: str
    rule: RuleSaid | None
    events: tuple[Happening, ...]
    history: tuple[KnownOnce, ...]


def explained(found: Explanation, *, teller: Teller, events: EventTeller) -> Explained:
    """The explanation in words."""
    holding = found.holding
    return Explained(
        label=holding_title(holding.name),
        parts=person_values.parts(holding, names=teller.names),
        badges=tuple(badges_of(holding, log=teller.log)),
        reason=holding.reason,
        rule=_rule(holding.rule, version=holding.version, article=holding.article) if holding.rule else None,
        events=tuple(happening(event, teller=events) for event in found.events),
        history=_history(found.history, teller=teller),
    )


def _rule(name: str, *, version: str, article: str) -> RuleSaid:
    found: Rule | None = next((it for it in RULES if (it.name, it.version) == (name, version)), None)
    return RuleSaid(
        title=found.title if found else name,
        name=name,
        version=version,
        article=article,
        in_force="" if found is None else _in_force(found),
    )


def _in_force(rule: Rule) -> str:
    begins = "" if rule.since == date.min else date_text(rule.since.isoformat())
    ends = "" if rule.until == date.max else date_text(rule.until.isoformat())
    if begins and ends:
        return _("from %(begins)s until %(ends)s") % {"begins": begins, "ends": ends}
    if begins:
        return _("from %(day)s") % {"day": begins}
    return _("until %(day)s") % {"day": ends} if ends else _("no limit in time is known here")


def _history(found: Sequence[Rectangle], *, teller: Teller) -> tuple[KnownOnce, ...]:
    """The newest first."""
    ordered = sorted(found, key=lambda it: it.known_from, reverse=True)
    return tuple(
        KnownOnce(
            parts=person_values.parts(it.segment.holding, names=teller.names),
            known_from=start_text(it.known_from),
            known_until="" if it.known_until is None else moment_text(it.known_until),
            holds_now=it.known_until is None,
        )
        for it in ordered
    )
