"""Raising two towns: `towns` for who needs them, with listeners that stand as long as the module."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.database import Database, use
from tests.emptying import Emptier
from tests.federation import foreign_peers, listeners, pki
from tests.federation.foreign_peers import ForeignPeer
from tests.federation.pki import Group
from tests.federation.scenarios import mounted
from tests.federation.scenarios.outsiders import Outsider
from tests.federation.scenarios.stage import SERVICES
from tests.federation.scenarios.towns import Town, Towns

Emptied = tuple[Database, Emptier]
READER, PROVIDER, THIRD = "Gemeente Woudendijk", "Gemeente Zonnendaal", "Omgevingsdienst Noord"


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What towns are raised on. `front` gives where the listener is that is found at a host; by default there."""

    group: Group
    hosts: Iterator[str]
    databases: tuple[Emptied, Emptied]
    broker: str
    directory: Path
    front: Callable[[str], str] = lambda host: host


@pytest.fixture(scope="module")
def databases(worker_database: Emptied) -> Iterator[tuple[Emptied, Emptied]]:
    """That of the worker, and beside it another clone of the template."""
    first, _ = worker_database
    second = Database(first.server, f"{first.name}_2")
    first.server.clone(template=first.server.template(), name=second.name)
    with second.connect("owner") as owner:
        emptier = Emptier(owner)
    yield worker_database, (second, emptier)
    first.server.drop(name=second.name)


@pytest.fixture(scope="module")
def standing(
    group: Group,
    _hosts: Iterator[str],
    databases: tuple[Emptied, Emptied],
    valkey: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Towns]:
    """Two towns, for as long as the module lasts."""
    directory = tmp_path_factory.mktemp("towns")
    ground = Ground(group=group, hosts=_hosts, databases=databases, broker=valkey, directory=directory)
    with ExitStack() as stack:
        yield raised(ground, until=stack)


@pytest.fixture
def towns(standing: Towns, database: Database) -> Iterator[Towns]:
    """Both, with zones and nothing agreed; they know where the other is."""
    yield from begun(standing, database)


def begun(found: Towns, database: Database) -> Iterator[Towns]:
    """Nothing of an earlier test; afterwards this process works on its own database again."""
    found.calls.unlink(missing_ok=True)
    found.reader.begin(knowing=found.provider.organisation)
    found.provider.begin(knowing=found.reader.organisation)
    yield found
    use(database.server, database=database.name)


def raised(ground: Ground, *, until: ExitStack) -> Towns:
    """Who reads, who provides, and a third who is no F6."""
    third = ground.group.organisation(THIRD, oin=pki.oin(203), host=next(ground.hosts))
    peer = until.enter_context(foreign_peers.running(third))
    return Towns(
        reader=_town(ground, READER, 201, ground.databases[0], third=peer, until=until),
        provider=_town(ground, PROVIDER, 202, ground.databases[1], third=peer, until=until),
        calls=ground.directory / "calls",
    )


def _town(ground: Ground, name: str, number: int, database: Emptied, *, third: ForeignPeer, until: ExitStack) -> Town:
    host = next(ground.hosts)
    made = ground.group.organisation(name, oin=pki.oin(number), host=host)
    organisation = replace(made, more={"F6_FSC_LISTEN": [f"{ground.front(host)}:{pki.PORT}"]})
    listener = until.enter_context(
        listeners.running(
            organisation,
            directory=ground.directory,
            database=database[0],
            broker=ground.broker,
            F6_FSC_SERVICES=",".join(f"{name}={path}" for name, path in SERVICES.items()),
            **{mounted.CALLS: str(ground.directory / "calls")},
        )
    )
    return Town(
        organisation=organisation,
        listener=listener,
        database=database[0],
        emptier=database[1],
        directory=ground.directory,
        delegator=Outsider(third, listener),
    )
