"""Seeing that F6 tells us: we find or make our subscription, agree to it, and can read its signature.

Done at every start, with the API that everybody has; done twice, it changes nothing.
"""

from collections.abc import Mapping
from typing import Any, Final

from .book import Book, Subscription
from .f6 import F6, Answer

NAME: Final = "BSN-voorziening"
FILTER: Final[Mapping[str, Any]] = {
    "eventTypes": ["Geboorte"],
    "standings": ["accepted"],
}
"""Which events we are told of: that a birth, or a correction of one, was accepted."""
BACK: Final = ("failing", "gone")
"""Why F6 may have stopped: we were away for days. What somebody paused by hand stays paused."""


class Unwelcome(Exception):
    """F6 refuses us for a reason that an administrator must mend; the message says which."""


def onboard(book: Book, *, f6: F6, url: str) -> None:
    """See that F6 tells us of births at `url`, signed with a secret that stands in the book.

    The receiver must listen already. Raises `NoAnswer` and `Unwelcome`.
    """
    found = _find(f6)
    if found is None:
        _begin(book, f6=f6, url=url)
    else:
        _go_on(book, found, f6=f6, url=url)
    subscription = book.subscription()
    assert subscription is not None
    at = f"subscriptions/{subscription.id}"
    told = _done(f6.ask("GET", at)).body
    if (told["verifiedAt"] is None or told["stateReason"] in BACK) and not _verified(f6, subscription.id, "handshake"):
        raise Unwelcome(f"F6 asked {url} and did not find that we agree; is that where we listen?")
    if told["stateReason"] in BACK:
        _done(f6.ask("DELETE", f"{at}/pause"))
    if not _verified(f6, subscription.id, "ping"):  # signed with another secret than ours: somebody replaced the key
        _new_secret(book, told, f6=f6)
        if not _verified(f6, subscription.id, "ping"):
            raise Unwelcome("F6 signed a ping in a way that we cannot verify.")
    told = _done(f6.ask("GET", at)).body
    print(f"subscription {subscription.id} at {url}: {told['state']} ({told['stateReason']})", flush=True)


def _find(f6: F6) -> dict[str, Any] | None:
    """Our subscription at F6."""
    told = _done(f6.ask("GET", "subscriptions")).body
    return next((it for it in told["subscriptions"] if it["name"] == NAME), None)


def _begin(book: Book, *, f6: F6, url: str) -> None:
    """Subscribe, from the beginning of the log: nobody who was born before we came is forgotten."""
    body = {"name": NAME, "url": url, "filter": FILTER, "schemes": ["v1"], "startFrom": "beginning"}
    made = _done(f6.ask("POST", "subscriptions", body)).body
    _keep(book, made, secret=made["keys"][0]["secret"])


def _go_on(book: Book, found: dict[str, Any], *, f6: F6, url: str) -> None:
    """Go on with the subscription that we have, as we want it now."""
    wanted = {"url": url, "filter": FILTER}
    if any(found[name] != value for name, value in wanted.items()):
        _done(f6.ask("PATCH", f"subscriptions/{found['id']}", wanted))
    kept = book.subscription()
    if kept is None or kept.id != found["id"]:
        _new_secret(book, found, f6=f6)


def _new_secret(book: Book, of: Mapping[str, Any], *, f6: F6) -> None:
    """Let F6 sign with a new key: the secret of the one before is not ours, or lost."""
    made = _done(f6.ask("POST", f"subscriptions/{of['id']}/keys", {"scheme": "v1", "overlapSeconds": 0})).body
    _keep(book, of, secret=made["secret"])


def _keep(book: Book, told: Mapping[str, Any], *, secret: str) -> None:
    book.keep_subscription(Subscription(id=told["id"], secret=secret, source_id=told["owner"]["sourceId"]))


def _verified(f6: F6, subscription_id: str, kind: str) -> bool:
    """Whether F6 found that we want to be told."""
    asked = f6.ask("POST", f"subscriptions/{subscription_id}/verifications", {"kind": kind})
    return bool(_done(asked).body["outcome"] == "agreed")


def _done(answer: Answer) -> Answer:
    if not answer.is_success:
        wrong = "; ".join(f"{it['pointer']}: {it['detail']}" for it in answer.body.get("errors", ()))
        raise Unwelcome(wrong or str(answer.body.get("detail", answer.problem)))
    return answer
