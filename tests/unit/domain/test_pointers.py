import pytest

from events.domain import pointers

DATA = {"a": {"b": 1, "c/d": 2, "e~f": 3, "": 4}, "people": [{"id": "x"}, {"id": "y"}, {}], "text": "abc", "nil": None}


@pytest.mark.parametrize(
    ("pointer", "found"),
    [
        ("", (DATA,)),
        ("/a/b", (1,)),
        ("/a/c~1d", (2,)),
        ("/a/e~0f", (3,)),
        ("/a/", (4,)),
        ("/people/1/id", ("y",)),
        ("/people/*/id", ("x", "y")),
        ("/people[]/id", ("x", "y")),
        ("/people/[]/id", ("x", "y")),
        ("/nil", (None,)),
        ("/people/01/id", ()),
        ("/people/9/id", ()),
        ("/a/none/b", ()),
        ("/text/*", ()),
        ("/text/0", ()),
        ("/a/b/*", ()),
    ],
)
def test_a_pointer_finds_every_value_in_its_place(pointer: str, found: tuple[object, ...]) -> None:
    assert pointers.values(DATA, pointer) == found


def test_only_a_pointer_with_brackets_walks_a_list_without_order() -> None:
    assert [pointers.is_unordered(it) for it in ("/p[]", "/p/[]/id", "/p/*", "/p")] == [True, True, False, False]


def test_the_first_value_or_none() -> None:
    assert (pointers.value(DATA, "/people/*/id"), pointers.value(DATA, "/none")) == ("x", None)
