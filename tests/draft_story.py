"""What the tests of drafts tell: a move, a birth and a correction, as a browser sends them."""

import re
from typing import Any
from uuid import UUID

from django.test import Client

from events import access
from events.commands import claim_drafts
from events.domain.event import Event
from events.domain.permissions import Permission
from events.models import ClaimDraft, User
from readmodels.models import CodeEntry, CodeTable
from tests.desk_story import DECIDES, Municipality

CORRECTS = (*DECIDES, Permission.SUBMIT_CORRECTION)
START = "/nieuwe-claim"


def begun(client: Client, event_type: str = "Verhuizing", **more: str) -> str:
    """The address of a new draft."""
    answer = client.post(START, {"type": event_type, **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def draft_at(address: str) -> ClaimDraft:
    """The draft behind an address."""
    return ClaimDraft.objects.get(pk=address.split("/")[2])


def move_of(person: UUID, **more: str) -> dict[str, str]:
    """A right move, as the form sends it."""
    return {
        "data/personen#": "1",
        "data/personen/0": str(person),
        "data/nieuwAdres/straat": "Molenweg",
        "data/nieuwAdres/huisnummer": "4",
        "data/nieuwAdres/woonplaats": "Lindenveen",
        "data/gemeente": "Lindenveen (0518)",
        "data/datumIngang": "01-11-2026",
        "data/functieAdres": "woonadres",
        "data/aangiftedatum": "2026-11-02",
        "data/aangever/rol": "ingeschrevene",
        "action": "check",
        **more,
    }


def begun_by(user: User, event_type: str, typed: dict[str, str]) -> UUID:
    """A draft in which somebody typed this."""
    by = access.principal_of(User.objects.get(pk=user.pk))
    draft = claim_drafts.begin_claim(event_type, zone="burgerlijke-stand", by=by)
    return claim_drafts.keep_draft(draft.pk, _only_typed(typed), by=by).pk


def corrected_by(user: User, event: Event, changed: dict[str, str], *, operation: str = "replace") -> UUID:
    """A draft of a correction in which somebody changed this."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(f"/gebeurtenissen/{event.id}/corrigeren", {"operation": operation})
    draft = draft_at(str(answer["Location"]))
    by = access.principal_of(User.objects.get(pk=user.pk))
    return claim_drafts.keep_draft(draft.pk, {**draft.typed, **changed}, by=by).pk


def _only_typed(typed: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in typed.items() if name != "action"}


def checked(client: Client, address: str, typed: dict[str, str]) -> str:
    """What is typed passes; the sign of what the check shows."""
    answer = client.post(address, typed)
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer["Location"])
    assert page.status_code == 200, page.content.decode()
    found = re.search(r'name="seen" value="(\w+)"', page.content.decode())
    assert found is not None
    return found[1]


def submitted(client: Client, address: str, typed: dict[str, str]) -> UUID:
    """The event that was recorded of what is typed."""
    seen = checked(client, address, typed)
    answer = client.post(f"{address}/controle", {"seen": seen})
    assert answer.status_code == 302, answer.content.decode()
    return UUID(address.split("/")[2])


def clerk(town: Municipality) -> User:
    """An official who may correct too."""
    return town.employ("balie", "B. Alie", rights=CORRECTS)


def municipalities() -> None:
    """The national table of municipalities, as far as this story needs it."""
    table = CodeTable.objects.create(number=33, title="Gemeenten", sha256="0" * 64)
    for code, name in (("0518", "Lindenveen"), ("0599", "Havenstad")):
        CodeEntry.objects.create(table=table, code=code, description=name)


def text_of(answer: Any) -> str:
    """A page as text."""
    return str(answer.content.decode())
