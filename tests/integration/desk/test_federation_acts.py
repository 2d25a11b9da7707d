"""Approving, rejecting and revoking on screen: said before, asked where it cannot be undone, done once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from events.models import AdministrativeChange
from federation.domain.contracts import SignatureKind, State
from federation.models import Outgoing, StoredContract, StoredSignature
from federation.queries import contracts
from tests import federation_story as story
from tests.desk_story import Municipality
from tests.federation.pki import Organisation
from tests.integration.desk.conftest import LogIn
from tests.integration.desk.federated import CONNECTIONS, one, page_of, read, text_of


@pytest.fixture
def boss(town: Municipality, log_in: LogIn) -> Client:
    return log_in(town.admin)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Organisation]:
    with story.ourselves(tmp_path) as found:
        story.peer()
        yield found


def asked_of_us() -> StoredContract:
    """Somebody asks to read here; only he has signed."""
    return story.contract(story.reads(story.NORTH, story.OWN), signed=[story.NORTH])


def state_of(row: StoredContract) -> State:
    found = contracts.contract(row.pk)
    assert found is not None
    return found.state(timezone.now())


def approved(client: Client, row: StoredContract) -> str:
    """The page after the button."""
    answer = client.post(one(row.pk), {"action": "approve"}, follow=True)
    assert answer.status_code == 200
    return text_of(answer.content.decode())


def done(client: Client, row: StoredContract, act: str) -> str:
    """The page after one said yes."""
    answer = client.post(one(row.pk, act), follow=True)
    assert answer.status_code == 200
    return text_of(answer.content.decode())


def test_what_comes_of_approving_is_said_before_one_does(boss: Client, own: Organisation) -> None:
    row = asked_of_us()
    page = read(boss, one(row.pk))
    assert "Als wij goedkeuren:" in page
    assert "alles van deze gebeurtenistypen opvragen in de zone Burgerlijke stand" in page
    assert "Gemeente Noorderhaven hoort over welke personen wij daar iets hebben." in page
    assert "Intrekken kan altijd: dan stopt de toegang meteen." in page
    assert state_of(row) is State.PROPOSED


def test_a_request_is_approved_signed_sent_and_recorded(boss: Client, town: Municipality, own: Organisation) -> None:
    row = asked_of_us()
    assert "Goedgekeurd." in approved(boss, row)
    assert state_of(row) is State.VALID
    assert [(it.peer_id, it.kind) for it in Outgoing.objects.all()] == [(story.NORTH, "accept")]
    change = AdministrativeChange.objects.get(action="contract-accepted")
    assert change.source_id == town.admin.source_id
    history = boss.get(one(row.pk, "history"), follow=True).content.decode()
    assert "Contract goedgekeurd" in history


def test_who_presses_twice_approves_once(boss: Client, own: Organisation) -> None:
    row = asked_of_us()
    for _ in range(2):
        assert "Goedgekeurd." in approved(boss, row)
    assert StoredSignature.objects.filter(contract=row, peer_id=story.OWN).count() == 1
    assert AdministrativeChange.objects.filter(action="contract-accepted").count() == 1
    assert Outgoing.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (SignatureKind.REVOKE, "Deze verbinding is intussen ingetrokken. Er is niets ondertekend"),
        (SignatureKind.REJECT, "Deze verbinding is intussen afgewezen. Er is niets ondertekend"),
    ],
)
def test_what_was_taken_back_meanwhile_is_not_signed(
    boss: Client, own: Organisation, kind: SignatureKind, said: str
) -> None:
    row = asked_of_us()
    assert "Goedkeuren en ondertekenen" in read(boss, one(row.pk))
    story.says(row, story.NORTH, kind)
    assert said in approved(boss, row)
    assert not row.signatures.filter(peer_id=story.OWN).exists()
    assert not AdministrativeChange.objects.filter(action="contract-accepted").exists()


def test_what_ended_meanwhile_is_not_signed(boss: Client, own: Organisation) -> None:
    row = story.contract(
        story.reads(story.NORTH, story.OWN), signed=[story.NORTH], begins=-9 * story.DAY, ends=-story.DAY
    )
    assert "Er is niets ondertekend" in approved(boss, row)
    assert not row.signatures.filter(peer_id=story.OWN).exists()


def test_a_button_that_is_not_there_does_nothing(boss: Client, own: Organisation) -> None:
    row = asked_of_us()
    assert boss.post(one(row.pk), {"action": "revoke"}).status_code == 302
    assert boss.post(one(row.pk)).status_code == 302
    assert row.signatures.count() == 1


def test_rejecting_is_asked_first_and_then_done(boss: Client, own: Organisation) -> None:
    row = asked_of_us()
    page = read(boss, one(row.pk, "reject"))
    assert "Deze aanvraag afwijzen?" in page
    assert "wie het toch wil, moet het opnieuw aanvragen" in page
    assert state_of(row) is State.PROPOSED, "asking does nothing"
    assert "Afgewezen." in done(boss, row, "reject")
    assert state_of(row) is State.REJECTED
    assert "Dat kan (niet meer)" in text_of(boss.get(one(row.pk, "reject"), follow=True).content.decode())


def test_revoking_says_that_access_ends_at_once_and_does_so(boss: Client, own: Organisation) -> None:
    row = story.contract(story.reads(story.NORTH, story.OWN))
    page = read(boss, one(row.pk, "revoke"))
    assert "De toegang stopt meteen, ook voor wie op dit moment leest." in page
    assert "niet terug te draaien" in page
    assert state_of(row) is State.VALID, "asking does nothing"
    assert "Ingetrokken. Er is geen toegang meer" in done(boss, row, "revoke")
    found = contracts.contract(row.pk)
    assert found is not None
    assert not found.may_be_used(timezone.now())
    assert "Ingetrokken. Er is geen toegang meer" in done(boss, row, "revoke"), "once more changes nothing"
    assert AdministrativeChange.objects.filter(action="contract-revoked").count() == 1


def test_our_own_request_is_taken_back(boss: Client, own: Organisation) -> None:
    row = story.contract(story.reads(story.OWN, story.NORTH), signed=[story.OWN], proposed_by=story.OWN)
    page = read(boss, one(row.pk))
    assert "Aanvraag terugnemen…" in page
    assert "Goedkeuren" not in page
    assert "Deze aanvraag terugnemen?" in read(boss, one(row.pk, "revoke"))
    assert "Ingetrokken" in done(boss, row, "revoke")
    assert state_of(row) is State.REVOKED


def test_who_is_no_party_can_do_nothing(boss: Client, own: Organisation) -> None:
    row = story.contract(story.reads(story.NORTH, story.SOUTH), signed=[story.NORTH])
    page = read(boss, one(row.pk))
    assert "tussen anderen" in read(boss, CONNECTIONS)
    assert "Goedkeuren" not in page
    assert "Dit kan niet namens onze organisatie" in approved(boss, row)
    assert row.signatures.count() == 1


def test_without_a_usable_certificate_nothing_is_signed_and_it_is_said_why(boss: Client, tmp_path: Path) -> None:
    story.peer()
    row = asked_of_us()
    with story.ourselves(tmp_path, F6_FSC_KEY="/bestaat/niet"):
        assert "kan nu niet met andere organisaties spreken" in approved(boss, row)
    assert row.signatures.count() == 1


def test_the_record_of_changes_tells_it_in_words(boss: Client, own: Organisation) -> None:
    row = asked_of_us()
    approved(boss, row)
    page = text_of(page_of(boss, "/beheer/events/administrativechange/"))
    assert "Contract goedgekeurd" in page
    assert "van kracht" in page
