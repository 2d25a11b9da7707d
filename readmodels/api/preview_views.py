"""The dry run of a claim, a correction or a validation: what would be checked, and what would follow."""

from datetime import UTC, datetime
from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import openapi
from events.api.views import ApiView
from events.domain import wire
from events.domain.event import Kind
from readmodels.api import rendering
from readmodels.api.openapi import PREVIEW
from readmodels.queries.previews import preview


class _PreviewView(ApiView):
    """Tries one event of one kind; nothing of it is recorded."""

    kind: ClassVar[Kind]

    def rehearse(self, request: Request) -> Response:
        """What would happen."""
        submission = wire.parse_submission(request.data, kind=self.kind, principal=self.principal)
        return Response(rendering.preview(preview(submission, principal=self.principal, now=datetime.now(UTC))))


class ClaimPreviewView(_PreviewView):
    """Dry run of a claim."""

    kind = Kind.CLAIM

    @extend_schema(
        operation_id="beproefClaim",
        summary="Beproef een claim",
        description=PREVIEW,
        tags=["commando's"],
        request=openapi.body("Claim"),
        responses=openapi.responds("Preview"),
    )
    def post(self, request: Request) -> Response:
        """Try one claim."""
        return self.rehearse(request)


class CorrectionPreviewView(_PreviewView):
    """Dry run of a correction."""

    kind = Kind.CORRECTION

    @extend_schema(
        operation_id="beproefCorrectie",
        summary="Beproef een correctie",
        description=PREVIEW,
        tags=["commando's"],
        request=openapi.body("Correction"),
        responses=openapi.responds("Preview"),
    )
    def post(self, request: Request) -> Response:
        """Try one correction."""
        return self.rehearse(request)


class ValidationPreviewView(_PreviewView):
    """Dry run of a validation."""

    kind = Kind.VALIDATION

    @extend_schema(
        operation_id="beproefValidatie",
        summary="Beproef een validatie",
        description=PREVIEW,
        tags=["commando's"],
        request=openapi.body("Validation"),
        responses=openapi.responds("Preview"),
    )
    def post(self, request: Request) -> Response:
        """Try one validation."""
        return self.rehearse(request)
