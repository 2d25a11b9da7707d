"""The stage of a scenario: one listener for all of them, on the database that each finds empty."""

import itertools
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import registry
from tests.authority import Key
from tests.database import Database
from tests.emptying import Emptier
from tests.federation import foreign_peers, listeners, pki
from tests.federation.foreign_peers import ForeignPeer
from tests.federation.listeners import Listener
from tests.federation.pki import Group, Organisation
from tests.federation.scenarios import mounted
from tests.federation.scenarios.outsiders import Outsider
from tests.federation.scenarios.stage import SERVICES, Stage
from tests.federation.scenarios.town_hall import databases, standing, towns
from tests.shared_material import SHARED

__all__ = ["databases", "standing", "towns"]


@dataclass(frozen=True, kw_only=True)
class Players:
    """Who plays: ours, with its listener, and three others with managers of their own."""

    ours: Organisation
    listener: Listener
    others: tuple[ForeignPeer, ForeignPeer, ForeignPeer]
    directory: Path
    calls: Path


@pytest.fixture(scope="session", autouse=True)
def judges() -> None:
    """The OpenAPI files of the standard, without which nothing here is judged."""
    if not SHARED.is_dir():
        pytest.skip(f"SKIPPED LOUDLY: {SHARED} is absent, so no scenario of the standard was played")


@pytest.fixture(scope="session")
def players(
    group: Group,
    _hosts: Iterator[str],
    worker_database: tuple[Database, Emptier],
    valkey: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Players]:
    directory = tmp_path_factory.mktemp("fsc")
    numbers = itertools.count(100)
    keys: dict[str, Key] = {
        "Gemeente Verweg": pki.rsa_key(),
        "Gemeente Elders": pki.ec_key(),
        "Waterschap Overal": pki.ec_key(),
    }
    ours = group.organisation("Gemeente Zonnendaal", oin=pki.oin(next(numbers)), host=next(_hosts))
    with ExitStack() as stack:
        others = [
            stack.enter_context(
                foreign_peers.running(group.organisation(name, oin=pki.oin(next(numbers)), host=next(_hosts), key=key))
            )
            for name, key in keys.items()
        ]
        calls = directory / "calls"
        listener = stack.enter_context(
            listeners.running(
                ours,
                directory=directory,
                database=worker_database[0],
                broker=valkey,
                F6_FSC_SERVICES=",".join(f"{name}={path}" for name, path in SERVICES.items()),
                **{mounted.CALLS: str(calls)},
            )
        )
        yield Players(
            ours=ours,
            listener=listener,
            others=(others[0], others[1], others[2]),
            directory=directory,
            calls=calls,
        )


@pytest.fixture
def stage(players: Players, database: Database) -> Iterator[Stage]:
    """The stage, with the two zones of Gemeente Zonnendaal and nothing that was agreed."""
    players.calls.unlink(missing_ok=True)
    registry.furnish()
    for other in players.others:
        other.came.clear()
        other.keys[:] = [other.organisation.issued]
    rsa, ec, third = (Outsider(it, players.listener) for it in players.others)
    made = Stage(
        ours=players.ours,
        listener=players.listener,
        rsa=rsa,
        ec=ec,
        third=third,
        database=database,
        directory=players.directory,
        calls=players.calls,
    )
    with made.as_ours():
        yield made
