"""The pages of federation that tell: how it goes, connections, peers, the picture, the transaction log."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from events.domain.permissions import Permission
from events.models import User, Zone
from federation.domain.transactions import Direction
from tests import federation_story as story
from tests.desk_story import Municipality
from tests.federation.pki import Organisation
from tests.integration.desk.conftest import LogIn
from tests.integration.desk.federated import CALLS, CONNECTIONS, PAGES, PEERS, one, page_of, read, text_of


@pytest.fixture
def boss(town: Municipality, log_in: LogIn) -> Client:
    return log_in(town.admin)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Organisation]:
    with story.ourselves(tmp_path) as found:
        yield found


def test_where_federation_is_off_the_page_says_how_it_comes_on(boss: Client) -> None:
    page = read(boss, PAGES)
    assert "Federatie staat uit" in page
    assert "F6_FSC" in page


def test_connections_can_be_read_while_federation_is_off(boss: Client) -> None:
    story.peer()
    row = story.contract(story.reads(story.NORTH, story.OWN))
    assert "tussen anderen" in read(boss, CONNECTIONS), "who we are is not known"
    assert "Goedkeuren" not in read(boss, one(row.pk))


def test_a_day_begins_with_what_needs_somebody(boss: Client, town: Municipality, own: Organisation) -> None:
    asked = story.day(town)
    story.peer(story.SOUTH, failing_since=timezone.now() - timedelta(hours=30), failure="timeout: after 10 s")
    stuck = story.under_way(story.NORTH, row=asked, failure="422 ERROR_CODE_INCORRECT_GROUP_ID Other group.")
    page = page_of(boss, PAGES)
    told = text_of(page)
    assert "1 aanvraag wacht op ons." in told
    assert "Gemeente Zuiderveen antwoordt niet, sinds gisteren" in told
    assert "Zij doet te lang over een antwoord." in told
    assert "Gemeente Noorderhaven neemt het contract met onze ondertekening niet aan." in told
    assert stuck.failure in told
    assert "loopt af op" in told
    assert "Gemeente Lindenveen" in told
    assert own.address in told
    assert "Gids van de groep" in told
    assert "laatst gelezen: vandaag" in told
    assert f'href="{one(asked.pk)}"' in page


def test_the_front_page_of_the_administration_says_what_waits(
    boss: Client, town: Municipality, own: Organisation
) -> None:
    assert "wacht op ons." not in read(boss, "/beheer/")
    story.day(town)
    assert "1 aanvraag wacht op ons." in read(boss, "/beheer/")


def test_on_a_quiet_day_it_says_so(boss: Client, own: Organisation) -> None:
    story.peer()
    assert "Niets: er wacht geen aanvraag op ons" in read(boss, PAGES)


@pytest.mark.parametrize("until", [timedelta(days=9), timedelta(hours=1)])
def test_our_certificate_is_warned_of_ahead(boss: Client, tmp_path: Path, until: timedelta) -> None:
    begun = timezone.localdate()
    with story.ourselves(tmp_path, until=until):
        page = read(boss, PAGES)
    assert "Ons certificaat verloopt op" in page
    ends = timezone.localtime(timezone.now() + until).date()
    assert ("verloopt op vandaag" in page) == (begun == ends)
    with story.ourselves(tmp_path, until=timedelta(days=60)):
        assert "Ons certificaat verloopt" not in read(boss, PAGES)


def test_what_is_wrong_with_our_certificate_is_told(boss: Client, tmp_path: Path) -> None:
    with story.ourselves(tmp_path, F6_FSC_KEY="/bestaat/niet"):
        page = read(boss, PAGES)
        assert "Ons certificaat is niet bruikbaar" in page
        assert "/bestaat/niet" in page
        assert read(boss, CONNECTIONS)


def test_a_directory_that_is_away_is_told_of_with_since_when(boss: Client, own: Organisation) -> None:
    story.directory_reading(failing_since=timezone.now(), failure="no-connection: refused")
    page = read(boss, PAGES)
    assert "antwoordt niet sinds vandaag" in page
    assert "Er komt geen verbinding met haar adres tot stand." in page


def test_a_connection_by_the_key_of_another_certificate_is_told_of(boss: Client, own: Organisation) -> None:
    story.peer()
    story.contract(story.reads(story.OWN, story.NORTH, key=story.own_key()), proposed_by=story.OWN)
    assert "een ander certificaat" not in read(boss, PAGES)
    story.contract(story.reads(story.OWN, story.NORTH, key="12" * 32), proposed_by=story.OWN)
    assert "noemt de sleutel van een ander certificaat dan wij nu hebben" in read(boss, PAGES)


# -- peers, picture, transaction log -----------------------------------------------------------------------------------


def test_a_peer_says_how_it_goes_and_what_we_have_together(boss: Client, town: Municipality, own: Organisation) -> None:
    story.day(town)
    story.peer(story.NORTH, failing_since=timezone.now() - timedelta(days=3), failure="wrong-peer: 0000")
    page = read(boss, f"{PEERS}{story.NORTH}/change/")
    assert "(3 dagen). Het wordt vanzelf opnieuw geprobeerd." in page
    assert "Op haar adres antwoordt een andere organisatie." in page
    assert "wrong-peer: 0000" in page
    assert "Gemeente Noorderhaven leest bij ons" in page
    assert "Zuiderveen" not in page
    assert "laatst gelezen: vandaag" in page
    story.followed(story.SOUTH, failing_since=timezone.now(), failure="timeout: after 10 s")
    assert "niet te lezen sinds vandaag" in read(boss, f"{PEERS}{story.SOUTH}/change/")
    listed = read(boss, PEERS)
    assert listed.index("Noorderhaven") < listed.index("Zuiderveen"), "who does not answer stands first"


def test_the_picture_says_what_its_table_says(boss: Client, town: Municipality, own: Organisation) -> None:
    story.day(town)
    page = page_of(boss, f"{PEERS}picture/")
    drawn = page[page.index("<svg class") : page.index("</svg>", page.index("<svg class"))]
    table = page[page.index('id="h-table"') :]
    for said in (
        "leest bij ons: 1 te ondertekenen",
        "wij lezen daar: 1 van kracht",
        "onze zones in haar gids: 1 van kracht",
        "Gemeente Noorderhaven",
        "Gids van de groep",
    ):
        assert said in drawn
        assert said in table


def test_calls_are_found_by_peer_service_grant_period_and_id(
    boss: Client, town: Municipality, own: Organisation
) -> None:
    story.day(town)
    page = page_of(boss, CALLS)
    assert text_of(page).count("f6-zone-burgerlijke-stand") == 3
    assert "Gemeente Zuiderveen" in text_of(page)
    assert "storedcontract/$1$1$" in page, "a call leads to the connection that it was made by"
    today = timezone.localdate()
    for asked, number in {
        f"peer={story.SOUTH}": 1,
        f"until={today - timedelta(days=10)}": 1,
        f"since={today - timedelta(days=1)}": 2,
        f"direction={Direction.OUTGOING.value}": 1,
        "service=iets-anders": 0,
        "grant=$1$3$niets": 0,
    }.items():
        assert read(boss, f"{CALLS}?{asked}").count("f6-zone-burgerlijke-stand") == number, asked
    assert "Er is geen bevraging die hieraan voldoet." in read(boss, f"{CALLS}?service=iets")
    assert "Voer een geldige UUID in" in read(boss, f"{CALLS}?transaction=iets")


def test_one_call_leads_to_the_list_that_shows_it(boss: Client, own: Organisation) -> None:
    story.peer()
    found = story.call(story.contract(story.reads(story.NORTH, story.OWN)), reader=story.NORTH, provider=story.OWN)
    for page in ("change", "history"):
        answer = boss.get(f"{CALLS}{found.pk}/{page}/", follow=True)
        assert str(found.transaction_id) in answer.content.decode()


# -- who may see it ----------------------------------------------------------------------------------------------------


def addresses(row_hash: str) -> list[str]:
    return [
        *(PAGES, CONNECTIONS, PEERS, f"{PEERS}picture/", f"{PEERS}{story.NORTH}/change/", CALLS),
        *(one(row_hash), one(row_hash, "reject"), one(row_hash, "revoke"), one(row_hash, "history")),
        *(f"{CONNECTIONS}new/", f"{CONNECTIONS}publications/"),
        *(f"{CONNECTIONS}publications/burgerlijke-stand/", f"{CONNECTIONS}publications/burgerlijke-stand/withdraw/"),
    ]


def test_who_does_not_administer_every_zone_sees_and_does_none_of_it(
    town: Municipality, log_in: LogIn, own: Organisation
) -> None:
    row = story.day(town)
    User.objects.filter(pk=town.official.pk).update(is_staff=True)
    town.allow(town.official, Permission.MANAGE, zone=town.registry)
    client = log_in(User.objects.get(pk=town.official.pk))
    assert {client.get(it).status_code for it in addresses(row.pk)} == {403}
    assert {client.post(it, {"action": "approve"}).status_code for it in addresses(row.pk)} == {403}
    assert row.signatures.count() == 1
    assert "Federatie" not in client.get("/beheer/").content.decode()


def test_who_administers_every_zone_needs_no_more_than_that(
    town: Municipality, log_in: LogIn, own: Organisation
) -> None:
    row = story.day(town)
    User.objects.filter(pk=town.official.pk).update(is_staff=True)
    for zone in Zone.objects.all():
        town.allow(town.official, Permission.MANAGE, zone=zone)
    client = log_in(User.objects.get(pk=town.official.pk))
    assert {client.get(it, follow=True).status_code for it in addresses(row.pk)} == {200}
    assert "Federatie" in client.get("/beheer/").content.decode()


def test_what_is_not_there_is_not_found(boss: Client, own: Organisation) -> None:
    for path in (
        *(one("$1$1$niets"), one("niets", "reject"), one("niets", "revoke"), f"{PEERS}niemand/change/"),
        f"{CONNECTIONS}publications/geen-zone/",
    ):
        page_of(boss, path, code=404)
