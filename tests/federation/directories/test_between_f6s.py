"""Two F6s over real mutual TLS: one reads a zone of the other under a contract, until it is revoked."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from events import sequencer
from events.models import AccessRecord
from federation.domain.answers import NoAnswer, SourceAnswer
from federation.domain.contracts import SignatureKind
from federation.models import Peer, TransactionRecord
from federation.queries import sources
from federation.transport import held_tokens, outway
from federation.transport.outway import Answered, Call
from tests import registry
from tests.database import Database
from tests.federation import agreements
from tests.federation.agreements import agreed, zone_connection
from tests.federation.conftest import MakeOrganisation
from tests.federation.directories.conftest import TERMS
from tests.federation.listeners import MakeListener
from tests.federation.pki import Organisation


def test_a_zone_of_another_is_read_under_a_contract_and_not_a_moment_longer(
    own: Organisation, organisation: MakeOrganisation, listener: MakeListener, database: Database
) -> None:
    assert database.name
    held_tokens.forget_all()
    registry.furnish()
    child, mother = uuid4(), registry.known_person()
    born = registry.record(registry.birth(child, mother), by=registry.official())[0].event
    sequencer.seal_now()
    provider, thief = organisation("Meerdorp"), organisation("Dief")
    Peer.objects.create(peer_id=provider.oin, name="Meerdorp", manager_address=provider.address)
    held = agreed(zone_connection(own, provider, zone=registry.CIVIL, terms=TERMS), by=(own, provider))
    with listener(provider) as found:
        others = sources.others()
        (source,) = others.sources
        answer = others.fetch(others.sources, object_ids=[child, mother], as_at=None, seconds=10)[source]
        assert isinstance(answer, SourceAnswer)
        assert [it["id"] for it in answer.events] == [str(born.id)]
        assert (answer.zone, answer.horizon is not None) == (registry.CIVIL, True)
        outgoing, incoming = TransactionRecord.objects.order_by("-direction")
        assert outgoing.transaction_id == incoming.transaction_id
        read = AccessRecord.objects.get(action="Gebeurtenissen over objecten geraadpleegd")
        assert read.details["transaction"] == str(incoming.transaction_id)
        assert read.details["grant"] == held.grants[0].hash

        (token,) = held_tokens._held.values()
        told: dict[str, Any] = {"Fsc_Authorization": f"Bearer {token.text}", "Fsc_Transaction_Id": str(uuid4())}
        assert found.ask(own, "GET", "/events", **told).status == 200
        stolen = found.ask(thief, "GET", "/events", **told | {"Fsc_Transaction_Id": str(uuid4())})
        assert (stolen.status, stolen.told["code"]) == (401, "ERROR_CODE_ACCESS_TOKEN_INVALID")
        assert stolen.headers["www-authenticate"] == "Bearer"
        assert stolen.headers["cache-control"] == "no-store"

        agreements.signed(held, by=provider, kind=SignatureKind.REVOKE)
        revoked = found.ask(own, "GET", "/events", **told | {"Fsc_Transaction_Id": str(uuid4())})
        assert (revoked.status, revoked.told["code"]) == (401, "ERROR_CODE_ACCESS_TOKEN_INVALID")
        again = outway.call(Call(grant=held.grants[0], method="GET", path="/events"), now=datetime.now(UTC))
        assert not isinstance(again, Answered)
        assert sources.others().sources == ()
        late = others.fetch(others.sources, object_ids=[child], as_at=None, seconds=10)[source]
        assert isinstance(late, NoAnswer)
