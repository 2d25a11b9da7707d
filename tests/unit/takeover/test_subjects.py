"""Who the person files are about."""

from dataclasses import replace
from uuid import UUID, uuid4

from events.domain.takeover.remarks import Remark
from events.domain.takeover.subjects import normal_bsn, subjects

from .persons import NAMESPACE, person, row

A_NUMBER = "anummer (01.10)"


def test_a_person_named_by_bsn_is_the_person_of_that_file() -> None:
    found = subjects([person(1, bsn="000009908")], namespace=NAMESPACE)
    assert found.named("9908") == found.ids[1]


def test_two_files_with_one_bsn_are_two_people() -> None:
    found = subjects([person(1), person(2, c01=[row(0, {A_NUMBER: "1010141761"})])], namespace=NAMESPACE)
    assert found.ids[1] != found.ids[2]
    assert found.named("999990342") == found.ids[1]
    assert found.remarks == {2: Remark.BSN_TWICE}


def test_a_file_without_bsn_is_known_by_its_a_number_else_by_its_own() -> None:
    with_number = person(1, bsn=None, c01=[row(0, {A_NUMBER: "1010141761"}), row(1, {A_NUMBER: "2020141761"})])
    found = subjects([with_number, person(2, bsn="000000000")], namespace=NAMESPACE)
    same = subjects([replace(with_number, number=9)], namespace=NAMESPACE)
    assert found.ids[1] == same.ids[9]
    assert found.remarks == {1: Remark.NO_BSN, 2: Remark.NO_BSN}


def test_object_ids_cannot_be_made_without_the_namespace() -> None:
    file = person(1)
    assert subjects([file], namespace=uuid4()).ids != subjects([file], namespace=NAMESPACE).ids
    assert isinstance(subjects([file], namespace=NAMESPACE).ids[1], UUID)


def test_only_numbers_of_at_most_nine_digits_are_a_bsn() -> None:
    assert [normal_bsn(text) for text in ("9908", "0", "000000000", "", None, "1234567890", "12a", "٣")] == [
        "000009908",
        *[None] * 7,
    ]
