"""Periodic jobs: one turn for one caller, however many beats there are."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from structlog.testing import capture_logs

from events import access
from events.commands import claim_drafts
from events.models import ClaimDraft
from f6_project import tasks
from f6_project.models import take_turn
from tests.database import Database
from tests.desk_story import Municipality

HOUR = timedelta(hours=1)


def test_of_many_who_want_a_turn_at_once_one_gets_it(database: Database) -> None:
    taken = database.concurrently(*(lambda: take_turn("job", every=HOUR) for _ in range(8)))
    assert sorted(taken) == [False] * 7 + [True]


@pytest.mark.usefixtures("rows")
def test_a_turn_comes_again_when_its_time_has_passed() -> None:
    assert take_turn("job", every=HOUR)
    assert not take_turn("job", every=HOUR)
    assert take_turn("job", every=timedelta(0))
    assert take_turn("another", every=HOUR)


@pytest.mark.usefixtures("rows")
def test_only_expired_sessions_are_cleared() -> None:
    for seconds in (-10, 3600):
        session = SessionStore()
        session.set_expiry(seconds)
        session.save()
    tasks.clear_expired_sessions()
    assert Session.objects.count() == 1


def test_drafts_go_when_nobody_touched_them_for_long(database: Database) -> None:
    town = Municipality()
    by = access.principal_of(town.official)
    old, new = (claim_drafts.begin_claim(name, zone=town.registry.slug, by=by) for name in ("Geboorte", "Huwelijk"))
    days = timedelta(days=claim_drafts.DRAFT_DAYS_MAX, minutes=1)
    ClaimDraft.objects.filter(pk=old.pk).update(saved_at=timezone.now() - days)
    tasks.clear_expired_drafts()
    assert list(ClaimDraft.objects.all()) == [new]


def test_a_missing_guard_raises_the_alarm(database: Database) -> None:
    with database.connect("owner") as owner:
        owner.execute("ALTER TABLE event DISABLE TRIGGER append_only")
    try:
        with capture_logs() as said:
            tasks.check_append_only_guard()
    finally:
        with database.connect("owner") as owner:
            owner.execute("ALTER TABLE event ENABLE ALWAYS TRIGGER append_only")
    assert [(line["event"], line["log_level"]) for line in said] == [("append_only_guard_missing", "error")]


def test_a_guard_that_stands_is_no_news(database: Database) -> None:
    with capture_logs() as said:
        tasks.check_append_only_guard()
    assert said == []
