"""A view out of several F6s takes no longer than a state does, and names who was not reached."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from federation.domain.rounds import ROUNDS_MAX
from federation.queries import answering, asking, views
from tests import registry
from tests.federation.states import test_views
from tests.federation.states.neighbours import Neighbours
from tests.federation.states.test_views import FAR, NEAR, custody
from tests.people import accepted, caught_up, somebody

pytestmark = pytest.mark.usefixtures("furnished")


def child() -> UUID:
    found = uuid4()
    accepted(registry.birth(found, somebody()))
    caught_up()
    return found


def test_when_there_is_no_time_left_nobody_is_asked_and_everybody_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SECONDS_MAX", -1.0)
    neighbours = Neighbours(logs={NEAR: [], FAR: []})
    found = custody(child(), neighbours)
    assert neighbours.asked == []
    assert {it.source.organisation: it.reason for it in found.answer.sources} == {
        "Gemeente 2": "out-of-time",
        "Gemeente 3": "out-of-time",
    }
    assert not found.answer.complete


def test_whomever_an_answer_would_describe_the_rounds_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if custody named somebody new each time that everybody was asked."""

    def somebody_new(self: views._Described, _log: Any) -> frozenset[UUID]:
        self.ids |= {uuid4()}
        return self.ids

    monkeypatch.setattr(views._Described, "__call__", somebody_new)
    neighbours = Neighbours(logs={NEAR: []})
    found = custody(child(), neighbours)
    assert len(neighbours.asked) == ROUNDS_MAX
    assert not found.answer.whole
    assert not found.answer.complete


def silence_is_not_told(patch: pytest.MonkeyPatch) -> None:
    right = answering._told
    patch.setattr(answering, "_told", lambda *about: replace(right(*about), reason="", since=None))


def there_is_always_time(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(asking._Asking, "seconds_left", property(lambda _: 10.0))


def test_that_who_is_silent_is_named_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    silence_is_not_told(monkeypatch)
    with pytest.raises(AssertionError):
        test_views.test_who_falls_silent_is_named_in_every_view_with_since_when()


def test_that_time_is_bounded_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    there_is_always_time(monkeypatch)
    with pytest.raises(AssertionError):
        test_when_there_is_no_time_left_nobody_is_asked_and_everybody_is_named(monkeypatch)
