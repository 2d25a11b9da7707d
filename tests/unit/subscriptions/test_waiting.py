"""Waiting for a request from code that is not asynchronous."""

import pytest

from events.subscriptions.sending.waiting import wait_for


async def _seven() -> int:
    return 7


def test_work_is_waited_for_also_where_a_loop_runs_already() -> None:
    async def around() -> int:
        return wait_for(_seven())

    assert wait_for(around()) == 7


def test_what_the_work_raises_is_raised() -> None:
    async def fails() -> None:
        raise LookupError("nothing there")

    with pytest.raises(LookupError, match="nothing there"):
        wait_for(fails())
