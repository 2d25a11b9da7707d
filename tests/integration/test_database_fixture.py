"""The test database itself: empty before every test, real commits, roles, threads."""

from typing import TYPE_CHECKING

import pytest
from django.db import connection, connections

from events.models import Organisation

if TYPE_CHECKING:
    from tests.database import Database


def _make_organisation(name: str = "Gemeente Voorbeeld") -> Organisation:
    return Organisation.objects.create(name=name, oin="99000000000000000001")


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_begins_with_nothing_and_the_first_identity(database: "Database", turn: int) -> None:
    assert Organisation.objects.count() == 0
    assert _make_organisation().pk == 1, turn


def test_what_a_test_commits_is_seen_by_every_role(database: "Database") -> None:
    _make_organisation()
    for role in ("owner", "app", "reader", "super"):
        with database.connect(role) as raw:
            assert raw.execute("SELECT count(*) FROM events_organisation").fetchone() == (1,)


def test_django_works_as_the_application_and_migrates_as_the_owner(database: "Database") -> None:
    for alias, role in (("default", "f6_app"), ("owner", "f6_owner")):
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT current_user, current_database()")
            assert cursor.fetchone() == (role, database.name)


def test_the_reader_may_not_write(database: "Database") -> None:
    with database.connect("reader") as reader, pytest.raises(Exception, match="permission denied"):
        reader.execute("DELETE FROM events_organisation")


def test_threads_open_and_close_their_own_connections(database: "Database") -> None:
    names = [f"Gemeente {number}" for number in range(4)]

    def record(number: int) -> str:
        Organisation.objects.create(name=names[number], oin=f"9900000000000000000{number}")
        return names[number]

    assert database.concurrently(*(lambda number=number: record(number) for number in range(4))) == names
    assert Organisation.objects.count() == 4


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("turn", [1, 2])
def test_rows_are_rolled_back(turn: int) -> None:
    assert Organisation.objects.count() == 0, turn
    _make_organisation()
    assert connection.in_atomic_block


@pytest.mark.usefixtures("database")
def test_what_migrations_left_is_put_back_after_a_test_removed_it() -> None:
    from django.contrib.auth.models import Permission

    assert Permission.objects.filter(codename="validate").exists() or Permission.objects.count() > 50
    Permission.objects.all().delete()


@pytest.mark.usefixtures("database")
def test_what_the_test_before_this_one_removed_stands_again() -> None:
    from django.contrib.auth.models import Permission

    assert Permission.objects.count() > 50
