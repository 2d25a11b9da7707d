"""Partners that withdrew: told not to be asked, and since when, for as long as the contract would have held."""

from datetime import UTC, datetime, timedelta

from federation.domain.contracts import Content, SignatureKind
from federation.models import StoredSignature
from federation.queries import sources
from federation.queries.sources import NotAsked
from tests import registry
from tests.federation import agreements
from tests.federation.agreements import DAY, agreed, zone_connection
from tests.federation.directories.conftest import TERMS
from tests.federation.pki import Organisation

YESTERDAY = datetime.now(UTC).replace(microsecond=0) - DAY


def _revoked(held: Content, *, by: Organisation) -> None:
    agreements.signed(held, by=by, kind=SignatureKind.REVOKE)
    StoredSignature.objects.filter(contract=held.hash, kind="revoke").update(signed_at=YESTERDAY)


def test_who_revoked_is_told_not_to_be_asked_and_since_when(
    own: Organisation, other: Organisation, held: Content
) -> None:
    assert sources.others().not_asked == ()
    _revoked(held, by=other)
    found = sources.others()
    assert found.sources == ()
    assert found.not_asked == (
        NotAsked(
            peer_id=other.oin,
            organisation=other.name,
            service=f"f6-zone-{registry.CIVIL}",
            reason="no-contract",
            since=YESTERDAY,
        ),
    )


def test_what_we_revoked_ourselves_is_not_missed(own: Organisation, held: Content) -> None:
    _revoked(held, by=own)
    assert sources.others().not_asked == ()


def test_who_agreed_anew_is_asked(own: Organisation, other: Organisation, held: Content) -> None:
    _revoked(held, by=other)
    agreed(zone_connection(own, other, zone=registry.CIVIL, terms=TERMS), by=(own, other))
    found = sources.others()
    assert [it.peer_id for it in found.sources] == [other.oin]
    assert found.not_asked == ()


def test_what_never_held_or_would_have_ended_is_not_missed(
    own: Organisation, other: Organisation, held: Content
) -> None:
    proposed = agreements.content(zone_connection(own, other, zone="voorgesteld", terms=TERMS))
    agreements.stored(proposed, accepted_by=[own])
    ended = agreed(
        zone_connection(own, other, zone="voorbij", terms=TERMS),
        by=(own, other),
        since=-9 * DAY,
        until=-timedelta(hours=1),
    )
    for it in (proposed, ended):
        _revoked(it, by=other)
    assert held.hash
    assert sources.others().not_asked == ()
