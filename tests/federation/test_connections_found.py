"""Connections are found by what they count for: the database narrows, and never leaves out what the fold would give."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from django.db.models import Q
from django.utils import timezone

from events.domain.permissions import Principal
from federation.domain.contracts import Contract, SignatureKind, State
from federation.domain.directions import Direction
from federation.models import StoredContract
from federation.queries import connections, contracts, ties
from federation.queries.connections import ConnectionFilter
from tests import federation_story as story
from tests import registry
from tests.database import Database

ACCEPT, REJECT, REVOKE = SignatureKind.ACCEPT, SignatureKind.REJECT, SignatureKind.REVOKE
LIVES = ({"ends": 9 * story.DAY}, {"begins": -9 * story.DAY, "ends": -story.DAY}, {"begins": story.DAY})
SAID = (
    (),
    ((story.NORTH, ACCEPT),),
    ((story.NORTH, ACCEPT), (story.OWN, ACCEPT)),
    ((story.NORTH, ACCEPT), (story.OWN, REJECT)),
    ((story.NORTH, ACCEPT), (story.OWN, ACCEPT), (story.NORTH, REVOKE)),
    ((story.NORTH, REJECT), (story.OWN, REVOKE)),
)
LASTING = (timedelta(days=30), timedelta(minutes=-1))


@pytest.fixture
def by(database: Database) -> Principal:
    registry.furnish()
    return registry.official(registry.CIVIL, registry.ADDRESSES)


@pytest.fixture
def every_kind(by: Principal) -> None:
    """A contract of every life, with everything that can have been said of it, by certificates that last or ended."""
    for times, said, until in product(LIVES, SAID, LASTING):
        begins, ends = times.get("begins", -story.DAY), times.get("ends", 9 * story.DAY)
        row = story.contract(story.reads(story.NORTH, story.OWN), signed=[], begins=begins, ends=ends)
        for peer, kind in said:
            story.says(row, peer, kind, until=until)


def folded() -> Iterator[tuple[str, Contract]]:
    for row in contracts.with_signatures(StoredContract.objects.all()):
        yield row.pk, contracts.folded(row)


def found(by: Principal, asked: ConnectionFilter) -> set[str]:
    """The hashes of all pages, in pages of a few."""
    hashes: list[str] = []
    after = ""
    while True:
        page = connections.connections(asked, principal=by, now=timezone.now(), after=after, size=7)
        hashes += [it.hash for it in page.connections]
        after = page.after
        if not after:
            assert len(hashes) == len(set(hashes)), "nothing twice"
            return set(hashes)


@pytest.mark.parametrize("state", State)
def test_a_state_is_found_as_the_fold_gives_it(by: Principal, every_kind: None, state: State) -> None:
    now = timezone.now()
    wanted = {pk for pk, contract in folded() if contract.state(now) is state}
    assert wanted
    assert found(by, ConnectionFilter(state=state)) == wanted


def test_who_is_waited_for_is_found_as_the_fold_gives_it(by: Principal, every_kind: None) -> None:
    now = timezone.now()
    wanted = {pk for pk, contract in folded() if story.OWN in contract.awaits(now)}
    assert wanted
    assert found(by, ConnectionFilter(waits_for=story.OWN)) == wanted


def test_a_database_that_narrowed_too_far_would_be_seen(
    by: Principal, every_kind: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_may_be", lambda _state, *, now: Q(valid_from__lte=now, valid_until__gt=now))
    now = timezone.now()
    wanted = {pk for pk, contract in folded() if contract.state(now) is State.PROPOSED}
    assert found(by, ConnectionFilter(state=State.PROPOSED)) != wanted


def test_by_peer_and_direction(by: Principal) -> None:
    read = story.contract(story.reads(story.NORTH, story.OWN)).pk
    reading = story.contract(story.reads(story.OWN, story.SOUTH)).pk
    own = story.OWN
    assert found(by, ConnectionFilter(peer_id=story.NORTH, own=own)) == {read}
    assert found(by, ConnectionFilter(direction=Direction.READING, own=own)) == {reading}
    assert found(by, ConnectionFilter(direction=Direction.READING)) == set(), "while we do not know who we are"
    assert found(by, ConnectionFilter(direction=Direction.OTHERS)) == {read, reading}


def test_what_binds_us_counts_what_is_in_force_and_what_waits(by: Principal, every_kind: None) -> None:
    story.peer(story.NORTH)
    story.peer(story.DIRECTORY)
    now = timezone.now()
    states = [contract.state(now) for _pk, contract in folded()]
    north, directory = sorted(ties.ties(own=story.OWN, principal=by, now=now), key=lambda it: it.peer.name)
    for state in (State.VALID, State.PROPOSED):
        assert north.number(Direction.READ, state) == states.count(state)
    assert directory.counts == {}, "a directory is told of although nothing binds us to it"
