"""A town of which views are kept, and who reads them."""

import pytest

from events.domain.permissions import Permission, Principal
from tests import registry
from tests.database import Database


@pytest.fixture
def town(database: Database) -> None:
    registry.furnish()


@pytest.fixture
def reader(town: None) -> Principal:
    return registry.principal("systeem", Permission.VIEW, zones=(registry.CIVIL, registry.ADDRESSES))
