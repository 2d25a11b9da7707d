"""A zone, leave to send to loopback, somebody with subscriptions, and a receiver that takes in everything."""

from collections.abc import Iterator

import pytest

from events import access
from events.domain.permissions import Principal
from events.models import User
from tests.database import Database
from tests.integration.store.records import make_zone
from tests.integration.subscriptions.subscribing import allow_loopback, subscriber
from tests.receivers import Receiver, running


@pytest.fixture
def town(database: Database) -> Database:
    make_zone()
    allow_loopback()
    return database


@pytest.fixture
def owner(town: Database) -> User:
    return subscriber()


@pytest.fixture
def by(owner: User) -> Principal:
    return access.principal_of(owner)


@pytest.fixture
def receiver(town: Database) -> Iterator[Receiver]:
    with running() as it:
        yield it
