"""Many objects of which one may see a part are made anew together."""

from datetime import UTC, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.domain.permissions import Permission, Principal
from readmodels.projectors.projections import PERSON_FILES
from readmodels.queries import own_views
from readmodels.queries.live_views import Freshness, LiveView
from readmodels.queries.own_rows import Question
from tests import registry
from tests.integration.views.scenes import MOVES, defined
from tests.people import accepted, caught_up, moves, somebody

PEOPLE = 8
QUERIES_MAX = 25


def test_the_number_of_queries_does_not_grow_with_who_is_seen_in_part(reader: Principal) -> None:
    defined(MOVES, by=reader)
    people = sorted(somebody() for _ in range(PEOPLE))
    for person in people:
        accepted(moves(person))
        by = registry.official(registry.CIVIL, registry.ADDRESSES)
        registry.record(moves(person, on="2022-01-01"), by=by, zone=registry.ADDRESSES)
    caught_up()
    civil = registry.principal("systeem", Permission.VIEW, zones=(registry.CIVIL,))
    with CaptureQueriesContext(connection) as queries:
        view = LiveView(PERSON_FILES, principal=civil, fresh=Freshness())
        assert list(view.segments(people)) == people
    assert len(queries) < QUERIES_MAX
    question = Question(as_of=datetime.now(UTC), asked=(), size=100)
    with CaptureQueriesContext(connection) as queries:
        page = own_views.rows_of("adressen", lambda _: question, principal=civil, fresh=Freshness())
        assert [it.object_id for it in page.rows.found] == people
    assert len(queries) < QUERIES_MAX
