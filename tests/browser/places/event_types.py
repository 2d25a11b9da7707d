"""The pages of event types and their drafts, right and wrong, and the record of changes."""

import json
from collections.abc import Iterator

from playwright.sync_api import Page

from events import access
from events.commands.event_types import change_draft, deprecate_version, draft_event_type
from events.domain.permissions import Permission
from events.models import EventType
from tests.browser.places.place import Place
from tests.desk_story import Municipality


def places(town: Municipality) -> Iterator[Place]:
    """A type, its versions, a draft that fits and one that does not; then what was changed."""
    by = access.principal_of(town.admin)
    town.allow(town.admin, Permission.VIEW, zone=town.registry)
    move = EventType.objects.get(name="Verhuizing")
    right = draft_event_type("Verhuizing", by=by)
    strict = json.loads(right.text)
    street = {"required": ["straat"], "properties": {"straat": {"const": "Molenweg"}}}
    strict["schema"]["not"] = {"required": ["nieuwAdres"], "properties": {"nieuwAdres": street}}
    strict |= {"acceptances": 2, "rank": 7}
    change_draft(right.pk, title="Verhuizing", text=json.dumps(strict, indent=2), revision=1, by=by)
    wrong = draft_event_type("Hondenpenning", title="Hondenpenning", by=by)
    change_draft(wrong.pk, title="Hondenpenning", text='{"version": "1",\n "rank": "laag"}', revision=1, by=by)
    for name, path, before in (
        ("type-lijst", "", None),
        ("type-lijst-fout", "", _begin_type),
        ("type", f"{move.pk}/change/", None),
        ("versie", f"{move.pk}/versions/2/", None),
        ("versie-zonder-reden", f"{move.pk}/versions/1/", _deprecate),
        ("concept", f"drafts/{right.pk}/", None),
        ("concept-fout", f"drafts/{wrong.pk}/", None),
        ("concept-verschil", f"drafts/{right.pk}/differences/", None),
        ("concept-opgeslagen", f"drafts/{right.pk}/compatibility/", None),
        ("concept-proef", f"drafts/{right.pk}/trial/", _go),
        ("concept-publiceren", f"drafts/{right.pk}/publish/", _go),
        ("concept-weggooien", f"drafts/{right.pk}/discard/", None),
    ):
        yield Place(name, f"/beheer/events/eventtype/{path}", town.admin, before or _nothing)
    deprecate_version("Verhuizing", "1", reason="Zonder gemeente.", successor="2", by=by)
    yield Place("versie-verouderd", f"/beheer/events/eventtype/{move.pk}/versions/1/", town.admin)
    yield Place("wijzigingen", "/beheer/events/administrativechange/", town.admin)
    yield Place("wijzigingen-leeg", "/beheer/events/administrativechange/?thing=niets", town.admin)


def _nothing(_page: Page) -> None:
    """Look at it as it is."""


def _begin_type(page: Page) -> None:
    page.locator("[name=name]").fill("geen naam")
    page.locator("section form[method=post] button.primary").click()


def _deprecate(page: Page) -> None:
    page.locator("button[name=deprecate]").click()


def _go(page: Page) -> None:
    page.locator("form.card button.primary").click()
