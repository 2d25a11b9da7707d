"""The book: one SQLite file, readable by its owner only, with all that must survive (`book.sql`).

Whatever is written is on the disk when the function that wrote it returns.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from . import stock

SCHEMA: Final = Path(__file__).with_name("book.sql")
WAIT_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What F6 told us, as it came; `id` is its webhook-id."""

    id: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """A birth that asks for a number, accepted at `accepted_at`. `claim_id` is of the claim in which we will say so.

    `known`: a number that we gave this child according to F6, which the book uses when it knows of none itself.
    """

    id: str
    child: str
    zone: str
    accepted_at: str
    claim_id: str
    known: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What we tell F6: its id, and the bytes to send."""

    id: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Our subscription at F6; `source_id` is who F6 says we are."""

    id: str
    secret: str
    source_id: str


class Book:
    """The book in the file at `path`, made when it is not there. May be used by several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        with closing(self._connect()) as database:
            database.executescript(SCHEMA.read_text(encoding="utf-8"))

    def keep(self, message: Message) -> bool:
        """Keep what F6 told us; False when it was kept before."""
        with self._transaction() as database:
            found = database.execute(
                "INSERT INTO message (id, body) VALUES (?, ?) ON CONFLICT DO NOTHING", [message.id, message.body]
            )
            return found.rowcount == 1

    def messages(self) -> list[Message]:
        """What was not looked into yet, in the order in which it came."""
        with self._transaction() as database:
            rows = database.execute("SELECT id, body FROM message WHERE outcome IS NULL ORDER BY rowid").fetchall()
        return [Message(id=row[0], body=row[1]) for row in rows]

    def settle(
        self, message: Message, *, births: Sequence[Birth], outcome: str, write: Callable[[Birth, str], bytes]
    ) -> None:
        """Give each of the births its number, put the claim that says so in the outbox, and be done with the message.

        A child that has a number keeps it; a birth that has a claim gets no other. `write` makes the bytes of a claim.
        Raises `stock.StockEmpty`: then nothing was written.
        """
        with self._transaction() as database:
            for birth in births:
                self._grant(database, birth, write=write)
            database.execute("UPDATE message SET outcome = ? WHERE id = ?", [outcome, message.id])

    def child_of(self, birth_id: str) -> str | None:
        """Whose number we claimed on the ground of this birth."""
        with self._transaction() as database:
            row = database.execute("SELECT child FROM claim WHERE birth = ?", [birth_id]).fetchone()
        return None if row is None else str(row[0])

    def child_with(self, bsn: str | None) -> str | None:
        """Whose number this is, as far as we know."""
        with self._transaction() as database:
            row = database.execute("SELECT child FROM number WHERE bsn = ?", [bsn]).fetchone()
        return None if row is None else str(row[0])

    def claims(self) -> list[Claim]:
        """What F6 did not answer yet, in the order in which it was written."""
        with self._transaction() as database:
            rows = database.execute("SELECT id, body FROM claim WHERE outcome IS NULL ORDER BY rowid").fetchall()
        return [Claim(id=row[0], body=row[1]) for row in rows]

    def answered(self, claim: Claim, *, outcome: str) -> None:
        """F6 answered: nothing more is to be sent."""
        with self._transaction() as database:
            database.execute("UPDATE claim SET outcome = ? WHERE id = ?", [outcome, claim.id])

    def subscription(self) -> Subscription | None:
        """Our subscription, if we have one."""
        with self._transaction() as database:
            row = database.execute("SELECT id, secret, source_id FROM subscription").fetchone()
        return None if row is None else Subscription(id=row[0], secret=row[1], source_id=row[2])

    def keep_subscription(self, found: Subscription) -> None:
        """From now on this one, with this secret."""
        with self._transaction() as database:
            database.execute(
                "REPLACE INTO subscription (one, id, secret, source_id) VALUES (1, ?, ?, ?)",
                [found.id, found.secret, found.source_id],
            )

    def tally(self) -> dict[str, int]:
        """How much there is of what; no number, and nobody's id."""
        with self._transaction() as database:
            row = database.execute(
                "SELECT (SELECT count(*) FROM message WHERE outcome IS NULL), (SELECT count(*) FROM number),"
                " (SELECT count(*) FROM claim WHERE outcome IS NULL)"
            ).fetchone()
        return dict(zip(("messagesWaiting", "numbersGiven", "claimsWaiting"), row, strict=True))

    def _grant(self, database: sqlite3.Connection, birth: Birth, *, write: Callable[[Birth, str], bytes]) -> None:
        again = database.execute("UPDATE claim SET outcome = NULL WHERE birth = ?", [birth.id])
        if again.rowcount:  # F6 does not count it: the same once more does no harm, and mends an F6 that lost it
            return
        row = database.execute("SELECT bsn FROM number WHERE child = ?", [birth.child]).fetchone()
        if row is None:
            given = {bsn for (bsn,) in database.execute("SELECT bsn FROM number")}
            row = (birth.known or stock.draw(given=given),)
            database.execute("INSERT INTO number (bsn, child) VALUES (?, ?)", [row[0], birth.child])
        values = [birth.claim_id, birth.id, birth.child, write(birth, row[0])]
        database.execute("INSERT INTO claim (id, birth, child, body) VALUES (?, ?, ?, ?)", values)

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=WAIT_SECONDS, isolation_level=None)
        database.execute("PRAGMA synchronous = EXTRA")  # a commit that returned survives a power cut
        return database

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with closing(self._connect()) as database:
            database.execute("BEGIN IMMEDIATE")
            yield database  # what raises in here leaves without COMMIT: closing rolls back
            database.execute("COMMIT")
