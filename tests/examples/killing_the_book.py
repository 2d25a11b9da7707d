"""`python -m tests.examples.killing_the_book DIRECTORY`: kill what writes the book before each of its statements.

A process of its own, with one thread, because it forks: each child dies before another statement, then the same is
done once more to the end. Prints the statements before which a kill did harm, and how many there are.
"""

import os
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from examples.bsn_service.book import Birth, Book, Message
from examples.bsn_service.deciding import claim_of

BIRTH: Final = Birth(id="birth", child="child", zone="zone", accepted_at="2026-11-26T12:00:00Z", claim_id="claim")


class Hasty(Book):
    """The planted fault: done with a message before its number was given."""

    def settle(self, message: Message, **more: Any) -> None:
        """Too early."""
        with self._transaction() as database:
            database.execute("UPDATE message SET outcome = 'soon'")
        super().settle(message, **more)


def steps(path: Path, *, kind: type[Book]) -> None:
    """From a notice to a claim that F6 was told of."""
    book = kind(path)
    book.keep(Message(id="notice", body=b"{}"))
    for message in book.messages():
        book.settle(message, births=[BIRTH], outcome="a number", write=claim_of)
    for claim in book.claims():
        with path.with_suffix(".sent").open("ab") as sent:  # as if F6 were told
            sent.write(claim.body + b"\n")
        book.answered(claim, outcome="recorded")


def is_right(path: Path) -> bool:
    """Whether there is one number and one claim, and F6 was told of that one only."""
    with closing(sqlite3.connect(path)) as database:
        numbers = database.execute("SELECT bsn FROM number").fetchall()
        claims = database.execute("SELECT body FROM claim WHERE outcome = 'recorded'").fetchall()
    sent = path.with_suffix(".sent")
    told = set(sent.read_bytes().splitlines()) if sent.exists() else set()
    return len(numbers) == len(claims) == 1 and told == {claims[0][0]} and numbers[0][0].encode() in claims[0][0]


def is_killed(path: Path, *, kind: type[Book], at: int) -> bool:
    """Do the steps in a child that dies before the `at`-th statement; False when it came to the end first."""
    child = os.fork()
    if child == 0:
        die_before(at)
        steps(path, kind=kind)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert status in {0, signal.SIGKILL}, status
    return status != 0


def die_before(at: int) -> None:
    """Let every connection of this process count its statements."""
    seen = 0

    def count(_statement: str) -> None:
        nonlocal seen
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)

    connect = sqlite3.connect

    def counting(*given: Any, **named: Any) -> sqlite3.Connection:
        database: sqlite3.Connection = connect(*given, **named)
        database.set_trace_callback(count)
        return database

    sqlite3.connect = counting  # type: ignore[assignment]  # of this child only


def main(directory: Path, *, kind: type[Book]) -> None:
    """Until no statement is left to die before."""
    at, harmful = 1, []
    while is_killed(path := directory / f"{at}.sqlite3", kind=kind, at=at):
        steps(path, kind=kind)
        harmful += [] if is_right(path) else [at]
        at += 1
    print(at - 1, *harmful)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(Path(sys.argv[1]), kind=Hasty if "hasty" in sys.argv else Book)
