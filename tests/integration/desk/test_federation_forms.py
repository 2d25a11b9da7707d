"""Asking for a connection, and publishing zones: nothing is sent before it was shown; mistakes stand at their field."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.models import AdministrativeChange
from federation.domain.contracts import State
from federation.domain.properties import terms_of
from federation.models import Outgoing, StoredContract
from federation.queries import contracts
from tests import federation_story as story
from tests.desk_story import Municipality
from tests.federation.pki import Organisation
from tests.integration.desk.conftest import LogIn
from tests.integration.desk.federated import CONNECTIONS, one, page_of, read, text_of

NEW = f"{CONNECTIONS}new/"
CHOSEN = f"{NEW}?peer={story.NORTH}&service=f6-zone-burgerlijke-stand"
PUBLICATIONS = f"{CONNECTIONS}publications/"
ZONE = f"{PUBLICATIONS}burgerlijke-stand/"


@pytest.fixture
def boss(town: Municipality, log_in: LogIn) -> Client:
    return log_in(town.admin)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Organisation]:
    with story.ourselves(tmp_path) as found:
        story.peer()
        story.peer(story.DIRECTORY)
        story.directory_reading(*story.offers(), *story.offers(story.SOUTH, "adreshuishouding"))
        yield found


def typed(**more: Any) -> dict[str, Any]:
    """What is filled in."""
    today = timezone.localdate()
    return {
        "event_types": ["Geboorte"],
        "purpose": story.PURPOSE,
        "begins": today.isoformat(),
        "ends": (today + timedelta(days=30)).isoformat(),
        "announces": "on",
        **more,
    }


def sent(client: Client, path: str, code: int = 200, **more: Any) -> str:
    answer = client.post(path, typed(**more))
    assert answer.status_code == code, answer.content.decode()
    return text_of(answer.content.decode())


# -- asking for a connection -------------------------------------------------------------------------------------------


def test_one_chooses_from_what_the_directories_list(boss: Client, own: Organisation) -> None:
    page = page_of(boss, NEW)
    assert "Gemeente Noorderhaven" in page
    assert "Gemeente Zuiderveen" in page
    assert "de bron van: Geboorte" in text_of(page)
    assert "peer=00000099000000002000&amp;service=f6-zone-burgerlijke-stand" in page
    assert "Niemand publiceert dit gebeurtenistype" in read(boss, f"{NEW}?type=Huwelijk")
    assert "laatst gelezen" in text_of(page)


def test_where_nobody_publishes_anything_it_says_so(boss: Client, tmp_path: Path) -> None:
    with story.ourselves(tmp_path):
        assert "Nog niemand publiceert iets" in read(boss, NEW)
    with story.ourselves(tmp_path, F6_FSC_DIRECTORIES={}):
        assert "Er is geen gids ingesteld." in read(boss, NEW)


def test_while_federation_is_off_nothing_can_be_asked_or_published(boss: Client) -> None:
    for path in (NEW, PUBLICATIONS, ZONE):
        answer = boss.get(path, follow=True)
        assert answer.redirect_chain[0][0] == "/beheer/federation/"
        assert "kan nu niet met andere organisaties spreken" in answer.content.decode()


def test_every_mistake_is_told_at_its_field(boss: Client, own: Organisation) -> None:
    answer = boss.post(CHOSEN, {"action": "check", "ends": "2020-01-01", "begins": "2019-01-01"})
    page = answer.content.decode()
    assert answer.status_code == 422
    for field in ("event_types", "purpose", "ends"):
        assert f'href="#id_{field}"' in page
    assert "Kies een einde dat nog niet geweest is." in page
    assert not StoredContract.objects.exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"ends": "2020-01-01"}, "Kies een einde na het begin."),
        ({"ends": "2099-01-01"}, "Kies een einde binnen tien jaar"),
        ({"event_types": ["Huwelijk"]}, "Huwelijk is geen"),
        ({"purpose": "x" * 2_001}, "2000"),
        ({"begins": "straks"}, "geldige datum"),
    ],
)
def test_what_cannot_be_asked_is_told_and_nothing_is_lost(
    boss: Client, own: Organisation, more: dict[str, Any], said: str
) -> None:
    page = sent(boss, CHOSEN, 422, action="check", **more)
    assert said in page
    assert not StoredContract.objects.exists()


def test_what_is_sent_is_shown_first_and_nothing_is_sent_by_looking(boss: Client, own: Organisation) -> None:
    page = sent(boss, CHOSEN, action="check")
    assert "Er is nog niets verstuurd." in page
    assert "Wij lezen de zone burgerlijke-stand bij Gemeente Noorderhaven" in page
    assert "de sleutel van ons certificaat van nu" in page
    assert story.PURPOSE in page
    assert ", 24:00" in page, "the last day counts"
    assert not StoredContract.objects.exists()
    assert story.PURPOSE in boss.post(CHOSEN, typed(action="change")).content.decode(), "and can be changed"


def test_a_request_is_signed_queued_and_recorded_with_what_was_shown(
    boss: Client, town: Municipality, own: Organisation
) -> None:
    answer = boss.post(CHOSEN, typed(action="send"), follow=True)
    page = text_of(answer.content.decode())
    made = StoredContract.objects.get()
    assert "Ondertekend, en onderweg naar Gemeente Noorderhaven." in page
    assert answer.redirect_chain[-1][0] == one(made.pk)
    grant = contracts.content_of(made.canonical).grants[0]
    said = terms_of(grant.properties)
    assert (said.event_types, said.purpose, said.announces) == (frozenset({"Geboorte"}), story.PURPOSE, True)
    assert grant.service.peer_id == story.NORTH
    assert Outgoing.objects.get().peer_id == story.NORTH
    assert AdministrativeChange.objects.get(action="contract-proposed").source_id == town.admin.source_id


def test_who_presses_twice_asks_once(boss: Client, own: Organisation) -> None:
    addresses = {boss.post(CHOSEN, typed(action="send"))["Location"] for _ in range(2)}
    assert len(addresses) == 1
    assert StoredContract.objects.count() == 1


def test_what_is_listed_no_more_cannot_be_asked_for(boss: Client, own: Organisation) -> None:
    story.directory_reading(*story.offers(story.SOUTH, "adreshuishouding"))
    answer = boss.get(CHOSEN)
    assert answer.status_code == 422
    assert "In geen gids staat dit (nog)" in answer.content.decode()
    assert boss.post(CHOSEN, typed(action="send")).status_code == 422
    assert not StoredContract.objects.exists()


# -- publishing --------------------------------------------------------------------------------------------------------


def published() -> list[tuple[str, State]]:
    rows = [contracts.contract(it.pk) for it in StoredContract.objects.order_by("created_at", "received_at")]
    return [(it.content.grants[0].service.name, it.state(timezone.now())) for it in rows if it]


def test_a_zone_is_published_changed_and_withdrawn(boss: Client, town: Municipality, own: Organisation) -> None:
    town.parents_claim()
    form = page_of(boss, ZONE)
    assert 'value="Geboorte" id="id_event_types' in form
    assert form.count("checked") == 2, "what the zone holds is ticked: as held, and as ours"
    asked = {"event_types": ["Geboorte", "Erkenning"], "responsible_for": ["Geboorte"]}
    answer = boss.post(ZONE, asked, follow=True)
    assert "Burgerlijke stand is gepubliceerd." in text_of(answer.content.decode())
    assert "wacht op de gids" in text_of(answer.content.decode())
    assert published() == [("f6-zone-burgerlijke-stand", State.PROPOSED)]
    story.says(StoredContract.objects.get(), story.DIRECTORY)
    page = read(boss, PUBLICATIONS)
    assert "Gids van de groep staat erin" in page
    assert "Erkenning, Geboorte" in page
    boss.post(ZONE, asked)
    assert len(published()) == 1, "the same once more changes nothing"
    boss.post(ZONE, asked | {"event_types": ["Geboorte"]})
    assert sorted(state for _name, state in published()) == [State.PROPOSED, State.REVOKED]
    assert "Niemand vindt deze zone nog in:" in read(boss, f"{ZONE}withdraw/")
    assert "staat in geen gids meer" in boss.post(f"{ZONE}withdraw/", follow=True).content.decode()
    assert {state for _name, state in published()} == {State.REVOKED}
    assert "Deze zone staat in geen gids." in read(boss, f"{ZONE}withdraw/")


def test_we_are_the_source_of_nothing_that_the_zone_does_not_hold(boss: Client, own: Organisation) -> None:
    answer = boss.post(ZONE, {"event_types": ["Geboorte"], "responsible_for": ["Huwelijk"]})
    assert answer.status_code == 422
    assert "Vink alleen aan wat u hierboven ook aanvinkte." in answer.content.decode()
    assert boss.post(ZONE, {}).status_code == 422
    assert not StoredContract.objects.exists()


@pytest.mark.parametrize(
    ("field", "said"),
    [("sensitive", "Deze zone is gevoelig: niemand hoort dat zij bestaat"), ("closed", "Deze zone is gesloten")],
)
def test_a_zone_that_may_not_be_told_of_cannot_be_published_and_says_why(
    boss: Client, town: Municipality, own: Organisation, field: str, said: str
) -> None:
    setattr(town.registry, field, True)
    town.registry.save()
    assert said in read(boss, PUBLICATIONS)
    assert f'href="{ZONE}"' not in page_of(boss, PUBLICATIONS)
    assert boss.get(ZONE).status_code == 302
    assert boss.post(ZONE, {"event_types": ["Geboorte"]}).status_code == 302
    assert not StoredContract.objects.exists()


def test_a_zone_that_became_sensitive_can_still_be_withdrawn(
    boss: Client, town: Municipality, own: Organisation
) -> None:
    boss.post(ZONE, {"event_types": ["Geboorte"]})
    town.registry.sensitive = True
    town.registry.save()
    boss.post(f"{ZONE}withdraw/")
    assert {state for _name, state in published()} == {State.REVOKED}


def test_without_a_directory_there_is_nowhere_to_publish(boss: Client, tmp_path: Path) -> None:
    with story.ourselves(tmp_path, F6_FSC_DIRECTORIES={}):
        assert "Er is geen gids ingesteld." in read(boss, PUBLICATIONS)
        assert boss.get(ZONE).status_code == 302
