"""Server-sent events are written so that whoever reads by the standard gets exactly what was told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.subscriptions.domain import event_streams
from tests.feed_story import messages

ids = st.text(st.characters(codec="ascii", exclude_characters="\r\n\0"), min_size=1).map(str.strip).filter(bool)


def test_a_message_is_its_id_its_data_and_an_empty_line() -> None:
    assert event_streams.message('{"a":"ë"}', event_id="x") == 'id: x\ndata: {"a":"ë"}\n\n'.encode()


def test_every_line_of_the_data_stands_behind_its_own_name() -> None:
    assert (
        event_streams.message("a\r\nb\rc\nd\n", event_id="x")
        == b"id: x\ndata: a\ndata: b\ndata: c\ndata: d\ndata: \n\n"
    )


@given(
    st.lists(st.tuples(ids, st.text(st.characters(codec="utf-8", exclude_characters="\r"))), max_size=9),
    st.integers(1, 7),
)
def test_a_reader_gets_what_was_told_in_whatever_pieces_it_comes(told: list[tuple[str, str]], size: int) -> None:
    written = b"".join(event_streams.message(data, event_id=it) + event_streams.comment() for it, data in told)
    pieces = [written[start : start + size] for start in range(0, len(written), size)]
    assert list(messages(pieces)) == told


@pytest.mark.parametrize("broken", ["a\nb", "a\rb", "a\0b"])
def test_an_id_that_would_break_off_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        event_streams.message("x", event_id=broken)
    with pytest.raises(ValueError, match="one line"):
        event_streams.moved(broken)


def test_moving_on_tells_nothing_and_a_comment_moves_nothing() -> None:
    written = (
        event_streams.retry(2000) + event_streams.comment("a\nb") + event_streams.moved("7") + event_streams.comment()
    )
    assert written == b"retry: 2000\n\n: a\n: b\n\nid: 7\n\n: \n\n"
    assert list(messages([written])) == [("7", None)]
