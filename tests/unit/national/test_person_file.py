"""A person file, whatever its rows hold."""

from typing import Any
from uuid import UUID

import pytest

from readmodels.domain.national.person_file import FileRow, PersonFile
from tests.unit.national.files import BEGAN, SOMEBODY, a_file

JUNK: tuple[Any, ...] = (None, 7, 1.5, True, [], ["F"], {}, {"objectId": 5}, {"objectId": "x"}, " ", "٣")


@pytest.mark.parametrize("junk", JUNK)
def test_a_file_answers_whatever_its_rows_hold(junk: Any) -> None:
    file = a_file(c01={"burgerservicenummer": junk}, c07={"redenOpschortingBijhouding": junk})
    assert file.exists
    assert file.bsn in {None, "٣"}
    assert FileRow(elements={"gerelateerde": junk}, since=BEGAN).related is None


@pytest.mark.parametrize("reason", ["F", "W", " F "])
def test_a_file_that_is_an_error_or_was_erased_does_not_count(reason: str) -> None:
    assert not a_file(c07={"redenOpschortingBijhouding": reason}).exists


@pytest.mark.parametrize("stacks", [{}, {"08": ()}, {"01": ((),)}])
def test_a_file_without_rows_does_not_count(stacks: Any) -> None:
    assert not PersonFile(id=SOMEBODY, stacks=stacks).exists


def test_a_number_has_the_zeros_that_an_export_drops() -> None:
    assert a_file(c01={"burgerservicenummer": "10082426"}).bsn == "010082426"


def test_whom_a_row_names_is_known_by_his_id() -> None:
    row = FileRow(elements={"gerelateerde": {"objectId": str(SOMEBODY)}}, since=BEGAN)
    assert row.related == UUID(int=7)
