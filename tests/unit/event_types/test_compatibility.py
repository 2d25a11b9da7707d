"""What becomes of a stored event when it is read as a version that is not published yet."""

from dataclasses import replace
from typing import Any

import pytest

from events.domain.compatibility import Outcome, content_of, judge
from events.domain.event import Draft, Kind
from events.domain.event_types import EventTypeVersion
from tests import builders
from tests.builders import SmallCatalogue

TEXT = {"type": "string"}
ONE = EventTypeVersion(
    name="Feest",
    version="1",
    title="Feest",
    schema={"type": "object", "required": ["naam"], "additionalProperties": False, "properties": {"naam": TEXT}},
    identity_key=("/naam",),
)
PUBLISHED = SmallCatalogue([ONE])


def next_version(**change: Any) -> EventTypeVersion:
    return replace(ONE, version="2", upcast_from="1", **change)


def event(data: Any, *, kind: Kind = Kind.CLAIM, version: str = "1") -> Draft:
    made = builders.claim()
    return replace(made, event_type="Feest", event_version=version, kind=kind, data=data)


def outcome(stored: Draft, new: EventTypeVersion) -> Outcome:
    catalogue = SmallCatalogue([ONE, new])
    return judge(stored, version=new, published=PUBLISHED, catalogue=catalogue).outcome


RENAMED = next_version(
    schema={"type": "object", "required": ["titel"], "additionalProperties": False, "properties": {"titel": TEXT}},
    identity_key=("/titel",),
    upcast=({"op": "rename", "from": "/naam", "to": "/titel"},),
)
SHORT = next_version(schema={**ONE.schema, "properties": {"naam": {"type": "string", "maxLength": 3}}})
ELSEWHERE = next_version(identity_key=())
CASES: dict[str, tuple[Draft, EventTypeVersion, Outcome]] = {
    "it is read by the upcast": (event({"naam": "Kermis"}), RENAMED, Outcome.FITS),
    "it is too long now": (event({"naam": "Kermis"}), SHORT, Outcome.NO_LONGER_FITS),
    "it never fitted": (event({"naam": 7}), SHORT, Outcome.UNFIT_ALREADY),
    "it would be another occurrence": (event({"naam": "Kermis"}), ELSEWHERE, Outcome.ANOTHER_OCCURRENCE),
    "no steps lead from its version": (event({"naam": "A"}, version="0"), SHORT, Outcome.UNREADABLE),
    "a replacement is judged by its new content": (
        event({"operation": "replace", "data": {"naam": "Kermis"}}, kind=Kind.CORRECTION),
        SHORT,
        Outcome.NO_LONGER_FITS,
    ),
    "a retraction carries no data": (
        event({"operation": "retract"}, kind=Kind.CORRECTION),
        SHORT,
        Outcome.NO_CONTENT,
    ),
    "a decision carries no data": (event({"decision": "accepted"}, kind=Kind.VALIDATION), SHORT, Outcome.NO_CONTENT),
}


@pytest.mark.parametrize(("stored", "new", "expected"), CASES.values(), ids=CASES)
def test_an_event_is_judged_as_readers_will_read_it(stored: Draft, new: EventTypeVersion, expected: Outcome) -> None:
    assert outcome(stored, new) is expected


def test_why_it_does_not_fit_is_told_by_its_place_and_never_by_its_value() -> None:
    catalogue = SmallCatalogue([ONE, SHORT])
    found = judge(event({"naam": "Kermis"}), version=SHORT, published=PUBLISHED, catalogue=catalogue)
    assert [(it.pointer, it.code) for it in found.violations] == [("/event_data/naam", "max-length")]
    assert "Kermis" not in found.violations[0].message


def test_a_correction_without_data_has_no_content() -> None:
    assert content_of(event({"operation": "replace", "data": "x"}, kind=Kind.CORRECTION)) is None
