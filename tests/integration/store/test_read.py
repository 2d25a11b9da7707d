"""Reading around a boundary: whole chains, and what those rest on, so that every reference leads somewhere."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import sequencer, store
from events.domain.event import Event, Kind
from events.domain.log import Log
from tests.database import Database
from tests.integration.store.records import append, append_claim, entry, make_zone


@pytest.fixture(autouse=True)
def zone(database: Database) -> None:
    make_zone()


def about(target: Event, *grounds: UUID, kind: Kind = Kind.VALIDATION, root: UUID | None = None) -> Event:
    references = (target.id, *grounds)
    made = entry(kind=kind, root=root or target.id, references=references, object_ids=target.object_ids)
    return append(made)[0]


def ids(log: Log) -> set[UUID]:
    return {event.id for event in log}


def test_a_boundary_of_nothing_is_empty() -> None:
    read = store.read([])
    assert (len(read.log), read.numbers) == (0, {})


def test_an_object_brings_the_whole_chain_of_each_of_its_events() -> None:
    old, new = uuid4(), uuid4()
    claim = append_claim(old)
    correction = append(
        entry(kind=Kind.CORRECTION, root=claim.id, references=(claim.id,), object_ids=(new,)),
    )[0]
    decision = about(correction, root=claim.id)
    append_claim(uuid4())
    assert ids(store.read([new]).log) == ids(store.read([old]).log) == {claim.id, correction.id, decision.id}
    assert ids(store.read([claim.id]).log) == {claim.id, correction.id, decision.id}


def test_grounds_come_with_their_chains_and_their_own_grounds() -> None:
    oldest = append_claim()
    marriage = append_claim(references=(oldest.id,))
    decided = about(marriage)
    birth = append_claim(references=(marriage.id,))
    rests_on_birth = append_claim(references=(birth.id,))
    assert ids(store.read([birth.id]).log) == {birth.id, marriage.id, decided.id, oldest.id}
    assert rests_on_birth.id not in ids(store.read([birth.id]).log)


def test_every_reference_in_what_is_read_leads_to_an_event_that_is_read() -> None:
    first = append_claim()
    second = append_claim(references=(first.id,))
    about(second, first.id)
    log = store.read(second.object_ids).log
    assert {reference for event in log for reference in event.references} <= ids(log)


def test_reading_takes_the_same_round_trips_however_long_the_chains() -> None:
    someone = uuid4()

    def round_trips() -> int:
        with CaptureQueriesContext(connection) as queries:
            store.read([someone])
        return len(queries)

    before = round_trips()
    last = append_claim(someone)
    for _ in range(20):
        last = append_claim(someone, references=(last.id,))
    assert len(store.read([someone]).log) == 21
    assert round_trips() == before == 2


def test_too_many_events_are_refused_rather_than_half_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from events.domain.refusals import RequestTooLarge
    from events.store import reading

    someone = uuid4()
    append(*(entry(object_ids=(someone,)) for _ in range(4)))
    monkeypatch.setattr(reading, "READ_MAX", 3)
    with pytest.raises(RequestTooLarge):
        store.read([someone])


def test_a_numbered_event_is_read_with_its_place_in_the_zone() -> None:
    someone = uuid4()
    append(entry(object_ids=(someone,)), entry(object_ids=(someone,)))
    unnumbered = store.events_of(someone)
    sequencer.seal_now()
    numbered = store.events_of(someone)
    assert [event.position for event in unnumbered] == [None, None]
    assert [(event.position, event.order) for event in numbered] == [(1, 1), (2, 2)]
    assert max(event.order for event in numbered) < min(event.order for event in unnumbered)


def test_roots_lead_to_the_claim_of_a_chain() -> None:
    claim = append_claim()
    decision = about(claim)
    assert store.roots([decision.id, uuid4()]) == {claim.id}
    assert store.find([uuid4()]) == {}
