"""The questions of the Haal Centraal BRP APIs: POST with a `type`, so that no personal data stands in an address.

Each in two forms, as the national services have them: as information (`brp`), and as data (`brp-gegevens`). Beside what
the national services know, every question can be asked as known at an earlier moment (`beschikbaarOp`).
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import openapi
from events.api.parameters import Parameter
from events.api.views import ApiView
from events.domain.canonical import instant_text
from readmodels.api import national_openapi as said
from readmodels.api import preferences
from readmodels.api.parameters import AS_AT, AS_OF
from readmodels.domain.national import custody_request as of_custody
from readmodels.domain.national.history import request as of_history
from readmodels.domain.national.occupancy import request as of_occupancy
from readmodels.domain.national.persons import request as of_persons
from readmodels.domain.national.told import Form
from readmodels.queries import national
from readmodels.queries.live_views import Freshness
from readmodels.queries.national import Answered


class NationalView(ApiView):
    """A question in a national form."""

    parameters: ClassVar[tuple[Parameter, ...]] = (AS_AT,)
    form: ClassVar[Form] = Form.PUBLIC

    def fresh(self) -> Freshness:
        """For which formal moment is asked, and what must have been taken in. Raises `InvalidHeader`."""
        preferred = preferences.freshness(self.request.headers.get(preferences.HEADER, ""))
        return replace(preferred, as_at=self.asked.get("as_at"))

    def as_of(self) -> datetime:
        """The moment in reality that is asked for; without one: now."""
        asked: datetime | None = self.asked.get("as_of")
        return asked or datetime.now(UTC)

    def respond(self, answered: Answered) -> Response:
        """The body in its national form; for which moment it is given stands in the headers."""
        headers = {
            said.AS_AT_HEADER: instant_text(answered.as_at),
            said.PROVISIONAL_HEADER: "true" if answered.provisional else "false",
            said.ZONES_HEADER: ", ".join(answered.zones),
        }
        applied = preferences.applied(self.fresh())
        return Response(answered.body, headers=headers | ({"Preference-Applied": applied} if applied else {}))


class PersonsView(NationalView):
    """Persons, by number or by search."""

    parameters = (AS_OF, AS_AT)

    @extend_schema(
        operation_id="personen",
        summary="Raadpleeg of zoek personen",
        description=said.PERSONS + said.AS_INFORMATION,
        tags=["brp"],
        parameters=[*openapi.described(parameters), said.PREFER],
        request=openapi.body("PersonenVraag"),
        responses=openapi.responds("Personen"),
    )
    def post(self, request: Request) -> Response:
        """The persons, with the fields that are asked for."""
        asked = of_persons.parse(request.data)
        answered = national.persons(
            asked, as_of=self.as_of(), form=self.form, principal=self.principal, fresh=self.fresh()
        )
        return self.respond(answered)


class PersonsDataView(PersonsView):
    """Persons, as data."""

    form = Form.DATA

    @extend_schema(
        operation_id="personenGegevens",
        summary="Raadpleeg of zoek personen, zoals geregistreerd",
        description=said.PERSONS + said.AS_DATA,
        tags=["brp"],
        parameters=[*openapi.described(PersonsView.parameters), said.PREFER],
        request=openapi.body("PersonenVraag"),
        responses=openapi.responds("Personen"),
    )
    def post(self, request: Request) -> Response:
        """The persons, with the elements that the fields need."""
        return super().post(request)


class CustodyView(NationalView):
    """Custody."""

    parameters = (AS_OF, AS_AT)

    @extend_schema(
        operation_id="gezag",
        summary="Wie het gezag heeft over een minderjarige, en over wie een volwassene het heeft",
        description=said.CUSTODY,
        tags=["brp"],
        parameters=[*openapi.described(parameters), said.PREFER],
        request=openapi.body("GezagVraag"),
        responses=openapi.responds("Gezag"),
    )
    def post(self, request: Request) -> Response:
        """The relations of custody of everybody who is asked for."""
        asked = of_custody.parse(request.data)
        answered = national.custody(asked, as_of=self.as_of(), principal=self.principal, fresh=self.fresh())
        return self.respond(answered)


class HistoryView(NationalView):
    """Residence history."""

    @extend_schema(
        operation_id="verblijfplaatshistorie",
        summary="Waar iemand verbleef, op een dag of in een periode",
        description=said.HISTORY + said.AS_INFORMATION,
        tags=["brp"],
        parameters=[*openapi.described(NationalView.parameters), said.PREFER],
        request=openapi.body("VerblijfplaatshistorieVraag"),
        responses=openapi.responds("Verblijfplaatshistorie"),
    )
    def post(self, request: Request) -> Response:
        """The residences, newest first."""
        asked = of_history.parse(request.data)
        answered = national.residence_history(asked, form=self.form, principal=self.principal, fresh=self.fresh())
        return self.respond(answered)


class HistoryDataView(HistoryView):
    """Residence history, as data."""

    form = Form.DATA

    @extend_schema(
        operation_id="verblijfplaatshistorieGegevens",
        summary="Waar iemand verbleef, zoals geregistreerd",
        description=said.HISTORY + said.AS_DATA,
        tags=["brp"],
        parameters=[*openapi.described(NationalView.parameters), said.PREFER],
        request=openapi.body("VerblijfplaatshistorieVraag"),
        responses=openapi.responds("Verblijfplaatshistorie"),
    )
    def post(self, request: Request) -> Response:
        """The residences, newest first."""
        return super().post(request)


class OccupancyView(NationalView):
    """Who lives at an address."""

    @extend_schema(
        operation_id="bewoningen",
        summary="Wie er woont, of mogelijk woont, op een dag of in een periode",
        description=said.OCCUPANCY + said.AS_INFORMATION,
        tags=["brp"],
        parameters=[*openapi.described(NationalView.parameters), said.PREFER],
        request=openapi.body("BewoningVraag"),
        responses=openapi.responds("Bewoningen"),
    )
    def post(self, request: Request) -> Response:
        """The compositions, in order of time."""
        asked = of_occupancy.parse(request.data)
        answered = national.occupants(asked, form=self.form, principal=self.principal, fresh=self.fresh())
        return self.respond(answered)


class OccupancyDataView(OccupancyView):
    """Who lives at an address, as data."""

    form = Form.DATA

    @extend_schema(
        operation_id="bewoningenGegevens",
        summary="Wie er woont, of mogelijk woont, zoals geregistreerd",
        description=said.OCCUPANCY + said.AS_DATA,
        tags=["brp"],
        parameters=[*openapi.described(NationalView.parameters), said.PREFER],
        request=openapi.body("BewoningVraag"),
        responses=openapi.responds("Bewoningen"),
    )
    def post(self, request: Request) -> Response:
        """The compositions, in order of time."""
        return super().post(request)
