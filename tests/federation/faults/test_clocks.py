"""Two towns whose clocks differ: by what is taken, and by how what is not taken is told."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from federation.commands import connecting, receiving, sending
from federation.commands.peers import Sender
from federation.domain import ijson, signatures
from federation.domain.contracts import State
from federation.domain.properties import Terms
from federation.domain.proposals import Validity
from federation.models import Outgoing, StoredContract, StoredSignature
from federation.transport import outway
from federation.transport.outway import Answered, Call, NotAnswered, Why
from tests import callers
from tests.federation.scenarios.stage import MOUNTED
from tests.federation.scenarios.towns import Towns

SKEW = timedelta(seconds=signatures.SKEW_SECONDS)
YEAR = timedelta(days=365)


def _asked_by_a_clock_that_is_ahead(towns: Towns, by: timedelta) -> str:
    """The reader asks for a connection, by its own clock, and tries to send that."""
    ahead = datetime.now(UTC) + by
    with towns.reader.acting():
        row = connecting.request_connection(
            peer_id=towns.provider.oin,
            service=MOUNTED,
            terms=Terms(),
            validity=Validity(begins=ahead - timedelta(hours=1), ends=ahead + YEAR),
            by=callers.administrator(),
            now=ahead,
        )
        sending.send_to(towns.provider.oin, now=ahead)
    return row.content_hash


def _waiting(towns: Towns) -> list[Mapping[str, Any]]:
    with towns.reader.acting():
        return list(Outgoing.objects.filter(arrived_at=None).values("kind", "failure", "refused"))


def test_a_clock_that_is_a_little_ahead_is_no_hindrance(towns: Towns) -> None:
    content_hash = _asked_by_a_clock_that_is_ahead(towns, SKEW - timedelta(seconds=10))
    assert _waiting(towns) == []
    towns.provider.accepts(content_hash)
    assert towns.reader.state(content_hash) is towns.provider.state(content_hash) is State.VALID


def test_what_a_clock_that_is_far_ahead_signed_is_told_so_and_taken_when_its_time_has_come(towns: Towns) -> None:
    by = timedelta(minutes=10)
    content_hash = _asked_by_a_clock_that_is_ahead(towns, by)
    [waiting] = _waiting(towns)
    assert (waiting["kind"], waiting["refused"]) == ("contract", True)
    assert "see to your clock" in waiting["failure"]
    with towns.reader.acting():
        content = ijson.parse(StoredContract.objects.get(content_hash=content_hash).canonical)
        jws = StoredSignature.objects.get(contract=content_hash).jws
    own = towns.reader.organisation
    sender = Sender(peer_id=own.oin, name=own.name, manager_address=own.address)
    with towns.provider.acting():
        receiving.receive_contract(content, jws, sender=sender, now=datetime.now(UTC) + by)
    assert towns.provider.state(content_hash) is State.PROPOSED


@pytest.mark.parametrize(("ahead", "answers"), [(0, True), (20, True), (-20, True), (-600, True), (600, False)])
def test_a_token_is_used_by_a_clock_that_is_behind_or_a_little_ahead_and_else_told_to_be_unfit(
    towns: Towns, *, ahead: int, answers: bool
) -> None:
    content_hash = towns.reader.requests(MOUNTED, of=towns.provider)
    towns.provider.accepts(content_hash)
    call = Call(grant=towns.reader.grant(content_hash), method="GET", path="/persons/1")
    with towns.reader.acting():
        found = outway.call(call, now=datetime.now(UTC) + timedelta(seconds=ahead))
    if answers:
        assert isinstance(found, Answered), found
        assert found.reply.status == 200
    else:
        assert isinstance(found, NotAnswered)
        assert (found.why, found.sent) == (Why.TOKEN_UNFIT, False)
        assert found.detail
        assert not towns.calls.exists()
