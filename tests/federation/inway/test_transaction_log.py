"""The transaction log: what stands in it, who reads what of it, and that nobody changes it (FSC Logging 1.1.0)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import transaction
from django.test import override_settings

from federation.commands import forgetting
from federation.domain.transactions import Direction, Transaction
from federation.models import TransactionRecord
from federation.transport import transaction_log
from tests.database import Database
from tests.federation import logging_standard
from tests.federation.agreements import agreed
from tests.federation.agreements import connection as connecting
from tests.federation.in_process import Answer, Connection
from tests.federation.inway.conftest import Town
from tests.shared_material import needs_shared_material

BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)
HASH = "$1$3$" + "A" * 86


def number(value: int) -> UUID:
    return UUID(int=value)


def call(town: Town, value: int, **changed: Any) -> Transaction:
    told: dict[str, Any] = {
        "id": number(value),
        "direction": Direction.INCOMING,
        "grant_hash": HASH,
        "outway_peer_id": town.reader.oin,
        "service_peer_id": town.provider.oin,
        "service_name": "f6-zone-personen",
    }
    return Transaction(**{**told, **changed})


def written(*calls: Transaction, at: datetime = BEGIN) -> None:
    transaction_log.write(calls, now=at)


def asked(by: Connection, query: str = "") -> Answer:
    answer = by.ask("GET", f"/v1/logs?{query}")
    assert answer["Cache-Control"] == "no-store"
    return answer


def ids(by: Connection, query: str = "") -> list[int]:
    answer = asked(by, query)
    assert answer.status_code == 200, answer.content
    return [UUID(it["transaction_id"]).int for it in answer.json()["records"]]


@needs_shared_material
def test_the_log_is_told_in_the_shape_of_the_standard(town: Town) -> None:
    judge = logging_standard.judge_of("logging-1.1.0.yaml", path="/logs", method="get", status=200)
    written(
        call(town, 1),
        call(town, 2, outway_delegator=town.other.oin, additional={"a": {"b": 1}}),
        call(town, 3, service_delegator=town.other.oin, direction=Direction.OUTGOING),
    )
    answer = asked(town.by_reader).json()
    judge.validate(answer)
    by_id = {UUID(it["transaction_id"]).int: it for it in answer["records"]}
    assert by_id[1] == {
        "transaction_id": str(number(1)),
        "direction": "DIRECTION_INCOMING",
        "grant_hash": HASH,
        "source": {"type": "SOURCE_TYPE_SOURCE", "outway_peer_id": town.reader.oin},
        "destination": {"type": "DESTINATION_TYPE_DESTINATION", "service_peer_id": town.provider.oin},
        "service_name": "f6-zone-personen",
        "created_at": int(BEGIN.timestamp()),
    }
    assert by_id[2]["source"]["type"] == "SOURCE_TYPE_DELEGATED_SOURCE"
    assert by_id[2]["source"]["delegator_peer_id"] == town.other.oin
    assert by_id[2]["additional_data"] == {"a": {"b": 1}}
    assert by_id[3]["destination"]["delegator_peer_id"] == town.other.oin


def test_a_call_on_behalf_of_others_names_them_and_their_contract(town: Town) -> None:
    reference = {"reference": "Z-1", "delegator_id": town.other.oin, "delegator_name": "Elders"}
    grant = connecting(
        town.reader,
        town.provider,
        service="echo",
        type="GRANT_TYPE_DELEGATED_SERVICE_CONNECTION",
        delegator={"peer_id": town.other.oin},
        properties={"delegation.connection.external_contract_reference": reference},
    )
    grant["service"] |= {"type": "SERVICE_TYPE_DELEGATED_SERVICE", "delegator": {"peer_id": town.other.oin}}
    held = agreed(grant, by=(*town.both, town.other))
    assert town.by_reader.call(town.by_reader.token(held)).status_code == 200
    (record,) = asked(town.by_other).json()["records"]
    assert record["source"]["delegator_peer_id"] == town.other.oin
    assert record["destination"]["delegator_peer_id"] == town.other.oin
    assert record["additional_data"] == {"delegation.connection.external_contract_reference": reference}


def test_a_peer_reads_of_the_calls_that_are_its_business_and_of_no_others(town: Town) -> None:
    written(
        call(town, 1),
        call(town, 2, outway_peer_id=town.other.oin),
        call(town, 3, outway_delegator=town.other.oin),
        call(town, 4, service_delegator=town.other.oin),
    )
    assert sorted(ids(town.by_reader)) == [1, 3, 4]
    assert sorted(ids(town.by_other)) == [2, 3, 4]
    assert sorted(ids(Connection(town.provider))) == [1, 2, 3, 4]
    assert ids(town.by_reader, f"transaction_ids={number(2)}") == []
    stranger = town.group.organisation("Vreemd", oin="0" * 20, host="127.0.0.29")
    assert ids(Connection(stranger)) == []


def test_the_log_is_read_in_pages_in_either_order_without_gap_or_double(town: Town) -> None:
    for value in range(1, 12):
        written(call(town, value), at=BEGIN + timedelta(seconds=value // 4))
    for order, expected in (("", list(range(11, 0, -1))), ("&sort_order=SORT_ORDER_ASCENDING", list(range(1, 12)))):
        found, cursor = [], ""
        for _ in range(20):
            page = asked(town.by_reader, f"limit=3&cursor={cursor}{order}").json()
            found += [UUID(it["transaction_id"]).int for it in page["records"]]
            cursor = page["pagination"]["next_cursor"]
            if not cursor:
                break
        assert found == expected


def test_a_page_holds_twenty_five_records_when_nothing_is_said(town: Town) -> None:
    written(*(call(town, value) for value in range(1, 31)))
    assert len(ids(town.by_reader)) == 25
    assert len(ids(town.by_reader, "limit=1000")) == 30


def test_filters_on_grant_and_service_are_alternatives_within_a_time(town: Town) -> None:
    other = "$1$3$" + "B" * 86
    written(call(town, 1), call(town, 2, grant_hash=other), call(town, 3, service_name="else", grant_hash=other))
    written(call(town, 4, service_name="else"), at=BEGIN + timedelta(seconds=10))
    seconds = int(BEGIN.timestamp())
    assert sorted(ids(town.by_reader, f"grant_hash={other}")) == [2, 3]
    assert sorted(ids(town.by_reader, f"grant_hash={other}&service_name=else")) == [2, 3, 4]
    assert sorted(ids(town.by_reader, f"grant_hash={other},{HASH}")) == [1, 2, 3, 4]
    assert sorted(ids(town.by_reader, f"grant_hash={other}&service_name=else&before={seconds + 1}")) == [2, 3]
    assert ids(town.by_reader, f"after={seconds}") == [4]
    assert sorted(ids(town.by_reader, f"after={seconds - 1}&before={seconds + 10}")) == [1, 2, 3]


def test_ids_of_calls_count_before_every_filter(town: Town) -> None:
    written(call(town, 1), call(town, 2), call(town, 1, direction=Direction.OUTGOING))
    query = f"transaction_ids={number(1)},{number(9)}&limit=1&grant_hash=none&before=1&cursor=x"
    assert ids(town.by_reader, query) == [1, 1]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=1001",
        "limit=x",
        "limit=1&limit=2",
        "sort_order=up",
        "cursor=nonsense",
        "cursor=MQ",
        "after=-1",
        "before=1.5",
        "after=999999999999999",
        "transaction_ids=1",
        "unknown=1",
        "grant_hash=" + "x" * 1_025,
        "grant_hash=%00",
        "service_name=f6%00x,f6",
    ],
)
def test_a_question_that_cannot_be_read_says_how_to_mend_it(town: Town, query: str) -> None:
    answer = asked(town.by_reader, query)
    assert answer.status_code == 400
    assert answer["Fsc-Error-Code"] == "ERROR_CODE_F6_MALFORMED"
    assert answer.json()["domain"] == "ERROR_DOMAIN_MANAGER"


def test_a_cursor_tells_nothing_that_its_reader_was_not_told(town: Town) -> None:
    written(call(town, 1), call(town, 2, outway_peer_id=town.other.oin), call(town, 3), call(town, 4))
    query = "limit=1&sort_order=SORT_ORDER_ASCENDING"
    cursor = asked(town.by_reader, query).json()["pagination"]["next_cursor"]
    assert cursor
    written(*(call(town, value, outway_peer_id=town.other.oin) for value in range(10, 20)), at=BEGIN)
    assert asked(town.by_reader, query).json()["pagination"]["next_cursor"] == cursor


def test_one_id_stands_once_in_each_direction_for_each_outway(town: Town) -> None:
    written(call(town, 1), call(town, 1, direction=Direction.OUTGOING), call(town, 1, outway_peer_id=town.other.oin))
    with pytest.raises(transaction_log.UsedId):
        written(call(town, 2), call(town, 1))
    assert TransactionRecord.objects.count() == 3


def test_a_record_is_never_written_where_it_can_be_taken_back(town: Town) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        written(call(town, 1))
    assert not TransactionRecord.objects.exists()


CHANGES = (
    "UPDATE federation_transactionrecord SET service_name = 'x'",
    "DELETE FROM federation_transactionrecord",
    "TRUNCATE federation_transactionrecord",
)


@pytest.mark.parametrize("statement", CHANGES)
@pytest.mark.parametrize("role", ["app", "owner"])
def test_nobody_changes_what_was_written(town: Town, database: Database, statement: str, role: str) -> None:
    written(call(town, 1))
    with database.connect(role) as by, pytest.raises(psycopg.errors.InsufficientPrivilege):
        by.execute(statement)
    with database.connect(role) as by:
        by.execute("SET f6.transactions_kept_until = '2999-01-01'")
        if role == "app":
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                by.execute(statement)
    assert TransactionRecord.objects.filter(service_name="f6-zone-personen").count() == 1


def test_what_is_older_than_was_agreed_is_removed_and_nothing_else(town: Town) -> None:
    now = datetime.now(UTC)
    written(call(town, 1), at=now - timedelta(days=401))
    written(call(town, 2), at=now - timedelta(days=399))
    with override_settings(F6_FSC_TRANSACTIONS_KEPT_DAYS=400):
        assert forgetting.remove_old_transactions(now=now) == 1
        assert forgetting.remove_old_transactions(now=now) == 0
    assert [it.transaction_id.int for it in TransactionRecord.objects.all()] == [2]


def test_the_database_keeps_the_last_thirty_days_whatever_it_is_told(town: Town) -> None:
    now = datetime.now(UTC)
    written(call(town, 1), at=now - timedelta(days=29))
    assert forgetting.remove_old_transactions(now=now + timedelta(days=10_000)) == 0
