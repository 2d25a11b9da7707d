"""From a notice to the births that ask for a number.

A notice is a reason to look, no more: what holds is asked of F6. So a notice that comes late, twice, or of something
that was taken back meanwhile does no harm.
"""

import json
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID, uuid5

from .book import Birth
from .f6 import F6, Json

NAMESPACE: Final = UUID("6c3e1a52-6f0b-5f0e-9d53-3c1c8f9b6f10")
"""Of the ids of our claims. Another service of this kind has another one."""
IN_FORCE: Final = ("accepted", "corrected")
"""The standings of a claim that counts; corrected: it does, and a correction says how."""


def claim_id_of(birth_id: str) -> str:
    """The id of the claim in which we say which number goes with a birth: always the same one."""
    return str(uuid5(NAMESPACE, birth_id))


def births_of(notice: Json, *, f6: F6, source_id: str) -> tuple[list[Birth], str]:
    """The births in a notice whose child needs a number from us, and in words why, or why not.

    `source_id` is who F6 says we are. Raises `f6.NoAnswer`.
    """
    found, outcomes = [], []
    for event_id in _accepted(notice, f6=f6):
        birth, outcome = _look_at(event_id, accepted_at=notice["time"], f6=f6, source_id=source_id)
        found += [birth] if birth else []
        outcomes.append(outcome)
    return found, "; ".join(outcomes) or "nothing that we can see was accepted"


def claim_of(birth: Birth, bsn: str) -> bytes:
    """The claim that we send: whose number it is, on the ground of which birth.

    The birth is named as a ground: when it turns out never to have been, F6 tells the official who decides on this.
    """
    said = {
        "id": birth.claim_id,
        "zone": birth.zone,
        "event_kind": "claim",
        "event_type": "BsnToegekend",
        "event_version": "1",
        "occurred_at": birth.accepted_at,
        "object_ids": [birth.child],
        "event_reference": [birth.id],
        "event_data": {"persoon": {"objectId": birth.child}, "bsn": bsn},
    }
    return json.dumps(said).encode()


def _accepted(notice: Json, *, f6: F6) -> Iterator[str]:
    """The ids of the claims and corrections that became accepted: the notice says which, or its event does."""
    data = notice.get("data")
    told = data.get("standings") if isinstance(data, dict) else None
    if isinstance(told, list):
        yield from (str(it.get("id")) for it in told if isinstance(it, dict) and it.get("standing") == "accepted")
        return
    event = f6.event(notice["id"])
    if event is not None and event["event_kind"] == "validation" and event["event_data"]["decision"] == "accepted":
        yield event["event_reference"][0]


def _look_at(event_id: str, *, accepted_at: str, f6: F6, source_id: str) -> tuple[Birth | None, str]:
    root = _root_of(event_id, f6=f6)
    if root is None or root["event_type"] != "Geboorte":
        return None, "not a birth that we can see"
    said = _content_of(root, f6=f6)
    if said is None:
        return None, "a birth that does not hold (any more)"
    if said.get("levenloos"):
        return None, "stillborn: no number"
    child = said["kind"]["objectId"]
    of_child = {"objectId": child, "eventType": "BsnToegekend", "eventKind": "claim"}
    if any(f6.events(**of_child, standing=IN_FORCE)):
        return None, "the child has a number"
    claims = list(f6.events(**of_child, standing="open"))
    ours = [str(it["event_data"]["bsn"]) for it in claims if it["event_source_id"] == source_id]
    if len(ours) < len(claims):
        return None, "somebody else claims a number for the child"
    birth = Birth(
        id=root["id"],
        child=child,
        zone=root["zone"],
        accepted_at=accepted_at,
        claim_id=claim_id_of(root["id"]),
        known=next(iter(ours), None),
    )
    return birth, "a number for the child"


def _root_of(event_id: str, *, f6: F6) -> Json | None:
    """The claim that an event is or, in the end, corrects."""
    event = f6.event(event_id)
    while event is not None and event["event_kind"] != "claim":
        event = f6.event(event["event_reference"][0])
    return event


def _content_of(root: Json, *, f6: F6) -> dict[str, Any] | None:
    """What a claim says now, by the corrections in force; None when it does not count."""
    of_type = {"objectId": root["object_ids"][0], "eventType": root["event_type"]}
    counting = {it["id"] for it in f6.events(**of_type, eventKind="claim", standing=IN_FORCE)}
    if root["id"] not in counting:
        return None
    tip, said = root["id"], root["event_data"]
    while correction := _correction_of(tip, f6=f6):
        tip, said = correction["id"], correction["event_data"]["data"]
    return dict(said)


def _correction_of(event_id: str, *, f6: F6) -> Json | None:
    """The replacement of an event that is in force."""
    found = f6.events(reference=event_id, eventKind="correction", standing=IN_FORCE)
    replacing = (it for it in found if it["event_reference"][0] == event_id)
    return next((it for it in replacing if it["event_data"]["operation"] == "replace"), None)
