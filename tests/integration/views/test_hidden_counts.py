"""What hidden zones hold cannot be counted by way of a view."""

from events.domain.permissions import Permission, Principal
from readmodels.models import View
from tests import registry
from tests.integration.views.scenes import NUMBERS, defined
from tests.people import caught_up, somebody


def test_how_many_objects_hidden_zones_tell_of_is_not_told(reader: Principal) -> None:
    from readmodels.api import view_rendering
    from readmodels.queries.builds import state_of

    for _ in range(3):
        somebody()
    caught_up()
    addresses = registry.principal("systeem", Permission.VIEW, zones=(registry.ADDRESSES,))
    defined(NUMBERS, by=addresses)
    told = view_rendering.view(state_of(View.objects.get(name="adressen")), principal=addresses)
    assert "3" not in str([told["live"], told["parked"]]).replace(told["live"]["startedAt"], "")
    whole = view_rendering.view(state_of(View.objects.get(name="adressen")), principal=reader)
    assert whole["live"]["objectsTotal"] == 3
