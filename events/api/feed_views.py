"""Fetching over HTTP: a page of notices by cursor, waiting for one, and the stream (server-sent events)."""

import time
from collections.abc import Callable, Iterable
from typing import ClassVar
from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from events import processing
from events.api import cursors, openapi
from events.api import subscription_openapi as said
from events.api.authentication import anew
from events.api.event_views import next_page
from events.api.parameters import PAGE_SIZE, Parameter
from events.api.renderers import EventStream
from events.api.views import ApiView
from events.domain.subscription_refusals import TooManyStreams
from events.subscriptions.domain import event_streams
from events.subscriptions.pulling import feed
from events.subscriptions.pulling.feed import Answer
from events.subscriptions.pulling.news import news
from events.subscriptions.pulling.places import Places
from events.subscriptions.pulling.waiting import STREAM_SECONDS_MAX, Stream, WaitingPage

RETRY_AFTER_SECONDS = 5
places = Places(of_all=settings.WAITING_MAX, of_one=settings.WAITING_OF_ONE_MAX)
"""Of this process."""


class _FetchedView(ApiView):
    """An address at which events are fetched."""

    def place(self, sealed: str | None, *, of: UUID) -> int | None:
        """The place that a cursor goes on after; None without one. Raises `InvalidQuery`."""
        if sealed is None:
            return None
        other = _("This cursor belongs to another subscription. Give one of this subscription, or none to begin anew.")
        return int(cursors.unseal_place(sealed, asked={"feed": of}, principal=self.principal, other=other))

    def sealed(self, place: int, *, of: UUID) -> str:
        """The cursor that goes on after a place; as long for a late one as for an early one."""
        return cursors.seal(place, asked={"feed": of}, principal=self.principal)

    def look(self, request: Request, *, of: UUID, size: int) -> Callable[[int], Answer]:
        """Read on with the rights of that moment, in the trace of this request."""
        trace_id = processing.trace_id()

        def read(after: int) -> Answer:
            with processing.traced(processing.Trace(trace_id=trace_id)):
                return feed.read(of, principal=anew(request), after=after, size=size)

        return read


class FeedView(_FetchedView):
    """The next notices."""

    parameters: ClassVar[tuple[Parameter, ...]] = said.OF_FEED

    @extend_schema(
        operation_id="haalOp",
        summary="Haal berichten over gebeurtenissen op",
        description=said.FEED,
        tags=said.TAGS,
        parameters=[*openapi.described(parameters), said.SUBSCRIPTION_ID],
        responses=openapi.responds("Berichten"),
    )
    def get(self, request: Request, subscription_id: UUID) -> HttpResponseBase:
        """At once when there is something; else when something comes, or when the time to wait is over."""
        wait, size, seen = self.asked.get("wait", 0), self.asked.get("size", PAGE_SIZE), news.number
        after = self.place(self.asked.get("cursor"), of=subscription_id)
        if request.method == "HEAD":
            feed.refuse(subscription_id, principal=self.principal)
            return HttpResponse(content_type=openapi.JSON)
        told = feed.read(subscription_id, principal=self.principal, after=after, size=size)

        def written(answer: Answer) -> bytes:
            return self._page(request, answer, of=subscription_id)

        if told.notices or told.more or not wait:
            return HttpResponse(written(told), content_type=openapi.JSON)
        place = places.take(self.principal.source_id)
        if place is None:
            headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
            return HttpResponse(written(told), content_type=openapi.JSON, headers=headers)
        news.listen()
        now = time.monotonic()
        page = WaitingPage(
            look=self.look(request, of=subscription_id, size=size),
            told=told,
            seen=seen,
            place=place,
            looked=now,
            until=now + wait,
            written=written,
        )
        return _streaming(page, content_type=openapi.JSON)

    def _page(self, request: Request, answer: Answer, *, of: UUID) -> bytes:
        """The notices as the bytes that others are sent, with where to go on."""
        sealed = self.sealed(answer.to, of=of)
        following = {"cursor": sealed, "more": answer.more, "next": next_page(request, cursor=sealed)}
        events = b",".join(it.body for it in answer.notices)
        return b'{"events":[' + events + b"]," + orjson.dumps(following)[1:]


class StreamView(_FetchedView):
    """The stream."""

    renderer_classes = (EventStream,)
    parameters: ClassVar[tuple[Parameter, ...]] = said.OF_STREAM

    @extend_schema(
        operation_id="volg",
        summary="Volg berichten over gebeurtenissen als stroom",
        description=said.STREAM,
        tags=said.TAGS,
        parameters=[*openapi.described(parameters), said.LAST_EVENT_ID, said.SUBSCRIPTION_ID],
        responses=said.stream(),
    )
    def get(self, request: Request, subscription_id: UUID) -> HttpResponseBase:
        """Each notice as it comes."""
        seen, given = news.number, request.headers.get("Last-Event-ID")
        after = self.place(given or self.asked.get("cursor"), of=subscription_id)
        if request.method == "HEAD":
            feed.refuse(subscription_id, principal=self.principal)
            return _streaming((), content_type=event_streams.MEDIA_TYPE)
        place = places.take(self.principal.source_id)
        if place is None:
            raise TooManyStreams(limit=places.of_one)
        try:
            told = feed.read(subscription_id, principal=self.principal, after=after, size=PAGE_SIZE)
        except BaseException:
            place.free()
            raise
        news.listen()
        now = time.monotonic()
        stream = Stream(
            look=self.look(request, of=subscription_id, size=PAGE_SIZE),
            told=told,
            seen=seen,
            place=place,
            looked=now,
            until=now + STREAM_SECONDS_MAX,
            cursor_of=lambda to: self.sealed(to, of=subscription_id),
        )
        return _streaming(stream, content_type=event_streams.MEDIA_TYPE)


def _streaming(pieces: Iterable[bytes], *, content_type: str) -> StreamingHttpResponse:
    """An answer that proxies pass on piece by piece; that nobody keeps it, every answer of the API says."""
    return StreamingHttpResponse(pieces, content_type=content_type, headers={"X-Accel-Buffering": "no"})
