"""The book of the BSN service: killed before any statement, it goes on as if nothing had happened."""

import json
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from examples.bsn_service import stock
from examples.bsn_service.book import Birth, Book, Message, Subscription
from examples.bsn_service.deciding import claim_id_of, claim_of
from tests.examples.service import PROJECT

NOTICE: Final = Message(id="notice", body=b"{}")


def birth(name: str = "birth", *, child: str = "child", known: str | None = None) -> Birth:
    moment = "2026-11-26T12:00:00Z"
    return Birth(id=name, child=child, zone="zone", accepted_at=moment, claim_id=claim_id_of(name), known=known)


def settle(book: Book, *births: Birth) -> list[str]:
    """Give these births their numbers; those that stand in the claims to send."""
    book.keep(NOTICE)
    book.settle(NOTICE, births=births, outcome="a number", write=claim_of)
    return [json.loads(it.body)["event_data"]["bsn"] for it in book.claims()]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "place" / "book.sqlite3")


def harmful_kills(place: Path, *how: str) -> tuple[int, list[int]]:
    """How many statements there are, and those before which a kill does harm: started again, it does not mend it."""
    command = [sys.executable, "-m", "tests.examples.killing_the_book", str(place), *how]
    done = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    count, *harmful = map(int, done.stdout.split())
    return count, harmful


def test_killed_before_any_statement_it_gives_one_number_and_tells_of_it_always_the_same(tmp_path: Path) -> None:
    count, harmful = harmful_kills(tmp_path)
    assert count > 20
    assert harmful == []


def test_done_with_a_message_too_early_it_loses_one(tmp_path: Path) -> None:
    """The planted fault."""
    assert harmful_kills(tmp_path, "hasty")[1] != []


def test_only_its_owner_may_read_it(book: Book) -> None:
    assert stat.S_IMODE(book.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(book.path.parent.stat().st_mode) == 0o700


def test_what_comes_twice_is_kept_once(book: Book) -> None:
    assert book.keep(NOTICE)
    assert not book.keep(NOTICE)
    assert book.messages() == [NOTICE]


def test_a_child_keeps_its_number_whatever_is_claimed_of_its_birth(book: Book) -> None:
    [first] = settle(book, birth("birth"))
    assert settle(book, birth("birth"), birth("birth anew")) == [first, first]


def test_every_child_gets_another_number(book: Book) -> None:
    numbers = settle(book, *(birth(f"birth {it}", child=f"child {it}") for it in range(50)))
    assert len(set(numbers)) == 50
    assert set(numbers) <= set(stock.STOCK)


def test_a_number_that_f6_knows_of_is_taken_over_by_a_new_book(book: Book) -> None:
    assert settle(book, birth(known=stock.STOCK[7])) == [stock.STOCK[7]]


@pytest.mark.parametrize("change", ["DELETE FROM number", "UPDATE number SET child = 'another'"])
def test_a_number_is_never_taken_back_nor_given_to_another(book: Book, change: str) -> None:
    settle(book, birth())
    with sqlite3.connect(book.path) as database, pytest.raises(sqlite3.IntegrityError, match="stays given"):
        database.execute(change)


def test_with_an_empty_stock_nothing_is_written_and_the_message_waits(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock.draw, "__kwdefaults__", {**(stock.draw.__kwdefaults__ or {}), "stock": stock.STOCK[:1]})
    with pytest.raises(stock.StockEmpty):
        settle(book, birth("one", child="one"), birth("two", child="two"))
    assert book.messages() == [NOTICE]
    assert book.tally() == {"messagesWaiting": 1, "numbersGiven": 0, "claimsWaiting": 0}


def test_what_f6_answered_is_not_sent_again_until_f6_asks_for_it_anew(book: Book) -> None:
    settle(book, birth())
    [claim] = book.claims()
    book.answered(claim, outcome="recorded")
    assert book.claims() == []
    settle(book, birth())
    assert book.claims() == [claim]


def test_it_remembers_one_subscription_with_its_secret(book: Book) -> None:
    assert book.subscription() is None
    for secret in ("whsec_one", "whsec_two"):
        book.keep_subscription(Subscription(id="it", secret=secret, source_id="we"))
    assert book.subscription() == Subscription(id="it", secret="whsec_two", source_id="we")
