"""Deciding on a boundary: which ids a request touches, the events that lie there, and the entries to append.

The boundary of a correction is known only when its chain has been read, so ids are widened until a read holds them all.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from events import store
from events.commands.expectations import refuse_newer_events
from events.commands.placing import Place, draft_of
from events.domain.boundaries import boundary_of
from events.domain.decide import decide
from events.domain.event import Draft, Event, Kind
from events.domain.event_types import Catalogue
from events.domain.log import Log
from events.domain.permissions import Permission, Principal
from events.domain.refusals import Refusal, SameOccurrence
from events.domain.wire import Submission
from events.examiner import examiner

WIDENINGS_MAX = 8
UNRECORDED = 2**62 + 2**61


class Drafting:
    """The requests of one transaction, decided one after the other on what they find and on each other.

    `numbers` are the boundary's numbers as read (what the append must still find); `read_log` is what was read;
    `entries` are what to append, in order.
    """

    def __init__(
        self,
        requests: Sequence[tuple[Submission, UUID]],
        *,
        principal: Principal,
        catalogue: Catalogue,
        now: datetime,
        lock: bool,
        expected: Collection[UUID] = (),
        as_accepted: bool = False,
    ) -> None:
        """Read what the requests rest on; `as_accepted`: and what accepting their claims and corrections would."""
        self.as_accepted = as_accepted
        self.principal = principal
        self.catalogue = catalogue
        self.now = now
        read = self._read_all(requests, lock=lock, expected=expected)
        self.numbers = read.numbers
        self.read_log = read.log
        self.log = read.log
        self.entries: list[store.Entry] = []

    def decide(self, submission: Submission, *, event_id: UUID) -> None:
        """Add the entry of one request to `entries`, and to what the next one is decided on. Raises refusals.

        What a request expects may be an event earlier in the batch: the ones before it are recorded when it is.
        """
        draft = self.drafted(submission, event_id=event_id)
        refuse_newer_events(submission.expected, principal=self.principal, earlier=self.entries)
        try:
            decided = decide(draft, log=self.log, catalogue=self.catalogue, now=self.now, examine=examiner())
        except SameOccurrence as refusal:
            self._take_out_hidden(refusal)
            raise
        addresses = boundary_of(decided, log=self.log, catalogue=self.catalogue)
        self.log = self.log.with_(supposed(decided, log=self.log, now=self.now))
        self.entries.append(store.Entry(draft=decided, addresses=addresses, request=submission.request))

    def drafted(self, submission: Submission, *, event_id: UUID) -> Draft:
        """The complete draft of one request, not decided on. Raises what `placing.draft_of` raises."""
        return draft_of(submission, event_id=event_id, place=self._place(self.log))

    def _place(self, log: Log) -> Place:
        return Place(log=log, catalogue=self.catalogue, principal=self.principal, now=self.now)

    def _read_all(
        self, requests: Sequence[tuple[Submission, UUID]], *, lock: bool, expected: Collection[UUID]
    ) -> store.Read:
        ids: set[UUID] = set(store.roots({ref for submission, _ in requests for ref in submission.references}))
        ids.update(expected, *(submission.expected for submission, _ in requests))
        for _ in range(WIDENINGS_MAX):
            read = store.read(ids)
            wider = ids | self._touched(requests, log=read.log)
            if wider == ids:
                return self._held(ids, requests) if lock else read
            ids = wider
        raise store.BoundaryMoved

    def _held(self, ids: Collection[UUID], requests: Sequence[tuple[Submission, UUID]]) -> store.Read:
        """The same boundary, read again behind its locks: what it says now stays so until the transaction ends."""
        read = store.read(ids, lock=True)
        if not set(ids) >= self._touched(requests, log=read.log):
            raise store.BoundaryMoved
        return read

    def _touched(self, requests: Sequence[tuple[Submission, UUID]], *, log: Log) -> set[UUID]:
        """All that the decisions rest on: what will be linked, and the claims that the grounds in the chain belong to.

        A refusal on the way is left to `decide`, which knows the item.
        """
        found: set[UUID] = set()
        for submission, event_id in requests:
            try:
                draft = draft_of(submission, event_id=event_id, place=self._place(log))
                addresses = boundary_of(draft, log=log, catalogue=self.catalogue)
            except Refusal:
                break
            chain = (*log.chain(addresses.root), draft)
            roots = (log.root_id(ground) for event in chain for ground in event.grounds)
            found |= addresses.all | {root for root in roots if root is not None}
            if draft.kind is Kind.VALIDATION or self.as_accepted:
                found |= examiner().also_reads(
                    draft.event_type, object_ids=addresses.objects, log=log, catalogue=self.catalogue
                )
            log = log.with_(supposed(draft, log=log, now=self.now))
        return found

    def _take_out_hidden(self, refusal: SameOccurrence) -> None:
        """Leave out of the refusal the id of an event that the caller may not see."""
        holder = self.log.get(refusal.in_force) if refusal.in_force else None
        if holder is not None and not self.principal.may(Permission.VIEW, zone=holder.zone):
            refusal.in_force = None


def supposed(draft: Draft, *, log: Log, now: datetime) -> Event:
    """The draft as if recorded after everything in the log: for deciding on the rest of a batch, and for rehearsals."""
    latest = max((event.created_at for event in log), default=now)
    return Event.from_draft(draft, created_at=max(now, latest + timedelta(microseconds=1)), order=UNRECORDED + len(log))
