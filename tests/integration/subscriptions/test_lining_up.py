"""What is delivered once more is put in its place among what is parked: a law, and the planted fault."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from events.domain.permissions import Principal
from events.models import ParkedDelivery, Subscription, User
from events.subscriptions.commands import lining_up
from events.subscriptions.commands.redelivering import redeliver_since
from tests.integration.subscriptions.delivering import happen
from tests.integration.subscriptions.test_redelivering import passed, standing

State = ParkedDelivery.State


def test_without_lining_up_it_would_not(owner: User, by: Principal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: whatever is delivered once more is tried now, and nothing waits."""
    monkeypatch.setattr(lining_up, "_waits", lambda *_args, **_more: False)
    anna = uuid4()
    happen(anna, anna)
    one = passed(count=2, owner=owner)
    redeliver_since(one.pk, timezone.now() - timedelta(days=1), by=by)
    assert standing(one) == {1: State.RETRYING, 2: State.RETRYING}


@pytest.mark.parametrize("ordering", list(Subscription.Ordering))
def test_whatever_is_parked_and_asked_for_nothing_is_tried_before_what_it_waits_for(
    owner: User, by: Principal, ordering: Subscription.Ordering
) -> None:
    """A law, over scenes drawn from seeds."""
    for seed in range(25):
        dice = random.Random(seed)
        people = [uuid4() for _ in range(4)]
        one = passed(count=12, owner=owner, ordering=ordering)
        for seq in range(1, 13):
            if dice.random() < 0.7:
                ParkedDelivery.objects.create(
                    subscription=one,
                    seq=seq,
                    event_id=uuid4(),
                    object_ids=dice.sample(people, dice.randint(1, 2)),
                    state=dice.choice(list(State)),
                    cause="failed",
                    next_try_at=timezone.now(),
                    parked_at=timezone.now(),
                )
        chosen = [row for row in one.parked.all() if dice.random() < 0.4]
        lining_up.line_up(one, chosen, now=timezone.now())
        rows, asked = list(one.parked.order_by("seq")), {row.seq for row in chosen}
        for place, row in enumerate(rows):
            before = [it for it in rows[:place] if ordering == "all" or set(it.object_ids) & set(row.object_ids)]
            waits = bool(before) and ordering != "none"
            if row.seq in asked:
                assert (row.state == State.BEHIND) == waits, (seed, row.seq)
            elif waits and any(it.seq in asked for it in before):
                assert row.state != State.RETRYING, (seed, row.seq)
        one.delete()
