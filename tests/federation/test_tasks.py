"""What comes round: with nothing but the tasks that the beat wakes, everything gets where it must."""

from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from events.domain.permissions import Principal
from f6_project.celery import app
from f6_project.supervision import services
from federation import tasks
from federation.commands import publishing, renewing, taking_turns
from federation.domain import hashes
from federation.models import DirectoryReading, Outgoing, Peer
from federation.queries import contracts
from tests.database import Database
from tests.federation.foreign_peers import ForeignPeer
from tests.federation.pki import Group, Organisation
from tests.federation.test_agreeing import request
from tests.federation.test_directory import HELD
from tests.federation.test_receiving_contracts import asks


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is woken does it at once, in this process."""
    for task in (tasks.send_to, tasks.compare_with, tasks.read_directory):
        monkeypatch.setattr(task, "delay", task)


def come_round() -> None:
    tasks.tend_federation()
    tasks.wake_senders()


def test_everything_gets_where_it_must(verweg: ForeignPeer, lister: ForeignPeer, administrator: Principal) -> None:
    verweg.announces()
    publishing.publish_zone("burgerlijke-stand", terms=HELD, by=administrator)
    request(administrator)
    come_round()
    assert sorted(it.kind for it in lister.came if it.method != "GET") == ["announce", "contracts"]
    assert [it.kind for it in verweg.came if it.method == "POST"] == ["contracts"]
    assert [it.path for it in verweg.came if it.method == "GET"] == ["/v1/contracts?limit=100"]
    assert Outgoing.objects.filter(arrived_at=None).count() == 0
    assert DirectoryReading.objects.get().read_at is not None
    came = len(verweg.came) + len(lister.came)
    come_round()
    assert len(verweg.came) + len(lister.came) == came  # nothing is due any more


def test_a_publication_does_not_take_the_place_of_announcing(lister: ForeignPeer, administrator: Principal) -> None:
    publishing.publish_zone("burgerlijke-stand", terms=HELD, by=administrator)
    tasks.wake_senders()
    assert [it.kind for it in lister.came] == ["contracts"]
    come_round()
    assert "announce" in [it.kind for it in lister.came]


def test_what_is_wrong_with_one_job_keeps_no_other_from_being_done(
    lister: ForeignPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(renewing, "sign_again", broken)
    come_round()
    assert "announce" in [it.kind for it in lister.came]
    assert DirectoryReading.objects.get().read_at is not None


def test_a_newer_list_ends_what_rests_on_the_certificates_that_it_revokes(
    verweg: ForeignPeer, ours: Organisation, group: Group, tmp_path: Path
) -> None:
    content = asks(verweg)
    verweg.post(content)
    lists = {"good": group.lists, "revoked": (group.root.crl(), group.issuer.crl(verweg.organisation.issued))}
    accepted = {}
    for name, given in lists.items():
        with replace(ours, lists=given).as_own(tmp_path / name):
            tasks.tend_federation()
        found = contracts.contract(hashes.content_hash(content))
        assert found is not None
        accepted[name] = found.accepted_by(timezone.now())
    assert accepted == {"good": {verweg.id}, "revoked": set()}


def test_where_federation_is_off_or_cannot_work_nothing_is_done(ours: Organisation, lister: ForeignPeer) -> None:
    assert ours.oin
    for off in ({"F6_FSC_GROUP_ID": ""}, {"F6_FSC_KEY": "/nowhere"}):
        with override_settings(**off):
            come_round()
            tasks.send_to(lister.id)
    assert Peer.objects.count() == 0
    assert lister.came == []


def all_slots_taken(database: Database) -> psycopg.Connection[Any]:
    """As many other tasks wait for peers as may: in a session of their own, until it ends."""
    other = database.connect("app", autocommit=True)
    for number in range(settings.F6_FSC_TASKS_AT_ONCE):
        assert other.execute("SELECT pg_try_advisory_lock(%s, %s)", (taking_turns.LOCKS, number)).fetchone() == (True,)
    return other


def sent_while_all_wait(verweg: ForeignPeer, database: Database) -> int:
    with closing(all_slots_taken(database)):
        come_round()
        return len(verweg.came)


def test_no_more_tasks_wait_for_peers_at_one_time_than_may(
    verweg: ForeignPeer, database: Database, administrator: Principal
) -> None:
    """So one process of the worker is always free for what is not about peers."""
    verweg.announces()
    request(administrator)
    assert sent_while_all_wait(verweg, database) == 0
    assert Outgoing.objects.filter(arrived_at=None, attempts=0).exists()  # it is no failure of his
    come_round()  # their session has ended, as that of who is killed
    assert [it.kind for it in verweg.came if it.method == "POST"] == ["contracts"]


def test_without_a_bound_every_process_may_wait_for_peers(
    verweg: ForeignPeer, database: Database, administrator: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault."""
    verweg.announces()
    request(administrator)
    taken = all_slots_taken(database)
    monkeypatch.setattr(taking_turns, "slot", lambda: nullcontext(True))  # noqa: FBT003  # what it gives
    with closing(taken):
        come_round()
    assert verweg.came


def test_fewer_may_wait_for_peers_than_there_are_processes_of_the_worker() -> None:
    command = services.worker({}).command
    assert int(command[command.index("--concurrency") + 1]) > settings.F6_FSC_TASKS_AT_ONCE


def test_what_nobody_takes_up_does_not_stay_in_the_queue() -> None:
    app.loader.import_default_modules()
    woken = (tasks.wake_senders, tasks.send_to, tasks.tend_federation, tasks.compare_with, tasks.read_directory)
    assert {it.expires for it in woken} == {tasks.TAKEN_UP_SECONDS}


def test_the_beat_wakes_tasks_that_there_are() -> None:
    app.loader.import_default_modules()
    woken = {it["task"] for it in app.conf.beat_schedule.values()}
    assert woken <= set(app.tasks)
    assert {"federation.tasks.wake_senders", "federation.tasks.tend_federation"} <= woken
