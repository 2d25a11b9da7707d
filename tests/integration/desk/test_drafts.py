"""Entering a claim at the desk: begun, written, checked, recorded; kept at every step, and nobody else's business."""

import re
from uuid import UUID

import pytest
from django.test import Client

from events.domain.permissions import Permission
from events.models import ClaimDraft
from events.queries.claim_drafts import draft_of
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn

Answer = object


def begun(client: Client, event_type: str = "Verhuizing") -> str:
    """The address of a new draft."""
    answer = client.post("/nieuwe-claim", {"type": event_type})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_smoke(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    page = client.get("/nieuwe-claim")
    assert page.status_code == 200
    address = begun(client)
    page = client.get(address)
    assert page.status_code == 200
    open("/tmp/draft.html", "w").write(page.content.decode())
    joris = str(town.family.joris)
    town.move()
    move = {
        "data/personen#": "1",
        "data/personen/0": joris,
        "data/nieuwAdres/straat": "Molenweg",
        "data/nieuwAdres/huisnummer": "4",
        "data/nieuwAdres/woonplaats": "Lindenveen",
        "data/gemeente": "0518",
        "data/datumIngang": "12-13-2026",
        "action": "check",
    }
    answer = client.post(address, move)
    open("/tmp/wrong.html", "w").write(answer.content.decode())
    assert answer.status_code == 422
    answer = client.post(address, move | {"data/datumIngang": "12-11-2026"})
    assert answer.status_code == 302, open("/tmp/x.html", "w").write(answer.content.decode())
    page = client.get(answer["Location"])
    open("/tmp/check.html", "w").write(page.content.decode())
    assert page.status_code == 200
    seen = re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]
    answer = client.post(answer["Location"], {"seen": seen})
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer["Location"])
    assert page.status_code == 200
    page = client.get(f"/gebeurtenissen/{answer['Location'].rpartition('/')[2]}/corrigeren")
    open("/tmp/correct.html", "w").write(page.content.decode())
