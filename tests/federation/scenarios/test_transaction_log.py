"""Manager-TransactionLogRecord and Inway-TransactionLog: every call is written down before it goes on."""

from typing import Any
from uuid import uuid4

from tests.federation.scenarios import grants, judging
from tests.federation.scenarios.stage import MOUNTED, Stage, scope

WRITTEN = "federation_transactionrecord"


def _agreed(stage: Stage, **more: Any) -> dict[str, Any]:
    """The RSA peer may call the mounted service, on behalf of the EC one or of what the EC one offers."""
    given = grants.connection(stage.rsa.organisation, stage.ours, service=MOUNTED, **more)
    return stage.agreed(stage.rsa, given, and_by=(stage.ec,) if more else ())


def _called(stage: Stage, content: dict[str, Any]) -> str:
    transaction = str(uuid4())
    assert stage.rsa.calls("/", stage.rsa.token(scope(content)), transaction=transaction).status == 200
    return transaction


def test_manager_transaction_log_record_1_only_what_involves_the_caller_is_told(stage: Stage) -> None:
    content = _agreed(stage)
    transaction = _called(stage, content)
    [record] = stage.rsa.reads("logs")["records"]
    assert record["transaction_id"] == transaction
    assert stage.third.reads("logs")["records"] == []
    assert stage.third.reads("logs", transaction_ids=transaction)["records"] == []
    assert stage.third.reads("logs", grant_hash=scope(content))["records"] == []
    on_behalf = _called(stage, _agreed(stage, delegator=stage.ec.organisation))
    assert [it["transaction_id"] for it in stage.ec.reads("logs")["records"]] == [on_behalf]
    assert {it["transaction_id"] for it in stage.rsa.reads("logs")["records"]} == {transaction, on_behalf}


def test_inway_transaction_log_1_a_call_is_written_down_before_it_is_passed_on(stage: Stage) -> None:
    content = _agreed(stage)
    transaction = _called(stage, content)
    [call] = stage.calls_made()
    assert call["written_down_before"]
    [record] = stage.rsa.reads("logs")["records"]
    assert {name: record[name] for name in record if name != "created_at"} == {
        "transaction_id": transaction,
        "direction": "DIRECTION_INCOMING",
        "grant_hash": scope(content),
        "source": {"type": "SOURCE_TYPE_SOURCE", "outway_peer_id": stage.rsa.id},
        "destination": {"type": "DESTINATION_TYPE_DESTINATION", "service_peer_id": stage.ours.oin},
        "service_name": MOUNTED,
    }


def test_inway_transaction_log_2_the_id_is_forwarded_to_the_service(stage: Stage) -> None:
    transaction = _called(stage, _agreed(stage))
    assert [call["transaction_id"] for call in stage.calls_made()] == [transaction]


def test_inway_transaction_log_3_without_an_id_it_is_rejected(stage: Stage) -> None:
    token = stage.rsa.token(scope(_agreed(stage)))
    for transaction, code in ((None, "MISSING_LOG_RECORD_ID"), ("no-uuid", "INVALID_LOG_RECORD_ID")):
        answer = judging.judge_refusal(
            stage.rsa.calls("/", token, transaction=transaction), domain="ERROR_DOMAIN_INWAY"
        )
        assert (answer.status, answer.told["code"]) == (400, code)
    assert stage.calls_made() == []
    assert stage.rsa.reads("logs")["records"] == []


def test_inway_transaction_log_4_a_delegator_of_the_connection_stands_in_the_source(stage: Stage) -> None:
    _called(stage, _agreed(stage, delegator=stage.ec.organisation))
    [record] = stage.ec.reads("logs")["records"]
    assert record["source"] == {
        "type": "SOURCE_TYPE_DELEGATED_SOURCE",
        "outway_peer_id": stage.rsa.id,
        "delegator_peer_id": stage.ec.id,
    }
    assert record["destination"]["type"] == "DESTINATION_TYPE_DESTINATION"


def test_inway_transaction_log_5_a_delegator_of_the_service_stands_in_the_destination(stage: Stage) -> None:
    _called(stage, _agreed(stage, service_delegator=stage.ec.organisation))
    [record] = stage.ec.reads("logs")["records"]
    assert record["destination"] == {
        "type": "DESTINATION_TYPE_DELEGATED_DESTINATION",
        "service_peer_id": stage.ours.oin,
        "delegator_peer_id": stage.ec.id,
    }
    assert record["source"]["type"] == "SOURCE_TYPE_SOURCE"


def test_inway_transaction_log_6_what_cannot_be_written_down_is_not_passed_on(stage: Stage) -> None:
    token = stage.rsa.token(scope(_agreed(stage)))
    with stage.that_cannot_be_written(WRITTEN):
        answer = judging.judge_refusal(stage.rsa.calls("/", token), domain="ERROR_DOMAIN_INWAY")
        assert (answer.status, answer.told["code"]) == (500, "TRANSACTION_LOG_WRITE_ERROR")
        assert stage.calls_made() == []
    assert stage.rsa.calls("/", token).status == 200
