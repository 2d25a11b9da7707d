"""How a receiver is reached, on the pages of a subscription: pasted or as a file, told back without what is secret."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from events.models import DeliveryAttempt, ReceiverAccess, Subscription
from tests import authority
from tests import subscription_story as story
from tests.authority import DAY
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn

PAGES = "/beheer/events/subscription/"
OURS = authority.root()
MINE = OURS.issue("F6 van Voorbeeldstad", names=[])


@pytest.fixture
def boss(town: Municipality, log_in: LogIn) -> Client:
    return log_in(town.admin)


@pytest.fixture
def held(town: Municipality) -> Subscription:
    return story.subscribed(town)


def page_of(client: Client, held: Subscription, path: str = "access/") -> str:
    answer = client.get(f"{PAGES}{held.pk}/{path}")
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def sent(client: Client, held: Subscription, **typed: object) -> str:
    """What a form leads to: the page that says so, or the same page with what is wrong."""
    answer = client.post(f"{PAGES}{held.pk}/access/", typed, follow=True)
    assert answer.status_code in (200, 422)
    return answer.content.decode()


def file(text: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("x.pem", text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize("as_file", [False, True])
def test_authorities_are_given_and_taken_away(boss: Client, held: Subscription, *, as_file: bool) -> None:
    assert "De certificaatautoriteiten die het systeem vertrouwt." in page_of(boss, held)
    given = {"certificates_file": file(OURS.pem)} if as_file else {"certificates": OURS.pem}
    page = sent(boss, held, give="authorities", **given)
    assert "alleen deze certificaatautoriteiten" in page
    assert "CN=PKIoverheid van tests" in page
    page = sent(boss, held, remove="authorities")
    assert "weer de certificaatautoriteiten van het systeem" in page
    assert not ReceiverAccess.objects.exists()


@pytest.mark.parametrize("as_file", [False, True])
def test_a_certificate_is_given_and_its_key_is_not_shown(boss: Client, held: Subscription, *, as_file: bool) -> None:
    key = MINE.key_pem.splitlines()[1]
    given = (
        {"certificate_file": file(MINE.chain), "private_key_file": file(MINE.key_pem)}
        if as_file
        else {"certificate": MINE.chain, "private_key": MINE.key_pem}
    )
    page = sent(boss, held, give="certificate", **given)
    assert "Vanaf nu wordt dit certificaat getoond" in page
    assert "CN=F6 van Voorbeeldstad" in page
    assert "SHA-256" in page
    assert key not in page
    assert "Toon geen certificaat meer" in page


def test_what_is_wrong_is_told_at_its_field_and_a_key_that_was_pasted_does_not_come_back(
    boss: Client, held: Subscription
) -> None:
    other = OURS.issue("een ander", names=[])
    page = sent(boss, held, give="certificate", certificate=MINE.chain, private_key=other.key_pem)
    assert 'href="#id_private_key"' in page
    assert "hoort bij een ander" in page
    assert MINE.chain.splitlines()[1] in page, "what is no secret stands there again"
    assert other.key_pem.splitlines()[1] not in page
    assert "PRIVATE KEY" not in page
    page = sent(boss, held, give="authorities", certificates_file=file(b"\x30\x82\xff\xfe"))
    assert 'href="#id_certificates"' in page
    assert "als PEM" in page
    assert not ReceiverAccess.objects.exists()


def test_a_file_beyond_what_may_be_given_is_refused_and_not_read_to_its_end(boss: Client, held: Subscription) -> None:
    page = sent(boss, held, give="authorities", certificates_file=file(b"x" * 1_000_000))
    assert 'id="id_certificates_error"' in page


def test_credentials_are_given_and_the_secret_is_not_shown(boss: Client, held: Subscription) -> None:
    typed = {
        "give": "credentials",
        "token_url": "https://tokens.example.nl/token",
        "client_id": "voorbeeldstad",
        "client_secret": " met spaties ",
        "method": "client_secret_basic",
        "scope": "bezorgen",
    }
    page = sent(boss, held, **typed)
    assert "Vanaf nu wordt hiermee een token gevraagd" in page
    assert "verzegeld bewaard" in page
    assert "met spaties" not in page
    page = sent(boss, held, **(typed | {"client_secret": ""}))
    assert 'href="#id_client_secret"' in page
    page = sent(boss, held, **(typed | {"token_url": "http://tokens.example.nl/"}))
    assert 'href="#id_token_url"' in page
    assert "met spaties" not in page
    assert "Er wordt geen token meer" in sent(boss, held, remove="credentials")


def test_a_certificate_in_use_is_not_taken_away(boss: Client, held: Subscription) -> None:
    sent(boss, held, give="certificate", certificate=MINE.chain, private_key=MINE.key_pem)
    typed = {"token_url": "https://tokens.example.nl/token", "client_id": "x", "method": "tls_client_auth"}
    assert "Vanaf nu" in sent(boss, held, give="credentials", **typed)
    assert "Verwijder eerst de tokengegevens" in sent(boss, held, remove="certificate")
    assert ReceiverAccess.objects.get().certificate


def test_who_looks_is_warned_before_a_certificate_ends(boss: Client, held: Subscription) -> None:
    soon = OURS.issue("F6", names=[], until=20 * DAY)
    page = sent(boss, held, give="certificate", certificate=soon.chain, private_key=soon.key_pem)
    assert "Verloopt binnenkort" in page
    assert page_of(boss, held, "change/").count("Toegang") == 1
    story.being(held, Subscription.State.ACTIVE, Subscription.Reason.VERIFIED)
    assert "Een certificaat verloopt" in boss.get(PAGES).content.decode()


def test_an_attempt_without_a_token_says_what_to_do(boss: Client, held: Subscription) -> None:
    said = "no token from tokens.example.nl: it answered 401: invalid_client"
    row = story.attempted(held, None, DeliveryAttempt.Outcome.TOKEN, status=None, answer="", error=said)
    page = page_of(boss, held, f"attempts/{row.pk}/")
    for words in ("geen token voor de ontvanger", said, "Kijk bij “Toegang”", f"{PAGES}{held.pk}/access/"):
        assert words in page
    untrusted = story.attempted(
        held,
        None,
        DeliveryAttempt.Outcome.UNREACHABLE,
        status=None,
        answer="",
        error="[SSL: CERTIFICATE_VERIFY_FAILED]",
    )
    assert "eigen certificaatautoriteit" in page_of(boss, held, f"attempts/{untrusted.pk}/")


def test_what_no_button_sends_changes_nothing(boss: Client, held: Subscription) -> None:
    for typed in ({}, {"give": "alles"}, {"remove": "alles"}):
        sent(boss, held, **typed)
    assert not ReceiverAccess.objects.exists()
