"""The desk on a real database: the municipality of the story, and a browserless client that keeps its session."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from events.models import User
from tests.database import Database
from tests.desk_story import Municipality
from tests.emptying import Emptier
from tests.founding import found

LogIn = Callable[[User], Client]


@pytest.fixture
def town(database: Database, worker_database: tuple[Database, Emptier]) -> Municipality:
    return found(database, worker_database[1])


@pytest.fixture
def log_in() -> LogIn:
    def enter(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


@pytest.fixture
def settings_of_theme(settings: Settings, tmp_path: Path) -> str:
    css = ":root { --utrecht-page-header-background-color: #00573d; }\n"
    file = tmp_path / "thema.css"
    file.write_text(css, encoding="utf-8")
    settings.F6_THEME_CSS = str(file)
    return css
