"""Drafts of event types over HTTP: write, see what changes, hold against what is stored, try, publish."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import bodies, cursors, openapi
from events.api import type_openapi as said
from events.api import type_rendering as rendering
from events.api.event_views import next_page
from events.api.parameters import PAGING, Parameter
from events.api.views import ApiView
from events.catalogue.drafts import judged
from events.commands import event_types as commands
from events.domain.refusals import InvalidRequest
from events.queries import compatibility, type_drafts

TAGS = ["gebeurtenistypen"]


class DraftsView(ApiView):
    """All drafts."""

    @extend_schema(
        operation_id="concepten",
        summary="Aan welke versies geschreven wordt",
        description=said.DRAFTS,
        tags=TAGS,
        responses=openapi.responds("Concepten"),
    )
    def get(self, _request: Request) -> Response:
        """Each with everything that is wrong with it."""
        found = type_drafts.drafts(principal=self.principal)
        return Response({"drafts": [rendering.draft(judged(it)) for it in found]})

    @extend_schema(
        operation_id="beginConcept",
        summary="Begin een concept van een versie",
        description=said.BEGIN,
        tags=TAGS,
        request=openapi.body("NieuwConcept"),
        responses=said.created("Concept", "Begonnen."),
    )
    def post(self, request: Request) -> Response:
        """The draft."""
        body = bodies.read(request.data, said.BEGINNING)
        draft = commands.draft_event_type(
            body["eventType"],
            title=body.get("title", ""),
            text=_text(body["declaration"]) if "declaration" in body else None,
            by=self.principal,
        )
        return Response(rendering.draft(judged(draft)), status=201)


class DraftView(ApiView):
    """One draft."""

    @extend_schema(
        operation_id="leesConcept",
        summary="Een concept, met wat er mis mee is",
        description=said.DRAFT,
        tags=TAGS,
        parameters=[said.DRAFT_ID],
        responses=openapi.responds("Concept"),
    )
    def get(self, _request: Request, draft_id: UUID) -> Response:
        """Judged as it would be now."""
        return Response(rendering.draft(type_drafts.draft(draft_id, principal=self.principal)))

    @extend_schema(
        operation_id="wijzigConcept",
        summary="Wijzig een concept",
        description=said.CHANGE,
        tags=TAGS,
        parameters=[said.DRAFT_ID],
        request=openapi.body("GewijzigdConcept"),
        responses=openapi.responds("Concept"),
    )
    def put(self, request: Request, draft_id: UUID) -> Response:
        """The draft, with its new revision."""
        body = bodies.read(request.data, said.CHANGED)
        draft = commands.change_draft(
            draft_id,
            title=body["title"],
            text=_text(body["declaration"]),
            revision=body["revision"],
            by=self.principal,
        )
        return Response(rendering.draft(judged(draft)))

    @extend_schema(
        operation_id="gooiConceptWeg",
        summary="Gooi een concept weg",
        description=said.DISCARD,
        tags=TAGS,
        parameters=[said.DRAFT_ID],
        responses=said.gone(),
    )
    def delete(self, _request: Request, draft_id: UUID) -> Response:
        """Nothing."""
        commands.discard_draft(draft_id, by=self.principal)
        return Response(status=204)


class DraftDifferencesView(ApiView):
    """What a draft changes."""

    @extend_schema(
        operation_id="verschillenVanConcept",
        summary="Wat een concept verandert",
        description=said.DIFFERENCES,
        tags=TAGS,
        parameters=[said.DRAFT_ID],
        responses=openapi.responds("Verschillen"),
    )
    def get(self, _request: Request, draft_id: UUID) -> Response:
        """Nothing for a new type, or while the draft is wrong."""
        found = type_drafts.draft(draft_id, principal=self.principal)
        differences = [rendering.difference(it) for it in type_drafts.differences(found)]
        return Response({"base": found.draft.base or None, "differences": differences})


class DraftCompatibilityView(ApiView):
    """What becomes of what is stored."""

    parameters: ClassVar[tuple[Parameter, ...]] = (PAGING[-1],)

    @extend_schema(
        operation_id="verenigbaarheidVanConcept",
        summary="Of de opgeslagen gebeurtenissen nog passen",
        description=said.COMPATIBILITY,
        tags=TAGS,
        parameters=[*openapi.described(parameters), said.DRAFT_ID],
        responses=openapi.responds("Verenigbaarheid"),
    )
    def get(self, request: Request, draft_id: UUID) -> Response:
        """In numbers, with some examples."""
        asked = {"draft": draft_id}
        sealed = self.asked.get("cursor")
        before = cursors.unseal_place(sealed, asked=asked, principal=self.principal) if sealed else None
        found = type_drafts.draft(draft_id, principal=self.principal)
        with _of_the_declaration():
            result = compatibility.compatibility_of(found, principal=self.principal, before=before)
        cursor = None
        if result.before is not None:
            cursor = cursors.seal_place(result.before, asked=asked, principal=self.principal)
        following = {"cursor": cursor, "more": cursor is not None, "next": next_page(request, cursor=cursor)}
        return Response(rendering.compatibility(result) | following)


class DraftTrialsView(ApiView):
    """Trying a draft."""

    @extend_schema(
        operation_id="beproefConcept",
        summary="Probeer een concept uit",
        description=said.TRY,
        tags=TAGS,
        parameters=[said.DRAFT_ID],
        request=openapi.body("Proefvraag"),
        responses=openapi.responds("Proef"),
    )
    def post(self, request: Request, draft_id: UUID) -> Response:
        """On data, or on a stored event."""
        body = bodies.read(request.data, said.TRIAL)
        found = type_drafts.draft(draft_id, principal=self.principal)
        with _of_the_declaration():
            if "eventId" in body:
                result = compatibility.try_event(found, UUID(body["eventId"]), principal=self.principal)
            else:
                result = compatibility.try_document(found, body["eventData"], principal=self.principal)
        return Response(rendering.trial(result))


class DraftPublicationsView(ApiView):
    """Publishing a draft."""

    @extend_schema(
        operation_id="publiceerConcept",
        summary="Publiceer een concept",
        description=said.PUBLISH,
        tags=TAGS,
        parameters=[said.DRAFT_ID],
        request=openapi.body("Publicatie"),
        responses=said.created("Gepubliceerd", "Gepubliceerd."),
    )
    def post(self, request: Request, draft_id: UUID) -> Response:
        """The version."""
        body = bodies.read(request.data, said.PUBLICATION)
        with _of_the_declaration():
            row = commands.publish_draft(draft_id, revision=body["revision"], by=self.principal)
        return Response(rendering.published(row), status=201)


def _text(declaration: Any) -> str:
    return json.dumps(declaration, ensure_ascii=False, indent=2)


@contextmanager
def _of_the_declaration() -> Iterator[None]:
    """What is wrong with a draft stands in its declaration, not in the body that was sent."""
    try:
        yield
    except InvalidRequest as refusal:
        placed = tuple(replace(it, pointer=f"/declaration{it.pointer}") for it in refusal.violations)
        raise InvalidRequest(violations=placed) from None
