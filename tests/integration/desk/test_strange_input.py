"""Whatever is put in an address or a form, the answer is one that somebody thought of: never a fault of ours."""

from urllib.parse import quote

import pytest
from django.test import Client

from management_ui.models import PATH_LENGTH_MAX, KeptForm
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn
from tests.integration.desk.test_restoring import end_sessions, enter

NUL = "a%00b"


@pytest.mark.parametrize(
    "address",
    [
        f"/hervatten?van=/{NUL}",
        f"/?zone={NUL}",
        f"/claims/{NUL}",
        f"/beheer/events/eventtype/?q={NUL}",
        f"/beheer/events/eventtype/{NUL}/change/",
        f"/beheer/events/user/?source_type__exact={NUL}",
    ],
)
def test_an_address_with_what_no_text_can_hold_cannot_be_read(town: Municipality, log_in: LogIn, address: str) -> None:
    answer = log_in(town.admin).get(address)
    assert answer.status_code == 400
    assert "niet te lezen" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/beheer/events/administrativechange/?until=9999-12-31", 200),
        ("/beheer/events/administrativechange/?until=9999-12-30&since=0001-01-01", 200),
        (f"/beheer/events/eventtype/{quote('²')}/change/", 404),
        (f"/beheer/events/eventtype/{'9' * 30}/change/", 404),
    ],
)
def test_an_address_at_the_edge_of_what_can_be_is_answered(
    town: Municipality, log_in: LogIn, address: str, status: int
) -> None:
    assert log_in(town.admin).get(address).status_code == status


def test_a_form_sent_to_an_address_that_cannot_be_kept_asks_to_log_in_and_no_more(town: Municipality) -> None:
    client = Client()
    enter(client, town.official)
    end_sessions()
    answer = client.post(f"/beheer/{'x' * PATH_LENGTH_MAX}", {"motivation": "x"})
    assert answer.status_code == 302
    assert "next=%2Fbeheer" in answer["Location"] or "next=/beheer" in answer["Location"]
    assert not KeptForm.objects.exists()


def test_throwing_away_what_can_never_have_been_kept_does_nothing(town: Municipality, log_in: LogIn) -> None:
    assert log_in(town.official).post("/hervatten", {"van": "/a\0b"}).status_code == 302


@pytest.mark.parametrize("expected", ["[" * 50_000, "[]", "null", "{", '{"a": null}'])
def test_a_page_that_was_tampered_with_says_that_it_is_damaged(
    town: Municipality, log_in: LogIn, expected: str
) -> None:
    claim, client = town.midwifes_claim(), log_in(town.official)
    event_id = str(client.get(f"/claims/{claim.id}").context["form"].initial["event_id"])
    typed = {"decision": "rejected", "motivation": "Niet hier.", "event_id": event_id, "expected": expected}
    answer = client.post(f"/claims/{claim.id}", typed)
    assert answer.status_code == 422
    assert "beschadigd" in answer.content.decode()
