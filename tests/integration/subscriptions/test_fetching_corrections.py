"""Who fetches is told of corrections as others are sent them: of what he was given, and of nothing else."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from events import access, store
from events.catalogue.loading import publish
from events.domain.permissions import Principal
from events.models import Subscription
from events.subscriptions.commands import subscribing
from events.subscriptions.pulling import feed
from tests import builders
from tests.database import Database
from tests.integration.subscriptions.correcting import CLAIMS, NOTHING, Life
from tests.integration.subscriptions.subscribing import subscriber


@pytest.fixture
def by(town: Database) -> Principal:
    publish(builders.BIRTH, builders.DEATH, builders.MARRIAGE)
    return access.principal_of(subscriber("haler"))


def fetching(by: Principal, **asked: Any) -> Subscription:
    body = {"name": "Ophalen", "mode": "pull", "startFrom": "beginning", "corrections": True, "filter": CLAIMS}
    return subscribing.subscribe({**body, **asked}, by=by).subscription


def given(held: Subscription, by: Principal, *, after: int | None = None) -> list[dict[str, Any]]:
    return [json.loads(it.body) for it in feed.read(held.pk, principal=by, after=after).notices]


def test_who_was_given_the_claim_is_given_what_corrects_it(by: Principal) -> None:
    life, held = Life(), fetching(by)
    life.live()
    claim, correction = given(held, by)
    assert (claim["id"], correction["id"]) == (str(life.born.id), str(life.e.id))
    assert "corrections" not in claim["data"]
    (told,) = correction["data"]["corrections"]
    assert (told["told"], told["changed"]) == ([str(life.born.id)], ["/event_data/naam"])


def test_who_began_after_the_claim_is_not_told_what_corrects_it(by: Principal) -> None:
    life = Life()
    life.begin()
    held = fetching(by, startFrom="now")
    life.correct()
    assert given(held, by) == []


def asked_otherwise_after(by: Principal, read: Callable[[Subscription], object]) -> list[dict[str, Any]]:
    """What somebody is given of a correction who read so far, and then asked for something else."""
    life, held = Life(), fetching(by)
    life.begin()
    read(held)
    subscribing.change(held.pk, {"filter": NOTHING}, by=by)
    place = store.last_seq()
    life.correct()
    return given(held, by, after=place)


def test_who_asks_for_something_else_is_told_what_became_of_what_he_was_given(by: Principal) -> None:
    (correction,) = asked_otherwise_after(by, lambda held: given(held, by))
    assert correction["data"]["corrections"][0]["standing"] == "corrected"


def test_and_nothing_of_what_he_never_fetched(by: Principal) -> None:
    assert asked_otherwise_after(by, lambda _held: None) == []


def test_nor_of_what_he_passed_over_before_he_asked_for_it(by: Principal) -> None:
    """He came to the end of the log without being given anything, and asks for this kind of thing only since."""
    life, held = Life(), fetching(by, filter=NOTHING)
    life.begin()
    assert given(held, by) == []
    subscribing.change(held.pk, {"filter": CLAIMS}, by=by)
    place = store.last_seq()
    life.correct()
    assert given(held, by, after=place) == []


def test_who_goes_back_and_is_given_it_now_is_told_what_corrects_it(by: Principal) -> None:
    life, held = Life(), fetching(by, filter=NOTHING)
    life.begin()
    given(held, by)
    subscribing.change(held.pk, {"filter": CLAIMS}, by=by)
    assert [it["id"] for it in given(held, by, after=0)] == [str(life.born.id)]
    place = store.last_seq()
    life.correct()
    (correction,) = given(held, by, after=place)
    assert correction["data"]["corrections"][0]["told"] == [str(life.born.id)]
