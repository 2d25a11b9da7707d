"""What a partner announces of its objects is learned, survives its being away, and is forgotten with the contract."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from events import sequencer
from events.domain.canonical import instant_text
from events.models import Zone
from federation.commands import following
from federation.domain.contracts import Content, SignatureKind
from federation.domain.properties import Terms
from federation.models import FollowedFeed, ObjectHolding, Peer
from federation.projectors import object_holdings
from federation.queries import object_places, partners
from federation.queries.partners import Partner
from federation.transport import held_tokens, identity
from tests import registry
from tests.database import Database
from tests.federation import agreements, peers, scripted
from tests.federation.agreements import DAY, agreed, zone_connection
from tests.federation.conftest import MakeOrganisation
from tests.federation.directories.conftest import TERMS
from tests.federation.listeners import MakeListener
from tests.federation.peers import Answer
from tests.federation.pki import Organisation
from tests.federation.scripted import Provider

ONE, TWO, THREE = (UUID(int=it) for it in (1, 2, 3))
HORIZON = "2026-11-26T20:00:00Z"


def page(*object_ids: UUID, cursor: str, more: bool = False) -> Answer:
    body = {"objectIds": list(map(str, object_ids)), "cursor": cursor, "more": more, "horizon": HORIZON}
    return peers.says(body=json.dumps(body).encode())


def follow(*, at: datetime | None = None) -> int:
    moment = at or datetime.now(UTC)
    return following.follow_announcements(own=identity.own(), clock=lambda: moment, until=lambda: False)


def known() -> set[UUID]:
    return set(ObjectHolding.objects.values_list("object_id", flat=True))


def test_announcements_are_read_to_their_end_and_then_only_what_is_new(provider: Provider) -> None:
    provider.answers = [page(ONE, cursor="c1", more=True), page(TWO, ONE, cursor="c2"), page(THREE, cursor="c3")]
    assert follow() == 2
    assert known() == {ONE, TWO}
    assert follow() == 1
    asked = [it.split("\r\n")[0].split("/object-announcements")[1] for it in provider.calls]
    assert asked == [" HTTP/1.1", "?cursor=c1 HTTP/1.1", "?cursor=c2 HTTP/1.1"]
    feed = FollowedFeed.objects.get()
    assert (feed.cursor, feed.failing_since) == ("c3", None)
    assert feed.told_until == datetime(2026, 11, 26, 20, tzinfo=UTC)


def test_a_partner_that_is_away_is_read_on_from_where_it_was(
    own: Organisation, other: Organisation, held: Content
) -> None:
    with scripted.providing(other, own, held) as provider:
        provider.answers = [page(ONE, cursor="c1")]
        follow()
    away = datetime.now(UTC) + timedelta(seconds=100)
    assert follow(at=away) == 0
    assert follow(at=away + timedelta(seconds=60)) == 0
    feed = FollowedFeed.objects.get()
    assert (feed.cursor, feed.failing_since) == ("c1", away)
    assert feed.failure
    assert known() == {ONE}
    with scripted.providing(other, own, held) as provider:
        provider.answers = [page(TWO, cursor="c2")]
        assert follow() == 1
        assert "cursor=c1" in provider.calls[0]
    assert FollowedFeed.objects.get().failing_since is None


def test_one_partner_that_fails_keeps_no_other_from_being_read(
    own: Organisation, provider: Provider, organisation: MakeOrganisation
) -> None:
    away = organisation("Aaaa is weg")
    Peer.objects.create(peer_id=away.oin, name=away.name, manager_address=away.address)
    agreed(zone_connection(own, away, zone=registry.CIVIL, terms=TERMS), by=(own, away))
    provider.answers = [page(ONE, cursor="c1")]
    assert follow() == 1
    assert FollowedFeed.objects.filter(failing_since__isnull=False).count() == 1


@pytest.mark.parametrize("kind", [SignatureKind.REVOKE, SignatureKind.REJECT])
def test_what_was_learned_is_forgotten_when_the_contract_ends(
    own: Organisation, provider: Provider, held: Content, kind: SignatureKind
) -> None:
    provider.answers = [page(ONE, cursor="c1")]
    follow()
    assert object_places.places_of(ONE, own=identity.own(), now=datetime.now(UTC))
    agreements.signed(held, by=own, kind=kind)
    assert object_places.places_of(ONE, own=identity.own(), now=datetime.now(UTC)) == []
    assert follow() == 0
    assert not ObjectHolding.objects.exists()
    assert not FollowedFeed.objects.exists()
    assert len(provider.calls) == 1


def test_what_was_learned_is_forgotten_when_the_contract_runs_out(provider: Provider) -> None:
    provider.answers = [page(ONE, cursor="c1")]
    follow()
    later = datetime.now(UTC) + 31 * DAY
    assert object_places.places_of(ONE, own=identity.own(), now=later) == []
    assert following.forget_what_is_not_agreed(own=identity.own(), now=later) == 1


def test_a_partner_that_refuses_took_back_what_it_announced(provider: Provider) -> None:
    provider.answers = [page(ONE, cursor="c1"), peers.says("403 Forbidden", b"{}")]
    follow()
    assert known() == {ONE}
    follow()
    assert known() == set()
    assert FollowedFeed.objects.get().cursor == ""


def test_when_one_grant_is_refused_what_another_told_of_the_zone_is_told_anew(
    own: Organisation, other: Organisation, provider: Provider, held: Content
) -> None:
    """Two grants on one zone: what was forgotten for one must not count as never told by the other."""
    also = Terms(event_types=frozenset({"Overlijden"}), responsible_for=frozenset({"Overlijden"}), announces=True)
    second = agreed(zone_connection(own, other, zone=registry.CIVIL, terms=also), by=(own, other))
    first, last = sorted((held, second), key=lambda it: it.grants[0].hash)
    told = {"objectIds": [str(ONE)], "cursor": "c1", "more": False, "horizon": instant_text(datetime.now(UTC))}
    reading = peers.says(body=json.dumps(told).encode())
    provider.answers, provider.held = [reading], first
    following._follow(_partner(first), clock=lambda: datetime.now(UTC), until=lambda: False)
    assert known() == {ONE}
    provider.answers, provider.held = [peers.says("403 Forbidden", b"{}")], last
    following._follow(_partner(last), clock=lambda: datetime.now(UTC), until=lambda: False)
    hashes = {it.grants[0].hash for it in (first, last)}
    assert known() == set()
    assert object_places.told_nothing(hashes, about=[ONE], now=datetime.now(UTC)) == {}
    assert FollowedFeed.objects.get(grant_hash=first.grants[0].hash).cursor == ""


def _partner(held: Content) -> Partner:
    reading = partners.whom_we_read(own=identity.own(), now=datetime.now(UTC))
    return next(it for it in reading if it.grant_hash == held.grants[0].hash)


def test_without_announcements_in_the_contract_nobody_is_asked(
    own: Organisation, other: Organisation, provider: Provider, held: Content
) -> None:
    agreements.signed(held, by=own, kind=SignatureKind.REVOKE)
    quiet = Terms(event_types=frozenset({"Geboorte"}), responsible_for=frozenset({"Geboorte"}))
    agreed(zone_connection(own, other, zone=registry.CIVIL, terms=quiet), by=(own, other))
    assert follow() == 0
    assert not provider.calls


@pytest.mark.parametrize(
    "answer",
    [
        peers.says(body=b"[]"),
        peers.says(body=b"{}"),
        peers.says(body=b"nonsense"),
        peers.says(body=b"[" * 50_000),
        peers.says(body=b'{"objectIds": ["x"], "cursor": "c", "more": false}'),
        peers.says(body=b'{"objectIds": [1], "cursor": "c", "more": false}'),
        peers.says(body=b'{"objectIds": [], "cursor": "", "more": true}'),
        peers.says(body=b'{"objectIds": [], "cursor": "c", "more": "yes"}'),
        peers.says(body=b'{"objectIds": [], "cursor": "' + b"c" * 3_000 + b'", "more": false}'),
        peers.says("500 Internal Server Error", b"oops"),
        peers.says("401 Unauthorized", b"{}"),
    ],
)
def test_nonsense_teaches_nothing_and_is_told(provider: Provider, answer: Answer) -> None:
    provider.answers = [answer]
    assert follow() == 0
    assert known() == set()
    assert FollowedFeed.objects.get().failing_since is not None


def test_a_partner_that_always_has_more_is_left_after_so_many_pages(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "PAGES_MAX", 4)
    provider.answers = [page(ONE, cursor="c", more=True)]
    follow()
    assert len(provider.calls) == 4
    assert FollowedFeed.objects.get().told_until is None


def test_a_partner_that_announces_without_end_is_not_remembered_without_end(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(object_holdings, "HOLDINGS_MAX", 2)
    provider.answers = [page(ONE, TWO, cursor="c1", more=True), page(THREE, cursor="c2", more=True)]
    follow()
    assert known() == {ONE, TWO}
    assert "more than 2" in FollowedFeed.objects.get().failure


def test_between_two_f6s_only_what_the_contract_says_is_announced_and_of_a_sensitive_zone_nothing(
    own: Organisation, organisation: MakeOrganisation, listener: MakeListener, database: Database
) -> None:
    assert database.name
    held_tokens.forget_all()
    registry.furnish()
    child, mother, dead = uuid4(), registry.known_person(), registry.known_person()
    registry.record(registry.birth(child, mother), by=registry.official())
    provider = organisation("Meerdorp")
    Peer.objects.create(peer_id=provider.oin, name="Meerdorp", manager_address=provider.address)
    terms = Terms(event_types=frozenset({"Geboorte"}), announces=True)
    agreed(zone_connection(own, provider, zone=registry.CIVIL, terms=terms), by=(own, provider))
    sequencer.seal_now()
    with listener(provider):
        assert follow() == 2
        assert known() == {child, mother}
        assert dead not in known()
        Zone.objects.update(sensitive=True)
        follow()
        assert known() == set()
        assert FollowedFeed.objects.get().failing_since is not None
