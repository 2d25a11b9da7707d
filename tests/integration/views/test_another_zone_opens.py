"""A register that was taken over into one zone takes time to be in the views: the other zones answer meanwhile."""

import pytest

from events import sequencer
from events.commands.import_register import import_register
from events.domain.permissions import Permission, Principal
from events.domain.refusals import ViewBehind
from readmodels.projectors import following
from readmodels.projectors.projections import PERSON_FILES
from readmodels.queries.live_views import Freshness, LiveView
from tests import registry
from tests.integration.takeover import registers
from tests.people import caught_up, somebody


def test_who_may_not_see_a_zone_does_not_wait_for_it(reader: Principal) -> None:
    someone = somebody()
    caught_up()
    official = registers.furnish()
    import_register(registers.CONTENT, zone=registers.ZONE, official=official, name="Proefregister")
    sequencer.seal_now()
    view = LiveView(PERSON_FILES, principal=reader, fresh=Freshness())
    assert view.segments([someone])
    zones = (registry.CIVIL, registers.ZONE)
    of_all = registry.principal("systeem", Permission.VIEW, zones=zones)
    with pytest.raises(ViewBehind):
        LiveView(PERSON_FILES, principal=of_all, fresh=Freshness())
    following.catch_up()
    assert LiveView(PERSON_FILES, principal=of_all, fresh=Freshness()).zones == frozenset(zones)
