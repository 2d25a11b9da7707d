"""What a subscription was asked over time, as kept: spans of the log with the filter of then (`domain/asked.py`).

Whoever changes them holds the subscription's row, as everybody does who changes what is delivered.
"""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from django.db.models import F

from events.models import AskedSpan, DeliveryAttempt, ParkedDelivery, Subscription
from events.subscriptions.domain import asked
from events.subscriptions.domain.asked import Asked, Span
from events.subscriptions.domain.filters import wanted_of

LOOKED_BACK_MAX: Final = 20_000
"""Of the newest attempts it is looked at which delivered beyond the cursor: more than a turn may be ahead of it."""


def kept_of(subscription_id: UUID) -> tuple[int, tuple[Span, ...]]:
    """The spans of a subscription with its fence, as they were at one moment: who changes what is asked raises that."""
    rows = AskedSpan.objects.filter(subscription=subscription_id).order_by("pk")
    found = list(rows.annotate(fence=F("subscription__fence")))
    return (found[0].fence, tuple(map(_span, found))) if found else (0, ())


def asked_of(held: Subscription) -> Asked:
    """What it asks for now."""
    return Asked(wanted=wanted_of(held.filter), spans=_spans(held) if held.corrections else None)


def parked_of(held: Subscription) -> Mapping[int, bool]:
    """The places of what is parked of it, each with whether it was asked for once more."""
    again = ParkedDelivery.Cause.REDELIVERY
    return {seq: cause == again for seq, cause in held.parked.values_list("seq", "cause")}


def begin(held: Subscription) -> None:
    """From its cursor on it asks for what it says now."""
    AskedSpan.objects.create(subscription=held, after=held.came_to, filter=held.filter, corrections=held.corrections)


def begin_anew(held: Subscription, *, came_to: int) -> None:
    """What it asked until now ends at the place that it came to; from its cursor on it asks for what it says now.

    What was delivered beyond that place, while something before it was under way, is kept too as far as it was written
    down.
    """
    newest = held.attempts.order_by("-pk")[:LOOKED_BACK_MAX].values("pk")
    beyond = DeliveryAttempt.objects.filter(pk__in=newest, outcome=DeliveryAttempt.Outcome.DELIVERED, seq__gt=came_to)
    also = frozenset(seq for seq in beyond.values_list("seq", flat=True) if seq is not None)
    spans = _spans(held)
    _write(held, asked.ended(spans, came_to=came_to, also=also))
    begin(held)


def goes_on_over(held: Subscription, seqs: Collection[int]) -> bool:
    """Whether what it asks for now was asked for all of these places already."""
    return asked.goes_on_over(map(_span, held.spans.filter(until=None)), seqs)


def ask_once(held: Subscription, *, after: int, until: int, but: Collection[int]) -> None:
    """What it says now it asks for this stretch too, to be delivered once more.

    `but` was parked already: by what was asked before it is known whether that came. The rest is parked by now.
    """
    found = Span(
        after=after,
        until=until,
        filter=held.filter,
        corrections=held.corrections,
        once=True,
        but=frozenset(seq for seq in but if after < seq <= until),
    )
    _write(held, [*_spans(held), found])


def drop(held: Subscription, seqs: Mapping[int, bool]) -> None:
    """These that were parked are delivered no more; each with whether it was asked for once more."""
    before = _spans(held)
    after = asked.dropped(before, seqs)
    if after != before:
        _write(held, after)


def _write(held: Subscription, spans: Collection[Span]) -> None:
    """Keep these in place of what is kept."""
    held.spans.all().delete()
    AskedSpan.objects.bulk_create(
        AskedSpan(
            subscription=held,
            after=it.after,
            until=it.until,
            filter=it.filter,
            corrections=it.corrections,
            once=it.once,
            but=sorted(it.but),
            also=sorted(it.also),
        )
        for it in asked.folded(spans, parked=parked_of(held))
    )


def _spans(held: Subscription) -> tuple[Span, ...]:
    return tuple(map(_span, held.spans.order_by("pk")))


def _span(row: AskedSpan) -> Span:
    return Span(
        after=row.after,
        until=row.until,
        filter=row.filter,
        corrections=row.corrections,
        once=row.once,
        but=frozenset(row.but),
        also=frozenset(row.also),
    )
