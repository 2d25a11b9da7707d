"""Asking partners for events about objects, all at once, by the outway: each answers or is told not to have.

A partner that announces its objects, and told of none of these, is not asked: so he does not learn of whom we ask.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from events.domain.canonical import instant_text
from federation.domain import answers
from federation.domain.answers import NoAnswer, Reason, Source, SourceAnswer
from federation.models import Peer
from federation.projectors import object_holdings
from federation.queries import object_places, partners
from federation.queries.partners import Partner
from federation.queries.sources import Answer, NotAsked, Others, WhyNot
from federation.transport import identity, outway
from federation.transport.identity import Identity, IdentityUnusable
from federation.transport.outway import Answered, Call, NotAnswered

BYTES_MAX: Final = 20 * 1024 * 1024
"""Of one answer."""
ABOUT: Final = "/events-about"
JSON: Final = "application/json"


class Silence(StrEnum):
    """Why a partner gave no answer, beside the outway's own reasons (`outway.Why`)."""

    CONTRACT_ENDED = "contract-ended"
    ACCESS_REFUSED = "access-refused"
    SERVICE_GONE = "service-gone"
    FAILED = "failed"
    IDENTITY_UNUSABLE = "identity-unusable"


class NotReady(StrEnum):
    """Why a partner is not asked, beside those that the reader knows (`sources.WhyNot`)."""

    OTHER_CERTIFICATE = "other-certificate"
    """The contract names another certificate of ours than the one that we have now."""
    IDENTITY_UNUSABLE = "identity-unusable"
    """Our own certificate cannot be used: nobody can be asked."""


def others() -> Others:
    """Everybody whom we may ask now, on every grant by which we may; and who is not asked, and why.

    A zone of which the contract ended, was revoked or has yet to begin is always named. Answers are not complete
    without it for a year after it ended (`partners.MISSED`): they were complete by what it told. One that is yet to
    begin told nothing before, so nothing is missing that was there.
    """
    if not identity.is_on():
        return Others(sources=(), not_asked=(), fetch=_Fetching({}))
    try:
        own = identity.own()
    except IdentityUnusable:
        unknown = NotAsked(peer_id="", organisation="", service="", reason=NotReady.IDENTITY_UNUSABLE)
        return Others(sources=(), not_asked=(unknown,), fetch=_Fetching({}))
    now = timezone.now()
    found = partners.whom_we_read(own=own, now=now)
    return Others(
        sources=tuple(map(_source, found)),
        not_asked=tuple(_not_asked(own=own, now=now, read={(it.peer_id, it.service) for it in found})),
        fetch=_Fetching({it.grant_hash: it for it in found}),
        told=_told,
    )


def _not_asked(*, own: Identity, now: datetime, read: Collection[tuple[str, str]]) -> Iterator[NotAsked]:
    """Every zone that was agreed on and that cannot be read now on any grant, once.

    Who withdrew while we looked is asked, and says so himself.
    """
    others = {(it.peer_id, it.service): it for it in partners.with_another_certificate(own=own, now=now)}
    for zone, partner in others.items():
        if zone not in read:
            yield NotAsked(
                peer_id=partner.peer_id,
                organisation=partner.name,
                service=partner.service,
                reason=NotReady.OTHER_CERTIFICATE,
            )
    for former in partners.whom_we_read_no_more(own=own, now=now):
        if (former.peer_id, former.service) in read:
            continue
        yield NotAsked(
            peer_id=former.peer_id,
            organisation=former.name,
            service=former.service,
            reason=WhyNot.NO_CONTRACT,
            since=former.ended_at,
            harmless=not former.missed,
        )


def _source(partner: Partner) -> Source:
    return Source(
        peer_id=partner.peer_id,
        service=partner.service,
        grant_hash=partner.grant_hash,
        organisation=partner.name,
        responsible_for=partner.terms.responsible_for,
        granted=partner.terms.event_types,
        purpose=partner.terms.purpose,
    )


def _told(sources: Collection[Source], *, object_ids: Collection[UUID]) -> Mapping[Source, SourceAnswer]:
    """Who announces its objects, and told of none of these, has nothing: until when it told so."""
    silent = object_places.told_nothing((it.grant_hash for it in sources), about=object_ids, now=timezone.now())
    return {
        source: SourceAnswer(events=(), horizon=silent[source.grant_hash], zone=source.zone)
        for source in sources
        if source.grant_hash in silent
    }


@dataclass(frozen=True)
class _Fetching:
    """Asks these partners, by the hash of the grant on which each is."""

    partners: Mapping[str, Partner]

    def __call__(
        self, sources: Collection[Source], *, object_ids: Collection[UUID], as_at: datetime | None, seconds: float
    ) -> Mapping[Source, Answer]:
        now = timezone.now()
        found: dict[Source, Answer] = {}
        calls: dict[Source, Call] = {}
        for source in sources:
            partner = self.partners.get(source.grant_hash)
            if partner is None or not partner.granted.contract.may_be_used(now):
                found[source] = NoAnswer(reason=Silence.CONTRACT_ENDED)
            else:
                calls[source] = _call(partner, object_ids=object_ids, as_at=as_at, seconds=seconds)
        return {**found, **self._asked(calls, about=object_ids, seconds=seconds, now=now)}

    def _asked(
        self, calls: Mapping[Source, Call], *, about: Collection[UUID], seconds: float, now: datetime
    ) -> Mapping[Source, Answer]:
        try:
            came = outway.call_all(list(calls.values()), seconds=seconds, now=now)
        except IdentityUnusable:
            return dict.fromkeys(calls, NoAnswer(reason=Silence.IDENTITY_UNUSABLE))
        peers = Peer.objects.in_bulk({it.peer_id for it in calls})
        announcing = object_places.announcing(it.grant_hash for it in calls)
        found: dict[Source, Answer] = {}
        for source, result in zip(calls, came, strict=True):
            peer = peers.get(source.peer_id)
            found[source] = answer = _read(result, since=peer.failing_since if peer else None)
            if isinstance(answer, SourceAnswer) and source.grant_hash in announcing:
                object_holdings.learn_from_answer(
                    answer.events, asked=about, peer_id=source.peer_id, service_name=source.service, now=now
                )
        return found


def _call(partner: Partner, *, object_ids: Collection[UUID], as_at: datetime | None, seconds: float) -> Call:
    asked: dict[str, Any] = {"objectIds": sorted(map(str, object_ids))}
    if as_at is not None:
        asked["asAt"] = instant_text(as_at)
    return Call(
        grant=partner.granted.grant,
        method="POST",
        path=ABOUT,
        headers={"Content-Type": JSON, "Accept": JSON},
        body=json.dumps(asked).encode(),
        seconds=seconds,
        bytes_max=BYTES_MAX,
        repeatable=True,  # it only reads
    )


def _read(came: Answered | NotAnswered, *, since: datetime | None) -> Answer:
    if isinstance(came, NotAnswered):
        return NoAnswer(reason=came.why, since=since)
    status = came.reply.status
    if status != 200:
        return NoAnswer(reason=_meaning_of(status))
    try:
        return answers.answer_in(json.loads(came.reply.body))
    except (ValueError, RecursionError):
        return NoAnswer(reason=Reason.MALFORMED)


def _meaning_of(status: int) -> Silence:
    if status in (401, 403):
        return Silence.ACCESS_REFUSED
    return Silence.SERVICE_GONE if status in (404, 502, 503) else Silence.FAILED
