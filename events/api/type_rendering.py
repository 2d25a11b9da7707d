"""Drafts, what they would do, deprecations and changes as JSON for the API."""

from collections.abc import Iterable, Mapping
from typing import Any

from events.catalogue.drafts import Judged
from events.domain.canonical import instant_text
from events.domain.refusals import Violation
from events.domain.version_differences import Difference
from events.models import AdministrativeChange, EventTypeDeprecation, EventTypeVersion
from events.queries.compatibility import Compatibility, Trial


def draft(judged: Judged) -> dict[str, Any]:
    """A draft, with everything that is wrong with it."""
    it, content = judged.draft, judged.checked.typed.value
    return {
        "id": str(it.pk),
        "eventType": it.event_type,
        "base": it.base or None,
        "title": it.title,
        "declaration": content if isinstance(content, Mapping) else None,
        "revision": it.revision,
        "changedAt": instant_text(it.changed_at),
        "changedBy": str(it.changed_by),
        "behind": judged.is_behind,
        "mistakes": found(judged.checked.mistakes),
    }


def found(violations: Iterable[Violation]) -> list[dict[str, str]]:
    """Violations with their place; the sentence as the domain says it."""
    return [{"pointer": it.pointer, "code": it.code, "detail": it.message} for it in violations]


def difference(it: Difference) -> dict[str, Any]:
    """One change."""
    return {
        "aspect": it.aspect.value,
        "place": it.place,
        "what": it.what,
        "effect": it.effect.value,
        "before": it.before,
        "after": it.after,
    }


def compatibility(it: Compatibility) -> dict[str, Any]:
    """What became of the events looked at, without where to go on."""
    return {
        "stored": it.of,
        "lookedAt": it.looked_at,
        "versions": [
            {"version": version, "outcomes": {outcome.value: number for outcome, number in counts.items()}}
            for version, counts in it.counts.items()
        ],
        "reasons": [{"pointer": place, "code": code, "events": number} for place, code, number in it.reasons],
        "examples": [
            {
                "eventId": str(example.event_id),
                "version": example.version,
                "zone": example.zone,
                "outcome": example.outcome.value,
                "violations": found(example.violations),
            }
            for example in it.examples
        ],
        "hidden": it.hidden,
    }


def trial(it: Trial) -> dict[str, Any]:
    """What the draft made of one document."""
    return {
        "outcome": it.outcome.value,
        "before": dict(it.before),
        "read": dict(it.read),
        "violations": found(it.violations),
        "toAccept": found(it.to_accept),
    }


def published(row: EventTypeVersion) -> dict[str, Any]:
    """A version that was published just now."""
    return {
        "eventType": row.event_type.name,
        "version": row.version,
        "publishedAt": instant_text(row.published_at),
    }


def deprecation(row: EventTypeDeprecation) -> dict[str, Any]:
    """What is said of a version."""
    return {
        "eventType": row.version.event_type.name,
        "version": row.version.version,
        "since": instant_text(row.since),
        "reason": row.reason,
        "successor": row.successor.version if row.successor else None,
    }


def change(it: AdministrativeChange) -> dict[str, Any]:
    """One change in the administration."""
    return {
        "changedAt": instant_text(it.changed_at),
        "sourceId": str(it.source_id),
        "sourceType": it.source_type,
        "action": it.action,
        "subjectType": it.subject_type,
        "subjectId": it.subject_id,
        "subject": it.subject,
        "before": it.before,
        "after": it.after,
    }
