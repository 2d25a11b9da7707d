"""The manager as it is shipped: a peer comes over mutual TLS, and what a killed worker left is sent once more."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import quote

from django.utils import timezone

from events.domain.permissions import Principal
from federation.commands import agreeing, sending
from federation.domain import hashes
from federation.domain.contracts import State
from federation.models import Outgoing, Peer
from tests.database import Database
from tests.federation.foreign_peers import Answer, Came, ForeignPeer, usual
from tests.federation.listeners import MakeListener
from tests.federation.pki import Organisation
from tests.federation.test_agreeing import request, state_of
from tests.federation.test_receiving_contracts import asks

SENDER = """
import django
django.setup()
from django.utils import timezone
from federation.commands import sending
sending.send_to({peer!r}, now=timezone.now())
"""


def test_a_contract_comes_and_is_agreed_over_real_connections(
    ours: Organisation, verweg: ForeignPeer, administrator: Principal, listener: MakeListener
) -> None:
    content = asks(verweg)
    content_hash = hashes.content_hash(content)
    told = {"Content_Type": "application/json", "Fsc_Manager_Address": verweg.organisation.address}
    with listener(ours) as manager:

        def send(method: str, path: str, kind: str) -> int:
            body = json.dumps({"content": content, "signature": verweg.signs(content, kind)}).encode()
            return manager.ask(verweg.organisation, method, f"/v1/contracts{path}", body, **told).status

        assert send("POST", "", "accept") == 201
        agreeing.accept_contract(content_hash, by=administrator)
        assert state_of(content_hash) is State.VALID
        assert send("PUT", f"/{quote(content_hash, safe='')}/revoke", "revoke") == 201
        assert send("PUT", f"/{content_hash}/revoke", "revoke") == 201
        assert state_of(content_hash) is State.REVOKED
        listed = manager.ask(verweg.organisation, "GET", "/v1/contracts").told["contracts"]
        assert [it["content"] for it in listed] == [content]
        assert set(listed[0]["signatures"]["accept"]) == {ours.oin, verweg.id}
        keys = manager.ask(verweg.organisation, "GET", "/v1/.well-known/jwks.json").told["keys"]
        assert len(keys) == 1
        wrong = manager.ask(verweg.organisation, "POST", "/v1/contracts", b"{", **told)
        assert (wrong.status, wrong.headers["fsc-error-code"]) == (400, "ERROR_CODE_F6_MALFORMED")


def test_a_worker_killed_in_the_middle_of_sending_loses_nothing(
    ours: Organisation, verweg: ForeignPeer, administrator: Principal, database: Database, tmp_path: Path
) -> None:
    verweg.announces()
    row = request(administrator)
    agreeing.revoke_contract(row.content_hash, by=administrator)
    reached, killed = threading.Event(), threading.Event()

    def answers(came: Came) -> Answer:
        reached.set()
        killed.wait(timeout=60)
        return usual(came)

    verweg.answers = answers
    environment = {
        **os.environ,
        "F6_ENV": "development",
        "DATABASE_URL": database.url("app"),
        **ours.environment(tmp_path),
    }
    worker = subprocess.Popen([sys.executable, "-c", SENDER.format(peer=verweg.id)], env=environment)
    try:
        assert reached.wait(timeout=60)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    killed.set()
    lease = Peer.objects.get(peer_id=verweg.id).sending_until
    assert lease is not None
    assert Outgoing.objects.filter(arrived_at=None).count() == 2
    verweg.answers = usual
    assert sending.send_to(verweg.id, now=timezone.now()) == 0
    assert sending.send_to(verweg.id, now=lease) == 2
    assert [it.kind for it in verweg.came] == ["contracts", "contracts", "revoke"]
    assert verweg.came[0].body == verweg.came[1].body
