"""Who looked at a person: by whom, in whose name, found by an index; and the asking is a line too."""

from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from events import access, processing
from events.commands.clients import register_client
from events.domain.permissions import Permission, Principal
from events.domain.refusals import ZoneForbidden
from events.queries import zone_events
from events.queries.looked_at import lines_about, looks_at
from tests import registry

ANNA = UUID(int=0xA22A)


@pytest.fixture
def administrator(furnished: None) -> Principal:
    return registry.principal("systeem", Permission.MANAGE, zones=(registry.CIVIL, registry.ADDRESSES))


def look(principal: Principal, *about: UUID, action: str = "Toestand geraadpleegd") -> None:
    with transaction.atomic():
        processing.record(action, principal=principal, subjects=about, activity=processing.Activity.READ)


def told(person: UUID, *, to: Principal) -> list[tuple[str, str]]:
    return [(it.name, it.action) for it in looks_at(person, principal=to).items]


def test_an_api_client_is_told_by_its_name_and_a_source_without_an_account_by_none(administrator: Principal) -> None:
    person, other = uuid4(), uuid4()
    client = register_client("Zaaksysteem", source_type="systeem", by=administrator)
    look(access.principal_of(client.account), person, other)
    look(registry.official(), person, action="Claim bekeken")
    look(registry.official(), other)
    assert told(person, to=administrator) == [("", "Claim bekeken"), ("Zaaksysteem", "Toestand geraadpleegd")]


def test_another_organisation_that_read_is_told_by_its_name(administrator: Principal) -> None:
    person = uuid4()
    peer = Principal(
        source_id=uuid4(),
        source_type="systeem",
        name="Gemeente Elders",
        event_types={registry.CIVIL: frozenset({"Geboorte"})},
    )
    with transaction.atomic():
        zone_events.events_about([person], zone=registry.CIVIL, principal=peer)
    assert told(person, to=administrator) == [("Gemeente Elders", "Gebeurtenissen over objecten geraadpleegd")]


def test_asking_is_a_line_that_the_next_asking_tells(administrator: Principal) -> None:
    person = uuid4()
    assert told(person, to=administrator) == []
    assert told(person, to=administrator) == [("", "Inzage in een persoon geraadpleegd")]


def test_who_does_not_administer_every_zone_is_refused_and_leaves_no_line(furnished: None) -> None:
    person = uuid4()
    for who in (registry.official(), registry.principal("systeem", Permission.MANAGE)):
        if not all(who.may(Permission.MANAGE, zone=zone) for zone in (registry.CIVIL, registry.ADDRESSES)):
            with pytest.raises(ZoneForbidden):
                looks_at(person, principal=who)
    assert not lines_about(person).exists()


def test_pages_follow_each_other_without_a_gap(administrator: Principal) -> None:
    person = uuid4()
    for number in range(5):
        look(registry.official(), person, action=f"Blik {number}")
    seen, before = [], None
    while True:
        page = looks_at(person, principal=administrator, before=before, size=2)
        seen += [it.action for it in page.items if it.action.startswith("Blik")]
        if page.after is None:
            break
        before = page.after
    assert seen == [f"Blik {number}" for number in reversed(range(5))]


def test_the_lines_are_found_by_their_index(furnished: None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        assert "processing_subject" in lines_about(ANNA)[:50].explain()
