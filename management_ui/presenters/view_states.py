"""How far views are, in words: whether they answer, up to when everything is in them, how a rebuild goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from management_ui.presenters.moments import recorded_text
from readmodels.models import Build
from readmodels.projectors.concluding_builds import DIFFERING_MAX
from readmodels.queries.builds import BuildState, Parked, ViewState


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a build that is being filled is: for a bar, and in words."""

    number: int
    done: int
    total: int
    text: str
    rate: str
    rate_max: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewLine:
    """One view."""

    name: str
    title: str
    is_own: bool
    is_yours: bool
    answers: bool
    badge: str
    tone: str
    settled: str
    behind: str
    parked: int
    rebuild: Progress | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildLine:
    """One build of those that there are."""

    number: int
    badge: str
    tone: str
    started: str
    ended: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedLine:
    """One object of which the rows could not be made."""

    object_id: str
    reason: str
    event: str
    since: str


def line(found: ViewState, *, yours: bool, now: datetime) -> ViewLine:
    """How far a view is."""
    badge, tone = _answers(found)
    return ViewLine(
        name=found.view.name,
        title=found.view.title,
        is_own=found.view.definition is not None,
        is_yours=yours,
        answers=found.live is not None,
        badge=badge,
        tone=tone,
        settled="" if found.settled_to is None else recorded_text(found.settled_to, now=now),
        behind="" if found.live is None else behind_text(found.live.progress.events_behind),
        parked=found.parked,
        rebuild=None if found.rebuild is None else progress(found.rebuild),
    )


def progress(found: BuildState) -> Progress:
    """How far a build is that is being filled."""
    done, total = min(found.progress.objects_done, found.progress.objects_total), found.progress.objects_total
    said = ngettext("%(done)d of %(n)d person", "%(done)d of %(n)d persons", total) % {"done": done, "n": total}
    if found.progress.is_filled:
        said = _("Filled; it is compared before it answers")
    if found.progress.events_behind:
        said += f" · {behind_text(found.progress.events_behind)}"
    rate = found.build.rate_max
    return Progress(
        number=found.build.number,
        done=done,
        total=total,
        text=said,
        rate=_("as fast as it can") if rate is None else _("at most %(n)d persons per second") % {"n": rate},
        rate_max=rate,
    )


def behind_text(events: int) -> str:
    """How far it is behind the log."""
    return ngettext("%(n)d event behind", "%(n)d events behind", events) % {"n": events} if events else _("up to date")


def build_line(found: BuildState, *, now: datetime) -> BuildLine:
    """One build of those that there are."""
    build = found.build
    badge, tone = {
        Build.State.FILLING: (_("Being filled"), "info"),
        Build.State.LIVE: (_("Answers"), "safe"),
        Build.State.RETIRED: (_("Replaced"), "info"),
        Build.State.FAILED: (_("Ended"), "warning"),
    }[Build.State(build.state)]
    return BuildLine(
        number=build.number,
        badge=badge,
        tone=tone,
        started=recorded_text(build.started_at, now=now),
        ended="" if build.ended_at is None else recorded_text(build.ended_at, now=now),
        found=_found(build),
    )


def parked_line(found: Parked, *, now: datetime) -> ParkedLine:
    """One object of which the rows could not be made."""
    return ParkedLine(
        object_id=str(found.object_id),
        reason=found.reason,
        event="" if found.event_id is None else str(found.event_id),
        since="" if found.since is None else recorded_text(found.since, now=now),
    )


def _answers(found: ViewState) -> tuple[str, str]:
    if found.live is not None:
        return _("Answers"), "safe"
    return (_("Being filled"), "info") if found.rebuild is not None else (_("Does not answer"), "danger")


def _found(build: Build) -> str:
    """What was found when it was compared, and why it ended; nothing when neither is known."""
    compared: Mapping[str, Any] = build.compared or {}
    if build.state != Build.State.FAILED:
        return _compared(compared) if compared else ""
    if compared and (compared["wrong"] or compared["differFromLive"] > DIFFERING_MAX):
        facts = {"other": compared["differFromLive"], "wrong": compared["wrong"]}
        return (
            _("Given up: %(other)d persons were otherwise than before, and %(wrong)d were not as the log has them.")
            % facts
        )
    return build.reason


def _compared(found: Mapping[str, Any]) -> str:
    facts = {"n": found["objects"], "other": found["differFromLive"], "again": found["madeAgain"]}
    said = ngettext("%(n)d person", "%(n)d persons", facts["n"]) % facts
    differs = _("%(other)d otherwise than before") % facts if facts["other"] else _("none otherwise than before")
    again = _("%(again)d made once more from the log: all right") % facts
    return f"{said}; {differs}; {again}."
