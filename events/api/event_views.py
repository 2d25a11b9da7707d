"""Reading events."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events import catalogue
from events.api import cursors, openapi
from events.api.parameters import EVENT_VERSION, FILTERS, PAGE_SIZE, PAGING, InvalidQuery, Parameter
from events.api.views import ApiView
from events.domain import upcasting, wire
from events.domain.event import Event
from events.domain.permissions import Permission, Principal
from events.domain.refusals import UnknownEventVersion, Violation
from events.models import Zone
from events.queries import events


class EventsView(ApiView):
    """All events that answer a filter, page by page."""

    parameters: ClassVar[tuple[Parameter, ...]] = (*FILTERS, *PAGING)

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
        filters = {name: value for name, value in self.asked.items() if name not in {"size", "cursor"}}
        after = cursors.unseal(self.asked.get("cursor"), asked=filters, principal=self.principal)
        page = events.search(
            events.EventFilter(**filters),
            principal=self.principal,
            after=after,
            size=self.asked.get("size", PAGE_SIZE),
        )
        cursor = cursors.seal(page.next_after, asked=filters, principal=self.principal)
        return Response(
            {
                "events": rendered(page.events, principal=self.principal),
                "zones": list(page.zones),
                "cursor": cursor,
                "more": page.more,
                "next": _next(request, cursor=cursor),
            }
        )


class EventView(ApiView):
    """One event."""

    parameters: ClassVar[tuple[Parameter, ...]] = (EVENT_VERSION,)

    @extend_schema(
        operation_id="leesGebeurtenis",
        summary="Lees een gebeurtenis",
        description=openapi.READ,
        tags=["gebeurtenissen"],
        parameters=[*openapi.described(parameters), openapi.EVENT_ID],
        responses=openapi.responds("Event"),
    )
    def get(self, _request: Request, event_id: UUID) -> Response:
        """The event, its data as recorded or in the shape of a newer version."""
        event = events.get(event_id, principal=self.principal)
        answer = rendered([event], principal=self.principal)[0]
        if "version" in self.asked:
            answer |= _in_version(event, version=self.asked["version"])
        return Response(answer)


def rendered(found: Iterable[Event], *, principal: Principal) -> list[dict[str, Any]]:
    """The eleven wire fields with the envelope: zone, organisation, and the position for who sees the whole zone."""
    organisations = _organisations()
    return [
        wire.render(event)
        | {
            "zone": event.zone,
            "organisation": organisations[event.zone],
            "position": event.position if principal.may(Permission.VIEW, zone=event.zone) else None,
        }
        for event in found
    ]


def _organisations() -> Mapping[str, str]:
    return dict(Zone.objects.values_list("slug", "organisation__oin"))


def next_page(request: Request, *, cursor: str | None) -> str | None:
    """The address of the page after this one, when there is one."""
    return None if cursor is None else _next(request, cursor=cursor)


def _next(request: Request, *, cursor: str) -> str:
    asked = [(name, value) for name, values in request.query_params.lists() for value in values if name != "cursor"]
    return f"{request.build_absolute_uri(request.path)}?{urlencode([*asked, ('cursor', cursor)])}"


def _in_version(event: Event, *, version: str) -> dict[str, Any]:
    published = catalogue.catalogue()
    try:
        return upcasting.as_version(event, version=version, catalogue=published)
    except UnknownEventVersion as refusal:
        known = ", ".join(refusal.versions)
        message = f"This event is readable as version {known}."
        raise InvalidQuery(
            violations=(Violation(pointer="/eventVersion", code="event-version", message=message),)
        ) from None
