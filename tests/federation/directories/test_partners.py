"""The F6s under contract, whom is asked about a person and who is not, and what is learned of an answer."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from events.domain.refusals import ObjectNotFound
from events.models import AccessRecord
from federation.commands import following
from federation.domain.answers import NoAnswer, SourceAnswer
from federation.domain.contracts import Content, SignatureKind
from federation.domain.properties import Terms
from federation.models import FollowedFeed, ObjectHolding, Peer, TransactionRecord
from federation.projectors import object_holdings
from federation.queries import object_places, partners, sources, states
from federation.transport import identity
from readmodels.queries.objects import Asked
from tests import registry
from tests.federation import agreements, peers, pki
from tests.federation.agreements import DAY, agreed, connection, zone_connection
from tests.federation.asking import PATIENT
from tests.federation.conftest import MakeOrganisation
from tests.federation.directories.conftest import TERMS
from tests.federation.pki import Organisation
from tests.federation.scripted import Provider, refusal

ONE, TWO, THREE = (UUID(int=it) for it in (1, 2, 3))


def now() -> datetime:
    return datetime.now(UTC)


def event(*object_ids: UUID) -> dict[str, object]:
    return {"id": str(UUID(int=99)), "object_ids": list(map(str, object_ids))}


def answer(*events: object, horizon: str | None = "2026-11-26T20:00:00Z") -> peers.Answer:
    body: dict[str, object] = {"events": list(events), "zone": registry.CIVIL, "organisation": {}, "horizon": horizon}
    return peers.says(body=json.dumps(body).encode())


def fetched(*object_ids: UUID, seconds: float = 30) -> list[SourceAnswer | NoAnswer]:
    found = sources.others()
    told = found.told(found.sources, object_ids=set(object_ids))
    asked = [it for it in found.sources if it not in told]
    came = {**told, **found.fetch(asked, object_ids=set(object_ids), as_at=None, seconds=seconds)}
    return [came[it] for it in found.sources]


def test_whom_we_may_read_and_who_may_read_us_follow_from_valid_contracts(
    own: Organisation, other: Organisation, held: Content
) -> None:
    theirs = agreed(zone_connection(other, own, zone="belastingen", terms=TERMS), by=(own, other))
    agreements.stored(
        agreements.content(zone_connection(own, other, zone="voorgesteld", terms=TERMS)), accepted_by=[own]
    )
    agreed(zone_connection(own, other, zone="voorbij", terms=TERMS), by=(own, other), since=-9 * DAY, until=-DAY)
    agreed(zone_connection(own, other, zone="straks", terms=TERMS), by=(own, other), since=DAY)
    agreed(connection(own, other, service="no-zone"), by=(own, other))
    Peer.objects.filter(peer_id=other.oin).update(failing_since=now(), failure="away")
    (read,) = partners.whom_we_read(own=identity.own(), now=now())
    assert (read.peer_id, read.name, read.zone, read.grant_hash) == (
        other.oin,
        other.name,
        registry.CIVIL,
        held.grants[0].hash,
    )
    assert read.terms == TERMS
    assert read.failing_since is not None
    assert read.failure == "away"
    assert int(read.until.timestamp()) == held.not_after
    (reader,) = partners.who_reads_us(own=identity.own(), now=now())
    assert (reader.peer_id, reader.zone, reader.grant_hash) == (other.oin, "belastingen", theirs.grants[0].hash)


def test_a_contract_with_ourselves_opens_no_zone_of_ours_to_who_may_not_read_it(
    own: Organisation, other: Organisation, held: Content
) -> None:
    agreed(zone_connection(own, own, zone=registry.ADDRESSES, terms=TERMS), by=(own,))
    assert [it.peer_id for it in sources.others().sources] == [other.oin]
    assert sources.others().not_asked == ()


def test_a_contract_that_names_another_certificate_of_ours_is_told_and_not_used(
    own: Organisation, other: Organisation, held: Content, group: pki.Group
) -> None:
    agreements.signed(held, by=own, kind=SignatureKind.REVOKE)
    renewed = group.organisation(own.name, oin=own.oin, host=own.host)
    agreed(zone_connection(renewed, other, zone=registry.CIVIL, terms=TERMS), by=(own, other))
    found = sources.others()
    assert found.sources == ()
    assert [(it.peer_id, it.reason) for it in found.not_asked] == [(other.oin, "other-certificate")]


def test_who_is_in_no_group_asks_nobody() -> None:
    found = sources.others()
    assert (found.sources, found.not_asked) == ((), ())
    assert found.fetch([], object_ids=[ONE], as_at=None, seconds=1) == {}


def test_partners_are_asked_about_objects_in_the_words_of_the_query_api(provider: Provider, held: Content) -> None:
    provider.answers = [answer(event(ONE))]
    found = sources.others()
    (source,) = found.sources
    assert (source.peer_id, source.zone) == (provider.organisation.oin, registry.CIVIL)
    assert (source.responsible_for, source.granted) == (TERMS.responsible_for, TERMS.event_types)
    as_at = datetime(2026, 1, 1, tzinfo=UTC)
    came = found.fetch(found.sources, object_ids={ONE, TWO}, as_at=as_at, seconds=30)
    assert came[source] == SourceAnswer(
        events=[event(ONE)], horizon=datetime(2026, 11, 26, 20, tzinfo=UTC), zone=registry.CIVIL
    )
    assert "POST /events-about HTTP/1.1" in provider.calls[0]
    assert TransactionRecord.objects.get().grant_hash == held.grants[0].hash


def asked_directly(*object_ids: UUID) -> None:
    """Also a partner that told of none of them."""
    found = sources.others()
    found.fetch(found.sources, object_ids=set(object_ids), as_at=None, seconds=30)


def followed(held: Content, **more: Any) -> FollowedFeed:
    """What its partner announces was read to its end just now."""
    told = {"told_until": now() - timedelta(seconds=20), "read_at": now(), **more}
    grant = held.grants[0]
    return FollowedFeed.objects.create(
        grant_hash=grant.hash, peer_id=grant.service.peer_id, service_name=grant.service.name, **told
    )


def test_an_answer_that_names_objects_teaches_where_they_are_when_they_are_announced_anyway(
    provider: Provider, held: Content
) -> None:
    followed(held)
    provider.answers = [
        answer(event(ONE, THREE), event(THREE), "nonsense", {"object_ids": ["x", 1]}, {"object_ids": 1})
    ]
    asked_directly(ONE, TWO)
    learned = dict(ObjectHolding.objects.values_list("object_id", "learned"))
    assert learned == {ONE: "answer", THREE: "reference"}
    places = object_places.places_of(THREE, own=identity.own(), now=now())
    assert [(it.partner.zone, it.learned) for it in places] == [(registry.CIVIL, "reference")]


def test_of_a_zone_that_is_not_announced_nothing_is_remembered(
    own: Organisation, other: Organisation, provider: Provider, held: Content
) -> None:
    agreements.signed(held, by=own, kind=SignatureKind.REVOKE)
    quiet = Terms(event_types=TERMS.event_types, responsible_for=TERMS.responsible_for)
    provider.held = agreed(zone_connection(own, other, zone=registry.CIVIL, terms=quiet), by=(own, other))
    provider.answers = [answer(event(ONE, THREE))]
    (came,) = fetched(ONE)
    assert isinstance(came, SourceAnswer)
    assert not ObjectHolding.objects.exists()


@pytest.mark.parametrize("why", ["refused", "never read", "not to its end"])
def test_of_a_zone_that_announces_nothing_any_more_an_answer_teaches_nothing(
    provider: Provider, held: Content, why: str
) -> None:
    """As one that was called sensitive since: the contract says that it announces, and it does not."""
    if why == "refused":
        provider.answers = [peers.says("403 Forbidden", b"{}")]
        following.follow_announcements(own=identity.own(), clock=now, until=lambda: False)
    elif why == "not to its end":
        followed(held, told_until=None)
    provider.answers = [answer(event(ONE, THREE))]
    (came,) = fetched(ONE)
    assert isinstance(came, SourceAnswer)
    assert not ObjectHolding.objects.exists()


def test_an_answer_that_names_objects_without_end_is_not_remembered_without_end(
    provider: Provider, held: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(object_holdings, "HOLDINGS_MAX", 3)
    followed(held)
    for number in range(5):
        provider.answers = [answer(event(ONE, *(UUID(int=100 * number + it) for it in (5, 6))))]
        asked_directly(ONE)
    assert ObjectHolding.objects.count() == 3


def test_a_partner_that_announces_and_told_of_none_of_them_does_not_learn_of_whom_we_ask(
    provider: Provider, held: Content
) -> None:
    told_until = now() - timedelta(seconds=20)
    feed = FollowedFeed.objects.create(
        grant_hash=held.grants[0].hash,
        peer_id=provider.organisation.oin,
        service_name="f6-zone-burgerlijke-stand",
        told_until=told_until,
        read_at=now(),
    )
    provider.answers = [answer(event(ONE))]
    assert fetched(ONE) == [SourceAnswer(events=(), horizon=told_until, zone=registry.CIVIL)]
    assert not provider.calls
    assert not TransactionRecord.objects.exists()
    for changed in (
        {"read_at": now() - timedelta(minutes=10)},
        {"failing_since": now()},
        {"told_until": None},
        {"told_until": now() - timedelta(minutes=10)},  # it has more to tell, or its log stands still
    ):
        before = len(provider.calls)
        FollowedFeed.objects.update(**{"read_at": now(), "failing_since": None, "told_until": told_until, **changed})
        ObjectHolding.objects.all().delete()
        fetched(ONE)
        assert len(provider.calls) == before + 1, changed
    FollowedFeed.objects.update(read_at=now(), failing_since=None, told_until=told_until)
    assert ObjectHolding.objects.filter(object_id=ONE).exists()
    before = len(provider.calls)
    fetched(ONE, TWO)
    assert len(provider.calls) == before + 1
    assert feed.pk


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (peers.says(body=b"nonsense"), "malformed"),
        (peers.says(body=b"[" * 100_000), "malformed"),
        (peers.says(body=b"[]"), "malformed"),
        (peers.says("403 Forbidden", b"{}"), "access-refused"),
        (refusal("ERROR_CODE_ACCESS_TOKEN_INVALID"), "access-refused"),
        (refusal("ERROR_CODE_SERVICE_NOT_FOUND", status="404 Not Found"), "service-gone"),
        (peers.says("500 Internal Server Error", b""), "failed"),
        (peers.sends(b"nonsense"), "unreachable"),
    ],
)
def test_who_does_not_answer_well_is_told_not_to_have_and_why(
    provider: Provider, answers: peers.Answer, reason: str
) -> None:
    provider.answers = [answers]
    (came,) = fetched(ONE)
    assert isinstance(came, NoAnswer)
    assert came.reason == reason
    assert (came.since is not None) == (reason == "unreachable")


def test_a_contract_that_ends_between_two_rounds_ends_the_asking(
    own: Organisation, provider: Provider, held: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = sources.others()
    monkeypatch.setattr("federation.queries.fetching.timezone.now", lambda: datetime.now(UTC) + 40 * DAY)
    came = found.fetch(found.sources, object_ids=[ONE], as_at=None, seconds=1)
    assert list(came.values()) == [NoAnswer(reason="contract-ended")]
    assert not provider.calls


def test_partners_are_asked_side_by_side_within_one_time(
    own: Organisation, provider: Provider, organisation: MakeOrganisation
) -> None:
    quiet = organisation("Stil")
    Peer.objects.create(peer_id=quiet.oin, name="Stil", manager_address=quiet.address)
    agreed(zone_connection(own, quiet, zone=registry.CIVIL, terms=TERMS), by=(own, quiet))
    provider.answers = [answer()]
    with peers.serving(quiet, peers.silent):
        came = fetched(ONE, seconds=PATIENT)
    assert sorted(type(it).__name__ for it in came) == ["NoAnswer", "SourceAnswer"]
    (silent,) = (it for it in came if isinstance(it, NoAnswer))
    assert silent.reason == "unreachable"
    assert silent.since == Peer.objects.get(peer_id=quiet.oin).failing_since


def test_who_is_asked_is_in_the_log_of_processing_and_who_is_spared_is_not(provider: Provider, held: Content) -> None:
    registry.furnish()
    provider.answers = [answer()]
    asked = Asked(as_of=now())
    lines = AccessRecord.objects.filter(action__startswith="Gebeurtenissen opgevraagd bij")
    with pytest.raises(ObjectNotFound):
        states.federated_state_of(ONE, asked=asked, principal=registry.official())
    assert [(it.details["grant"], it.details["purpose"]) for it in lines] == [(held.grants[0].hash, TERMS.purpose)]
    FollowedFeed.objects.create(
        grant_hash=held.grants[0].hash,
        peer_id=provider.organisation.oin,
        service_name="f6-zone-burgerlijke-stand",
        told_until=now(),
        read_at=now(),
    )
    with pytest.raises(ObjectNotFound):
        states.federated_state_of(TWO, asked=asked, principal=registry.official())
    assert lines.count() == 1
    assert len(provider.calls) == 1
