"""Room for so many requests at one moment: never more, and whoever waits for it comes in."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.subscriptions.delivering.work import Room


async def most_at_once(room: Room, *, works: list[int]) -> int:
    """Let as many work as there are, each for so many turns of the loop; the most that were in at one moment."""
    inside = most = 0

    async def one(turns: int) -> None:
        nonlocal inside, most
        if room.full:
            await room.be_made()
        with room:
            inside += 1
            most = max(most, inside)
            for _ in range(turns):
                await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(one(turns) for turns in works))
    return most


@given(st.integers(1, 5), st.lists(st.integers(0, 4), max_size=20))
def test_never_more_than_there_is_room_for_and_everybody_comes_in(size: int, works: list[int]) -> None:
    most = asyncio.run(most_at_once(Room(size), works=works))
    assert most == min(size, len(works)) or (most <= size and 0 in works)


def test_who_fails_inside_leaves_room() -> None:
    room = Room(1)
    with pytest.raises(ValueError, match="inside"), room:
        raise ValueError("inside")
    assert not room.full
