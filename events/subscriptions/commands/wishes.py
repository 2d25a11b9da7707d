"""What somebody asks of a subscription, as JSON: the one place where it is judged.

`NEW` and `CHANGED` state the form; the OpenAPI document shows the same. What a form cannot say is judged after it, of
every member that has its form, so that all mistakes are told at once, each with its pointer.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from events import store
from events.catalogue import catalogue
from events.domain.refusals import InvalidRequest, Violation
from events.domain.schema_messages import violation
from events.domain.schemas import violations
from events.models import Subscription, SubscriptionKey, User
from events.subscriptions import ownership
from events.subscriptions.commands import addresses
from events.subscriptions.domain import filters
from events.subscriptions.domain.messages import mistake

NAME_LENGTH_MAX: Final = 200
WAITS_MAX: Final = 20
WAIT_SECONDS_MAX: Final = 7 * 24 * 3600
NOW: Final = "now"
BEGINNING: Final = "beginning"

Json = Mapping[str, Any]

_MEMBERS: Final[Json] = {
    "name": {"type": "string", "minLength": 1, "maxLength": NAME_LENGTH_MAX, "description": "Hoe u het noemt."},
    "url": {
        "type": "string",
        "minLength": 1,
        "maxLength": addresses.URL_LENGTH_MAX,
        "description": "Waar de berichten heen gaan: een adres met https. Nodig als u ze laat sturen.",
    },
    "content": {
        "type": "string",
        "enum": [it.value for it in Subscription.Content],
        "description": "`thin`: alleen ids en waar de gebeurtenis staat; `full`: alle elf velden.",
    },
    "ordering": {
        "type": "string",
        "enum": [it.value for it in Subscription.Ordering],
        "description": "`object`: op volgorde per object; `none`: in welke volgorde ook; `all`: alles op volgorde.",
    },
    "filter": filters.FILTER,
    "corrections": {
        "type": "boolean",
        "description": "Of u ook hoort wat er verandert aan wat u bezorgd kreeg, en wat er anders werd.",
    },
    "schedule": {
        "type": ["array", "null"],
        "items": {"type": "integer", "minimum": 1, "maximum": WAIT_SECONDS_MAX},
        "minItems": 1,
        "maxItems": WAITS_MAX,
        "description": "Hoeveel seconden er telkens gewacht wordt als een poging mislukt; null: het gewone schema.",
    },
}
_ONCE: Final[Json] = {
    "mode": {
        "type": "string",
        "enum": [it.value for it in Subscription.Mode],
        "description": (
            "`push` (ook zonder): de berichten worden gestuurd; `pull`: u haalt ze zelf op (`feed` en `stream`), op "
            "volgorde van het log. Dan is er geen `url`, `ordering`, `schedule` of `schemes`."
        ),
    },
    "schemes": {
        "type": "array",
        "items": {"type": "string", "enum": [it.value for it in SubscriptionKey.Scheme]},
        "minItems": 1,
        "maxItems": len(SubscriptionKey.Scheme),
        "uniqueItems": True,
        "description": "Hoe er ondertekend wordt; zonder: met `v1`.",
    },
    "startFrom": {
        "oneOf": [
            {"type": "string", "enum": [NOW, BEGINNING]},
            {"type": "string", "format": "date-time"},
        ],
        "description": "`now` (ook zonder), `beginning`, of wat vanaf een moment is vastgelegd.",
    },
}
NEW: Final[Json] = {
    "type": "object",
    "properties": {**_MEMBERS, **_ONCE},
    "required": ["name"],
    "additionalProperties": False,
}
CHANGED: Final[Json] = {
    "type": "object",
    "properties": dict(_MEMBERS),
    "minProperties": 1,
    "additionalProperties": False,
}
COLUMNS: Final = ("name", "url", "content", "ordering", "filter", "corrections", "schedule")
"""The members of both that are columns of a subscription by the same name."""


SENT_ONLY: Final = ("url", "ordering", "schedule", "schemes")
"""The members that say how something is sent: they say nothing of what is fetched."""


def refuse_mistakes(body: object, *, form: Json, owner: User, now: datetime, held: Subscription | None = None) -> Json:
    """The body, which asks for what is possible. Raises `InvalidRequest` with everything that is wrong with it.

    `held` is the subscription that it changes: what is not named stays as it is there.
    """
    wrong = list(violations(form, body, ""))
    asked: Json = body if isinstance(body, Mapping) else {}
    if held is not None:
        wrong += _fitting(asked, mode=held.mode, new=False)
    elif isinstance(body, Mapping) and not any(it.pointer == "/mode" for it in wrong):
        wrong += _fitting(asked, mode=mode_of(asked), new=True)
    misformed = {it.pointer.split("/")[1] for it in wrong if it.pointer}
    for name, judge in _JUDGES.items():
        if name in asked and name not in misformed:
            wrong += judge(asked[name], owner, now)
    if not misformed & {"ordering", "corrections"}:
        wrong += _out_of_order(asked, held)
    if held is not None and held.access_mark is not None and "url" in asked and "url" not in misformed:
        wrong += _elsewhere(asked["url"], held)
    if wrong:
        raise InvalidRequest(violations=tuple(wrong))
    return asked


def mode_of(asked: Json) -> str:
    """Whether a new one is sent or fetched."""
    return str(asked.get("mode", Subscription.Mode.PUSH.value))


def cursor_of(start: str, *, pointer: str = "/startFrom") -> int:
    """The place in the log after which everything is sent that was recorded from there on.

    By a moment: a few events that were recorded shortly before it may come along, and none is missed.
    """
    if start == NOW:
        return store.last_seq()
    return 0 if start == BEGINNING else store.seq_before(moment_of(start, pointer=pointer))


def moment_of(text: str, *, pointer: str) -> datetime:
    """An aware moment. Raises `InvalidRequest` when it does not exist."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        message = "Give a moment with its offset, such as 2026-11-20T04:37:00+01:00."
        raise InvalidRequest(violations=(Violation(pointer=pointer, code="date-time", message=message),))
    return moment


def _fitting(asked: Json, *, mode: str, new: bool) -> tuple[Violation, ...]:
    """What does not go together with being sent, or with being fetched."""
    if mode == Subscription.Mode.PULL:
        return tuple(mistake("fetched", pointer=f"/{name}", name=name) for name in SENT_ONLY if name in asked)
    return (violation("required", pointer="/url", member="url"),) if new and "url" not in asked else ()


def _name(value: str, _owner: User, _now: datetime) -> tuple[Violation, ...]:
    return () if value.strip() else (mistake("blank", pointer="/name"),)


def _url(value: str, _owner: User, _now: datetime) -> tuple[Violation, ...]:
    return addresses.mistakes_in(value, pointer="/url")


def _elsewhere(url: str, held: Subscription) -> tuple[Violation, ...]:
    """What was given to reach one receiver does not go along to another, nor without TLS.

    Called once the address itself was judged: of one that cannot be read that was said already.
    """
    if addresses.mistakes_in(url, pointer="/url"):
        return ()
    if addresses.is_plain(url):
        return (mistake("url-access-plain", pointer="/url"),)
    if held.access.token_url and not addresses.same_receiver(url, held.url):
        return (mistake("url-other-receiver", pointer="/url"),)
    return ()


def _filter(value: Json, owner: User, _now: datetime) -> tuple[Violation, ...]:
    found = filters.mistakes(value, event_types=catalogue().names(), zones=ownership.zones_seen_by(owner))
    return tuple(replace(it, pointer=f"/filter{it.pointer}") for it in found)


def _out_of_order(asked: Json, held: Subscription | None) -> tuple[Violation, ...]:
    """What was corrected is told after what it corrects: without any order that cannot be."""
    usual = held or Subscription()
    corrections = asked.get("corrections", usual.corrections)
    if not corrections or asked.get("ordering", usual.ordering) != Subscription.Ordering.NONE:
        return ()
    return (mistake("corrections-order", pointer="/ordering" if "ordering" in asked else "/corrections"),)


def _start(value: str, _owner: User, now: datetime) -> tuple[Violation, ...]:
    if value in (NOW, BEGINNING) or moment_of(value, pointer="/startFrom") <= now:
        return ()
    return (mistake("start-ahead", pointer="/startFrom"),)


_JUDGES: Final[Mapping[str, Callable[[Any, User, datetime], tuple[Violation, ...]]]] = {
    "name": _name,
    "url": _url,
    "filter": _filter,
    "startFrom": _start,
}
