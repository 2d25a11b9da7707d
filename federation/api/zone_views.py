"""The query API of one zone, for peers: what our own API reads, on the rights of a grant.

A peer is admitted by the inway for exactly one zone and some event types (`peer_callers`). Whatever lies outside them
does not exist for it.
"""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import bodies, cursors, openapi
from events.api.event_views import EventsView, EventView
from events.api.parameters import PAGING, Parameter, whole
from events.api.throttles import ClientRate
from events.api.views import ApiView
from events.domain import moments, wire
from events.domain.canonical import instant_text
from events.domain.refusals import InvalidRequest, Violation
from events.queries import zone_events
from events.queries.zone_events import ANNOUNCED_MAX, EventsAbout
from federation.api import peer_rates
from federation.api.peer_callers import PeerToken, caller_of
from federation.api.zone_schemas import ABOUT_OBJECTS

ABOUT = (
    "Alle gebeurtenissen in deze zone, van de typen in uw contract, over een van deze objecten: met hun hele keten en "
    "waar die naar verwijst, in de volgorde van het log. Een object waarover u niets mag weten antwoordt precies als "
    "een dat niet bestaat: met een lege lijst.\n\nElke vraag wordt vastgelegd in het Logboek Dataverwerkingen."
)
ANNOUNCEMENTS = (
    "Over welke objecten er gebeurtenissen zijn van de typen in uw contract, in de volgorde van het log. Herhaal uw "
    "vraag met `cursor` om alleen te krijgen wat nieuw is. Alleen als uw contract dat zegt, en van een gevoelige zone "
    "nooit.\n\nElke vraag wordt vastgelegd in het Logboek Dataverwerkingen."
)
FEED = (
    Parameter(
        name="size",
        field="size",
        read=whole(1, ANNOUNCED_MAX),
        schema={"type": "integer", "minimum": 1, "maximum": ANNOUNCED_MAX, "default": ANNOUNCED_MAX},
        description="Naar hoeveel gebeurtenissen een pagina hoogstens kijkt.",
    ),
    *(parameter for parameter in PAGING if parameter.name == "cursor"),
)
THROTTLES = (ClientRate, peer_rates.GrantRate)


class ZoneEventsView(EventsView):
    """All events that the peer may read and that answer a filter.

    Not by standing: that can follow from what the peer may not see.
    """

    authentication_classes = (PeerToken,)
    throttle_classes = THROTTLES
    parameters: ClassVar[tuple[Parameter, ...]] = tuple(it for it in EventsView.parameters if it.field != "standings")

    @extend_schema(
        operation_id="zoekGebeurtenissen",
        summary="Zoek gebeurtenissen",
        description=openapi.SEARCH,
        tags=["gebeurtenissen"],
        parameters=openapi.described(parameters),
        responses=openapi.responds("EventPage"),
    )
    def get(self, request: Request) -> Response:
        """One page."""
        answer = super().get(request)
        peer_rates.count_events(caller_of(request), len(answer.data["events"]))
        return answer


class ZoneEventView(EventView):
    """One event."""

    authentication_classes = (PeerToken,)
    throttle_classes = THROTTLES


class EventsAboutView(ApiView):
    """Everything about some objects."""

    authentication_classes = (PeerToken,)
    throttle_classes = THROTTLES

    @extend_schema(
        operation_id="leesGebeurtenissenOverObjecten",
        summary="Alle gebeurtenissen over deze objecten",
        description=ABOUT,
        tags=["gebeurtenissen"],
        request=openapi.body("AboutObjects"),
        responses=openapi.responds("EventsAbout"),
    )
    def post(self, request: Request) -> Response:
        """One answer, or a refusal: never a part."""
        asked = bodies.read(request.data, ABOUT_OBJECTS)
        caller, object_ids = caller_of(request), {UUID(it) for it in asked["objectIds"]}
        peer_rates.count_objects(caller, len(object_ids))
        found = zone_events.events_about(
            object_ids,
            zone=caller.zone,
            as_at=_moment(asked.get("asAt")),
            principal=self.principal,
        )
        peer_rates.count_events(caller, len(found.events))
        return Response(_told(found))


class ObjectAnnouncementsView(ApiView):
    """Of which objects there are events."""

    authentication_classes = (PeerToken,)
    throttle_classes = THROTTLES
    parameters: ClassVar[tuple[Parameter, ...]] = FEED

    @extend_schema(
        operation_id="leesAangekondigdeObjecten",
        summary="Over welke objecten er gebeurtenissen zijn",
        description=ANNOUNCEMENTS,
        tags=["gebeurtenissen"],
        parameters=openapi.described(parameters),
        responses=openapi.responds("ObjectAnnouncements"),
    )
    def get(self, request: Request) -> Response:
        """One page."""
        caller = caller_of(request)
        # A cursor of one grant means nothing under another: it may be about other types.
        bound = {"zone": caller.zone, "grant": caller.grant_hash}
        found = zone_events.announced(
            caller.zone,
            agreed=caller.announces,
            after=cursors.unseal(self.asked.get("cursor"), asked=bound, principal=self.principal),
            size=self.asked.get("size", ANNOUNCED_MAX),
            principal=self.principal,
        )
        peer_rates.count_events(caller, len(found.object_ids))
        cursor = cursors.seal(found.next_after, asked=bound, principal=self.principal)
        return Response(
            {
                "objectIds": list(map(str, found.object_ids)),
                "cursor": cursor,
                "more": found.more,
                "horizon": None if found.horizon is None else instant_text(found.horizon),
            }
        )


def _moment(value: object) -> Any:
    """The moment that was sent. Raises `InvalidRequest`."""
    moment = moments.parse_instant(value)
    if value is not None and moment is None:
        message = _("Give a moment with its offset, such as 2026-11-20T04:37:00Z.")
        raise InvalidRequest(violations=(Violation(pointer="/asAt", code="date-time", message=message),))
    return moment


def _told(found: EventsAbout) -> dict[str, Any]:
    return {
        "events": [wire.render(event) for event in found.events],
        "zone": found.zone,
        "organisation": {"oin": found.organisation.oin, "name": found.organisation.name},
        "horizon": None if found.horizon is None else instant_text(found.horizon),
    }
