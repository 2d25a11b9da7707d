"""A view is made anew beside the live one: nobody who reads notices, and nothing that happens meanwhile is missed."""

import time
from datetime import timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from events import sequencer
from events.domain.refusals import RebuildUnderWay, ViewNotFound, ZoneForbidden
from events.models import AccessRecord, Zone
from readmodels import tasks
from readmodels.commands.rebuilding import begin_rebuild, set_rate, stop_rebuild
from readmodels.models import Build, Chunk, StoredKey, StoredRow, ViewObject
from readmodels.projectors import comparing, following, rebuilding
from readmodels.projectors.concluding_builds import Outcome, conclude
from readmodels.projectors.projections import PERSON_FILES
from readmodels.projectors.refreshing import refresh
from tests import callers, registry
from tests.database import Database
from tests.people import accepted, caught_up, live, moves, somebody

PEOPLE = 12
CHUNK = 5


def never() -> bool:
    return False


@pytest.fixture
def town(database: Database) -> list[UUID]:
    """A town in which a dozen people moved."""
    registry.furnish()
    everybody = [somebody() for _ in range(PEOPLE)]
    for number, someone in enumerate(everybody):
        accepted(moves(someone, object_id=f"05180100000000{number:02d}"))
    caught_up()
    return everybody


def filled(build: Build) -> Build:
    """The build with every chunk done and the log taken in."""
    rebuilding.fill(build.pk, worker="one", until=never)
    caught_up()
    return build


def begun() -> Build:
    return rebuilding.begin(PERSON_FILES, chunk_objects=CHUNK)


def wrong(build: Build) -> list[UUID]:
    return [it.object_id for it in comparing.differences(build, comparing.every_object(build))]


def test_the_new_build_says_what_the_log_gives_and_takes_over(town: list[UUID]) -> None:
    old, build = live(), filled(begun())
    assert live() == old
    assert conclude(build.pk) is Outcome.SWITCHED
    assert live() == build
    assert wrong(build) == []
    build.refresh_from_db()
    assert build.compared == {"objects": PEOPLE, "differFromLive": 0, "madeAgain": PEOPLE, "wrong": 0}
    old.refresh_from_db()
    assert (old.state, old.ended_at is not None) == (Build.State.RETIRED, True)


def test_what_happens_meanwhile_is_in_it(town: list[UUID]) -> None:
    build = begun()
    newcomer = somebody()
    accepted(moves(town[0], on="2021-01-01"))
    rebuilding.fill(build.pk, worker="one", until=never)
    accepted(moves(town[1], on="2022-01-01"))
    caught_up()
    assert conclude(build.pk) is Outcome.SWITCHED
    assert wrong(build) == []
    assert ViewObject.objects.filter(build=build, object_id=newcomer).exists()


def test_it_is_not_switched_before_it_is_filled_and_has_caught_up(town: list[UUID]) -> None:
    build = begun()
    assert conclude(build.pk) is Outcome.NOT_YET
    rebuilding.fill(build.pk, worker="one", until=lambda: Chunk.objects.filter(build=build, done=True).exists())
    assert conclude(build.pk) is Outcome.NOT_YET
    assert rebuilding.progress(build).objects_done == CHUNK
    filled(build)
    assert rebuilding.progress(build).is_filled
    assert conclude(build.pk) is Outcome.SWITCHED


def test_a_build_never_takes_over_from_one_that_knows_more(town: list[UUID]) -> None:
    build = begun()
    rebuilding.fill(build.pk, worker="one", until=never)
    accepted(moves(town[0], on="2021-01-01"))
    sequencer.seal_now()
    Build.objects.filter(pk=build.pk).update(state=Build.State.FAILED)  # it follows nothing for a while
    following.catch_up()
    Build.objects.filter(pk=build.pk).update(state=Build.State.FILLING)
    assert not rebuilding.switch(build)
    following.catch_up()
    assert rebuilding.switch(build)


def test_one_rebuild_at_a_time(town: list[UUID]) -> None:
    begun()
    with pytest.raises(RebuildUnderWay):
        begun()
    with pytest.raises(ViewNotFound):
        rebuilding.begin("geen")


def test_a_worker_whose_lease_ran_out_writes_nothing_more(town: list[UUID]) -> None:
    build = begun()
    chunk = rebuilding._take(build.pk, worker="slow")
    assert chunk is not None
    Chunk.objects.filter(pk=chunk).update(leased_until=timezone.now() - timedelta(seconds=1))
    assert rebuilding._take(build.pk, worker="quick") == chunk
    assert rebuilding._fill_batch(chunk, worker="slow") == (0, False)
    assert rebuilding._fill_batch(chunk, worker="quick") == (CHUNK, False)


def test_another_goes_on_where_a_killed_worker_was(town: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "BATCH_OBJECTS", 2)
    monkeypatch.setattr(rebuilding, "LEASE", timedelta(0))
    build = begun()
    batches: list[int] = []

    def killed_in_the_second(*arguments: object) -> None:
        batches.append(1)
        refresh(*arguments)  # type: ignore[arg-type]  # as it was called
        if len(batches) == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("readmodels.projectors.rebuilding.refresh", killed_in_the_second)
        with pytest.raises(KeyboardInterrupt):
            rebuilding.fill(build.pk, worker="killed", until=never)
    first = Chunk.objects.get(build=build, number=1)
    assert (first.objects_done, first.done) == (2, False)
    assert ViewObject.objects.filter(build=build).count() == 2
    filled(build)
    assert rebuilding.progress(build).objects_done == PEOPLE
    assert wrong(build) == []


def test_several_workers_share_the_chunks(town: list[UUID], database: Database) -> None:
    build = begun()
    made = database.concurrently(
        *(lambda worker=worker: rebuilding.fill(build.pk, worker=str(worker), until=never) for worker in range(3))
    )
    assert sum(made) == PEOPLE
    caught_up()
    assert wrong(build) == []


def test_where_the_live_build_was_wrong_the_log_decides(town: list[UUID]) -> None:
    rows = StoredRow.objects.filter(build=live(), object_id=town[0])
    rows.update(values={"burgerservicenummer": "000000000"})
    ViewObject.objects.filter(build=live(), object_id=town[0]).update(rows_digest=b"other")
    build = filled(begun())
    assert conclude(build.pk) is Outcome.SWITCHED
    build.refresh_from_db()
    assert build.compared is not None
    assert build.compared["differFromLive"] == 1


def test_a_build_that_says_something_else_than_the_log_is_given_up(town: list[UUID]) -> None:
    old, build = live(), filled(begun())
    StoredRow.objects.filter(build=build, object_id=town[0]).delete()
    assert conclude(build.pk) is Outcome.FAILED
    assert live() == old
    build.refresh_from_db()
    assert "1 of 12 objects" in build.reason


def test_reading_never_mixes_builds_and_what_was_replaced_stays_for_a_while(town: list[UUID]) -> None:
    old, build = live(), filled(begun())
    conclude(build.pk)
    assert rebuilding.drop_what_was_replaced() == 0
    assert StoredRow.objects.filter(build=old).exists()
    assert rebuilding.drop_what_was_replaced(grace=timedelta(0)) == 1
    assert not Build.objects.filter(pk=old.pk).exists()
    for table in (StoredRow, StoredKey, ViewObject):
        assert not table.objects.filter(build_id=old.pk).exists()


def test_it_goes_no_faster_than_is_allowed(town: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "BATCH_OBJECTS", 2)
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    build = rebuilding.begin(PERSON_FILES, rate_max=10)
    rebuilding.fill(build.pk, worker="one", until=never)
    assert sum(seconds > 0.1 for seconds in slept) >= PEOPLE / 2 - 1  # every batch of two takes a fifth of a second
    assert rebuilding.progress(build).is_filled


# -- commands, tasks, who may ------------------------------------------------------------------------------------------


def test_only_who_administers_every_zone_may_rebuild_and_it_is_audited(town: list[UUID]) -> None:
    with pytest.raises(ZoneForbidden):
        begin_rebuild(PERSON_FILES, rate_max=None, by=registry.official(registry.CIVIL))
    by = callers.administrator()
    begin_rebuild(PERSON_FILES, rate_max=None, by=by)
    set_rate(PERSON_FILES, rate_max=50, by=by)
    stop_rebuild(PERSON_FILES, by=by)
    assert Build.objects.get(state=Build.State.FAILED).rate_max == 50
    actions = AccessRecord.objects.filter(source_id=by.source_id).order_by("pk").values_list("action", flat=True)
    assert list(actions) == [
        "Herbouw van weergave begonnen",
        "Snelheid van herbouw gewijzigd",
        "Herbouw van weergave gestopt",
    ]
    with pytest.raises(ViewNotFound):
        stop_rebuild(PERSON_FILES, by=by)
    assert Zone.objects.count() == 2


def test_workers_fill_and_conclude_what_was_begun(town: list[UUID], settings: object) -> None:
    from f6_project.celery import app

    app.conf.task_always_eager = True
    try:
        build = begun()
        tasks.tend_builds()
        caught_up()
        tasks.tend_builds()
    finally:
        app.conf.task_always_eager = False
    assert live() == build


def test_the_command_rebuilds_and_says_what_it_found(town: list[UUID]) -> None:
    said = StringIO()
    call_command("rebuild_view", PERSON_FILES, "--here", stdout=said)
    assert said.getvalue() == (
        f"persoonslijsten answers from build 2: {PEOPLE} objects, of which 0 said something else before;"
        f" {PEOPLE} were made again.\n"
    )
    with pytest.raises(CommandError, match="Choose one of: gezag, persoonslijsten"):
        call_command("rebuild_view", "geen")


def test_verifying_says_every_difference_and_mends_it(town: list[UUID]) -> None:
    def verified(*arguments: str) -> str:
        said = StringIO()
        call_command("verify_views", *arguments, stdout=said)
        return said.getvalue()

    everything = f"gezag: {PEOPLE} objects compared, 0 differ.\npersoonslijsten: {PEOPLE} objects compared, 0 differ.\n"
    assert verified() == everything
    assert "5 objects compared (drawn with seed x), 0 differ" in verified("--sample", "5", "--seed", "x")
    StoredRow.objects.filter(build=live(), object_id=town[3]).delete()
    said = StringIO()
    with pytest.raises(CommandError, match="1 objects differ"):
        call_command("verify_views", stdout=said)
    assert f"{town[3]}: has 0 rows that the log does not give, and lacks 2" in said.getvalue()
    assert "written anew; 0 still differ" in verified("--mend")
    assert verified() == everything
    with pytest.raises(CommandError, match="Choose from: gezag, persoonslijsten"):
        call_command("verify_views", "geen")


def test_verifying_tells_being_behind_from_being_wrong(town: list[UUID]) -> None:
    accepted(moves(town[0], on="2021-01-01"))
    sequencer.seal_now()
    assert wrong(live()) == []
    following.catch_up()
    assert wrong(live()) == []


def test_keys_that_differ_are_found(town: list[UUID]) -> None:
    StoredKey.objects.filter(build=live(), object_id=town[0]).delete()
    (found,) = comparing.differences(live(), town)
    assert (found.object_id, found.keys, found.missing) == (town[0], True, ())
