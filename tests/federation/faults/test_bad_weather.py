"""Connections that break at any byte: what two towns signed arrives at both all the same, once and as it was signed.

By the queue alone: comparing contracts, which would mend much, is left out here.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from federation.commands import agreeing, sending
from federation.domain.contracts import State
from federation.models import Outgoing, StoredContract, StoredSignature
from tests import callers
from tests.federation.faults.weather import BAD, Fate, Weather
from tests.federation.scenarios.stage import MOUNTED
from tests.federation.scenarios.towns import Town, Towns

SEEDS = (1, 2, 3)
MORE_SEEDS = range(10, 30)
STORM = 0.7
ROUNDS = 12
"""In foul weather; after it is fine again until nothing waits any more."""
LATER = timedelta(minutes=10)
"""More than any wait between two tries."""


def _weathered(towns: Towns, weather: Weather, *, seed: int) -> None:
    """All that waits at either is tried, at first in a storm, until it arrived."""
    weather.turn(seed=seed, badness=STORM)
    now = datetime.now(UTC)
    for number in range(ROUNDS * 3):
        if number == ROUNDS:
            weather.badness = 0.0
        now += LATER
        waiting = [_tried(town, now=now) for town in (towns.reader, towns.provider)]
        if not any(waiting):
            return
    raise AssertionError("something never arrived")


def _tried(town: Town, *, now: datetime) -> int:
    """Send what is due; gives how much waits still."""
    with town.acting():
        for peer_id in sending.whom_to_send_to(now=now):
            sending.send_to(peer_id, now=now)
        return Outgoing.objects.filter(arrived_at=None).count()


def _kept(town: Town) -> tuple[list[str], Mapping[tuple[str, str], str]]:
    """The contracts that a town has, and of each peer and kind what it signed."""
    with town.acting():
        contracts = list(StoredContract.objects.values_list("content_hash", flat=True))
        signed = {(it.peer_id, it.kind): it.jws for it in StoredSignature.objects.all()}
    return contracts, signed


def _agree_and_part(towns: Towns, weather: Weather, *, seed: int) -> None:
    """A connection is asked for, approved and revoked, each in a storm; then both hold the same."""
    content_hash = towns.reader.asks_for(MOUNTED, of=towns.provider)
    _weathered(towns, weather, seed=seed)
    assert _kept(towns.provider)[0] == [content_hash]
    with towns.provider.acting():
        agreeing.accept_contract(content_hash, by=callers.administrator())
    _weathered(towns, weather, seed=seed + 1_000)
    assert towns.reader.state(content_hash) is towns.provider.state(content_hash) is State.VALID
    with towns.reader.acting():
        agreeing.revoke_contract(content_hash, by=callers.administrator())
    _weathered(towns, weather, seed=seed + 2_000)
    assert towns.reader.state(content_hash) is towns.provider.state(content_hash) is State.REVOKED
    assert _kept(towns.reader) == _kept(towns.provider)
    contracts, signed = _kept(towns.reader)
    assert contracts == [content_hash]
    assert sorted(signed) == sorted(
        [(towns.reader.oin, "accept"), (towns.provider.oin, "accept"), (towns.reader.oin, "revoke")]
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_signed_arrives_whatever_breaks_on_the_way(towns: Towns, weather: Weather, seed: int) -> None:
    _agree_and_part(towns, weather, seed=seed)


@pytest.mark.verify
@pytest.mark.parametrize("seed", MORE_SEEDS)
def test_what_was_signed_arrives_in_many_storms(towns: Towns, weather: Weather, seed: int) -> None:
    _agree_and_part(towns, weather, seed=seed)


def test_a_sender_that_takes_silence_for_arrival_loses_what_was_signed(
    towns: Towns, weather: Weather, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: then the same storms leave the two with different contracts. So the storms are bad enough."""
    asks = sending._ask

    def hopes(row: Outgoing, address: str | None) -> None:
        try:
            asks(row, address)
        except sending._Away:
            return

    monkeypatch.setattr(sending, "_ask", hopes)
    with pytest.raises(AssertionError):
        _agree_and_part(towns, weather, seed=SEEDS[0])


def test_a_storm_breaks_connections_in_every_way(weather: Weather) -> None:
    weather.turn(seed=1, badness=STORM)
    for _ in range(100):
        weather.draw()
    assert set(weather.met) == {Fate.FINE, *BAD}
    weather.turn(seed=0, badness=0.0)
