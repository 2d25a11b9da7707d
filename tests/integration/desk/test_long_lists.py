"""A list of any length is corrected at the desk without losing an item: through the page as it is shown and sent."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from events import access, store
from events.commands import event_types
from events.models import User
from tests import draft_story as story
from tests import view_story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn

MEMBERS = {
    "wie": {
        "type": "object",
        "properties": {"objectId": {"type": "string", "format": "uuid"}},
        "required": ["objectId"],
        "additionalProperties": False,
    },
    "namen": {"type": "array", "title": "Namen", "items": {"type": "string"}},
    "noot": {"type": "string", "title": "Noot"},
}


def published(town: Municipality) -> str:
    """The name of a type with a list whose schema sets no limit."""
    by = access.principal_of(User.objects.get(pk=view_story.administrator(town).pk))
    draft = event_types.draft_event_type("Lijst", title="Lijst", by=by)
    said = json.loads(draft.text)
    said["schema"] |= {"properties": MEMBERS, "required": ["wie"]}
    said["schema"].pop("examples", None)
    said |= {"subject_pointers": ["/wie/objectId"], "identity_key": [], "examples": []}
    said |= {"source_types": ["ambtenaar", "burger"]}
    draft = event_types.change_draft(draft.pk, title="Lijst", text=json.dumps(said), revision=draft.revision, by=by)
    event_types.publish_draft(draft.pk, revision=draft.revision, by=by)
    return "Lijst"


def as_shown(client: Client, address: str) -> dict[str, str]:
    """What a browser would send of the page when nobody touches it."""
    form: Any = client.get(address).context["form"]
    return {name: str(form[name].value() or "") for name in form.fields} | dict(form.marks)


@pytest.mark.parametrize("length", [80, 1000])
def test_a_correction_of_an_event_with_a_long_list_keeps_every_item(
    town: Municipality, log_in: LogIn, length: int
) -> None:
    names, person = [f"naam {number}" for number in range(length)], uuid4()
    data = {"wie": {"objectId": str(person)}, "namen": names, "noot": "  twee spaties  "}
    claim = town.claim(town.citizen, published(town), data, person)
    town.decide(town.colleague, claim)
    client = log_in(story.clerk(town))
    address = client.post(f"/gebeurtenissen/{claim.id}/corrigeren", {"operation": "replace"})["Location"]
    sent = as_shown(client, address) | {"reason": "De datum klopte niet.", "occurred": "2026-01-02", "action": "check"}
    [correction] = store.find([story.submitted(client, address, sent)]).values()
    assert correction.data["data"] == data
