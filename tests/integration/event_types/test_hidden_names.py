"""What a draft would break is told by what the type says of it, and never by what stands in an event."""

import json
from typing import Any

from events import access
from events.commands import event_types
from events.domain.permissions import Principal
from events.models import User
from events.queries import compatibility, type_drafts
from tests.database import Database
from tests.desk_story import Municipality

PERSON = "6b1c2d3e-4f50-4a61-8b72-9c83ad94be02"


def declared(version: str, remarks: Any) -> str:
    """A type whose remarks have names that whoever claims it chose."""
    members = {
        "persoon": {"$ref": "#/$defs/PersoonRef", "title": "Persoon", "description": "Wie."},
        "opmerkingen": {"type": "object", "title": "O", "description": "O.", "additionalProperties": remarks},
    }
    schema = {"description": "Proef.", "type": "object", "required": ["persoon"], "properties": members}
    body: dict[str, Any] = {
        "version": version,
        "source_types": ["ambtenaar"],
        "identity_key": ["/persoon/objectId"],
        "subject_pointers": ["/persoon/objectId"],
        "schema": schema,
        "examples": [{"persoon": {"objectId": PERSON}}],
    }
    return json.dumps(body if version == "1" else body | {"upcast_from": "1", "upcast": []})


def published(text: str, *, by: Principal) -> None:
    draft = event_types.draft_event_type("Proef", title="Proef", text=text, by=by)
    event_types.publish_draft(draft.pk, revision=1, by=by)


def test_a_name_that_only_an_event_gives_is_not_told(database: Database) -> None:
    town = Municipality()
    by = access.principal_of(User.objects.get(pk=town.admin.pk))
    published(declared("1", {"type": ["string", "integer"]}), by=by)
    person = town.family.joris
    data = {"persoon": {"objectId": str(person)}, "opmerkingen": {"Joris de Vries, 999994669": "verslaafd"}}
    town.claim(town.official, "Proef", data, person)
    draft = event_types.draft_event_type("Proef", title="Proef", text=declared("2", {"type": "integer"}), by=by)
    found = compatibility.compatibility_of(type_drafts.draft(draft.pk, principal=by), principal=by)
    assert [place for place, _code, _number in found.reasons] == ["/event_data/opmerkingen/*"]
    assert "999994669" not in str(found)
