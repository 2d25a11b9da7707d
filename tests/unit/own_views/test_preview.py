"""What somebody sees of a definition on real events while he writes it."""

from readmodels.domain.own_views.preview import OBJECTS_MAX, Filled, preview
from tests import builders
from tests.builders import a_log, acceptance, claim, moment_of, person
from tests.unit.own_views.views import FOREVER, small

PEOPLE = tuple(person() for _ in range(3))
VIEW = small(
    eventTypes=["Verhuizing"],
    fields=[
        {"name": "adres", "pointer": "/event_data/adres"},
        {"name": "huisnummer", "pointer": "/event_data/huisnummer", "type": "integer"},
    ],
)
MOVES = [claim(builders.MOVE, object_ids=(someone,)) for someone in PEOPLE[:2]]
LOG = a_log(*(event for move in MOVES for event in (move, acceptance(move))))


def test_a_preview_has_the_rows_of_the_first_objects_and_how_well_fields_are_filled() -> None:
    found = preview(VIEW, LOG, object_ids=PEOPLE, catalogue=builders.TYPES, as_of=FOREVER, as_at=FOREVER)
    assert [row.object_id for row in found.rows] == list(PEOPLE[:2])
    assert found.fields == (Filled(name="adres", found=2, empty=0), Filled(name="huisnummer", found=0, empty=2))
    assert (found.objects, found.without_rows, found.more) == (3, 1, False)


def test_a_preview_is_of_two_moments() -> None:
    found = preview(VIEW, LOG, object_ids=PEOPLE, catalogue=builders.TYPES, as_of=FOREVER, as_at=moment_of(2))
    assert [row.object_id for row in found.rows] == [PEOPLE[0]]


def test_a_preview_looks_at_some_objects_only_and_says_so() -> None:
    many = [*PEOPLE, *(person() for _ in range(OBJECTS_MAX))]
    found = preview(VIEW, LOG, object_ids=many, catalogue=builders.TYPES, as_of=FOREVER, as_at=FOREVER)
    assert (found.objects, found.more) == (OBJECTS_MAX, True)


def test_a_preview_without_objects_is_empty() -> None:
    found = preview(VIEW, LOG, object_ids=(), catalogue=builders.TYPES, as_of=FOREVER, as_at=FOREVER)
    assert (found.rows, found.objects, found.more) == ((), 0, False)
    assert [field.found for field in found.fields] == [0, 0]
