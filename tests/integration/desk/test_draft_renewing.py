"""A draft of a version that is deprecated by now is no dead end: what was typed goes on in the newest version."""

import json

from django.utils import timezone

from events import access
from events.commands import event_types
from events.models import ClaimDraft
from tests import draft_story as story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn

DUTCH = {"Accept-Language": "nl"}


def _publish_next(town: Municipality) -> None:
    """A version of a move with one more place, after which the one before is deprecated."""
    by = access.principal_of(town.admin)
    draft = event_types.draft_event_type("Verhuizing", by=by)
    said = json.loads(draft.text)
    said["schema"]["properties"]["meer"] = {"type": "string", "title": "Meer"}
    event_types.change_draft(draft.pk, title=draft.title, text=json.dumps(said), revision=1, by=by)
    before = str(int(event_types.publish_draft(draft.pk, revision=2, by=by).version) - 1)
    event_types.deprecate_version(
        "Verhuizing", before, reason="Oud.", since=timezone.now(), successor=str(int(before) + 1), by=by
    )


def test_what_was_typed_goes_on_in_the_newest_version(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    address = story.begun(client)
    typed = story.move_of(town.family.joris)
    client.post(address, {**typed, "action": "save"})
    assert "Ga verder met versie" not in client.get(address, headers=DUTCH).content.decode()
    _publish_next(town)
    before = story.draft_at(address)
    assert client.post(address, typed).status_code == 422
    assert "Ga verder met versie" in client.get(address, headers=DUTCH).content.decode()
    renewed = str(client.post(address, {**typed, "action": "renew"})["Location"])
    after = story.draft_at(renewed)
    assert int(after.event_version) == int(before.event_version) + 1
    assert {name: text for name, text in after.typed.items() if text} == {
        name: text for name, text in before.typed.items() if text
    }
    assert ClaimDraft.objects.filter(pk=before.pk).exists()
    assert "Ga verder met versie" not in client.get(renewed, headers=DUTCH).content.decode()
    assert story.submitted(client, renewed, typed) == after.pk
