"""A turn ends, whatever it was about to do, and what it left is done by the next."""

from uuid import uuid4

import pytest

from events.models import ParkedDelivery
from events.subscriptions.delivering.turns import Turn
from tests.database import Database
from tests.integration.subscriptions.delivering import deliverers, happen
from tests.integration.subscriptions.subscribing import subscribe
from tests.receivers import now, running

State = ParkedDelivery.State


def test_a_turn_that_ends_when_something_parked_may_go_leaves_it_to_the_next(
    town: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was behind is to be looked up when its predecessor is taken in; in that moment others wait for a turn."""
    first, second = happen(uuid4(), uuid4())
    judge, ended = Turn._see_whether_it_ends, list[Turn]()

    def ends_now(turn: Turn) -> None:
        judge(turn)
        if turn._to_look_up and not ended:
            ended.append(turn)
            turn._ending = True

    monkeypatch.setattr(Turn, "_see_whether_it_ends", ends_now)
    with running() as receiver:
        held = subscribe(receiver.url, cursor=2)
        for seq, event in enumerate((first, second), start=1):
            ParkedDelivery.objects.create(
                subscription=held,
                seq=seq,
                event_id=event.id,
                object_ids=list(first.object_ids),
                state=State.RETRYING if event is first else State.BEHIND,
                cause=ParkedDelivery.Cause.FAILED,
                next_try_at=now() if event is first else None,
                parked_at=now(),
            )
        with deliverers():
            assert receiver.wait_for(2, seconds=20) == [first.id, second.id]
    assert ended
