"""The named checks of a decision: what was examined, with what outcome, and what the official overruled.

A check is against the legal state, never against open claims. Most cannot be overruled: failing them is refused with a
refusal of its own. Every decision records all of them, so that a rejection shows its grounds too.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from events.domain import readings, schemas, submissions, suppositions
from events.domain.acts import merged
from events.domain.chains import Content
from events.domain.chains import content as content_of
from events.domain.event import Draft, Event
from events.domain.event_types import Catalogue, EventTypeVersion
from events.domain.log import Log
from events.domain.pointers import is_list
from events.domain.readings import View
from events.domain.refusals import (
    ChecksFailed,
    InvalidData,
    MotivationRequired,
    ReferenceMissing,
    Refusal,
    Violation,
)
from events.domain.suppositions import Supposition

COMPLETE = "gegevens_volledig"
"""The data, with the act, satisfies what its type demands before it can be accepted."""
REQUIRED_GROUNDS = "vereiste_grond_aanvaard"
"""The events that the type requires as grounds are there, and accepted where it says so."""
GROUNDS_IN_FORCE = "grond_van_kracht"
"""No ground has been retracted. An official may overrule this, with a motivation."""
ONE_OCCURRENCE = "gebeurtenis_eenmalig"
"""No other claim of the same occurrence is in force."""
UNIQUE_VALUES = "waarde_uniek"
"""No other claim in force holds a value that only one may hold."""

OURS = frozenset({COMPLETE, REQUIRED_GROUNDS, GROUNDS_IN_FORCE, ONE_OCCURRENCE, UNIQUE_VALUES})

PASSED, FAILED, UNKNOWN = "passed", "failed", "unknown"
OUTCOMES = (PASSED, FAILED, UNKNOWN)
"""How a check comes out. `unknown`: nothing is known that it looks at; it stops nobody, and proves nothing."""
ACT = "/event_data/act"
UNWRITTEN = "…"
"""A motivation is asked of the official when he decides; its absence is no obstacle to show him before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check that was made: it failed if there is a refusal, and else proved nothing if it is `unknown`."""

    name: str
    refusal: Refusal | None
    overrulable: bool = False
    unknown: bool = False

    @property
    def outcome(self) -> str:
        """How it came out."""
        return FAILED if self.refusal is not None else UNKNOWN if self.unknown else PASSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One check that a decision recorded, and how it came out. `overrulable`: it failed, and may be overruled."""

    name: str
    passed: bool
    overrulable: bool = False
    unknown: bool = False
    """It passed, as nothing is known that it looks at."""

    @property
    def outcome(self) -> str:
        """How it came out."""
        return FAILED if not self.passed else UNKNOWN if self.unknown else PASSED


def examined_in(decision: Draft, *, overrulable: Container[str] = ()) -> tuple[Examined, ...]:
    """The checks that a decision recorded; those named may be overruled, beside that of the grounds."""
    return tuple(_examined(entry, overrulable=overrulable) for entry in asked(decision))


def _examined(entry: Mapping[str, Any], *, overrulable: Container[str]) -> Examined:
    name, passed = str(entry.get("check")), entry.get("outcome") != FAILED
    may = not passed and (name == GROUNDS_IN_FORCE or name in overrulable)
    return Examined(name=name, passed=passed, overrulable=may, unknown=entry.get("outcome") == UNKNOWN)


def of_content(supposed: Supposition, *, content: Content | None, act: Mapping[str, Any]) -> Check:
    """Whether what the claim would say by law satisfies its type, and what more it takes to be accepted.

    While the claim is undecided a correction need not be complete yet; what an act adds fits the type all the same.
    """
    after = supposed.content_after
    found: tuple[Violation, ...] = ()
    if after is not None and after != supposed.content_before:
        found = _violations(after.event_type, data=after.data, accepting=True)
    elif content is not None and act:
        found = _violations(content.event_type, data=merged(content.data, act=act), accepting=False)
    about = supposed.after[supposed.root_id].event
    refusal = InvalidData(event_type=about.event_type, event_version=about.event_version, violations=found, pointer=ACT)
    return Check(name=COMPLETE, refusal=refusal if found else None)


def of_grounds(grounds: Iterable[Event], *, log: Log, catalogue: Catalogue) -> Check:
    """Whether no ground was retracted."""
    retracted = any(_is_retracted(ground, log=log, catalogue=catalogue) for ground in grounds)
    return Check(name=GROUNDS_IN_FORCE, refusal=_failed(GROUNDS_IN_FORCE) if retracted else None, overrulable=True)


def of_required_grounds(content: Content, *, grounds: Sequence[Event], log: Log, catalogue: Catalogue) -> Check:
    """Whether the grounds that the type requires are there, and were accepted where it says so."""
    missing = _missing(content, grounds=grounds, log=log, catalogue=catalogue)
    return Check(name=REQUIRED_GROUNDS, refusal=missing)


def of_official(draft: Draft, *, own_checks: frozenset[str] = OURS) -> list[Check]:
    """The checks that the official made himself and reports with his decision; `own_checks` are made for him."""
    return [
        Check(
            name=entry["check"],
            refusal=_failed(entry["check"]) if entry.get("outcome") == FAILED else None,
            overrulable=True,
            unknown=entry.get("outcome") == UNKNOWN,
        )
        for entry in asked(draft)
        if entry["check"] not in own_checks
    ]


def of_keys(supposed: Supposition) -> tuple[Check, Check]:
    """Whether the claim would stay the only one in force of its occurrence, and with its unique values."""
    return (
        Check(name=ONE_OCCURRENCE, refusal=suppositions.same_occurrence(supposed)),
        Check(name=UNIQUE_VALUES, refusal=suppositions.not_unique(supposed)),
    )


def refuse_failed(checks: Iterable[Check], *, draft: Draft) -> None:
    """Pass, or raise: the refusal of a check that cannot be overruled, ChecksFailed, MotivationRequired."""
    failed = [check for check in checks if check.refusal is not None]
    for check in failed:
        if check.refusal is not None and not check.overrulable:
            raise check.refusal
    overruled = overruled_by(draft)
    standing = tuple(check.name for check in failed if check.name not in overruled)
    if standing:
        raise ChecksFailed(checks=standing, overrulable=standing, pointer="/event_data/checks")
    if failed and not has_motivation(draft):
        raise MotivationRequired(reason="This overrules a check.", pointer="/event_data/motivation")


def completed(checks: Iterable[Check], *, draft: Draft) -> list[dict[str, Any]]:
    """The checks as they are recorded: each with its true outcome, and whether the official overruled it."""
    overruled = overruled_by(draft)
    return [_entry(check, overruled=overruled) for check in checks]


def asked(draft: Draft) -> list[Mapping[str, Any]]:
    """The entries of `checks` that came with the decision."""
    given = draft.data.get("checks")
    return [entry for entry in given if isinstance(entry, Mapping)] if given is not None and is_list(given) else []


def overruled_by(draft: Draft) -> frozenset[str]:
    """The names of the checks that the official overrules."""
    return frozenset(str(entry.get("check")) for entry in asked(draft) if entry.get("overruled") is True)


def has_motivation(draft: Draft) -> bool:
    """Whether the decision says why."""
    said = draft.data.get("motivation")
    return isinstance(said, str) and bool(said.strip())


def _entry(check: Check, *, overruled: frozenset[str]) -> dict[str, Any]:
    failed = check.refusal is not None
    return {
        "check": check.name,
        "outcome": check.outcome,
        "overruled": failed and check.overrulable and check.name in overruled,
    }


def _failed(name: str) -> ChecksFailed:
    return ChecksFailed(checks=(name,), overrulable=(name,), pointer="/event_data/checks")


def _violations(event_type: EventTypeVersion, *, data: Mapping[str, Any], accepting: bool) -> tuple[Violation, ...]:
    demanded = (event_type.schema, event_type.accept_schema) if accepting else (event_type.schema,)
    found = (violation for schema in demanded if schema for violation in schemas.violations(schema, data, ACT))
    return tuple(dict.fromkeys(found))


def _missing(content: Content, *, grounds: Sequence[Event], log: Log, catalogue: Catalogue) -> ReferenceMissing | None:
    """The first required reference that no ground satisfies: of the type, and accepted at some time where demanded.

    Whether it was retracted since is another check, that an official may overrule.
    """
    for required in submissions.demanded(content.data, event_type=content.event_type):
        fitting = (ground for ground in grounds if ground.event_type in required.event_types)
        if not any(not required.accepted or _is_accepted(it, log=log, catalogue=catalogue) for it in fitting):
            return ReferenceMissing(
                event_type=content.event_type.name,
                required=required.event_types,
                accepted=required.accepted,
                pointer="/event_reference",
            )
    return None


def _is_accepted(ground: Event, *, log: Log, catalogue: Catalogue) -> bool:
    """Whether the claim that the ground belongs to was accepted, also where the ground is a decision on it."""
    return readings.link_of(_claim_of(ground, log=log), log=log, catalogue=catalogue, view=View.LEGAL).accepted


def _is_retracted(ground: Event, *, log: Log, catalogue: Catalogue) -> bool:
    """Whether the ground itself was retracted, or nothing is left of the claim that it belongs to."""
    own = readings.link_of(ground, log=log, catalogue=catalogue, view=View.LEGAL)
    claim = _claim_of(ground, log=log)
    return own.is_retracted or content_of(claim, log=log, catalogue=catalogue) is None


def _claim_of(ground: Event, *, log: Log) -> Event:
    root_id = log.root_id(ground.id)
    return ground if root_id is None else log[root_id]
