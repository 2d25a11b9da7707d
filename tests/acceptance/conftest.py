"""What acceptance tests may ask for, beside what every test may."""

from collections.abc import Iterator

import pytest

from events.api import feed_views
from events.subscriptions.pulling import waiting
from events.subscriptions.pulling.news import News, news
from tests import registry
from tests.database import Database
from tests.towns import furnished

__all__ = ["furnished"]
LONG = 3_600.0


@pytest.fixture
def followed(database: Database) -> Iterator[None]:
    registry.furnish()
    yield
    news.stop()
    assert feed_views.places.taken == 0, "somebody still has a place"


@pytest.fixture
def only_news(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits looks at news only, and never by the clock."""
    monkeypatch.setattr(waiting, "LOOK_SECONDS", LONG)


@pytest.fixture
def no_news(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is ever notified, as behind a PgBouncer."""
    monkeypatch.setattr(News, "listen", lambda _self: None)
    monkeypatch.setattr(waiting, "LOOK_SECONDS", 0.2)
