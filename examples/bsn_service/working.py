"""What is done with what was kept: look into each message, send each claim; again, until F6 answered."""

import json
import threading
from dataclasses import dataclass
from typing import Final

from . import deciding
from .book import Book, Claim, Message
from .f6 import F6, NoAnswer
from .onboarding import Unwelcome, onboard
from .stock import StockEmpty

SWEEP_SECONDS: Final = 60.0
WAIT_SECONDS_FIRST: Final = 0.5
WAIT_SECONDS_MAX: Final = 60.0


@dataclass(slots=True, kw_only=True)
class Work:
    """The book, F6 beside it, and the address at which we want to be told."""

    book: Book
    f6: F6
    url: str
    subscribed: bool = False

    def run(self, *, woken: threading.Event, stop: threading.Event) -> None:
        """Work whenever `woken` is set, until `stop` is too. While F6 does not answer, wait longer each time."""
        wait = WAIT_SECONDS_FIRST
        while not stop.is_set():
            woken.clear()
            try:
                self.do_all()
            except (NoAnswer, StockEmpty, Unwelcome) as fault:
                print(f"{fault}; again in {wait:.1f} s", flush=True)
                stop.wait(wait)
                wait = min(wait * 2, WAIT_SECONDS_MAX)
            else:
                wait = WAIT_SECONDS_FIRST
                woken.wait(SWEEP_SECONDS)

    def do_all(self) -> None:
        """Everything there is to do now. Raises `NoAnswer`, `StockEmpty` and `Unwelcome`; what is left is kept."""
        self._send_all()
        for message in self.book.messages():
            self._look_into(message)
            self._send_all()
        if not self.subscribed:
            onboard(self.book, f6=self.f6, url=self.url)
            self.subscribed = True

    def _look_into(self, message: Message) -> None:
        subscription = self.book.subscription()
        assert subscription is not None, "without a subscription nothing was signed, and nothing kept"
        births, outcome = deciding.births_of(json.loads(message.body), f6=self.f6, source_id=subscription.source_id)
        still = [it for it in births if self.book.child_of(it.id) in {None, it.child}]
        if len(still) < len(births):
            outcome = "it is of another person now, who gets no second number: an official must correct our claim"
        granted = [it for it in still if self.book.child_with(it.known) in {None, it.child}]
        if len(granted) < len(still):
            outcome = "its number stands in our book for somebody else: an official must correct one of our claims"
        self.book.settle(message, births=granted, outcome=outcome, write=deciding.claim_of)
        print(f"notice {message.id}: {outcome}", flush=True)

    def _send_all(self) -> None:
        for claim in self.book.claims():
            self._send(claim)

    def _send(self, claim: Claim) -> None:
        """Send it. The same again is answered as the first time, so that sending twice makes one claim."""
        answer = self.f6.ask("POST", "claims", claim.body)
        outcome = "recorded" if answer.is_success else f"refused: {answer.problem}"
        self.book.answered(claim, outcome=outcome)
        print(f"claim {claim.id}: {outcome}", flush=True)
