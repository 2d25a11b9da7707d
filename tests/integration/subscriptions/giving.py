"""What is given to reach a receiver, and what comes of giving something wrong."""

from collections.abc import Callable
from typing import Any

import pytest

from events.domain.permissions import Principal
from events.domain.refusals import InvalidRequest
from events.models import AdministrativeChange, ReceiverAccess, Subscription
from tests import authority

OURS = authority.root()
BELOW = OURS.below()
MINE = BELOW.issue("F6", names=[])
CREDENTIALS = {
    "tokenUrl": "https://tokens.example.nl/token",
    "clientId": "voorbeeldstad",
    "clientSecret": "heel geheim",
}


def refused(does: Callable[..., Any], held: Subscription, asked: object, by: Principal) -> set[tuple[str, str]]:
    """Where it is wrong and how; nothing changed, and nothing was recorded."""
    before = ReceiverAccess.objects.count(), AdministrativeChange.objects.count()
    with pytest.raises(InvalidRequest) as found:
        does(held.pk, asked, by=by)
    assert (ReceiverAccess.objects.count(), AdministrativeChange.objects.count()) == before
    return {(it.pointer, it.code) for it in found.value.violations}
