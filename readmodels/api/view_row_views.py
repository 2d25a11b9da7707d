"""The rows of a view of one's own over HTTP, and the OpenAPI document of that one view."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from events.api import cursors, openapi
from events.api.parameters import PAGE_SIZE, PAGING, InvalidQuery, Parameter, read
from events.api.views import ApiView
from events.domain.moments import parse_instant
from events.domain.plain_json import pointer_token
from events.domain.refusals import InvalidRequest, Violation
from readmodels.api import preferences, view_openapi
from readmodels.api import view_rendering as rendering
from readmodels.api.parameters import AS_AT, AS_OF
from readmodels.domain.own_views.definition import Definition
from readmodels.domain.own_views.filters import Asked, parse_filters
from readmodels.queries import own_views
from readmodels.queries.live_views import Freshness
from readmodels.queries.own_rows import Place, Question
from readmodels.queries.own_views import Page


class RowsView(ApiView):
    """The rows of one view."""

    of_every_view: ClassVar[tuple[Parameter, ...]] = (AS_OF, AS_AT, *PAGING)
    filters: dict[str, str]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """As the framework; then what is asked of every view, and the rest as filters of this one.

        Raises `InvalidQuery`.
        """
        APIView.initial(self, request, *args, **kwargs)
        names = {parameter.name for parameter in self.of_every_view}
        known, self.filters = QueryDict(mutable=True), {}
        for name, values in request.query_params.lists():
            said = [str(value) for value in values]
            if name in names:
                known.setlist(name, said)
            elif len(said) > 1:
                message = _("Give this parameter at most %(limit)s times.") % {"limit": 1}
                place = f"/{pointer_token(name)}"
                raise InvalidQuery(violations=(Violation(pointer=place, code="max-items", message=message),))
            else:
                self.filters[name] = said[0]
        self.asked = read(known, parameters=self.of_every_view)

    parameters = of_every_view

    @extend_schema(
        operation_id="rijenVanOverzicht",
        summary="De rijen van een eigen overzicht, op elk moment",
        description=view_openapi.ROWS,
        tags=["overzichten"],
        parameters=[*openapi.described(of_every_view), view_openapi.NAME, view_openapi.FILTERS, view_openapi.PREFER],
        responses=openapi.responds("Overzichtsrijen"),
    )
    def get(self, request: Request, name: str) -> Response:
        """One page."""
        known = own_views.definition_that_answers(name)
        filters = self._filters(known)
        after, as_of, as_at = self._place(self._bound(name, known))

        def ask(definition: Definition) -> Question:
            if definition == known:
                return Question(as_of=as_of, asked=filters, size=self.asked.get("size", PAGE_SIZE), after=after)
            self._place(self._bound(name, definition))
            return Question(as_of=as_of, asked=self._filters(definition), size=self.asked.get("size", PAGE_SIZE))

        fresh = preferences.freshness(request.headers.get(preferences.HEADER, ""))
        page = own_views.rows_of(
            name, ask, principal=self.principal, fresh=replace(fresh, as_at=as_at) if as_at is not None else fresh
        )
        cursor = self._cursor(page, self._bound(name, page.definition))
        told = {"cursor": cursor, "more": cursor is not None, "next": cursor and self._next(request, cursor)}
        return Response(rendering.page(page) | told, headers=self._headers(fresh))

    def _bound(self, name: str, definition: Definition) -> dict[str, Any]:
        """What a cursor belongs to: of a view that is defined otherwise, no page goes on where another ended."""
        moments = {moment: self.asked.get(moment, "") for moment in ("as_of", "as_at")}
        return {**self.filters, "view": name, "definition": definition, **moments}

    def _headers(self, fresh: Freshness) -> dict[str, str]:
        applied = preferences.applied(fresh)
        return {"Preference-Applied": applied} if applied else {}

    def _filters(self, definition: Definition) -> tuple[Asked, ...]:
        try:
            return parse_filters(definition, self.filters)
        except InvalidRequest as refusal:
            raise InvalidQuery(violations=refusal.violations) from None

    def _place(self, bound: Mapping[str, Any]) -> tuple[Place | UUID | None, datetime, datetime | None]:
        """Where to go on, and for which moments: a later page is of the moments of the first."""
        if "cursor" not in self.asked:
            return None, self.asked.get("as_of") or datetime.now(UTC), self.asked.get("as_at")
        told = cursors.unseal_place(self.asked["cursor"], asked=bound, principal=self.principal)
        as_of, as_at = (parse_instant(told[name]) for name in ("asOf", "asAt"))
        assert as_of is not None
        object_id = UUID(told["object"])
        if told["since"] is None:
            return object_id, as_of, as_at
        since = parse_instant(told["since"])
        assert since is not None
        return Place(object_id=object_id, key=told["key"], since=since), as_of, as_at

    def _cursor(self, page: Page, bound: Mapping[str, Any]) -> str | None:
        if page.after is None:
            return None
        place = page.after
        told: dict[str, Any] = {"asOf": page.as_of.isoformat(), "asAt": page.as_at.isoformat()}
        match place:
            case UUID():
                told |= {"object": str(place), "key": None, "since": None}
            case Place(object_id=object_id, key=key, since=since):
                told |= {"object": str(object_id), "key": key, "since": since.isoformat()}
        return cursors.seal_place(told, asked=bound, principal=self.principal)

    def _next(self, request: Request, cursor: str) -> str:
        asked = [(name, value) for name, values in request.query_params.lists() for value in values if name != "cursor"]
        return f"{request.build_absolute_uri(request.path)}?{urlencode([*asked, ('cursor', cursor)])}"


class ViewDocumentView(ApiView):
    """The OpenAPI document of one view."""

    @extend_schema(
        operation_id="openapiVanOverzicht",
        summary="De OpenAPI-beschrijving van een eigen overzicht",
        description=view_openapi.DOCUMENT,
        tags=["overzichten"],
        parameters=[view_openapi.NAME],
        responses=openapi.responds("OpenApiDocument"),
    )
    def get(self, request: Request, name: str) -> Response:
        """The document, for generators of clients."""
        own_views.require_reader(self.principal)
        definition = own_views.definition_that_answers(name)
        return Response(view_openapi.document(definition, server=request.build_absolute_uri("/api/v1")))
