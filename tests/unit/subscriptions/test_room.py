"""Room for so many requests at one moment: never more, and whoever waits for it comes in, in the order of waiting."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from events.subscriptions.delivering.work import Room


async def let_in(room: Room, *, works: list[int]) -> tuple[int, list[int]]:
    """Let as many work as there are, each for so many turns of the loop; the most at one moment, and who came when."""
    inside = most = 0
    came: list[int] = []

    async def one(number: int, turns: int) -> None:
        nonlocal inside, most
        await room.take()
        came.append(number)
        inside += 1
        most = max(most, inside)
        for _ in range(turns):
            await asyncio.sleep(0)
        inside -= 1
        room.leave()

    await asyncio.gather(*(one(number, turns) for number, turns in enumerate(works)))
    return most, came


@given(st.integers(1, 5), st.lists(st.integers(0, 4), max_size=20))
def test_never_more_than_there_is_room_for_and_everybody_comes_in_by_turns(size: int, works: list[int]) -> None:
    most, came = asyncio.run(let_in(Room(size), works=works))
    assert most <= size
    assert came == list(range(len(works)))


def test_who_goes_out_and_comes_back_at_once_comes_after_who_waited() -> None:
    async def both() -> list[str]:
        room, came = Room(1), list[str]()

        async def greedy() -> None:
            for _ in range(3):
                await room.take()
                came.append("greedy")
                await asyncio.sleep(0)
                room.leave()

        async def patient() -> None:
            await room.take()
            came.append("patient")
            room.leave()

        await asyncio.gather(greedy(), patient())
        return came

    assert asyncio.run(both()) == ["greedy", "patient", "greedy", "greedy"]


@given(st.integers(1, 3), st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=12))
def test_who_is_broken_off_while_he_waits_takes_no_room_along(size: int, works: list[tuple[int, bool]]) -> None:
    async def rage() -> None:
        room = Room(size)

        async def one(turns: int) -> None:
            await room.take()
            try:
                for _ in range(turns):
                    await asyncio.sleep(0)
            finally:
                room.leave()

        tasks = [asyncio.create_task(one(turns)) for turns, _ in works]
        for task, (turns, breaks) in zip(tasks, works, strict=True):
            for _ in range(turns):
                await asyncio.sleep(0)
            if breaks:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        async with asyncio.timeout(1):
            for _ in range(size):
                await room.take()

    asyncio.run(rage())
