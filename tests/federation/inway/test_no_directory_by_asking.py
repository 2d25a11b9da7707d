"""Nobody can build a directory of objects by asking: what may not be known answers exactly as what does not exist.

Compared are the status, every header and every byte of answers, errors too; and how long they take, by ranks of many
answers in turn. Each comparison is shown to bite by a planted fault.
"""

import json
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from events import sequencer
from events.domain.permissions import Permission, Principal
from events.domain.refusals import ObjectNotFound
from events.models import Organisation as Registry
from events.models import Zone
from events.queries import zone_events
from federation.domain import certificates, signatures
from federation.domain.contracts import SignatureKind
from federation.domain.properties import Terms
from tests import callers, registry
from tests.federation import agreements
from tests.federation.agreements import agreed, zone_connection
from tests.federation.in_process import Answer, Connection
from tests.federation.inway.conftest import Town

SENSITIVE = "detentie"
ASKS = (Permission.VIEW, Permission.CONSULT)
EVENTS_HIDDEN = 30
"""About each object that may not be known: enough for work that is done on them to be felt."""
SAMPLES = 150
APART_MAX = 0.18
"""How far from one half the share of answers may be that took longer: five times what chance does to so many."""


@dataclass(frozen=True)
class Objects:
    """Objects of which the caller may know nothing: why, and which; and one that nobody ever heard of."""

    hidden: dict[str, UUID]
    hidden_event: UUID
    seen: UUID


@pytest.fixture
def objects(town: Town) -> Objects:
    """The caller may read births of the civil registry of the provider."""
    assert town.provider.oin
    Zone.objects.create(organisation=Registry.objects.get(), slug=SENSITIVE, name="Detentie", sensitive=True)
    other_type, other_zone, sensitive, seen = (uuid4() for _ in range(4))
    for _ in range(EVENTS_HIDDEN):
        hidden = registry.record(registry.death(other_type), by=registry.official())[0].event
        for zone, it in ((registry.ADDRESSES, other_zone), (SENSITIVE, sensitive)):
            registry.record(registry.birth(uuid4(), it), by=registry.official(zone), zone=zone)
    registry.record(registry.birth(seen, uuid4()), by=registry.official())
    sequencer.seal_now()
    named = {"another type": other_type, "another zone": other_zone, "a sensitive zone": sensitive}
    return Objects(hidden=named, hidden_event=hidden.id, seen=seen)


@dataclass(frozen=True)
class Asking:
    """A peer that asks about objects, with a token that serves for as long as the test."""

    by: Connection
    token: str

    def about(self, *object_ids: UUID, **more: Any) -> Answer:
        body = json.dumps({"objectIds": list(map(str, object_ids)), **more}).encode()
        return self.by.call(self.token, "/events-about", method="POST", body=body)

    def get(self, path: str) -> Answer:
        return self.by.call(self.token, path)


@pytest.fixture
def asking(town: Town) -> Asking:
    terms = Terms(event_types=frozenset({"Geboorte"}))
    held = agreed(zone_connection(town.reader, town.provider, zone=registry.CIVIL, terms=terms), by=town.both)
    return Asking(town.by_reader, town.by_reader.token(held))


QUESTIONS: dict[str, Callable[[Asking, UUID, Objects], Answer]] = {
    "about it": lambda by, it, _: by.about(it),
    "about it, at a moment": lambda by, it, _: by.about(it, asAt="2026-11-26T00:00:00Z"),
    "about it and one that is seen": lambda by, it, known: by.about(it, known.seen),
    "about it, with a mistake": lambda by, it, _: by.about(it, asAt="yesterday"),
    "about it, with a member that is none": lambda by, it, _: by.about(it, zone="detentie"),
    "events that name it": lambda by, it, _: by.get(f"/events?objectId={it}"),
    "events that name it, one a page": lambda by, it, _: by.get(f"/events?objectId={it}&pageSize=1"),
    "events that name it, of a type that is not granted": lambda by, it, _: by.get(
        f"/events?objectId={it}&eventType=Overlijden"
    ),
    "events that name it, in a zone that is not granted": lambda by, it, _: by.get(
        f"/events?objectId={it}&zone={SENSITIVE}"
    ),
    "events that refer to it": lambda by, it, _: by.get(f"/events?reference={it}"),
    "an event of its id": lambda by, it, _: by.get(f"/events/{it}"),
    "announcements": lambda by, _it, _known: by.get("/object-announcements"),
    "its own page": lambda by, it, _: by.get(f"/objects/{it}"),
}
_CURSOR = re.compile(rb'"(next|cursor|href)":\s*"[^"]*"')
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT[\d:.]+Z")
_MADE_ANEW = {"traceparent", "date"}


def told(answer: Answer, *, about: UUID) -> tuple[int, list[tuple[str, str]], bytes]:
    """All that an answer tells; the id that was asked about, moments and what is made anew each time left out."""
    body = answer.content.replace(str(about).encode(), b"<asked>")
    body = _MOMENT.sub(b"<moment>", _CURSOR.sub(b"<cursor>", body))
    headers = sorted((name.lower(), value) for name, value in answer.headers.items())
    return answer.status_code, [it for it in headers if it[0] not in _MADE_ANEW], body


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_may_not_be_known_answers_as_what_does_not_exist(asking: Asking, objects: Objects, question: str) -> None:
    ask = QUESTIONS[question]
    nobody = uuid4()
    unknown = told(ask(asking, nobody, objects), about=nobody)
    for it in objects.hidden.values():
        assert told(ask(asking, it, objects), about=it) == unknown


def test_an_event_that_may_not_be_seen_answers_as_one_that_does_not_exist(asking: Asking, objects: Objects) -> None:
    nothing = uuid4()
    for path in ("/events/{}", "/events?reference={}"):
        found = told(asking.get(path.format(objects.hidden_event)), about=objects.hidden_event)
        assert found == told(asking.get(path.format(nothing)), about=nothing)


def test_a_sensitive_zone_answers_at_the_manager_as_one_that_does_not_exist(town: Town, objects: Objects) -> None:
    told_of = []
    for zone in (SENSITIVE, "bestaatniet"):
        grant = zone_connection(town.reader, town.provider, zone=zone, terms=Terms(event_types=frozenset({"Geboorte"})))
        proposed = agreements.content(grant)
        key = town.reader.issued.key
        signature = signatures.sign(
            proposed.hash,
            SignatureKind.ACCEPT,
            signed_at=datetime.now(UTC),
            key=key,  # type: ignore[arg-type]  # an RSA one
            thumbprint=certificates.thumbprint(town.reader.der),
        )
        body = json.dumps({"content": json.loads(proposed.canonical), "signature": signature})
        answer = town.by_reader.ask(
            "POST", "/v1/contracts", body, "application/json", Fsc_Manager_Address=town.reader.address
        )
        assert answer.status_code == 422
        asked = town.by_reader.ask_token(proposed)
        assert asked.status_code == 400
        told_of += [(told(answer, about=objects.seen), told(asked, about=objects.seen))]
    assert told_of[0] == told_of[1]


def test_our_own_federated_state_tells_of_what_is_hidden_as_of_what_does_not_exist(objects: Objects) -> None:
    by, nobody = callers.caller("ambtenaar", *ASKS, zones=[registry.ADDRESSES]), uuid4()
    for question in ("state", "timeline"):
        unknown = told(by.get(f"federated/objects/{nobody}/{question}"), about=nobody)
        assert unknown[0] == 404
        for why in ("another type", "a sensitive zone"):
            it = objects.hidden[why]
            assert told(by.get(f"federated/objects/{it}/{question}"), about=it) == unknown


def test_an_object_that_may_be_known_does_answer_otherwise(asking: Asking, objects: Objects) -> None:
    nobody = uuid4()
    assert told(asking.about(objects.seen), about=objects.seen) != told(asking.about(nobody), about=nobody)


def test_a_refusal_that_tells_of_what_is_hidden_would_be_seen(
    asking: Asking, objects: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = zone_events.events_about

    def telling(object_ids: Any, **more: Any) -> zone_events.EventsAbout:
        if set(object_ids) & set(objects.hidden.values()):
            raise ObjectNotFound(object_id=next(iter(object_ids)))
        return real(object_ids, **more)

    monkeypatch.setattr(zone_events, "events_about", telling)
    nobody = uuid4()
    unknown = told(asking.about(nobody), about=nobody)
    for it in objects.hidden.values():
        assert told(asking.about(it), about=it) != unknown


def longer(ask: Callable[[UUID], Answer], *, of: Sequence[UUID], than: Callable[[], UUID]) -> float:
    """The share of pairs in which asking about one of these took longer than about one of those: half, if alike.

    Asked in turn, in an order that changes, so that whatever slows the machine down slows both (Mann and Whitney's U).
    """
    order = random.Random(7)
    hidden: list[int] = []
    unknown: list[int] = []
    for number in range(SAMPLES):
        pair = [(hidden, of[number % len(of)]), (unknown, than())]
        order.shuffle(pair)
        for times, it in pair:
            begun = time.perf_counter_ns()
            ask(it)
            times.append(time.perf_counter_ns() - begun)
    return sum((one > other) + (one == other) / 2 for one in hidden for other in unknown) / SAMPLES**2


def timed() -> Iterator[str]:
    yield from ("about it", "events that name it")


@pytest.mark.verify
@pytest.mark.parametrize("question", list(timed()))
@pytest.mark.parametrize("why", ["another type", "another zone", "a sensitive zone"])
def test_how_long_an_answer_takes_tells_nothing(asking: Asking, objects: Objects, question: str, why: str) -> None:
    found = longer(lambda it: QUESTIONS[question](asking, it, objects), of=[objects.hidden[why]], than=uuid4)
    assert abs(found - 0.5) < APART_MAX, f"{found:.3f} of the answers took longer"


@pytest.mark.verify
def test_an_answer_that_does_less_for_what_does_not_exist_would_be_felt(
    asking: Asking, objects: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, known = zone_events.events_about, set(objects.hidden.values())

    def early(
        object_ids: Any, *, zone: str, principal: Principal, as_at: datetime | None = None
    ) -> zone_events.EventsAbout:
        if known.isdisjoint(object_ids):
            found = Zone.objects.select_related("organisation").get(slug=zone)
            return zone_events.EventsAbout(events=(), zone=zone, organisation=found.organisation, horizon=None)
        return real(object_ids, zone=zone, principal=principal, as_at=as_at)

    monkeypatch.setattr(zone_events, "events_about", early)
    found = longer(asking.about, of=list(objects.hidden.values()), than=uuid4)
    assert found - 0.5 > APART_MAX  # by which the tests above would fail
