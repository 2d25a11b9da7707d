"""The laws hold of states that are built of several F6s; and each bites: with a bug planted it fails."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st

from events.domain.event import Event
from tests.unit.domain import generated
from tests.unit.domain.trying import Law, hold
from tests.unit.federation import bugs, divided, laws
from tests.unit.federation.bugs import Bug
from tests.unit.states import families
from tests.unit.states.bugs import as_known_at_forgets_nothing
from tests.unit.states.laws import SMALL as SMALL_WORLD

SMALL, FAMILY = st.just(SMALL_WORLD), st.just(families.FAMILY)
RANDOM = st.randoms(use_true_random=False)
JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just("\x00"), st.just("\ud800")
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=8,
)
NEAR = st.fixed_dictionaries(
    {},
    optional={
        "id": st.one_of(JSON, st.uuids().map(str)),
        "created_at": st.one_of(JSON, st.sampled_from(("2026-01-05T09:00:00Z", "0001-01-01T00:00:00+14:00"))),
        "occurred_at": st.one_of(JSON, st.sampled_from(("2026-01-05T09:00:00Z", "9999-12-31T23:59:59-14:00"))),
        "object_ids": st.one_of(JSON, st.lists(st.sampled_from([str(it) for it in generated.PEOPLE]), max_size=2)),
        "event_type": st.one_of(JSON, st.sampled_from(("Overlijden", "Huwelijk", "Verhuizing"))),
        "event_version": st.one_of(JSON, st.just("1")),
        "event_kind": st.one_of(JSON, st.sampled_from(("claim", "correction", "validation"))),
        "event_source_id": st.one_of(JSON, st.uuids().map(str)),
        "event_source_type": st.one_of(JSON, st.just("ambtenaar")),
        "event_reference": st.one_of(JSON, st.just([])),
        "event_data": JSON,
        "zone": JSON,
    },
)
"""What looks like an event, until one looks closer."""
WELL_FORMED = generated.raw_logs().map(lambda log: [_wire(event) for event in log if event.object_ids])
SENT = st.one_of(st.lists(st.one_of(JSON, NEAR), max_size=6), WELL_FORMED)
BODY = st.one_of(JSON, st.fixed_dictionaries({"events": st.one_of(JSON, SENT), "horizon": JSON, "zone": JSON}))
RAW = generated.raw_events().map(lambda found: [_near_ours(event) for event in found if event.object_ids])
"""Events that bear ids of ours, and refer to them."""


def _wire(event: Event) -> dict[str, Any]:
    return dict(divided.sent([event]).events[0])


def _near_ours(event: Event) -> Event:
    def shifted(event_id: UUID) -> UUID:
        return UUID(int=1_000 + event_id.int)

    return replace(event, id=shifted(event.id), references=tuple(map(shifted, event.references)))


LAWS: dict[Law, tuple[st.SearchStrategy[Any], ...]] = {
    laws.it_matters_neither_in_which_order_the_sources_come_nor_how_often: (
        SMALL,
        generated.lawful_logs(),
        generated.lawful_logs(),
        RANDOM,
    ),
    laws.however_a_life_is_divided_it_is_what_it_is_when_it_lies_in_one: (SMALL, generated.lawful_logs(), RANDOM),
    laws.nor_do_the_zones_matter_where_nothing_happened_at_one_moment: (SMALL, generated.lawful_logs(), RANDOM),
    laws.who_is_not_responsible_changes_nothing: (SMALL, generated.lawful_logs(), generated.lawful_logs(), RANDOM),
    laws.what_is_recorded_later_anywhere_never_changes_what_was_known: (
        SMALL,
        generated.lawful_logs(),
        RANDOM,
        st.integers(0, 20),
    ),
    laws.whatever_is_answered_nothing_raises_and_ours_stands: (SMALL, generated.lawful_logs(), BODY, SENT),
    laws.nothing_that_another_says_touches_a_chain_of_ours: (SMALL, generated.lawful_logs(), RAW),
}
FAMILY_LAWS: dict[Law, tuple[st.SearchStrategy[Any], ...]] = {
    laws.asked_in_rounds_a_life_is_what_it_is_when_everything_is_read: (
        FAMILY,
        families.family_logs(),
        RANDOM,
        st.integers(0, 20),
    ),
    laws.however_a_life_is_divided_it_is_what_it_is_when_it_lies_in_one: (FAMILY, families.family_logs(), RANDOM),
    laws.however_a_life_is_divided_the_national_services_say_the_same: (FAMILY, families.family_logs(), RANDOM),
    laws.what_is_recorded_later_anywhere_never_changes_what_was_known: (
        FAMILY,
        families.family_logs(),
        RANDOM,
        st.integers(0, 50),
    ),
}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds(law: Law) -> None:
    hold(law, LAWS[law], examples=60)


@pytest.mark.parametrize("law", FAMILY_LAWS, ids=lambda law: law.__name__)
def test_the_law_holds_of_families(law: Law) -> None:
    hold(law, FAMILY_LAWS[law], examples=20)


@pytest.mark.verify
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds_in_many_more_cases(law: Law) -> None:
    hold(law, LAWS[law], examples=1_000)


BITING = 1_000
BUGS: list[tuple[Law, Bug]] = [
    (laws.it_matters_neither_in_which_order_the_sources_come_nor_how_often, bugs.sources_are_taken_as_they_come),
    (laws.however_a_life_is_divided_it_is_what_it_is_when_it_lies_in_one, bugs.the_order_of_an_answer_is_lost),
    (laws.nor_do_the_zones_matter_where_nothing_happened_at_one_moment, bugs.decisions_are_left_behind),
    (laws.who_is_not_responsible_changes_nothing, bugs.everybody_is_believed),
    (laws.what_is_recorded_later_anywhere_never_changes_what_was_known, as_known_at_forgets_nothing),
    (laws.whatever_is_answered_nothing_raises_and_ours_stands, bugs.what_was_sent_is_trusted),
    (laws.whatever_is_answered_nothing_raises_and_ours_stands, bugs.events_of_others_are_put_in_our_zone),
    (laws.nothing_that_another_says_touches_a_chain_of_ours, bugs.events_of_others_are_put_in_our_zone),
    (laws.nothing_that_another_says_touches_a_chain_of_ours, bugs.theirs_goes_before_ours),
]


FAMILY_BUGS: list[tuple[Law, Bug]] = [
    (laws.asked_in_rounds_a_life_is_what_it_is_when_everything_is_read, bugs.nobody_is_asked_about_relatives),
    (laws.however_a_life_is_divided_the_national_services_say_the_same, bugs.decisions_are_left_behind),
]


@pytest.mark.parametrize(("law", "bug"), FAMILY_BUGS, ids=lambda it: it.__name__)
def test_the_law_of_families_bites(law: Law, bug: Bug, monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        hold(law, FAMILY_LAWS[law], examples=BITING, shrink=False)


@pytest.mark.parametrize(("law", "bug"), BUGS, ids=lambda it: it.__name__)
def test_the_law_bites(law: Law, bug: Bug, monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        hold(law, LAWS[law], examples=BITING, shrink=False)
