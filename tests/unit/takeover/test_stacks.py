"""The rows of a stack: their order, their formal moments, and what is remarked on them."""

from datetime import timedelta

from events.domain.moments import UNKNOWN_MOMENT, first_instant
from events.domain.takeover.remarks import Remark
from events.domain.takeover.stacks import TICK, read_category

from .persons import TAKEN_OVER_AT, person, registrations_of, row


def test_the_oldest_row_comes_first_however_the_file_has_them() -> None:
    stack = registrations_of(person(c08=[row(0, registered="20200101"), row(1, registered="20100101")]), "08")
    assert [item.place.sequence for item in stack] == [1, 0]
    assert [item.registered_at for item in stack] == [first_instant("2010-01-01"), first_instant("2020-01-01")]


def test_a_first_row_without_registration_was_always_known() -> None:
    (only,) = registrations_of(person(c08=[row(0, registered="0")]), "08")
    assert only.registered_at == UNKNOWN_MOMENT
    assert only.remarks == (Remark.UNREGISTERED,)


def test_a_row_without_registration_comes_a_tick_after_the_one_before() -> None:
    _, second, third = registrations_of(
        person(c08=[row(2, registered="20100101"), row(1), row(0, registered="0")]), "08"
    )
    assert second.registered_at == first_instant("2010-01-01") + TICK
    assert third.registered_at == first_instant("2010-01-01") + 2 * TICK


def test_a_partial_registration_counts_from_its_first_day() -> None:
    (only,) = registrations_of(person(c08=[row(0, registered="19941000")]), "08")
    assert only.registered_at == first_instant("1994-10-01")
    assert only.remarks == (Remark.PARTIAL,)


def test_a_partial_registration_does_not_come_before_a_row_of_the_same_month() -> None:
    _, second = registrations_of(person(c08=[row(1, registered="19941012"), row(0, registered="19941000")]), "08")
    assert second.registered_at == first_instant("1994-10-12") + TICK


def test_a_row_registered_before_an_older_one_keeps_its_own_date() -> None:
    _, second = registrations_of(person(c08=[row(1, registered="20111113"), row(0, registered="20091230")]), "08")
    assert second.registered_at == first_instant("2009-12-30")
    assert second.remarks == (Remark.OUT_OF_ORDER,)


def test_a_row_registered_before_the_incorrect_row_it_follows_does_not_correct_it() -> None:
    rows = [row(1, registered="20190510", flagged=True), row(0, registered="20180701")]
    _, right = registrations_of(person(c08=rows), "08")
    assert right.corrects is None
    assert right.registered_at == first_instant("2018-07-01")
    assert right.remarks == (Remark.OUT_OF_ORDER, Remark.TOO_EARLY)


def test_a_row_registered_with_the_incorrect_row_it_follows_corrects_it() -> None:
    rows = [row(1, registered="20190510", flagged=True), row(0, registered="20190510")]
    wrong, right = registrations_of(person(c08=rows), "08")
    assert right.corrects == wrong.place


def test_what_is_no_date_counts_as_missing() -> None:
    (only,) = registrations_of(person(c08=[row(0, registered="1994031")]), "08")
    assert (only.registered_at, only.remarks) == (UNKNOWN_MOMENT, (Remark.UNREADABLE,))


def test_nothing_is_registered_after_the_takeover() -> None:
    (only,) = registrations_of(person(c12=[{"datum van opneming (86.10)": "20310526"}]), "12")
    assert (only.registered_at, only.remarks) == (TAKEN_OVER_AT, (Remark.FUTURE,))


def test_stacks_do_not_touch_each_other() -> None:
    rows = [{**row(0, registered="20200101", flagged=True), "stapel_nr": 0}, {**row(0, registered="0"), "stapel_nr": 1}]
    first, second = registrations_of(person(c09=rows), "09")
    assert second.corrects is None
    assert second.registered_at == UNKNOWN_MOMENT
    assert first.registered_at - second.registered_at > timedelta(days=1)


def test_rows_that_cannot_be_taken_over_are_refused_with_the_reason() -> None:
    rows: list[dict[str, object]] = [
        {"volg_nr": 0, "kleur ogen": "blauw"},
        {"volg_nr": 1, "functie adres (10.10)": 7},
        {"volg_nr": -1},
        {"volg_nr": 3, "indicatie onjuist (84.10)": "X"},
        {"volg_nr": 4, "functie adres (10.10)": "W" * 401},
        {"volg_nr": 5},
        {"volg_nr": 5},
    ]
    registered, refused = read_category(person(c08=rows), "08", taken_over_at=TAKEN_OVER_AT)
    assert registered == ()
    assert [item.reason for item in refused] == [
        "category 08 has no element 'kleur ogen'",
        "functie adres (10.10) is not a text of at most 400 characters",
        "volg_nr is not a number from 0 to 9999",
        "indicatie onjuist (84.10) is 'X'; only 'O' is known",
        "functie adres (10.10) is not a text of at most 400 characters",
        "volg_nr 5 appears twice in stack 0",
        "volg_nr 5 appears twice in stack 0",
    ]
