"""What the stories of the BSN service begin with: the municipality of the desk's tests, and the service beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.database import Database
from tests.desk_story import Municipality
from tests.emptying import Emptier
from tests.examples.service import Service, welcome
from tests.founding import found


@pytest.fixture
def town(database: Database, worker_database: tuple[Database, Emptier]) -> Municipality:
    return found(database, worker_database[1])


@pytest.fixture
def service(town: Municipality, live_site: str, tmp_path: Path) -> Iterator[Service]:
    """Welcome at the site of the test, and not started yet."""
    it = Service(f6_url=live_site, token=welcome(town), place=tmp_path)
    yield it
    it.kill()
