"""Submitting events: claims, corrections, validations, one or a batch."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import openapi
from events.api.event_views import rendered
from events.api.views import ApiView
from events.commands import recording
from events.domain import wire
from events.domain.event import Kind
from events.domain.permissions import Principal
from events.domain.plain_json import VIOLATIONS_MAX, pointer_token
from events.domain.refusals import InvalidRequest, Refusal, RequestTooLarge, Violation
from events.domain.wire import Submission

CREATED, REPEATED = 201, 200
BATCH_MEMBERS = ("events", "expected")


class _OneView(ApiView):
    """Records one event of one kind; the same request again answers as the first time."""

    kind: ClassVar[Kind]

    def submit(self, request: Request) -> Response:
        """201 with the event and where it stands, or 200 when this very request was recorded before."""
        submission = wire.parse_submission(request.data, kind=self.kind, principal=self.principal)
        recorded = recording.submit([submission], principal=self.principal)[0]
        answer = rendered([recorded.event], principal=self.principal)[0]
        location = request.build_absolute_uri(reverse("api:event", kwargs={"event_id": recorded.event.id}))
        status = REPEATED if recorded.repeated else CREATED
        return Response(answer, status=status, headers={"Location": location})


class ClaimsView(_OneView):
    """Claims."""

    kind = Kind.CLAIM

    @extend_schema(
        operation_id="dienClaimIn",
        summary="Dien een claim in",
        description=openapi.CLAIM,
        tags=["commando's"],
        request=openapi.body("Claim"),
        responses=openapi.recorded("Event"),
    )
    def post(self, request: Request) -> Response:
        """Record one claim."""
        return self.submit(request)


class CorrectionsView(_OneView):
    """Corrections."""

    kind = Kind.CORRECTION

    @extend_schema(
        operation_id="dienCorrectieIn",
        summary="Dien een correctie in",
        description=openapi.CORRECTION,
        tags=["commando's"],
        request=openapi.body("Correction"),
        responses=openapi.recorded("Event"),
    )
    def post(self, request: Request) -> Response:
        """Record one correction."""
        return self.submit(request)


class ValidationsView(_OneView):
    """Validations."""

    kind = Kind.VALIDATION

    @extend_schema(
        operation_id="valideer",
        summary="Valideer een claim of correctie",
        description=openapi.VALIDATION,
        tags=["commando's"],
        request=openapi.body("Validation"),
        responses=openapi.recorded("Event"),
    )
    def post(self, request: Request) -> Response:
        """Record one validation."""
        return self.submit(request)


class BatchesView(ApiView):
    """Several events of any kind, all or nothing."""

    @extend_schema(
        operation_id="dienReeksIn",
        summary="Dien een reeks gebeurtenissen in, alles of niets",
        description=openapi.BATCH,
        tags=["commando's"],
        request=openapi.body("Batch"),
        responses=openapi.recorded("RecordedBatch"),
    )
    def post(self, request: Request) -> Response:
        """Record all of them in the order given, or none."""
        bodies, expected = _read_batch(request.data)
        submissions = _parse_all(bodies, principal=self.principal)
        recorded = recording.submit(submissions, principal=self.principal, expected=expected)
        events = rendered([item.event for item in recorded], principal=self.principal)
        return Response({"events": events}, status=REPEATED if all(item.repeated for item in recorded) else CREATED)


def _read_batch(body: Any) -> tuple[Sequence[Any], Mapping[UUID, UUID]]:
    if not isinstance(body, Mapping):
        raise _invalid("", "type", _("Send one JSON object."))
    unknown = [name for name in body if name not in BATCH_MEMBERS]
    if unknown:
        message = _("Remove this field: a batch has events and expected.")
        raise InvalidRequest(
            violations=tuple(
                Violation(pointer=f"/{pointer_token(name)}", code="unknown-field", message=message) for name in unknown
            )
        )
    items = body.get("events")
    if not isinstance(items, list) or not items:
        raise _invalid("/events", "min-items", _("Give at least one event, in a list."))
    if len(items) > recording.BATCH_MAX:
        raise RequestTooLarge(limit=recording.BATCH_MAX, unit="events", pointer="/events")
    return items, wire.expected_of(body)


def _parse_all(bodies: Sequence[Any], *, principal: Principal) -> list[Submission]:
    """Every item read. Raises `InvalidRequest` with the violations of all items, or the first other refusal."""
    parsed: list[Submission] = []
    violations: list[Violation] = []
    for index, body in enumerate(bodies):
        try:
            parsed.append(wire.parse_submission(body, kind=None, principal=principal))
        except InvalidRequest as refusal:
            violations += [replace(found, pointer=f"/events/{index}{found.pointer}") for found in refusal.violations]
        except Refusal as refusal:
            refusal.item = index
            raise
    if violations:
        raise InvalidRequest(violations=tuple(violations[:VIOLATIONS_MAX]))
    return parsed


def _invalid(pointer: str, code: str, message: str) -> InvalidRequest:
    return InvalidRequest(violations=(Violation(pointer=pointer, code=code, message=message),))
