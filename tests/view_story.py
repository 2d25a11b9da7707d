"""What the desk tests of views tell: somebody moved, and a view of addresses shows where he lives."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from events import access, sequencer
from events.domain.event import Event
from events.domain.permissions import Permission
from events.models import User, Zone
from readmodels.commands import own_views
from readmodels.models import Build, Checkpoint, View, ViewObject
from readmodels.projectors import rebuilding
from readmodels.projectors.concluding_builds import Outcome, conclude
from tests.desk_story import Municipality
from tests.investigation_story import follow

FORM: dict[str, Any] = {
    "title": "Adressen",
    "name": "",
    "description": "Waar iemand woont.",
    "event_types": ["Verhuizing"],
    "counts": "asserted",
    "per": "object",
    "otherwise": "ends",
    "fields-0-title": "Straat",
    "fields-0-pointer-0": "/event_data/nieuwAdres/straat",
    "fields-0-function": "value",
    "fields-0-type": "",
    "fields-0-name": "",
    "fields-1-title": "Ingang",
    "fields-1-pointer-0": "/event_data/datumIngang",
    "fields-1-function": "firstDay",
    "fields-1-type": "",
    "fields-1-name": "",
}
"""A right definition as a browser sends it; the move is only claimed, so open claims count."""
ADDRESSES: dict[str, Any] = {
    "name": "adressen",
    "title": "Adressen",
    "counts": "asserted",
    "eventTypes": ["Verhuizing"],
    "endedBy": ["Overlijden"],
    "where": [{"pointer": "/event_data/nieuwAdres/straat", "op": "notEquals", "value": "Dorpsstraat"}],
    "fields": [
        {"name": "straat", "title": "Straat", "pointer": "/event_data/nieuwAdres/straat"},
        {"name": "huisnummer", "pointer": "/event_data/nieuwAdres/huisnummer", "type": "integer"},
    ],
}


def administrator(town: Municipality) -> User:
    """Somebody who administers every zone, and reads the registry's."""
    boss = town.employ("chef", "C. Hef", rights=(Permission.VIEW,))
    boss.is_staff = boss.is_superuser = True
    boss.save()
    return boss


def administrator_again() -> User:
    """The same, once more."""
    return User.objects.get(username="chef")


def address_view(user: User, **more: Any) -> View:
    """The view of addresses, made by this user, not filled yet."""
    return own_views.define({**ADDRESSES, **more}, by=access.principal_of(User.objects.get(pk=user.pk)))


def filled(name: str) -> Build:
    """The newest build of a view, filled and switched to."""
    build = Build.objects.filter(view__name=name).latest("number")
    rebuilding.fill(build.pk, worker="one", until=lambda: False)
    follow()
    assert conclude(build.pk) is Outcome.SWITCHED
    return build


def joris(town: Municipality) -> UUID:
    """Who moved."""
    return town.family.joris


def moves(town: Municipality, person: UUID, *, zone: str = "burgerlijke-stand", by: User | None = None) -> Event:
    """Somebody is said to have moved to the Molenweg."""
    if by is not None:
        town.allow(by, Permission.VIEW, Permission.SUBMIT_CLAIM, zone=Zone.objects.get(slug=zone))
    data = {
        "personen": [{"objectId": str(person)}],
        "nieuwAdres": {"straat": "Molenweg", "huisnummer": 4, "woonplaats": "Lindenveen"},
        "datumIngang": {"type": "Datum", "datum": "2026-11-01"},
        "functie": "W",
        "aangiftedatum": "2026-11-02",
        "aangever": {"rol": "ingeschrevene"},
    }
    return town.claim(by or town.official, "Verhuizing", data, person, zone=zone)


def follow_only_the_log() -> None:
    """Number what was recorded; no view takes it in."""
    sequencer.seal_now()


def parked(town: Municipality) -> ViewObject:
    """Somebody of whom the rows of the view of addresses could not be made."""
    build = Build.objects.get(live_of__name="adressen")
    found, _ = ViewObject.objects.get_or_create(build=build, object_id=town.family.joris)
    found.parked_for, found.parked_at, found.zones = "KeyError: 'straat'", timezone.now(), [town.registry.slug]
    found.save()
    return found


def fall_behind(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the view of a name be further behind than it may be to answer."""
    monkeypatch.setattr("readmodels.queries.live_views.LAG_MAX", timedelta(0))
    build = Build.objects.get(live_of__name=name)
    Checkpoint.objects.filter(projector=build.projector).update(seq=1)
