"""A municipality to take a register over into, and registers to take over."""

import json
from typing import Any
from uuid import UUID

from django.db import connection
from guardian.shortcuts import assign_perm

from events import store
from events.catalogue import load_event_types
from events.domain.event import Event
from events.domain.permissions import OFFICIAL, Permission
from events.models import Organisation, Takeover, User, Zone
from f6_project.demo.loading import REGISTER_FILE

ZONE = "register"
CONTENT = REGISTER_FILE.read_bytes()
ROWS = 187
BSN = "burgerservicenummer (01.20)"


def furnish() -> User:
    """An organisation with an empty zone, and the official who holds the takeover mandate there."""
    load_event_types()
    organisation = Organisation.objects.create(name="Gemeente Zonnendaal", oin="00000099000000001000")
    zone = Zone.objects.create(organisation=organisation, slug=ZONE, name="Register")
    official: User = User.objects.create_user("m.dewit", source_type=OFFICIAL)
    assign_perm(Permission.IMPORT.value, official, zone)
    return official


def copies(times: int) -> bytes:
    """The demo register many times over, as other people without a BSN."""
    lines = []
    for copy in range(times):
        for line in CONTENT.decode().splitlines():
            person: dict[str, Any] = json.loads(line)
            person |= {"pl": copy * 1_000 + person["pl"], "bsn": None}
            for row in person["categories"]["01 persoon"]:
                row["anummer (01.10)"] = f"{1_000_000_000 + person['pl']}"
            lines.append(json.dumps(person))
    return "\n".join(lines).encode()


def families(times: int) -> bytes:
    """The demo register many times over, as other families: everybody, with a file or only named, has his own BSN."""
    lines = []
    for copy in range(times):
        for line in CONTENT.decode().splitlines():
            person: dict[str, Any] = json.loads(line)
            person |= {"pl": copy * 1_000 + person["pl"], "bsn": _own_bsn(person["bsn"], copy)}
            for rows in person["categories"].values():
                for row in rows:
                    if row.get(BSN):
                        row[BSN] = _own_bsn(row[BSN], copy)
            for row in person["categories"]["01 persoon"]:
                row["anummer (01.10)"] = f"{1_000_000_000 + person['pl']}"
            lines.append(json.dumps(person))
    return "\n".join(lines).encode()


def _own_bsn(bsn: str | None, copy: int) -> str | None:
    return None if bsn is None else f"{10 + copy}{bsn[2:]}"


def objects() -> set[UUID]:
    """Every object that the takeover into the zone was about."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT object_id FROM event_object WHERE role = 'object'")
        return {object_id for (object_id,) in cursor.fetchall()}


def events_by_object() -> dict[UUID, list[Event]]:
    """Everything in the log, by object, in the order in which it was recorded."""
    return {object_id: store.events_of(object_id) for object_id in objects()}


def taken_over() -> Takeover | None:
    """The takeover that filled the zone, if one did."""
    return Takeover.objects.filter(zone__slug=ZONE).first()
