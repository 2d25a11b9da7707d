"""Rebuilds over HTTP: begin one, follow it, slow it down, stop it; and what is parked. For administrators."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import openapi
from events.api.views import ApiView
from events.domain.plain_json import pointer_token
from events.domain.refusals import InvalidRequest, Violation
from readmodels.api import view_openapi as said
from readmodels.api import view_rendering as rendering
from readmodels.commands import rebuilding
from readmodels.commands.rebuilding import RATE_MAX
from readmodels.queries import builds
from readmodels.queries.administrators import require_administrator
from readmodels.queries.own_views import view_named

RATE: Final = "rateMax"


class RebuildsView(ApiView):
    """The builds of a view."""

    @extend_schema(
        operation_id="herbouwen",
        summary="De bouwsels van een overzicht",
        description=said.REBUILDS,
        tags=["overzichten"],
        parameters=[said.NAME],
        responses=openapi.responds("Bouwsels"),
    )
    def get(self, _request: Request, name: str) -> Response:
        """The newest first."""
        require_administrator(self.principal)
        found = builds.builds_of(view_named(name))
        return Response({"builds": [rendering.build(it) for it in found]})

    @extend_schema(
        operation_id="begineHerbouw",
        summary="Begin een overzicht opnieuw op te bouwen",
        description=said.REBUILD,
        tags=["overzichten"],
        parameters=[said.NAME],
        request=openapi.body("Herbouw"),
        responses=said.created("Bouwsel"),
    )
    def post(self, request: Request, name: str) -> Response:
        """The new build."""
        build = rebuilding.begin_rebuild(name, rate_max=_rate(request.data), by=self.principal)
        return Response(rendering.build(builds.build_state(build)), status=201)


class RebuildView(ApiView):
    """One build."""

    @extend_schema(
        operation_id="leesHerbouw",
        summary="Hoe ver een bouwsel is",
        description=said.PROGRESS,
        tags=["overzichten"],
        parameters=[said.NAME, said.NUMBER],
        responses=openapi.responds("Bouwsel"),
    )
    def get(self, _request: Request, name: str, number: int) -> Response:
        """How far it is."""
        require_administrator(self.principal)
        return Response(rendering.build(builds.build_numbered(view_named(name), number)))

    @extend_schema(
        operation_id="wijzigHerbouw",
        summary="Laat een herbouw langzamer of sneller gaan",
        description=said.SLOW,
        tags=["overzichten"],
        parameters=[said.NAME, said.NUMBER],
        request=openapi.body("Herbouw"),
        responses=openapi.responds("Bouwsel"),
    )
    def patch(self, request: Request, name: str, number: int) -> Response:
        """The build, with its new limit."""
        rate_max = _rate(request.data)
        rebuilding.set_rate(name, number=number, rate_max=rate_max, by=self.principal)
        return Response(rendering.build(builds.build_numbered(view_named(name), number)))

    @extend_schema(
        operation_id="stopHerbouw",
        summary="Stop een herbouw",
        description=said.STOP,
        tags=["overzichten"],
        parameters=[said.NAME, said.NUMBER],
        responses=said.gone(),
    )
    def delete(self, _request: Request, name: str, number: int) -> Response:
        """Nothing."""
        rebuilding.stop_rebuild(name, number=number, by=self.principal)
        return Response(status=204)


class ParkedView(ApiView):
    """What is parked in a view."""

    @extend_schema(
        operation_id="geparkeerd",
        summary="Van welke objecten de rijen niet gemaakt konden worden, en waarom",
        description=said.PARKED,
        tags=["overzichten"],
        parameters=[said.NAME],
        responses=openapi.responds("Geparkeerd"),
    )
    def get(self, _request: Request, name: str) -> Response:
        """The longest parked first."""
        found = builds.parked_in(view_named(name), principal=self.principal)
        return Response({"parked": [rendering.parked(it) for it in found]})


class ParkedAttemptsView(ApiView):
    """Trying a parked object once more."""

    @extend_schema(
        operation_id="beproefGeparkeerd",
        summary="Probeer een geparkeerd object opnieuw",
        description=said.RETRY,
        tags=["overzichten"],
        parameters=[said.NAME, said.OBJECT],
        request=None,
        responses=openapi.responds("Poging"),
    )
    def post(self, _request: Request, name: str, object_id: UUID) -> Response:
        """Whether it could be made now."""
        reason = rebuilding.retry_parked(name, object_id, by=self.principal)
        return Response({"made": not reason, "reason": reason or None})


def _rate(body: Any) -> int | None:
    """The limit that is asked. Raises `InvalidRequest`."""
    if not isinstance(body, Mapping):
        raise InvalidRequest(violations=(Violation(pointer="", code="type", message=_("Send one JSON object.")),))
    violations = [
        Violation(
            pointer=f"/{pointer_token(str(name))}",
            code="unknown-field",
            message=_("Remove this field: it is not known here."),
        )
        for name in body
        if name != RATE
    ]
    rate = body.get(RATE)
    if rate is not None and (not isinstance(rate, int) or isinstance(rate, bool) or not 0 < rate <= RATE_MAX):
        message = _("Give a whole number of objects per second, from 1 to %(limit)s, or null.") % {"limit": RATE_MAX}
        violations.append(Violation(pointer=f"/{RATE}", code="range", message=message))
    if violations:
        raise InvalidRequest(violations=tuple(violations))
    return rate
