"""Two towns with weather between them."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.database import Database
from tests.federation.faults.weather import Weather, between
from tests.federation.pki import Group
from tests.federation.scenarios import town_hall
from tests.federation.scenarios.conftest import players, stage
from tests.federation.scenarios.town_hall import Emptied, Ground, databases
from tests.federation.scenarios.towns import Towns
from tests.shared_material import SHARED

__all__ = ["databases", "players", "stage"]


@pytest.fixture(scope="session")
def weather() -> Weather:
    """Fine, until a test says otherwise."""
    return Weather()


@pytest.fixture(scope="module")
def standing(
    group: Group,
    _hosts: Iterator[str],
    databases: tuple[Emptied, Emptied],
    valkey: str,
    tmp_path_factory: pytest.TempPathFactory,
    weather: Weather,
) -> Iterator[Towns]:
    directory = tmp_path_factory.mktemp("towns")
    with ExitStack() as stack:

        def front(host: str) -> str:
            behind = next(_hosts)
            stack.enter_context(between(host, behind, weather))
            return behind

        yield town_hall.raised(
            Ground(group=group, hosts=_hosts, databases=databases, broker=valkey, directory=directory, front=front),
            until=stack,
        )


@pytest.fixture
def towns(standing: Towns, database: Database, weather: Weather) -> Iterator[Towns]:
    """Both, with nothing agreed, in fine weather."""
    if not SHARED.is_dir():
        pytest.skip(f"SKIPPED LOUDLY: {SHARED} is absent, so nothing was judged")
    weather.turn(seed=0, badness=0.0)
    yield from town_hall.begun(standing, database)
    weather.turn(seed=0, badness=0.0)
