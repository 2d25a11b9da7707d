"""What can be chosen from: zones, event types and their schemas. No personal data, so nothing is written down."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events import catalogue
from events.api import openapi
from events.api.views import ApiView
from events.domain.canonical import instant_text
from events.domain.event_types import EventTypeVersion
from events.domain.refusals import UnknownEventType, UnknownEventVersion
from events.queries import zones


class ZonesView(ApiView):
    """The caller's zones."""

    @extend_schema(
        operation_id="lijstZones",
        summary="Uw zones en bevoegdheden",
        description=openapi.ZONES,
        tags=["catalogus"],
        responses=openapi.responds("Zones"),
    )
    def get(self, _request: Request) -> Response:
        """Every zone in which the caller may do something, and what."""
        found = [
            {
                "zone": zone.slug,
                "name": zone.name,
                "description": zone.description,
                "organisation": zone.organisation.oin,
                "closed": zone.closed,
                "permissions": sorted(permission.value for permission in self.principal.zones[zone.slug]),
            }
            for zone in zones.zones_of(self.principal)
        ]
        return Response({"zones": found})


class EventTypesView(ApiView):
    """All event types."""

    @extend_schema(
        operation_id="lijstGebeurtenistypen",
        summary="Alle gebeurtenistypen",
        description=openapi.EVENT_TYPES,
        tags=["catalogus"],
        responses=openapi.responds("EventTypes"),
    )
    def get(self, _request: Request) -> Response:
        """Every type by its newest version, with the versions there are."""
        published = catalogue.catalogue()
        found = [_summary(published.versions(name)) for name in published.names()]
        return Response({"eventTypes": found})


class EventTypeView(ApiView):
    """One event type."""

    @extend_schema(
        operation_id="leesGebeurtenistype",
        summary="Een gebeurtenistype met zijn versies",
        description=openapi.EVENT_TYPE,
        tags=["catalogus"],
        parameters=[openapi.TYPE_NAME],
        responses=openapi.responds("EventType"),
    )
    def get(self, _request: Request, name: str) -> Response:
        """The type with the rules of every version."""
        try:
            versions = catalogue.catalogue().versions(name)
        except UnknownEventType:
            raise Http404 from None
        rules = [_rules(version) | _use(version) for version in versions]
        return Response(_summary(versions) | {"versions": rules})


class SchemaView(ApiView):
    """The JSON Schema of one version."""

    @extend_schema(
        operation_id="leesSchema",
        summary="Het JSON Schema van een versie van een gebeurtenistype",
        description=openapi.SCHEMA,
        tags=["catalogus"],
        parameters=[openapi.SCHEMA_NAME, openapi.VERSION_NAME],
        responses=openapi.responds("JsonSchema"),
    )
    def get(self, _request: Request, name: str, version: str) -> Response:
        """The schema that the data of a claim must satisfy."""
        try:
            found = catalogue.catalogue().version(name, version)
        except (UnknownEventType, UnknownEventVersion):
            raise Http404 from None
        return Response(dict(found.schema), headers=_deprecation_headers(found))


def _summary(versions: tuple[EventTypeVersion, ...]) -> dict[str, Any]:
    newest = versions[-1]
    return {
        "name": newest.name,
        "title": newest.title,
        "newest": newest.version,
        "versions": [version.version for version in versions],
    }


def _rules(version: EventTypeVersion) -> dict[str, Any]:
    return {
        "version": version.version,
        "title": version.title,
        "schema": f"schemas/{version.name}/{version.version}",
        "sourceTypes": sorted(version.source_types),
        "requiredReferences": [
            {"eventTypes": list(demand.event_types), "accepted": demand.accepted}
            for demand in version.required_references
        ],
        "identityKey": list(version.identity_key),
        "materialPointer": version.material_pointer,
        "acceptances": version.acceptances,
        "constitutive": version.constitutive,
        "takeover": version.takeover,
        "requiredToAccept": list(version.accept_schema.get("required", ())),
    }


def _use(version: EventTypeVersion) -> dict[str, Any]:
    """Whether nothing new is claimed with the version (any more, or from a moment that is announced)."""
    said = catalogue.catalogue().deprecation(version.name, version.version)
    if said is None:
        return {"deprecated": False, "deprecation": None}
    told = {"since": instant_text(said.since), "reason": said.reason, "successor": said.successor}
    return {"deprecated": said.since <= timezone.now(), "deprecation": told}


def _deprecation_headers(version: EventTypeVersion) -> dict[str, str]:
    """RFC 9745: from when the resource is deprecated, and (RFC 5829) what takes its place."""
    said = catalogue.catalogue().deprecation(version.name, version.version)
    if said is None:
        return {}
    found = {"Deprecation": f"@{int(said.since.timestamp())}"}
    if said.successor is not None:
        address = reverse("api:schema", kwargs={"name": version.name, "version": said.successor})
        found["Link"] = f'<{address}>; rel="successor-version"'
    return found
