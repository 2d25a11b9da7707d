"""Views of one's own and of persons, filled, switched to, and read by another at the same time."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from events.domain.permissions import Principal
from readmodels.commands import own_views as commands
from readmodels.models import Build
from readmodels.projectors import comparing, rebuilding
from readmodels.projectors.concluding_builds import Outcome, conclude
from readmodels.queries.own_rows import Question
from tests.people import caught_up

MOVES: dict[str, Any] = {
    "name": "adressen",
    "title": "Adressen",
    "eventTypes": ["Verhuizing"],
    "fields": [{"name": "huis", "pointer": "/event_data/nieuwAdres/adresseerbaarObject"}],
}


NUMBERS: dict[str, Any] = {
    "name": "adressen",
    "title": "Nummers",
    "eventTypes": ["BsnToegekend"],
    "fields": [{"name": "bsn", "pointer": "/event_data/bsn"}],
}


def filled(build: Build) -> Build:
    rebuilding.fill(build.pk, worker="one", until=lambda: False)
    caught_up()
    return build


def newest(name: str) -> Build:
    return Build.objects.filter(view__name=name).latest("number")


def defined(body: dict[str, Any], *, by: Principal) -> Build:
    commands.define(body, by=by)
    build = filled(newest(body["name"]))
    assert conclude(build.pk) is Outcome.SWITCHED
    return build


def wrong(build: Build) -> list[UUID]:
    return [it.object_id for it in comparing.differences(build, comparing.every_object(build))]


def asked(**more: Any) -> Question:
    return Question(as_of=datetime.now(UTC), asked=(), size=more.pop("size", 10), **more)


def aside(work: Callable[[], object]) -> None:
    """Do it in another connection, and wait for it."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
