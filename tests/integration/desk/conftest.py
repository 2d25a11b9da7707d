"""The desk on a real database: the municipality of the story, and a browserless client that keeps its session."""

from collections.abc import Callable

import pytest
from django.test import Client

from events.models import User
from tests.database import Database
from tests.desk_story import Municipality

LogIn = Callable[[User], Client]


@pytest.fixture
def town(database: Database) -> Municipality:
    return Municipality()


@pytest.fixture
def log_in() -> LogIn:
    def enter(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter
