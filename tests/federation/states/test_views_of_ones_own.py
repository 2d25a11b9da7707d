"""The rows of one object in a view of one's own, out of several F6s."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from events.domain.refusals import RequestTooLarge, ViewNotFound
from federation.queries import views
from readmodels.queries.objects import Asked
from tests import registry
from tests.federation.states.neighbours import LOOSDAM, Neighbours
from tests.integration.views.scenes import MOVES, defined
from tests.people import caught_up, moves, somebody

NOW = datetime(2027, 1, 1, tzinfo=UTC)
HOUSE = "0518010000000077"

pytestmark = pytest.mark.usefixtures("furnished")


def test_rows_of_a_view_of_ones_own_say_whose_they_are() -> None:
    man, neighbours = somebody(), Neighbours()
    caught_up()
    defined(MOVES, by=registry.official())
    neighbours.accepted(LOOSDAM, moves(man, object_id=HOUSE))
    found = rows(man, neighbours)
    assert [it.row.segment.values["fields"]["huis"] for it in found.rows] == [HOUSE]
    assert [it.id for it in found.answer.holders_of(found.rows[0].row.segment.supports)] == [LOOSDAM.peer_id]
    assert [ids for _, ids, _ in neighbours.asked] == [{man}], "of relatives nobody learns that we look at him"


def test_rows_out_of_more_moments_than_one_answer_takes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    man, neighbours = somebody(), Neighbours()
    defined(MOVES | {"name": "adressen-begrensd"}, by=registry.official())
    neighbours.accepted(LOOSDAM, moves(man, object_id=HOUSE))
    monkeypatch.setattr(views, "MOMENTS_MAX", 1)
    with pytest.raises(RequestTooLarge):
        rows(man, neighbours, name="adressen-begrensd")


def test_a_view_that_is_not_there_asks_nobody_anything() -> None:
    neighbours = Neighbours(logs={LOOSDAM: []})
    with pytest.raises(ViewNotFound):
        rows(somebody(), neighbours, name="bestaat-niet")
    assert neighbours.asked == []


def rows(of: UUID, neighbours: Neighbours, name: str = "adressen") -> views.FederatedRows:
    return views.federated_rows_of(
        of, name, asked=Asked(as_of=NOW), principal=registry.official(), others=neighbours.others()
    )
