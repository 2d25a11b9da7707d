"""What was delivered of a chain follows from what was asked: the spans of the log, their filters, what is parked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.domain.event import Draft
from events.subscriptions.domain import asked
from events.subscriptions.domain.asked import Span, Step, correction, delivered, dropped, folded, goes_on_over
from events.subscriptions.domain.content_changes import content_changes
from events.subscriptions.domain.filters import wanted_of
from events.subscriptions.domain.standing_changes import changes
from events.subscriptions.domain.wanted import Wanted
from tests import builders
from tests.builders import acceptance, birth, person, replacement, retraction
from tests.unit.domain.trying import hold

BORN = birth()
BETTER = replacement(BORN, data={**BORN.data, "naam": "Anne"})
LIFE = (BORN, acceptance(BORN), BETTER, acceptance(BETTER))
CLAIMS: Mapping[str, Any] = {"kinds": ["claim"]}
NONE: Mapping[str, Any] = {"eventTypes": ["Overlijden"]}


def steps(*drafts: Draft, places: Sequence[int] | None = None) -> list[Step]:
    """A chain as it lies in the log, at these places (1, 2, 3 …)."""
    chain = tuple(builders.a_log(*drafts))
    contents = content_changes(chain, catalogue=builders.TYPES)
    return [
        Step(
            seq=places[at] if places else at + 1,
            event=event,
            changes=changes(event, chain=chain, catalogue=builders.TYPES),
            content=contents.get(event.id),
        )
        for at, event in enumerate(chain)
    ]


def span(after: int = 0, until: int | None = None, filter: Mapping[str, Any] | None = None, **more: Any) -> Span:  # noqa: A002 - as it is called
    return Span(after=after, until=until, filter=filter or {}, **more)


def told(*spans: Span, parked: Mapping[int, bool] | None = None, life: Sequence[Draft] = LIFE) -> list[int]:
    """Which events of a life were delivered before the last corrected it, by their number; [] when it is not told."""
    chain = steps(*life)
    found = correction(chain, spans=spans, parked=parked or {})
    places = {it.event.id: it.seq for it in chain}
    return [] if found is None else [places[pk] for pk in found.told]


def test_who_was_told_of_the_claim_is_told_that_it_is_corrected_whatever_he_asked_then() -> None:
    assert told(span()) == [1, 2, 3]
    assert told(span(filter=CLAIMS)) == [1]
    assert told(span(filter={"standings": ["accepted"]})) == [2]


def test_who_was_told_of_nothing_of_it_is_not() -> None:
    assert told(span(filter=NONE)) == []
    assert told() == []


def test_what_lies_before_or_beyond_what_was_asked_was_not_delivered() -> None:
    assert told(span(after=1)) == [2, 3]
    assert told(span(until=1)) == [1]
    assert told(span(after=3)) == []
    assert told(span(until=1, also=frozenset({3}))) == [1, 3]


def test_a_filter_counts_for_its_own_span_only() -> None:
    assert told(span(until=2, filter=NONE), span(after=2)) == [3]
    assert told(span(until=2, filter=CLAIMS), span(after=2, filter=NONE)) == [1]


def test_what_is_parked_was_not_delivered_unless_it_is_delivered_once_more() -> None:
    assert told(span(filter=CLAIMS), parked={1: False}) == []
    assert told(span(filter=CLAIMS), parked={1: True}) == [1]
    assert told(span(filter=NONE), span(until=1, once=True), parked={1: True}) == []
    assert told(span(filter=NONE), span(until=1, once=True)) == [1]


def test_what_is_dropped_was_not_delivered_and_what_is_dropped_once_more_was() -> None:
    first, once = span(filter=CLAIMS), span(until=1, once=True)
    assert told(*dropped([first], {1: False})) == []
    assert told(*dropped([first], {1: True})) == [1]
    assert told(*dropped([once], {1: True})) == []
    assert told(*dropped([first, once], {1: False}), span()) == [1, 2, 3]


def test_only_what_corrects_is_told_as_a_correction() -> None:
    chain = steps(*LIFE)
    assert [correction(chain[:number], spans=[span()]) is not None for number in (1, 2, 3, 4)] == [
        False,
        False,
        False,
        True,
    ]


def test_a_correction_that_was_told_as_one_was_delivered_and_by_who_asks_for_none_it_was_not() -> None:
    never = retraction(BETTER)
    life = (*LIFE, never, acceptance(never))
    assert told(span(filter=CLAIMS, corrections=True), life=life) == [1, 4]
    assert told(span(filter=CLAIMS), life=life) == [1]


def test_it_is_about_the_old_and_the_new_objects() -> None:
    one, other, third = person(), person(), person()
    wed = builders.marriage(one, other)
    better = replacement(wed, object_ids=(one, third))
    found = correction(steps(wed, acceptance(wed), better, acceptance(better)), spans=[span()])
    assert found is not None
    assert set(found.object_ids) == {one, other, third}


# -- laws --------------------------------------------------------------------------------------------------------------

places = st.integers(0, 8)
spans = st.builds(
    Span,
    after=places,
    until=st.one_of(st.none(), places),
    filter=st.sampled_from([{}, CLAIMS, NONE, {"kinds": ["validation"]}]),
    corrections=st.booleans(),
    once=st.booleans(),
    but=st.frozensets(places, max_size=2),
    also=st.frozensets(places, max_size=2),
).filter(lambda it: it.until is None or it.after < it.until)
chains = st.lists(st.integers(1, 9), min_size=4, max_size=4, unique=True).map(
    lambda it: steps(*LIFE, places=sorted(it))
)


@given(kept=st.lists(spans, max_size=5), chain=chains)
def test_spans_that_are_folded_say_the_same(kept: list[Span], chain: list[Step]) -> None:
    assert delivered(chain, spans=folded(kept)) == delivered(chain, spans=kept)


def test_setting_it_back_over_and_over_keeps_few_spans() -> None:
    kept: tuple[Span, ...] = (span(until=9),)
    for back in (3, 0, 7, 5):
        kept = folded((*kept, span(after=back, until=9 + back)))
    assert kept == (span(until=16),)


@given(kept=st.lists(spans, max_size=4), chain=chains, seqs=st.dictionaries(places, st.booleans(), max_size=3))
def test_dropping_and_lying_parked_say_the_same_of_what_was_not_delivered(
    kept: list[Span], chain: list[Step], seqs: dict[int, bool]
) -> None:
    assert delivered(chain, spans=dropped(kept, seqs)) == delivered(chain, spans=kept, parked=seqs)


NEVER = retraction(BETTER)
LONG = steps(*LIFE, NEVER, acceptance(NEVER))
FILTERS: tuple[Mapping[str, Any], ...] = ({}, CLAIMS, NONE, {"kinds": ["validation"]}, {"kinds": ["correction"]})


@dataclass(kw_only=True)
class Told:
    """A subscription as it is told of one chain, with what really came: what is kept of it must say the same."""

    asks: Mapping[str, Any]
    spans: tuple[Span, ...]
    cursor: int = 0
    parked: dict[int, bool] = field(default_factory=dict)
    came: set[int] = field(default_factory=set)

    def wants(self, seq: int) -> bool:
        return wanted_of(self.asks).holds_of(LONG[seq - 1].event)

    def passes(self, takes: bool) -> None:  # noqa: FBT001 - drawn
        if self.cursor < len(LONG):
            self.cursor += 1
            if self.wants(self.cursor) and takes:
                self.came.add(self.cursor)
            elif self.wants(self.cursor):
                self.parked[self.cursor] = False

    def tries_again(self, seq: int) -> None:
        if seq in self.parked:
            again = self.parked.pop(seq)
            if self.wants(seq):
                self.came.add(seq)
            else:
                self.spans = dropped(self.spans, {seq: again})

    def asks_for(self, number: int) -> None:
        self.asks = FILTERS[number % len(FILTERS)]
        self._begins()

    def is_set_back(self, place: int) -> None:
        came_to, self.cursor = self.cursor, min(place, self.cursor)
        self.spans = dropped(self.spans, {seq: again for seq, again in self.parked.items() if seq > self.cursor})
        self.parked = {seq: again for seq, again in self.parked.items() if seq <= self.cursor}
        self._begins(came_to=came_to)

    def is_told_once_more(self, seq: int) -> None:
        if seq <= self.cursor and self.wants(seq):
            if seq not in self.parked and not goes_on_over(self.spans, [seq]):
                self.spans = (*self.spans, span(seq - 1, seq, self.asks, once=True))
            self.parked.setdefault(seq, True)
            self.spans = folded(self.spans, parked=self.parked)

    def _begins(self, *, came_to: int | None = None) -> None:
        until = self.cursor if came_to is None else came_to
        self.spans = (
            *folded(asked.ended(self.spans, came_to=until), parked=self.parked),
            span(self.cursor, None, self.asks),
        )


happenings = st.lists(
    st.tuples(
        st.sampled_from(("passes", "passes", "passes", "tries_again", "asks_for", "is_set_back", "is_told_once_more")),
        st.integers(0, len(LONG)),
    ),
    max_size=30,
)


def what_is_kept_says_what_came(acts: list[tuple[str, int]]) -> None:
    """Whatever is asked, parked, given up, set back and delivered once more: of what was passed it is known."""
    it = Told(asks=CLAIMS, spans=(span(filter=CLAIMS),))
    places = {step.event.id: step.seq for step in LONG}
    for act, number in acts:
        getattr(it, act)(bool(number % 3) if act == "passes" else number)
        found = delivered(LONG[: it.cursor], spans=it.spans, parked=it.parked)
        assert {places[pk] for pk in found} == {seq for seq in it.came if seq <= it.cursor}


def test_what_is_kept_says_what_came() -> None:
    hold(what_is_kept_says_what_came, (happenings,), examples=600)


def spans_end_where_they_like(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "ended", lambda spans, **_: tuple(replace(it, until=it.until or 9) for it in spans))


def what_ended_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "ended", lambda _spans, **_: ())


def what_was_dropped_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "dropped", lambda spans, _seqs: tuple(spans))


def once_more_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "goes_on_over", lambda _spans, _seqs: True)


def what_is_once_more_counts_as_the_first_time(monkeypatch: pytest.MonkeyPatch) -> None:
    right = dropped
    monkeypatch.setitem(globals(), "dropped", lambda spans, seqs: right(spans, dict.fromkeys(seqs, False)))


@pytest.mark.parametrize(
    "bug",
    [
        spans_end_where_they_like,
        what_ended_is_forgotten,
        what_was_dropped_counts,
        once_more_is_forgotten,
    ],
)
def test_that_law_bites(bug: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        hold(what_is_kept_says_what_came, (happenings,), examples=600, shrink=False)


def test_what_was_asked_for_once_more_only_and_is_dropped_never_came(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing, all_of_it = ("asks_for", 2), ("asks_for", 0)
    acts = [nothing, ("passes", 1), all_of_it, ("is_told_once_more", 1), nothing, ("tries_again", 1)]
    what_is_kept_says_what_came(acts)
    what_is_once_more_counts_as_the_first_time(monkeypatch)
    with pytest.raises(AssertionError):
        what_is_kept_says_what_came(acts)


def everything_in_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Span, "holds", lambda _span, _seq: True)


def any_filter_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "wanted_of", lambda _filter: Wanted())


def what_is_parked_counts_as_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    right = asked._came
    monkeypatch.setattr(asked, "_came", lambda *given, **more: right(*given, **{**more, "lacks": ()}))


@pytest.mark.parametrize(
    ("bug", "story"),
    [
        (everything_in_reach, test_what_lies_before_or_beyond_what_was_asked_was_not_delivered),
        (any_filter_will_do, test_a_filter_counts_for_its_own_span_only),
        (any_filter_will_do, test_who_was_told_of_nothing_of_it_is_not),
        (what_is_parked_counts_as_delivered, test_what_is_parked_was_not_delivered_unless_it_is_delivered_once_more),
    ],
)
def test_a_story_fails_with_the_bug_that_it_is_about(bug: Any, story: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        story()
