"""The directory: ours for others, which accepts publications by itself; and those of others, which we read and keep."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from events.domain.permissions import Principal
from events.models import AdministrativeChange, Zone
from federation.commands import agreeing, listing, publishing, reading_directories
from federation.domain import hashes, proposals
from federation.domain.agreement_refusals import NoDirectory, ZoneNotPublishable
from federation.domain.contracts import State
from federation.domain.properties import Terms
from federation.models import Outgoing, Peer, StoredContract
from federation.queries import contracts, held
from federation.queries import directory as directories
from tests import registry
from tests.federation.conftest import DIRECTORY, OURS
from tests.federation.foreign_peers import Answer, Came, ForeignPeer
from tests.federation.pki import Organisation
from tests.federation.test_agreeing import a_year, state_of
from tests.federation.test_at_once import together
from tests.federation.test_receiving_contracts import asks
from tests.federation.test_sending import send

HELD = Terms(event_types=frozenset({"Geboorte", "Overlijden"}), responsible_for=frozenset({"Geboorte"}))
PROPERTIES = HELD.rendered()
Content = dict[str, Any]


@pytest.fixture
def as_directory(ours: Organisation) -> Iterator[Organisation]:
    """We are the directory of the group."""
    with override_settings(F6_FSC_IS_DIRECTORY=True):
        yield ours


def services(peer: ForeignPeer, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(peer.get("services", **query).content)["services"]
    return [it["data"] for it in found]


def published(peer: ForeignPeer, name: str = "verweg", **other: Any) -> Content:
    return peer.content(peer.publication(service=name, at=OURS, **other))


# -- we are the directory ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("as_directory")
def test_a_publication_of_who_announced_himself_is_accepted_by_itself_and_listed(
    verweg: ForeignPeer, elders: ForeignPeer
) -> None:
    verweg.announces()
    content = published(verweg, properties=PROPERTIES)
    assert verweg.post(content).status_code == 201
    assert state_of(hashes.content_hash(content)) is State.VALID
    assert send() == 1
    assert [it.kind for it in verweg.came] == ["accept"]
    peer = {"id": verweg.id, "name": "Gemeente Verweg", "manager_address": verweg.organisation.address}
    assert services(elders) == [
        {
            "type": "SERVICE_TYPE_SERVICE",
            "peer": peer,
            "name": "verweg",
            "protocol": "PROTOCOL_TCP_HTTP_1.1",
            "properties": PROPERTIES,
        }
    ]


@pytest.mark.usefixtures("as_directory")
def test_who_did_not_announce_himself_waits_until_he_does(verweg: ForeignPeer) -> None:
    content = published(verweg)
    verweg.post(content)
    assert state_of(hashes.content_hash(content)) is State.PROPOSED
    listing.sign_all_published(now=timezone.now())
    assert state_of(hashes.content_hash(content)) is State.PROPOSED
    verweg.announces()
    assert state_of(hashes.content_hash(content)) is State.VALID


@pytest.mark.usefixtures("as_directory")
def test_a_service_on_behalf_of_another_is_listed_when_all_have_signed(
    verweg: ForeignPeer, elders: ForeignPeer
) -> None:
    for peer in (verweg, elders):
        peer.announces()
    content = published(verweg, delegator=elders.id)
    assert verweg.post(content).headers["Fsc-Error-Code"] == "ERROR_CODE_F6_PEER_ROLE"  # the delegator proposes
    assert elders.post(content).status_code == 201
    assert services(verweg) == []
    verweg.put(content, "accept")
    (found,) = services(verweg)
    assert (found["type"], found["peer"]["id"]) == ("SERVICE_TYPE_DELEGATED_SERVICE", verweg.id)
    assert found["delegator"] == {"peer_id": elders.id, "peer_name": "Gemeente Elders"}


@pytest.mark.usefixtures("as_directory")
def test_what_was_revoked_is_listed_no_more(verweg: ForeignPeer) -> None:
    verweg.announces()
    content = published(verweg)
    verweg.post(content)
    assert len(services(verweg)) == 1
    verweg.put(content, "revoke")
    assert services(verweg) == []


@pytest.mark.usefixtures("as_directory")
def test_services_are_found_by_peer_or_by_name_and_each_once(verweg: ForeignPeer, elders: ForeignPeer) -> None:
    for peer in (verweg, elders):
        peer.announces()
    for peer, name in ((verweg, "f6-one"), (verweg, "f6-one"), (elders, "F6-two")):
        assert peer.post(published(peer, name)).status_code == 201
    assert sorted(it["name"] for it in services(verweg)) == ["F6-two", "f6-one"]
    assert [it["name"] for it in services(verweg, peer_id=elders.id)] == ["F6-two"]
    assert [it["name"] for it in services(verweg, service_name="TWO")] == ["F6-two"]
    assert len(services(verweg, service_name="one", peer_id=elders.id)) == 2
    assert services(verweg, service_name="three") == []


@pytest.mark.usefixtures("as_directory")
def test_a_directory_accepts_nothing_but_publications_by_itself(verweg: ForeignPeer) -> None:
    verweg.announces()
    content = asks(verweg)
    verweg.post(content)
    listing.sign_all_published(now=timezone.now())
    assert state_of(hashes.content_hash(content)) is State.PROPOSED
    assert Outgoing.objects.count() == 0


def test_who_is_no_directory_accepts_nothing_by_itself(verweg: ForeignPeer) -> None:
    verweg.announces()
    content = published(verweg)
    assert verweg.post(content).status_code == 201
    assert state_of(hashes.content_hash(content)) is State.PROPOSED


@pytest.mark.usefixtures("as_directory")
def test_a_publication_that_is_delivered_many_times_is_accepted_once(verweg: ForeignPeer) -> None:
    verweg.announces()
    content = published(verweg)
    together(*[lambda: verweg.post(content)] * 6)
    assert Outgoing.objects.count() == 1


@pytest.mark.usefixtures("as_directory")
def test_as_a_directory_we_know_what_is_listed_ourselves(verweg: ForeignPeer) -> None:
    verweg.announces()
    verweg.post(published(verweg, "f6-zone-personen", properties=PROPERTIES))
    (found,) = directories.listed().organisations
    assert (found.peer.id, found.event_types, found.responsible_for) == (
        verweg.id,
        HELD.event_types,
        HELD.responsible_for,
    )
    assert [it.zone for it in found.offers] == ["personen"]


# -- we publish at a directory ----------------------------------------------------------------------------------------


def test_a_zone_is_published_once_with_the_event_types_that_it_holds(
    lister: ForeignPeer, administrator: Principal
) -> None:
    (row,) = publishing.publish_zone("burgerlijke-stand", terms=HELD, by=administrator)
    (again,) = publishing.publish_zone("burgerlijke-stand", terms=HELD, by=administrator)
    assert again.content_hash == row.content_hash
    (grant,) = contracts.content_of(row.canonical).grants
    assert (grant.directory, grant.service.name) == (lister.id, "f6-zone-burgerlijke-stand")
    assert grant.properties == PROPERTIES
    assert send(DIRECTORY) == 1
    assert [it.kind for it in lister.came] == ["contracts"]


def test_other_event_types_make_another_publication_in_place_of_the_first(
    lister: ForeignPeer, administrator: Principal
) -> None:
    (first,) = publishing.publish_zone("burgerlijke-stand", terms=HELD, by=administrator)
    other = Terms(event_types=frozenset({"Geboorte"}))
    (second,) = publishing.publish_zone("burgerlijke-stand", terms=other, by=administrator)
    assert state_of(first.content_hash) is State.REVOKED
    assert state_of(second.content_hash) is State.PROPOSED
    assert send(DIRECTORY) == 3
    assert [it.kind for it in lister.came] == ["contracts", "contracts", "revoke"]


def test_what_is_taken_from_the_directory_is_revoked(lister: ForeignPeer, administrator: Principal) -> None:
    (row,) = publishing.publish_zone("burgerlijke-stand", terms=HELD, by=administrator)
    lister.put(json.loads(row.canonical), "accept")
    assert state_of(row.content_hash) is State.VALID
    assert [it.content_hash for it in publishing.unpublish_zone("burgerlijke-stand", by=administrator)] == [row.pk]
    assert publishing.unpublish_zone("burgerlijke-stand", by=administrator) == []
    assert state_of(row.content_hash) is State.REVOKED


@pytest.mark.parametrize("change", [{"sensitive": True}, {"closed": True}, {"slug": "other"}])
def test_a_sensitive_or_closed_zone_is_never_published(
    lister: ForeignPeer, administrator: Principal, change: dict[str, Any]
) -> None:
    Zone.objects.filter(slug="burgerlijke-stand").update(**change)
    administrator.zones["other"] = administrator.zones["burgerlijke-stand"]  # type: ignore[index]  # a dict in tests
    with pytest.raises(ZoneNotPublishable):
        publishing.publish_zone("burgerlijke-stand", terms=HELD, by=administrator)
    assert StoredContract.objects.count() == 0
    assert lister.came == []


@pytest.mark.parametrize("change", [{"sensitive": True}, {"closed": True}])
def test_a_zone_that_becomes_sensitive_or_is_closed_is_taken_from_the_directory(
    lister: ForeignPeer, administrator: Principal, change: dict[str, bool]
) -> None:
    (row,) = publishing.publish_zone("burgerlijke-stand", terms=HELD, by=administrator)
    (other,) = publishing.publish_zone("adreshuishouding", terms=HELD, by=administrator)
    Zone.objects.filter(slug="burgerlijke-stand").update(**change)
    for _ in range(2):
        publishing.withdraw_what_is_hidden(now=timezone.now())
    assert (state_of(row.content_hash), state_of(other.content_hash)) == (State.REVOKED, State.PROPOSED)
    assert Outgoing.objects.filter(kind="revoke", peer_id=lister.id).count() == 1
    (change_told,) = AdministrativeChange.objects.filter(action="contract-revoked")
    assert change_told.source_type == "operator"


def test_a_sensitive_zone_is_not_published_by_another_way_either(
    lister: ForeignPeer, verweg: ForeignPeer, administrator: Principal
) -> None:
    Zone.objects.filter(slug="burgerlijke-stand").update(sensitive=True)
    service = "f6-zone-burgerlijke-stand"
    grant = proposals.publication(directory=lister.id, service_peer=OURS, service=service)
    with pytest.raises(ZoneNotPublishable):
        agreeing.propose_contract([grant], validity=a_year(), by=administrator)
    delegated = verweg.publication(service=service, at=lister.id, delegator=verweg.id)
    delegated["service"]["peer_id"] = OURS
    content = verweg.content(delegated)
    assert verweg.post(content).status_code == 201
    with pytest.raises(ZoneNotPublishable):
        agreeing.accept_contract(hashes.content_hash(content), by=administrator)
    assert Outgoing.objects.count() == 0


def test_what_a_zone_holds_is_read_from_the_log(ours: Organisation) -> None:
    assert ours.oin
    assert held.event_types("burgerlijke-stand") == frozenset()
    registry.known_person()
    assert held.event_types("burgerlijke-stand") == {"BsnToegekend"}
    assert held.event_types("adreshuishouding") == frozenset()


def test_without_a_directory_there_is_nothing_to_publish_at(ours: Organisation, administrator: Principal) -> None:
    assert ours.oin == OURS
    with pytest.raises(NoDirectory):
        publishing.publish_zone("burgerlijke-stand", terms=HELD, by=administrator)


# -- we read a directory ----------------------------------------------------------------------------------------------


def lists(lister: ForeignPeer, listed: list[Any], peers: list[Any]) -> None:
    def answers(came: Came) -> Answer:
        name = "services" if "/services" in came.path else "peers"
        return 200, {name: listed if name == "services" else peers, "pagination": {"next_cursor": ""}}

    lister.answers = answers


def entry(peer: ForeignPeer, name: str, **other: Any) -> dict[str, Any]:
    return {
        "data": {
            "type": "SERVICE_TYPE_SERVICE",
            "peer": place(peer),
            "name": name,
            "protocol": "PROTOCOL_TCP_HTTP_1.1",
            **other,
        }
    }


def place(peer: ForeignPeer) -> dict[str, str]:
    return {"id": peer.id, "name": peer.organisation.name, "manager_address": peer.organisation.address}


def test_a_directory_is_called_as_it_lists_itself_before_there_is_anything_between_us(lister: ForeignPeer) -> None:
    Peer.objects.create(peer_id=lister.id, is_directory=True)
    lists(lister, [], [place(lister)])
    reading_directories.whom_to_read(now=timezone.now())
    assert reading_directories.read(lister.id, now=timezone.now())
    assert Peer.objects.get(peer_id=lister.id).name == lister.organisation.name


def test_a_directory_is_read_and_what_it_said_outlives_its_absence(
    lister: ForeignPeer, verweg: ForeignPeer, elders: ForeignPeer
) -> None:
    lists(lister, [entry(verweg, "f6-zone-personen", properties=PROPERTIES)], [place(verweg), place(elders)])
    now = timezone.now()
    assert directories.listed().readings[0].read_at is None
    assert reading_directories.whom_to_read(now=now) == [lister.id]
    assert reading_directories.read(lister.id, now=now)
    assert not reading_directories.read(lister.id, now=now)  # somebody just did
    lister.answers = lambda _: (503, b"")
    away = now + timedelta(minutes=10)
    assert not reading_directories.read(lister.id, now=away)
    found = directories.listed()
    assert [(it.peer.name, sorted(it.event_types)) for it in found.organisations] == [
        ("Gemeente Elders", []),
        ("Gemeente Verweg", ["Geboorte", "Overlijden"]),
    ]
    (reading,) = found.readings
    assert (reading.read_at, reading.failing_since) == (now, away)
    assert reading.failure


def test_what_a_directory_lists_that_makes_no_sense_is_passed_over(lister: ForeignPeer, verweg: ForeignPeer) -> None:
    nonsense = [
        1,
        {"data": []},
        entry(verweg, ""),
        entry(verweg, "x" * 500),
        entry(verweg, "right-to-left \u202e"),
        {"data": {"name": "a", "peer": {"id": "1", "name": "b", "manager_address": "http://10.0.0.1"}}},
    ]
    good = entry(verweg, "f6-zone-a", properties={"f6": {"eventTypes": [1, "Geboorte", {}]}})
    lists(lister, [*nonsense, good], [None, {"id": 3}])
    reading_directories.whom_to_read(now=timezone.now())
    assert reading_directories.read(lister.id, now=timezone.now())
    (found,) = directories.listed().organisations
    assert [(it.name, it.terms.event_types) for it in found.offers] == [("f6-zone-a", frozenset({"Geboorte"}))]


def test_a_directory_that_is_configured_no_more_is_forgotten(lister: ForeignPeer, verweg: ForeignPeer) -> None:
    lists(lister, [entry(verweg, "f6-zone-a")], [])
    reading_directories.whom_to_read(now=timezone.now())
    reading_directories.read(lister.id, now=timezone.now())
    with override_settings(F6_FSC_DIRECTORIES={}):
        reading_directories.whom_to_read(now=timezone.now())
        assert directories.listed() == directories.Directory(organisations=(), readings=())


def test_an_administrator_may_list_a_service_by_hand(verweg: ForeignPeer, administrator: Principal) -> None:
    content = published(verweg)
    verweg.post(content)
    agreeing.accept_contract(hashes.content_hash(content), by=administrator)
    assert state_of(hashes.content_hash(content)) is State.VALID
    assert len(services(verweg)) == 1
