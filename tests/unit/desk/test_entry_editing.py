"""What the buttons of a form change in what is typed, and how dates are typed."""

from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from events.domain.moments import PartialDate
from management_ui.forms.entry.editing import (
    ids_in,
    says_something,
    typed_in,
    with_row,
    with_value,
    without_row,
)
from management_ui.forms.entry.nodes import tree
from management_ui.forms.entry.options import option_title
from management_ui.forms.entry.typing_down import said
from management_ui.forms.partial_dates import date_data, date_text, typed_date
from tests.unit.event_types.shipped import shipped

DATES = st.dates().map(lambda day: PartialDate(day.year, day.month, day.day))
PARTS = DATES | DATES.map(lambda it: PartialDate(it.year, it.month)) | DATES.map(lambda it: PartialDate(it.year))


@settings(deadline=None)  # the first example reads every schema of the catalogue
@given(rows=st.lists(st.sampled_from("abcdefghijkl"), max_size=12), data=st.data())
def test_removing_a_row_removes_that_row_and_no_other(rows: list[str], data: st.DataObject) -> None:
    typed = {f"data/personen/{at}": text for at, text in enumerate(rows)} | {"data/personen#": str(len(rows))}
    at = data.draw(st.integers(-1, len(rows)))
    left = rows if not 0 <= at < len(rows) else rows[:at] + rows[at + 1 :]
    found = said(tree(shipped("Verhuizing")), without_row(typed, "data/personen", at)).data.get("personen", [])
    assert found == [{"objectId": text} for text in left]


def test_rows_of_other_lists_and_inputs_of_like_names_stay() -> None:
    typed = {"data/x#": "2", "data/x/0/a": "1", "data/x/1/a": "2", "data/x/1/b#": "0", "data/xy/0": "3"}
    assert without_row(typed, "data/x", 0) == {"data/x#": "1", "data/x/0/a": "2", "data/x/0/b#": "0", "data/xy/0": "3"}
    assert without_row({"data/x#": "1", "data/x/0": "1"}, "data/x", 0) == {}
    assert with_row({}, "data/x") == {"data/x#": "1"}
    assert with_row(typed, "data/x")["data/x#"] == "3"


def test_a_value_comes_and_goes() -> None:
    assert with_value({"a": "1"}, "b", "2") == {"a": "1", "b": "2"}
    assert with_value({"a": "1", "b": "2"}, "b", "") == {"a": "1"}


def test_only_what_is_ours_is_kept_without_blanks_and_without_what_no_database_takes() -> None:
    posted = QueryDict(mutable=True)
    posted.update({"data/naam": " Jan\r\nPiet\0 ", "csrfmiddlewaretoken": "x", "find-bsn": "9", "action": "save"})
    posted.update({"reason": " ", "ground/6b1c2d3e-4f50-4a61-8b72-9c83ad94be01": "on", "occurred": "1985"})
    assert typed_in(posted, shown={"data/naam": "Jan"}) == {
        "data/naam": "Jan\nPiet",
        "ground/6b1c2d3e-4f50-4a61-8b72-9c83ad94be01": "on",
        "occurred": "1985",
    }


def test_rows_alone_say_nothing() -> None:
    assert not says_something({"data/personen#": "2"})
    assert says_something({"data/personen#": "2", "data/personen/1": "x"})
    assert ids_in({"a": "6b1c2d3e-4f50-4a61-8b72-9c83ad94be01", "b": "6b1c2d3e4f504a618b729c83ad94be01", "c": "x"})


@given(date=PARTS | st.just(PartialDate()))
def test_a_date_is_typed_as_it_is_shown(date: PartialDate) -> None:
    assert typed_date(date_text(date)) == date


def test_dates_are_read_in_the_ways_people_write_them() -> None:
    for text in ("12-4-1985", "12/04/1985", "12.4.1985", "1985-04-12", " 12-04-1985 "):
        assert typed_date(text) == PartialDate(1985, 4, 12)
    assert typed_date("4-1985") == typed_date("1985-04") == PartialDate(1985, 4)
    assert typed_date("Onbekend") == PartialDate()
    for wrong in ("31-02-2026", "13-1985", "gisteren", "", "12-04-85", "٣-04-1985"):
        assert typed_date(wrong) is None
    assert date_data(PartialDate(1985, 4)) == {"type": "JaarMaandDatum", "jaar": 1985, "maand": 4}


def test_options_written_together_are_read_apart() -> None:
    assert option_title("moederEerst", among=["moederEerst"]) == "moeder eerst"
    assert option_title("306dagen", among=["306dagen"]) == "306 dagen"
    assert option_title("1D", among=["1D"]) == "1D"
    assert [option_title(it, among=[1, "1"]) for it in (1, "1")] == ["1", '"1"']
