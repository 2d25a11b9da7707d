"""Reading while hidden zones tell more: nothing of it is shown, and nobody is lost."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from events.commands.decisions import validate_claim
from events.domain.event import Decision
from events.domain.permissions import Permission, Principal
from readmodels.projectors.projections import PERSON_FILES
from readmodels.queries import own_rows, own_views
from readmodels.queries.live_views import Freshness, LiveView
from tests import registry
from tests.integration.views.scenes import MOVES, aside, asked, defined
from tests.people import accepted, caught_up, moves, somebody


def test_an_object_that_comes_to_be_seen_in_part_is_on_the_page(
    reader: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the statements of one reading a hidden zone tells of somebody: he is neither lost nor told of twice."""
    defined(MOVES, by=reader)
    someone = somebody()
    accepted(moves(someone))
    caught_up()
    civil = registry.principal("systeem", Permission.VIEW, zones=(registry.CIVIL,))
    in_part = own_rows.Reading._seen_in_part

    def told_elsewhere() -> None:
        by = registry.official(registry.CIVIL, registry.ADDRESSES)
        registry.record(moves(someone, on="2022-01-01"), by=by, zone=registry.ADDRESSES)
        caught_up()

    def then_told_elsewhere(self: own_rows.Reading) -> list[UUID]:
        found = in_part(self)
        aside(told_elsewhere)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(own_rows.Reading, "_seen_in_part", then_told_elsewhere)
        page = own_views.rows_of("adressen", lambda _: asked(), principal=civil, fresh=Freshness())
    assert [it.object_id for it in page.rows.found] == [someone]


def test_what_a_hidden_zone_tells_while_one_reads_is_not_shown(
    reader: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    someone = somebody()
    caught_up()
    civil = registry.principal("systeem", Permission.VIEW, zones=(registry.CIVIL,))
    stored = LiveView._stored

    def told_elsewhere() -> None:
        by = registry.official(registry.CIVIL, registry.ADDRESSES)
        claim = registry.record(moves(someone, on="2022-01-01"), by=by, zone=registry.ADDRESSES)[0].event
        validate_claim(claim_id=claim.id, decision=Decision.ACCEPTED, principal=registry.official(registry.ADDRESSES))
        caught_up()

    def first_told_elsewhere(self: LiveView, *arguments: Any) -> Any:
        aside(told_elsewhere)
        return stored(self, *arguments)

    monkeypatch.setattr(LiveView, "_stored", first_told_elsewhere)
    tomorrow = Freshness(as_at=datetime(2099, 1, 1, tzinfo=UTC))
    view = LiveView(PERSON_FILES, principal=civil, fresh=tomorrow)
    assert {it.name for it in view.segments([someone])[someone]} == {"01/000"}
