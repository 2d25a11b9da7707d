"""A zone of which no contract is in force is named, and is missed for a year after the last one ended."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from federation.domain.contracts import SignatureKind
from federation.domain.properties import Terms
from federation.models import Peer, StoredSignature
from federation.queries import fetching, partners
from federation.queries.fetching import NotReady
from federation.queries.partners import Partner
from federation.queries.sources import NotAsked, WhyNot
from tests.database import Database
from tests.federation import agreements
from tests.federation.agreements import DAY, agreed, content, stored, zone_connection
from tests.federation.conftest import MakeOrganisation
from tests.federation.pki import Organisation

TYPES = frozenset({"Geboorte"})
TERMS = Terms(event_types=TYPES, responsible_for=TYPES)


@pytest.fixture(autouse=True)
def known(own: Organisation, other: Organisation, database: Database) -> None:
    assert database.name
    Peer.objects.create(peer_id=other.oin, name="Gemeente Meerdorp", manager_address=other.address)


def grant(own: Organisation, other: Organisation, *, terms: Terms = TERMS) -> dict[str, object]:
    return zone_connection(own, other, zone="bevolking", terms=terms)


def named() -> NotAsked:
    (found,) = fetching.others().not_asked
    assert (found.reason, found.organisation, found.service) == (
        WhyNot.NO_CONTRACT, "Gemeente Meerdorp", "f6-zone-bevolking",
    )  # fmt: skip
    return found


def test_a_contract_that_was_revoked_is_missed_since_we_heard_it(own: Organisation, other: Organisation) -> None:
    held = agreed(grant(own, other), by=(own, other))
    assert fetching.others().not_asked == ()
    before = datetime.now(UTC)
    agreements.signed(held, by=other, kind=SignatureKind.REVOKE)
    found = named()
    assert found.since is not None
    assert before <= found.since
    assert not found.harmless


def test_a_contract_that_ended_is_missed_for_a_year_and_named_for_ever(own: Organisation, other: Organisation) -> None:
    year = partners.MISSED
    agreed(grant(own, other), by=(own, other), since=-2 * year, until=-year - DAY)
    assert named().harmless
    later = agreed(grant(own, other), by=(own, other), since=-2 * year, until=-year + DAY)
    found = named()
    assert not found.harmless
    assert found.since == datetime.fromtimestamp(later.not_after, tz=UTC)


def test_a_contract_that_is_yet_to_begin_is_named_and_nothing_is_missing_that_was_there(
    own: Organisation, other: Organisation
) -> None:
    held = agreed(grant(own, other), by=(own, other), since=DAY)
    assert (named().since, named().harmless) == (None, True)
    agreements.signed(held, by=own, kind=SignatureKind.REVOKE)
    assert named().harmless


def test_a_signature_that_ran_out_ends_it_too(
    organisation: MakeOrganisation, own: Organisation, other: Organisation
) -> None:
    """FSC Core 2.0.0, 4.2.7: else the peer must sign again."""
    held = agreed(grant(own, other), by=(own, other))
    row = StoredSignature.objects.filter(contract_id=held.hash, peer_id=other.oin)
    ran_out = datetime.now(UTC) - timedelta(hours=1)
    row.update(expires_at=ran_out)
    assert (named().since, named().harmless) == (ran_out, False)


def test_a_zone_that_may_be_read_on_another_grant_is_not_missed(own: Organisation, other: Organisation) -> None:
    held = agreed(grant(own, other), by=(own, other))
    agreements.signed(held, by=own, kind=SignatureKind.REVOKE)
    agreed(grant(own, other), by=(own, other))
    found = fetching.others()
    assert [it.organisation for it in found.sources] == ["Gemeente Meerdorp"]
    assert found.not_asked == ()


def test_what_nobody_agreed_to_or_what_counted_for_nothing_is_not_missed(
    own: Organisation, other: Organisation
) -> None:
    stored(content(grant(own, other)), accepted_by=(own,))
    assert fetching.others().not_asked == ()
    held = agreed(grant(own, other, terms=Terms(event_types=TYPES)), by=(own, other))
    agreements.signed(held, by=own, kind=SignatureKind.REVOKE)
    assert named().harmless


def test_a_contract_that_names_another_certificate_of_ours_is_named_as_that(
    organisation: MakeOrganisation, own: Organisation, other: Organisation
) -> None:
    before = organisation("Zonnendaal", oin=own.oin)
    agreed(grant(before, other), by=(own, other))
    (found,) = fetching.others().not_asked
    assert (found.reason, found.harmless) == (NotReady.OTHER_CERTIFICATE, False)
    agreed(grant(own, other), by=(own, other))
    assert fetching.others().not_asked == ()


@pytest.mark.parametrize("fault", ["forgotten", "for ever"])
def test_it_can_fail(fault: str, own: Organisation, other: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    if fault == "forgotten":
        monkeypatch.setattr(partners, "whom_we_read_no_more", lambda **_: [])
        with pytest.raises(ValueError, match="not enough values"):
            test_a_contract_that_was_revoked_is_missed_since_we_heard_it(own, other)
    else:
        monkeypatch.setattr(partners, "_is_missed", lambda *_, **__: True)
        with pytest.raises(AssertionError):
            test_a_contract_that_ended_is_missed_for_a_year_and_named_for_ever(own, other)


def test_what_we_revoked_ourselves_is_named_and_not_missed(own: Organisation, other: Organisation) -> None:
    held = agreed(grant(own, other), by=(own, other))
    agreements.signed(held, by=own, kind=SignatureKind.REVOKE)
    assert named().harmless
    agreements.signed(held, by=other, kind=SignatureKind.REVOKE)
    assert not named().harmless


def test_who_agreed_anew_is_asked(own: Organisation, other: Organisation) -> None:
    held = agreed(grant(own, other), by=(own, other))
    agreements.signed(held, by=other, kind=SignatureKind.REVOKE)
    agreed(grant(own, other), by=(own, other))
    found = fetching.others()
    assert [it.peer_id for it in found.sources] == [other.oin]
    assert found.not_asked == ()


def test_who_withdraws_while_we_look_is_told_once(
    own: Organisation, other: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = agreed(grant(own, other), by=(own, other))
    looks = partners.whom_we_read

    def and_then_it_is_revoked(**asked: Any) -> list[Partner]:
        found = looks(**asked)
        agreements.signed(held, by=other, kind=SignatureKind.REVOKE)
        return found

    monkeypatch.setattr(partners, "whom_we_read", and_then_it_is_revoked)
    found = fetching.others()
    assert [it.peer_id for it in found.sources] == [other.oin]
    assert found.not_asked == ()
    monkeypatch.undo()
    assert named().since is not None
