"""Bugs that somebody could make in a view of one's own, to be planted: each breaks a law."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from events.domain import facts, readings
from events.domain.log import Log
from readmodels.domain.own_views import becoming_known, documents, functions, projection, telling
from tests.unit.own_views.views import FOREVER


def a_rectangle_is_never_closed(patch: pytest.MonkeyPatch) -> None:
    right = projection._rectangles
    wrong = lambda columns: (replace(found, known_until=None) for found in right(columns))  # noqa: E731
    patch.setattr(projection, "_rectangles", wrong)


def a_row_holds_for_ever(patch: pytest.MonkeyPatch) -> None:
    right = projection._segments
    patch.setattr(projection, "_segments", lambda tellings: ((row, None) for row, _ in right(tellings)))


def a_fact_is_known_by_its_claim_alone(patch: pytest.MonkeyPatch) -> None:
    """So that nobody notices that it was corrected."""
    patch.setattr(facts.Fact, "supports", property(lambda fact: (fact.claim.id,)))


def only_who_is_named_at_first_is_looked_for(patch: pytest.MonkeyPatch) -> None:
    """A correction can name others than its claim did."""

    def wrong(object_id: Any, of: Log, **_: Any) -> Log:
        return Log(event for claim in of.claims() if object_id in claim.object_ids for event in of.chain(claim.id))

    patch.setattr(becoming_known, "bearing_on", wrong)


def other_claims_of_one_occurrence_are_not_looked_at(patch: pytest.MonkeyPatch) -> None:
    right = becoming_known.bearing_on
    patch.setattr(becoming_known, "bearing_on", lambda about, of, **_: right(about, of, view=readings.View.LEGAL))


def the_newest_facts_are_looked_at(patch: pytest.MonkeyPatch) -> None:
    right = facts.facts
    patch.setattr(facts, "facts", lambda of, **others: right(of, **{**others, "as_at": FOREVER}))


def open_claims_never_count(patch: pytest.MonkeyPatch) -> None:
    right = facts.facts
    patch.setattr(facts, "facts", lambda of, **others: right(of, **{**others, "view": readings.View.LEGAL}))


def a_row_stays_when_another_takes_its_place(patch: pytest.MonkeyPatch) -> None:
    def wrong(standing: Any, told: Any) -> tuple[Any, ...]:
        ended = tuple(standing.values()) if told.ends_all else ()
        if told.ends_all:
            standing.clear()
        if told.row is not None:
            standing[told.row.claim] = told.row
        return ended

    patch.setattr(projection, "_evolve", wrong)


def rows_come_from_nowhere(patch: pytest.MonkeyPatch) -> None:
    right = telling._row
    patch.setattr(telling, "_row", lambda *of, **others: replace(right(*of, **others), supports=()))


def dates_are_trusted(patch: pytest.MonkeyPatch) -> None:
    right = functions.partial_date
    patch.setattr(functions, "partial_date", lambda value: right(value) if value["type"] else None)


def lists_are_trusted(patch: pytest.MonkeyPatch) -> None:
    def wrong(found: Any, at: Iterable[str]) -> tuple[Any, ...]:
        steps = [step for step in next(iter(at)).split("/")[1:] if step != "*"]
        for step in steps:
            found = found[step]
        return (found,)

    patch.setattr(documents, "values", wrong)
    patch.setattr(telling, "values", wrong)
