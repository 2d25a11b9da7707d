"""A view of one's own that is defined otherwise while somebody reads it page by page."""

import pytest

from events.domain.permissions import Permission
from readmodels.api.preferences import InvalidHeader, applied, freshness
from readmodels.models import Build
from readmodels.projectors import rebuilding
from tests import registry
from tests.acceptance.test_own_views import ADDRESSES, HOUSE, defined, filled
from tests.callers import Caller, caller, content, problem
from tests.database import Database
from tests.people import accepted, caught_up, moves, somebody


@pytest.fixture
def consumer(database: Database) -> Caller:
    registry.furnish()
    return caller("systeem", Permission.VIEW, zones=(registry.CIVIL, registry.ADDRESSES))


def test_a_page_of_another_definition_does_not_go_on_where_one_ended(consumer: Caller) -> None:
    defined(consumer)
    for _ in range(3):
        accepted(moves(somebody(), on="2020-01-01", object_id=HOUSE))
    caught_up()
    query = {"pageSize": "1"}
    cursor = content(consumer.get("views/adressen/rows", query))["cursor"]
    assert content(consumer.get("views/adressen/rows", {**query, "cursor": cursor}))["rows"]
    changed = {**ADDRESSES, "fields": [{"name": "gemeente", "pointer": "/event_data/gemeente"}]}
    assert consumer.send("PUT", "views/adressen", body=changed).status_code == 200
    assert content(consumer.get("views/adressen/rows", {**query, "cursor": cursor}))["rows"]
    filled("adressen")
    problem(consumer.get("views/adressen/rows", {**query, "cursor": cursor}), 400, "invalid-query")


@pytest.mark.parametrize("seconds", ["000000" + "9" * 400, "0000000000", "031", "31", "-1", "1.5", "٣"])
def test_a_wait_that_is_none_is_refused(seconds: str) -> None:
    with pytest.raises(InvalidHeader):
        freshness(f'wait={seconds}, after="0193b5c2-7a1e-7c3f-9d43-3c1d6c0a51e2"')


def test_a_wait_is_at_most_half_a_minute() -> None:
    asked = freshness('wait=030, after="0193b5c2-7a1e-7c3f-9d43-3c1d6c0a51e2"')
    assert applied(asked) == 'wait=30, after="0193b5c2-7a1e-7c3f-9d43-3c1d6c0a51e2"'


def test_a_view_of_which_the_making_failed_is_made_again_when_it_is_sent_again(consumer: Caller) -> None:
    assert consumer.post("views", ADDRESSES).status_code == 201
    rebuilding.stop(Build.objects.get(view__name="adressen"), reason="Mislukt.")
    problem(consumer.get("views/adressen/rows"), 404, "view-not-found")
    assert content(consumer.send("PUT", "views/adressen", body=ADDRESSES))["rebuild"]["state"] == "filling"
    filled("adressen")
    assert content(consumer.get("views/adressen/rows"))["rows"] == []
    assert content(consumer.send("PUT", "views/adressen", body=ADDRESSES))["rebuild"] is None
