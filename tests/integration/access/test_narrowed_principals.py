"""Who may read events of some types in a zone gets them from the queries that know of it, and nothing from the rest.

Every action of the permission matrix is tried: fail closed means that a query which never heard of the narrowing tells
such a principal what it tells somebody without rights.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.db.models import Model

from events import access, store
from events.domain import closures
from events.domain.event import Event
from events.domain.log import Log
from events.domain.permissions import Permission, Principal
from events.domain.refusals import AnnouncementsRefused, EventNotFound, Refusal, ZoneClosed, ZoneForbidden
from events.domain.standing import StandingOf
from events.models import AccessRecord, Zone
from events.queries import events, zone_events
from tests import registry
from tests.integration.access.actions import Scene
from tests.integration.access.function_actions import FUNCTIONS
from tests.people import caught_up

HONOURING = frozenset(
    {
        "queries.events.get",
        "queries.events.search",
        "queries.events.sight_of",
        "queries.zone_events.announced",
        "queries.zone_events.events_about",
    }
)
"""The queries that know of it."""


def narrowed(*event_types: str, zone: str = registry.CIVIL) -> Principal:
    return Principal(
        source_id=uuid4(), source_type="systeem", name="Gemeente Elders", event_types={zone: frozenset(event_types)}
    )


def somebody() -> Principal:
    return Principal(source_id=uuid4(), source_type="systeem", name="Zonder rechten")


def told(name: str, scene: Scene, principal: Principal) -> object:
    """What the action told him: its answer, or the refusal."""
    with transaction.atomic():
        try:
            return FUNCTIONS[name].does(principal, scene)
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            transaction.set_rollback(True)


def leaves(value: object, *, seen: set[int] | None = None) -> Iterator[object]:
    """Everything in an answer that is not made of parts."""
    seen = set() if seen is None else seen
    if id(value) in seen or isinstance(value, Principal):
        return
    seen.add(id(value))
    if isinstance(value, Model):
        yield from leaves(dict(vars(value)), seen=seen)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from leaves(getattr(value, field.name), seen=seen)
    elif isinstance(value, Mapping):
        for name, member in value.items():
            yield from leaves(name, seen=seen)
            yield from leaves(member, seen=seen)
    elif hasattr(value, "__iter__") and not isinstance(value, (str, bytes)):
        for member in value:
            yield from leaves(member, seen=seen)
    else:
        yield value


def differing(scene: Scene, principal: Principal, *, among: Iterable[str] = FUNCTIONS) -> set[str]:
    """The actions of which he gets something else than somebody without rights."""
    return {name for name in among if _gist(told(name, scene, principal)) != _gist(told(name, scene, somebody()))}


def _gist(found: object) -> tuple[object, ...]:
    """By which a refusal, nothing and something can be told apart."""
    return ("refused", found) if isinstance(found, str) else ("told", found is None or bool(found))


ALL_TYPES = ("Geboorte", "Overlijden", "Huwelijk", "BsnToegekend", "Verhuizing")


def test_what_does_not_know_of_the_narrowing_tells_such_a_principal_nothing(scene: Scene) -> None:
    assert differing(scene, narrowed(*ALL_TYPES)) == HONOURING


def test_that_would_be_seen_if_a_part_of_a_zone_were_taken_for_the_zone(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def zones_with(self: Principal, permission: Permission) -> frozenset[str]:
        parts = self.event_types if permission is Permission.VIEW else {}
        return frozenset({*(zone for zone, held in self.zones.items() if permission in held), *parts})

    monkeypatch.setattr(Principal, "zones_with", zones_with)
    queries = {"readmodels.queries.objects.state_of", "queries.objects.about", "queries.work.visible_log"}
    assert differing(scene, narrowed(*ALL_TYPES), among=queries) == queries


@pytest.mark.parametrize("name", FUNCTIONS)
def test_nothing_tells_of_an_event_of_another_type(scene: Scene, name: str) -> None:
    hidden = {scene.claim, scene.child, str(scene.claim), str(scene.child)}
    found = told(name, scene, narrowed("Overlijden"))
    assert not hidden.intersection(it for it in leaves(found) if isinstance(it, (str, UUID)))


def test_one_who_sees_them_is_told_of_them(scene: Scene) -> None:
    for name in ("queries.events.get", "queries.events.search", "queries.zone_events.events_about"):
        assert scene.child in set(leaves(told(name, scene, narrowed("Geboorte")))), name


# -- what the queries that know of it answer -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chains(furnished: None) -> tuple[Event, Event]:
    """A birth, and a death that refers to it."""
    person = uuid4()
    birth = registry.record(registry.birth(person, uuid4()), by=registry.official())[0].event
    other = uuid4()
    death = registry.death(other) | {"event_reference": [str(birth.id)]}
    found = registry.record(death, by=registry.official())[0].event
    caught_up()
    return birth, found


def test_a_reference_to_an_event_of_another_type_is_as_one_that_was_never_there(chains: tuple[Event, Event]) -> None:
    birth, death = chains
    assert events.get(death.id, principal=narrowed("Overlijden", "Geboorte")).references == (birth.id,)
    assert events.get(death.id, principal=narrowed("Overlijden")).references == ()
    with pytest.raises(EventNotFound):
        events.get(birth.id, principal=narrowed("Overlijden"))


def test_a_reference_that_he_may_not_see_cannot_be_asked_for_either(chains: tuple[Event, Event]) -> None:
    birth, _ = chains
    asked = events.EventFilter(referred_to=(birth.id,))
    assert len(events.search(asked, principal=narrowed("Overlijden", "Geboorte")).events) == 1
    assert events.search(asked, principal=narrowed("Overlijden")).events == ()


def test_events_are_searched_in_the_types_and_zones_that_he_sees(chains: tuple[Event, Event]) -> None:
    for types in (("Geboorte",), ("Overlijden",), ALL_TYPES):
        found = events.search(events.EventFilter(), principal=narrowed(*types))
        assert {event.event_type for event in found.events} <= set(types)
        assert found.events
        assert found.zones == (registry.CIVIL,)
    assert not events.search(events.EventFilter(), principal=narrowed(*ALL_TYPES, zone=registry.ADDRESSES)).events
    with pytest.raises(ZoneForbidden):
        events.search(events.EventFilter(zones=(registry.ADDRESSES,)), principal=narrowed(*ALL_TYPES))


def test_standings_are_told_to_who_sees_the_whole_zone(chains: tuple[Event, Event]) -> None:
    asked = events.EventFilter(standings=(StandingOf.OPEN,))
    assert not events.search(asked, principal=narrowed(*ALL_TYPES)).events
    assert events.search(asked, principal=registry.official()).events


def test_a_part_of_one_zone_and_the_whole_of_another_are_both_seen(chains: tuple[Event, Event]) -> None:
    by = Principal(
        source_id=uuid4(),
        source_type="systeem",
        name="",
        zones={registry.ADDRESSES: frozenset({Permission.VIEW})},
        event_types={registry.CIVIL: frozenset({"Overlijden"})},
    )
    assert events.search(events.EventFilter(), principal=by).zones == (registry.ADDRESSES, registry.CIVIL)
    assert {it.event_type for it in events.search(events.EventFilter(), principal=by).events} == {"Overlijden"}


def test_a_token_that_does_not_read_reads_no_part_either() -> None:
    assert access.narrowed(narrowed("Geboorte"), scopes=[Permission.SUBMIT_CLAIM]).event_types == {}
    assert access.narrowed(narrowed("Geboorte"), scopes=[Permission.VIEW]).event_types


# -- events about objects --------------------------------------------------------------------------------------------


def ids_about(*objects: UUID, by: Principal) -> list[UUID]:
    return [event.id for event in zone_events.events_about(objects, zone=registry.CIVIL, principal=by).events]


def test_what_is_about_an_object_comes_with_what_it_refers_to(chains: tuple[Event, Event]) -> None:
    birth, death = chains
    assert ids_about(*death.object_ids, by=narrowed("Overlijden", "Geboorte")) == [birth.id, death.id]
    assert ids_about(*death.object_ids, by=narrowed("Overlijden")) == [death.id]


def test_a_hidden_event_about_an_object_brings_nothing_in_that_it_refers_to(chains: tuple[Event, Event]) -> None:
    """Else the birth would tell that something hidden about the dead person rests on it."""
    _, death = chains
    assert ids_about(*death.object_ids, by=narrowed("Geboorte")) == []


def filtered_after_it_was_closed(ids: Collection[UUID], *, zone: str, event_types: Collection[str]) -> Log:
    """A fault: what is hidden leads to what is not."""
    return Log(it for it in store.read(ids).log if it.zone == zone and it.event_type in event_types)


def test_and_it_would_if_the_log_were_filtered_after_it_was_closed(
    chains: tuple[Event, Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    birth, death = chains
    monkeypatch.setattr(closures, "about", lambda _objects, *, log: log)
    monkeypatch.setattr(store, "within", filtered_after_it_was_closed)
    assert ids_about(*death.object_ids, by=narrowed("Geboorte")) == [birth.id]


def test_an_object_of_which_he_may_see_nothing_is_as_one_that_there_is_not(chains: tuple[Event, Event]) -> None:
    birth, _ = chains
    by = narrowed("Huwelijk")
    hidden = zone_events.events_about(birth.object_ids, zone=registry.CIVIL, principal=by)
    unknown = zone_events.events_about([uuid4(), uuid4()], zone=registry.CIVIL, principal=by)
    assert hidden == unknown
    assert hidden.events == ()


def test_what_was_recorded_later_is_not_told_as_known_before(chains: tuple[Event, Event]) -> None:
    birth, death = chains
    found = zone_events.events_about(
        [*birth.object_ids, *death.object_ids],
        zone=registry.CIVIL,
        as_at=birth.created_at,
        principal=narrowed(*ALL_TYPES),
    )
    assert [event.id for event in found.events] == [birth.id]


def test_a_zone_that_he_does_not_see_or_that_is_closed_says_so(chains: tuple[Event, Event]) -> None:
    birth, _ = chains
    for zone in (registry.ADDRESSES, "bestaat-niet"):
        with pytest.raises(ZoneForbidden):
            zone_events.events_about(birth.object_ids, zone=zone, principal=narrowed(*ALL_TYPES))
    with transaction.atomic():
        Zone.objects.filter(slug=registry.CIVIL).update(closed=True)
        for ask in (
            lambda by: zone_events.events_about(birth.object_ids, zone=registry.CIVIL, principal=by),
            lambda by: zone_events.announced(registry.CIVIL, agreed=True, principal=by),
        ):
            with pytest.raises(ZoneClosed):
                ask(narrowed(*ALL_TYPES))
        transaction.set_rollback(True)


# -- which objects there are -----------------------------------------------------------------------------------------


def test_objects_are_announced_of_the_types_that_he_sees_page_by_page(chains: tuple[Event, Event]) -> None:
    birth, death = chains
    found: list[UUID] = []
    by, after = narrowed("Overlijden"), 0
    while True:
        page = zone_events.announced(registry.CIVIL, agreed=True, after=after, size=1, principal=by)
        found += page.object_ids
        after = page.next_after
        if not page.more:
            break
    assert set(death.object_ids) <= set(found)
    assert not set(birth.object_ids) & set(found)


def test_nothing_is_announced_without_agreement_and_of_a_sensitive_zone_never(chains: tuple[Event, Event]) -> None:
    by = narrowed(*ALL_TYPES)
    with pytest.raises(AnnouncementsRefused):
        zone_events.announced(registry.CIVIL, agreed=False, principal=by)
    with transaction.atomic():
        Zone.objects.filter(slug=registry.CIVIL).update(sensitive=True)
        with pytest.raises(AnnouncementsRefused):
            zone_events.announced(registry.CIVIL, agreed=True, principal=by)
        transaction.set_rollback(True)


def test_every_such_reading_says_who_read(chains: tuple[Event, Event]) -> None:
    birth, _ = chains
    by = narrowed(*ALL_TYPES)
    zone_events.events_about(birth.object_ids, zone=registry.CIVIL, principal=by)
    zone_events.announced(registry.CIVIL, agreed=True, principal=by)
    events.get(birth.id, principal=by)
    lines = AccessRecord.objects.filter(source_id=by.source_id, source_type="systeem")
    assert lines.count() == 3
