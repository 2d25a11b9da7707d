"""Waiting for what one wrote, while another build takes over."""

import threading

from django.db import connection

from events import store
from events.domain.permissions import Principal
from readmodels.projectors import rebuilding
from readmodels.projectors.concluding_builds import Outcome, conclude
from readmodels.projectors.projections import PERSON_FILES
from readmodels.queries.live_views import Freshness, LiveView
from tests.integration.views.scenes import filled
from tests.people import caught_up, somebody


def test_who_waits_while_another_build_takes_over_is_answered(reader: Principal) -> None:
    somebody()
    caught_up()
    build = filled(rebuilding.begin(PERSON_FILES))
    someone = somebody()
    (event, *_) = store.events_of(someone)
    found: list[LiveView] = []
    started = threading.Event()

    def waits() -> None:
        try:
            started.set()
            fresh = Freshness(after=event.id, wait_seconds=5)
            found.append(LiveView(PERSON_FILES, principal=reader, fresh=fresh))
        finally:
            connection.close()

    thread = threading.Thread(target=waits)
    thread.start()
    started.wait(5)
    threading.Event().wait(0.3)
    assert conclude(build.pk) is Outcome.SWITCHED
    caught_up()
    thread.join()
    assert [it.build for it in found] == [build]
