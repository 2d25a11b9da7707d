"""The networks of receivers on screen: allowed with a reason, withdrawn after asking, told of at the field."""

import pytest
from django.test import Client

from events.models import AdministrativeChange, ReceiverAllowance
from tests import subscription_story as story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn

PAGES = "/beheer/events/receiverallowance/"


@pytest.fixture
def boss(town: Municipality, log_in: LogIn) -> Client:
    return log_in(town.admin)


def test_a_network_is_allowed_and_withdrawn(boss: Client) -> None:
    assert "elke ontvanger moet een openbaar adres hebben" in boss.get(PAGES).content.decode()
    sent = {"network": "10.20.0.0/16", "reason": "Rekencentrum, akkoord van de CISO.", "plain_http": "on"}
    page = boss.post(PAGES, sent, follow=True).content.decode()
    row = ReceiverAllowance.objects.get()
    assert (row.network, row.plain_http) == ("10.20.0.0/16", True)
    assert "akkoord van de CISO" in page
    assert "ook zonder" in page
    assert "10.20.0.0/16" in boss.get(f"{PAGES}{row.pk}/withdraw/").content.decode()
    assert boss.post(f"{PAGES}{row.pk}/withdraw/").status_code == 302
    assert not ReceiverAllowance.objects.exists()
    assert [it.action for it in AdministrativeChange.objects.order_by("-pk")[:2]] == ["removed", "added"]
    assert boss.post(f"{PAGES}{row.pk}/withdraw/").status_code == 404


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"network": "geen netwerk", "reason": "Rekencentrum."}, "id_network", "Geef een netwerk"),
        ({"network": "10.20.0.1/16", "reason": "Rekencentrum."}, "id_network", "10.20.0.0/16"),
        ({"network": "0.0.0.0/0", "reason": "Alles."}, "id_network", "kleiner"),
        ({"network": "169.254.0.0/16", "reason": "Wolk."}, "id_network", "ander netwerk"),
        ({"network": "10.20.0.0/16", "reason": ""}, "id_reason", "Zeg wie daar zit"),
        ({"network": "127.0.0.0/8", "reason": "Nog eens."}, "id_network", "al toegelaten"),
    ],
)
def test_a_network_that_cannot_be_is_told_of_at_its_field(
    boss: Client, town: Municipality, sent: dict[str, str], field: str, said: str
) -> None:
    story.allow_loopback(town)
    answer = boss.post(PAGES, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{field}"' in page
    assert f"{field}_error" in page
    assert said in page
    assert ReceiverAllowance.objects.count() == 1


def test_a_network_has_no_page_of_its_own(boss: Client, town: Municipality) -> None:
    story.allow_loopback(town)
    row = ReceiverAllowance.objects.get()
    assert boss.get(f"{PAGES}{row.pk}/change/")["Location"] == PAGES
