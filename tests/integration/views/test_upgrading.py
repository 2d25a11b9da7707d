"""A database of the first release that kept views, brought to the views of now."""

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.core.management import call_command

from readmodels import tasks
from readmodels.models import Build, View, ViewObject
from readmodels.projectors import following
from tests.database import HOST, Database, use


@pytest.fixture
def older(database: Database) -> Iterator[None]:
    """A database of before, of which this test is the only user."""
    name = f"f6_test_{HOST}_{os.getpid()}_older"
    database.server.clone(template=database.server.template(), name=name)
    use(database.server, database=name)
    call_command("migrate", "readmodels", "0005", database="owner", verbosity=0)
    yield
    use(database.server, database=database.name)
    database.server.drop(name=name)


def migrated() -> None:
    call_command("migrate", database="owner", verbosity=0)


def test_a_database_of_the_first_views_is_brought_to_those_of_now(older: None) -> None:
    assert set(View.objects.values_list("name", flat=True)) == {"persoonslijsten"}
    migrated()
    assert set(View.objects.values_list("name", flat=True)) == {"persoonslijsten", "gezag"}
    assert following.step() == 0
    tasks.tend_builds()
    assert not Build.objects.exclude(state=Build.State.LIVE).exists()


def test_rows_that_a_program_of_before_made_are_made_anew(older: None) -> None:
    ViewObject.objects.create(build_id=View.objects.values_list("live", flat=True).get(), object_id=uuid4())
    migrated()
    tasks.tend_builds()
    assert View.objects.get(name="persoonslijsten").builds.count() == 2
    assert View.objects.get(name="gezag").builds.count() == 1


def test_a_view_of_ones_own_makes_room_for_the_one_that_is_shipped(older: None) -> None:
    View.objects.create(name="gezag", title="Mijn gezag", definition={"name": "gezag"}, owner=uuid4())
    migrated()
    own = View.objects.exclude(owner=None).get()
    assert own.definition == {"name": own.name}
    assert own.name == f"gezag-{own.pk}"
    assert View.objects.get(name="gezag").live is not None
