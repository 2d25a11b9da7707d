"""Messages about a contract come in any order, and some twice: what the contract counts for is the same each time."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import permutations
from typing import Any

import pytest
from django.utils import timezone

from federation.commands import storing
from federation.domain import hashes
from federation.models import StoredContract, StoredSignature
from federation.queries import contracts
from tests.federation.conftest import OURS
from tests.federation.foreign_peers import ForeignPeer

Outcome = tuple[str, str, frozenset[tuple[str, str]]]


def outcomes(verweg: ForeignPeer, elders: ForeignPeer) -> Iterator[Outcome]:
    """What becomes of a contract of three, for every order of the messages that the two others send of it."""
    for peer in (verweg, elders):
        peer.announces()
    kinds = ("post", "accept", "accept-again", "revoke")
    for order in permutations(kinds):
        content = elders.content(verweg.publication(service="verweg", at=OURS, delegator=elders.id))
        again = elders.signs(content)
        sends: dict[str, Callable[[], Any]] = {
            "post": partial(elders.post, content),
            "accept": partial(verweg.put, content, "accept"),
            "accept-again": partial(elders.put, content, "accept", signature=again),
            "revoke": partial(verweg.put, content, "revoke"),
        }
        answers = [sends[kind]().status_code for kind in order]
        assert answers == [201] * len(order), (order, answers)
        found = contracts.contract(hashes.content_hash(content))
        assert found is not None
        row = StoredContract.objects.get(content_hash=found.content.hash)
        signed = StoredSignature.objects.filter(contract=row).values_list("peer_id", "kind")
        yield found.state(timezone.now()).value, row.proposed_by, frozenset(signed)


def test_in_whatever_order_messages_come_the_contract_is_the_same(verweg: ForeignPeer, elders: ForeignPeer) -> None:
    expected = frozenset({(elders.id, "accept"), (verweg.id, "accept"), (verweg.id, "revoke")})
    assert set(outcomes(verweg, elders)) == {("revoked", elders.id, expected)}


def test_who_keeps_the_first_to_come_as_the_proposer_has_other_contracts_in_another_order(
    verweg: ForeignPeer, elders: ForeignPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = storing.keep_contract

    def first_come(content: Any, *, proposed_by: str, now: Any) -> StoredContract:
        return whole(content, proposed_by=proposed_by or verweg.id, now=now)

    monkeypatch.setattr(storing, "keep_contract", first_come)
    assert len(set(outcomes(verweg, elders))) > 1
