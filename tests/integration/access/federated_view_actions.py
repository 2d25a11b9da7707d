"""The actions of the permission matrix in views out of several F6s: over HTTP, and in the rooms."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from events.domain.readings import View
from federation.queries import views
from readmodels.domain.national import custody_request
from readmodels.domain.national.history import request as history_request
from readmodels.domain.national.occupancy import request as occupancy_request
from readmodels.domain.national.persons import request as persons_request
from readmodels.domain.national.told import Form
from readmodels.queries.objects import Asked
from tests.integration.access.actions import OCCUPANCY, PERSONS, Action, P

ONE = {name: value for name, value in PERSONS.items() if name != "burgerservicenummer"}
HISTORY = {"type": "RaadpleegMetPeildatum", "peildatum": "2020-01-01"}
TAKES = frozenset({P.VIEW, P.CONSULT})


def _asked() -> Asked:
    return Asked(as_of=datetime.now(UTC), view=View.LEGAL)


def _post(path: str, body: Any) -> Action:
    return Action(lambda by, s: by.post(f"federated/objects/{s.child}/{path}", body), TAKES)


FEDERATED_VIEW_HTTP: Mapping[tuple[str, str], Action] = {
    ("POST", "federated-person"): _post("brp/personen", ONE),
    ("POST", "federated-person-data"): _post("brp-gegevens/personen", ONE),
    ("POST", "federated-custody"): _post("brp/gezag", {}),
    ("POST", "federated-history"): _post("brp/verblijfplaatshistorie", HISTORY),
    ("POST", "federated-history-data"): _post("brp-gegevens/verblijfplaatshistorie", HISTORY),
    ("POST", "federated-occupancy"): _post("brp/bewoningen", OCCUPANCY),
    ("POST", "federated-occupancy-data"): _post("brp-gegevens/bewoningen", OCCUPANCY),
    ("GET", "federated-rows"): Action(lambda by, s: by.get(f"federated/objects/{s.child}/views/nummers/rows"), TAKES),
}
FEDERATED_VIEW_FUNCTIONS: Mapping[str, Action] = {
    "federation.queries.views.federated_person_of": Action(
        lambda by, s: views.federated_person_of(
            s.child, persons_request.parse_of_one(ONE), asked=_asked(), form=Form.PUBLIC, principal=by
        ),
        TAKES,
    ),
    "federation.queries.views.federated_custody_of": Action(
        lambda by, s: views.federated_custody_of(
            s.child, custody_request.parse_of_one({}), asked=_asked(), principal=by
        ),
        TAKES,
    ),
    "federation.queries.views.federated_residence_history_of": Action(
        lambda by, s: views.federated_residence_history_of(
            s.child, history_request.parse_of_one(HISTORY), asked=_asked(), form=Form.DATA, principal=by
        ),
        TAKES,
    ),
    "federation.queries.views.federated_occupancy_of": Action(
        lambda by, s: views.federated_occupancy_of(
            s.child, occupancy_request.parse(OCCUPANCY), asked=_asked(), form=Form.DATA, principal=by
        ),
        TAKES,
    ),
    "federation.queries.views.federated_rows_of": Action(
        lambda by, s: views.federated_rows_of(s.child, "nummers", asked=_asked(), principal=by), TAKES
    ),
}
