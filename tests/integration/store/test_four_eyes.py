"""Four eyes in the database itself: whatever the program decides, the same hands are refused twice."""

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection

from events.domain.event import Event, Kind
from events.models import Zone
from events.sql import script
from tests.builders import claim
from tests.database import Database
from tests.integration.store.records import append, entry, make_zone


@pytest.fixture(autouse=True)
def zone(database: Database) -> Zone:
    return make_zone()


def _claimed(by: UUID) -> Event:
    return append(entry(claim(source_id=by)))[0]


def _decides(target: Event, by: UUID) -> Event:
    return _refers(target, by=by, kind=Kind.VALIDATION, data={"decision": "accepted", "checks": []})


def _refers(target: Event, *, by: UUID, kind: Kind, data: dict[str, object]) -> Event:
    draft = claim(source_id=by, kind=kind, references=(target.id,), data=data, object_ids=target.object_ids)
    return append(entry(draft, root=target.id))[0]


def test_who_claimed_it_does_not_decide_on_it() -> None:
    parent = uuid4()
    claimed = _claimed(parent)
    with pytest.raises(IntegrityError, match="same hands"):
        _decides(claimed, by=parent)


def test_each_official_decides_once_and_another_may() -> None:
    claimed, official, colleague = _claimed(uuid4()), uuid4(), uuid4()
    _decides(claimed, by=official)
    with pytest.raises(IntegrityError, match="same hands"):
        _decides(claimed, by=official)
    _decides(claimed, by=colleague)


def test_after_his_decision_was_asked_to_be_retracted_he_may_decide_anew() -> None:
    claimed, official = _claimed(uuid4()), uuid4()
    decided = _decides(claimed, by=official)
    _refers(decided, by=uuid4(), kind=Kind.CORRECTION, data={"operation": "retract", "reason": "Vergissing."})
    _decides(claimed, by=official)


def test_one_batch_is_judged_too() -> None:
    claimed, official = _claimed(uuid4()), uuid4()
    accepted = {"decision": "accepted", "checks": []}
    two = [
        entry(
            claim(
                source_id=official,
                kind=Kind.VALIDATION,
                references=(claimed.id,),
                data=accepted,
                object_ids=claimed.object_ids,
            ),
            root=claimed.id,
        )
        for _ in range(2)
    ]
    with pytest.raises(IntegrityError, match="same hands"):
        append(*two)


def test_without_the_guard_the_same_hands_pass(database: Database) -> None:
    claimed, official = _claimed(uuid4()), uuid4()
    with database.connect("owner") as owner:
        owner.execute(
            "CREATE OR REPLACE FUNCTION refuse_same_hands(positions bigint[]) RETURNS void LANGUAGE sql AS 'SELECT'"
        )
        owner.commit()
        try:
            _decides(claimed, by=official)
            _decides(claimed, by=official)
        finally:
            owner.execute(script("refuse_same_hands"))
            owner.execute("REVOKE ALL ON FUNCTION refuse_same_hands(bigint[]) FROM PUBLIC")


def test_the_application_cannot_put_the_guard_aside() -> None:
    with connection.cursor() as cursor, pytest.raises(Exception, match=r"must be owner|permission denied"):
        cursor.execute(
            "CREATE OR REPLACE FUNCTION refuse_same_hands(positions bigint[]) RETURNS void LANGUAGE sql AS 'SELECT'"
        )
