"""The only door to the log: read, append, import, follow.

What comes out are events as the rules know them (`events.domain.event`). Zones that are closed come out too: hiding
them, like hiding what a caller may not see, is the work of the queries.
"""

from events.domain.boundaries import Addresses
from events.store.appending import Appended, append
from events.store.by_type import Stored, count_of_type, newest_of_type
from events.store.entries import BOUNDARY_MAX, BoundaryMoved, Entry, Precision
from events.store.importing import import_events
from events.store.objects import (
    Span,
    claims_about,
    last_objects,
    named_in_chains,
    object_ids,
    recorded_since,
    seq_of,
    settled_by,
    spans,
    with_events,
    zones_about,
)
from events.store.reading import (
    READ_MAX,
    Read,
    Sealed,
    chains_of,
    events_of,
    find,
    find_request,
    following,
    horizon,
    last_seq,
    read,
    roots,
    roots_referring_to,
    roots_sharing_keys,
    sealed_at,
    seq_before,
    within,
)

__all__ = [
    "BOUNDARY_MAX",
    "READ_MAX",
    "Addresses",
    "Appended",
    "BoundaryMoved",
    "Entry",
    "Precision",
    "Read",
    "Sealed",
    "Span",
    "Stored",
    "append",
    "chains_of",
    "claims_about",
    "count_of_type",
    "events_of",
    "find",
    "find_request",
    "following",
    "horizon",
    "import_events",
    "last_objects",
    "last_seq",
    "named_in_chains",
    "newest_of_type",
    "object_ids",
    "read",
    "recorded_since",
    "roots",
    "roots_referring_to",
    "roots_sharing_keys",
    "sealed_at",
    "seq_before",
    "seq_of",
    "settled_by",
    "spans",
    "with_events",
    "within",
    "zones_about",
]
