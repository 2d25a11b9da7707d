"""A zone, and leave to send to loopback."""

import pytest

from tests.database import Database
from tests.integration.store.records import make_zone
from tests.integration.subscriptions.subscribing import allow_loopback


@pytest.fixture
def town(database: Database) -> Database:
    make_zone()
    allow_loopback()
    return database
