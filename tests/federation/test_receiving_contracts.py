"""A peer sends us contracts and signatures: what is taken in, what is refused, and that a refusal leaves nothing."""

from federation.domain import hashes
from federation.models import Peer, StoredContract, StoredSignature
from tests.federation.conftest import OURS
from tests.federation.foreign_peers import ForeignPeer

SERVICE = "f6-zone-burgerlijke-stand"


def test_a_contract_that_a_peer_proposes_is_kept_with_its_acceptance(verweg: ForeignPeer) -> None:
    content = verweg.asks_for(service=SERVICE, of=OURS)
    answer = verweg.post(content)
    assert answer.status_code == 201, answer.content
    row = StoredContract.objects.get()
    assert row.content_hash == hashes.content_hash(content)
    assert row.proposed_by == verweg.id
    signature = StoredSignature.objects.get()
    assert (signature.peer_id, signature.kind) == (verweg.id, "accept")
    assert Peer.objects.get().manager_address == verweg.organisation.address
