"""The list of connections, and one of them: what is asked, by whom, who signed, and what is odd about it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from federation.domain import certificates
from federation.domain.contracts import SignatureKind
from federation.domain.properties import Terms
from tests import federation_story as story
from tests.desk_story import Municipality
from tests.federation import pki
from tests.federation.pki import Organisation
from tests.integration.desk.conftest import LogIn
from tests.integration.desk.federated import CONNECTIONS, PAGES, PEERS, one, page_of, read


@pytest.fixture
def boss(town: Municipality, log_in: LogIn) -> Client:
    return log_in(town.admin)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Organisation]:
    with story.ourselves(tmp_path) as found:
        yield found


def test_connections_are_found_by_state_direction_and_peer(boss: Client, town: Municipality, own: Organisation) -> None:
    story.day(town)
    everything = read(boss, CONNECTIONS)
    for said in ("Wacht op ons", "Wacht op anderen", "Van kracht", "Loopt af", "Afgelopen", "Afgewezen"):
        assert said in everything
    assert read(boss, f"{CONNECTIONS}?show=waiting").count("Wacht op ons") == 1
    ended = read(boss, f"{CONNECTIONS}?show=expired")
    assert "Afgelopen" in ended
    assert "Van kracht" not in ended
    reading = read(boss, f"{CONNECTIONS}?direction=reading&peer={story.SOUTH}")
    assert "Wij lezen de zone adreshuishouding bij Gemeente Zuiderveen" in reading
    assert "leest bij ons" not in reading
    assert "Er is geen verbinding die hieraan voldoet." in read(boss, f"{CONNECTIONS}?show=revoked")
    assert "geldige keuze" in read(boss, f"{CONNECTIONS}?show=iets")


def test_a_long_list_is_read_page_by_page_and_nothing_twice(boss: Client, own: Organisation) -> None:
    story.peer()
    made = {story.contract(story.reads(story.NORTH, story.OWN)).pk for _ in range(55)}
    first = page_of(boss, CONNECTIONS)
    older = first[first.index("?after=") :].split('"')[0].replace("&amp;", "&")
    second = page_of(boss, f"{CONNECTIONS}{older}")
    on = [{it for it in made if one(it) in page} for page in (first, second)]
    assert on[0] | on[1] == made
    assert not on[0] & on[1]


def test_a_longer_list_asks_the_database_no_more_often(boss: Client, own: Organisation) -> None:
    counts = []
    for number in range(1, 7):
        story.peer(f"{number:020d}", name=f"Gemeente {number}")
        story.contract(story.reads(f"{number:020d}", story.OWN))
        if number == 1:
            page_of(boss, CONNECTIONS)  # what is read once per process is read now
        if number in (2, 6):
            for path in (PAGES, CONNECTIONS, PEERS, f"{PEERS}picture/"):
                with CaptureQueriesContext(connection) as asked:
                    page_of(boss, path)
                counts.append((number, path, len(asked)))
    assert {(path, n) for number, path, n in counts if number == 2} == {(path, n) for _n, path, n in counts}


def test_a_connection_says_in_plain_words_what_is_asked(boss: Client, own: Organisation) -> None:
    story.peer()
    terms = Terms(event_types=frozenset({"BsnToegekend", "Onbekend"}), purpose=story.PURPOSE)
    row = story.contract(story.reads(story.NORTH, story.OWN, terms=terms, key="cd" * 32), signed=[story.NORTH])
    page = read(boss, one(row.pk))
    assert "Gemeente Noorderhaven leest bij ons de zone Burgerlijke stand" in page
    assert f"Wie leest Gemeente Noorderhaven {story.NORTH}" in page
    assert f"Herkend aan de sleutel van haar certificaat {'cd' * 32}" in page
    assert "Welke zone de zone Burgerlijke stand f6-zone-burgerlijke-stand" in page
    assert "BSN toegekend" in page
    assert "Onbekend (hier niet bekend)" in page
    assert "Er staan gebeurtenistypen in die hier niet bekend zijn" in page
    assert "nee: wie leest, moet het per persoon vragen" in page
    assert story.PURPOSE in page
    assert "Gemeente Lindenveen wij" in page
    assert "moet nog ondertekenen" in page
    assert row.pk in page


def test_a_key_with_which_a_peer_signs_too_is_told(boss: Client, own: Organisation) -> None:
    story.peer()
    other = pki.group().organisation("Gemeente Noorderhaven", oin=story.NORTH, host="127.0.0.22")
    story.certificate(story.NORTH, chain=other.issued.chain)
    key = certificates.public_key_thumbprint(other.issued.certificate)
    known, unknown = (story.contract(story.reads(story.NORTH, story.OWN, key=it)) for it in (key, "cd" * 32))
    assert "Herkend aan de sleutel waarmee zij ook ondertekent" in read(boss, one(known.pk))
    assert "Herkend aan de sleutel van haar certificaat" in read(boss, one(unknown.pk))


def test_what_a_contract_does_not_say_is_told_before_one_signs(boss: Client, own: Organisation) -> None:
    story.peer()
    silent = story.contract(
        story.reads(story.NORTH, story.OWN, service="f6-zone-weg", terms=None), signed=[story.NORTH]
    )
    page = read(boss, one(silent.pk))
    assert "wie dit ondertekent, geeft nergens toegang toe" in page
    assert "Er staat niet in waarvoor de gegevens zijn." in page
    assert "Een zone met deze naam hebben wij niet (meer)." in page


def test_delegation_and_every_grant_are_told_one_by_one(boss: Client, own: Organisation) -> None:
    for it in (story.NORTH, story.SOUTH):
        story.peer(it)
    row = story.contract(
        story.reads(story.SOUTH, story.OWN, on_behalf_of=story.NORTH),
        story.reads(story.OWN, story.NORTH, domain="fsc.lindenveen.example.nl"),
    )
    page = read(boss, one(row.pk))
    assert "1. Gemeente Zuiderveen leest bij ons de zone Burgerlijke stand, namens Gemeente Noorderhaven" in page
    assert f"Namens Gemeente Noorderhaven {story.NORTH}" in page
    assert "2. Wij lezen de zone burgerlijke-stand bij Gemeente Noorderhaven" in page
    assert "Herkend aan de naam in haar certificaat fsc.lindenveen.example.nl" in page
    assert "en nog 1" in page


def test_who_signed_with_a_certificate_that_has_ended_must_sign_again(boss: Client, own: Organisation) -> None:
    story.peer()
    row = story.contract(story.reads(story.NORTH, story.OWN), signed=[story.NORTH])
    story.says(row, story.OWN, until=timedelta(minutes=-5))
    page = read(boss, one(row.pk))
    assert "het certificaat erachter is verlopen" in page
    assert "Keur haar opnieuw goed." in page
    assert "Goedkeuren en ondertekenen" in page


def test_what_is_still_on_its_way_is_told_with_why(boss: Client, own: Organisation) -> None:
    story.peer()
    row = story.contract(story.reads(story.OWN, story.NORTH), signed=[story.OWN], proposed_by=story.OWN)
    story.under_way(story.NORTH, row=row, failure="503 even niet")
    page = read(boss, one(row.pk))
    assert "Nog onderweg" in page
    assert "503 even niet" in page
    assert "7 keer" in page
    story.under_way(story.NORTH, story.Kind.REVOKE, row, arrived_at=timezone.now())
    assert "onze intrekking" not in read(boss, one(row.pk)), "what arrived is not on its way"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (SignatureKind.REVOKE, "Ingetrokken door Gemeente Noorderhaven"),
        (SignatureKind.REJECT, "Afgewezen door Gemeente Noorderhaven"),
    ],
)
def test_who_said_no_is_told(boss: Client, own: Organisation, kind: SignatureKind, said: str) -> None:
    story.peer()
    row = story.contract(story.reads(story.NORTH, story.OWN))
    story.says(row, story.NORTH, kind)
    page = read(boss, one(row.pk))
    assert said in page
    assert "Goedkeuren" not in page
    assert "Intrekken…" not in page
