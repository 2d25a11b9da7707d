"""Our certificate is renewed: acceptances are signed again, and the old certificate still verifies what it signed."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from events.domain.permissions import Principal
from federation.commands import agreeing, distrusting, renewing
from federation.domain import hashes
from federation.domain.contracts import State
from federation.models import StoredSignature
from federation.queries import contracts
from tests.authority import DAY
from tests.federation import foreign_peers
from tests.federation.conftest import OURS, MakeOrganisation
from tests.federation.foreign_peers import ForeignPeer
from tests.federation.pki import Group, Organisation
from tests.federation.test_receiving_contracts import asks
from tests.federation.test_sending import send


def accepted(verweg: ForeignPeer, administrator: Principal) -> str:
    content = asks(verweg)
    verweg.post(content)
    agreeing.accept_contract(hashes.content_hash(content), by=administrator)
    send()
    verweg.came.clear()
    return hashes.content_hash(content)


def renewed(group: Group, ours: Organisation, place: Path, *, days: int, since: timedelta = -DAY) -> None:
    """Another certificate of ours in the files that the settings name."""
    issued = group.issue(ours.name, OURS, names=(ours.host,), since=since, until=days * DAY)
    (place / OURS / "key.pem").write_text(issued.key_pem)
    (place / OURS / "certificate.pem").write_text(issued.chain)


def test_acceptances_are_signed_again_once_and_sent(
    verweg: ForeignPeer, ours: Organisation, group: Group, administrator: Principal, tmp_path: Path
) -> None:
    content_hash = accepted(verweg, administrator)
    before = StoredSignature.objects.get(peer_id=OURS)
    assert renewing.sign_again(now=timezone.now()) == 0
    renewed(group, ours, tmp_path, days=400)
    assert renewing.sign_again(now=timezone.now()) == 1
    assert renewing.sign_again(now=timezone.now()) == 0
    after = StoredSignature.objects.get(peer_id=OURS)
    assert after.expires_at
    assert before.expires_at
    assert after.expires_at > before.expires_at + 300 * DAY
    assert after.jws != before.jws
    send()
    assert [(it.kind, it.body["signature"]) for it in verweg.came] == [("accept", after.jws)]
    found = contracts.contract(content_hash)
    assert found is not None
    assert OURS in found.accepted_by(timezone.now() + 200 * DAY)


def test_what_was_signed_with_a_certificate_that_was_replaced_is_signed_again_though_the_new_lasts_no_longer(
    verweg: ForeignPeer, ours: Organisation, group: Group, administrator: Principal, tmp_path: Path
) -> None:
    accepted(verweg, administrator)
    renewed(group, ours, tmp_path, days=30, since=-DAY / 2)
    assert renewing.sign_again(now=timezone.now()) == 1
    assert renewing.sign_again(now=timezone.now()) == 0
    with ours.as_own(tmp_path / "former"):  # a process that has the former certificate still
        assert renewing.sign_again(now=timezone.now()) == 0


def test_without_signing_again_the_contract_ends_with_the_certificate(
    verweg: ForeignPeer, administrator: Principal
) -> None:
    content_hash = accepted(verweg, administrator)
    found = contracts.contract(content_hash)
    assert found is not None
    then = timezone.now() + 91 * DAY
    assert found.state(timezone.now()) is State.VALID
    assert found.state(then) is State.PROPOSED
    assert found.awaits(then) == {OURS, verweg.id}


def test_what_was_revoked_stays_so(
    verweg: ForeignPeer, ours: Organisation, group: Group, administrator: Principal, tmp_path: Path
) -> None:
    content_hash = accepted(verweg, administrator)
    agreeing.revoke_contract(content_hash, by=administrator)
    renewed(group, ours, tmp_path, days=400)
    assert renewing.sign_again(now=timezone.now()) == 0


def test_a_certificate_that_was_replaced_is_still_given(
    verweg: ForeignPeer, ours: Organisation, group: Group, administrator: Principal, tmp_path: Path
) -> None:
    accepted(verweg, administrator)
    renewed(group, ours, tmp_path, days=400)
    keys = json.loads(verweg.get(".well-known/jwks.json").content)["keys"]
    given = [base64.b64decode(it["x5c"][0]) for it in keys]
    assert len(given) == 2
    assert given[1] == ours.der


def test_acceptances_of_a_certificate_that_is_revoked_end_and_its_peer_signs_again(
    verweg: ForeignPeer, ours: Organisation, organisation: MakeOrganisation, group: Group, tmp_path: Path
) -> None:
    content = asks(verweg)
    verweg.post(content)
    revoked = (group.root.crl(), group.issuer.crl(verweg.organisation.issued))
    renewed = organisation("Gemeente Verweg", oin=verweg.id)
    with replace(ours, lists=group.lists).as_own(tmp_path / "good"):
        assert distrusting.end_what_is_revoked(now=timezone.now()) == 0
    with replace(ours, lists=revoked).as_own(tmp_path / "revoked"), foreign_peers.running(renewed) as again:
        assert distrusting.end_what_is_revoked(now=timezone.now()) == 1
        assert distrusting.end_what_is_revoked(now=timezone.now()) == 0
        assert _accepted_by(content) == set()
        assert verweg.put(content, "accept").status_code == 422
        assert _accepted_by(content) == set()
        assert again.put(content, "accept").status_code == 201
    assert _accepted_by(content) == {verweg.id}


def _accepted_by(content: dict[str, Any]) -> frozenset[str]:
    found = contracts.contract(hashes.content_hash(content))
    assert found is not None
    return found.accepted_by(timezone.now())
