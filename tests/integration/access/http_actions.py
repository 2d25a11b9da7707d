# ruff: noqa: ARG005 - every action is tried on somebody and on the scene, whether it needs them or not
"""The actions of the permission matrix over HTTP: every address of the API."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from readmodels.projectors import rebuilding
from tests import registry
from tests.callers import Answer, Caller
from tests.integration.access.actions import (
    ADMINISTERS,
    BSN,
    DEFINES,
    HISTORY,
    KNOWS,
    NUMBERS,
    OCCUPANCY,
    PERSONS,
    READS,
    Action,
    P,
    Scene,
    claim,
    difference,
    drafted,
)
from tests.integration.access.connection_actions import CONNECTION_HTTP
from tests.integration.access.federated_view_actions import FEDERATED_VIEW_HTTP
from tests.integration.access.subscription_actions import SUBSCRIPTION_HTTP


def _decision(scene: Scene) -> dict[str, Any]:
    return {"event_reference": [str(scene.claim)], "event_data": {"decision": "rejected", "motivation": "Nee."}}


def _conclusion(scene: Scene) -> dict[str, str]:
    return {"motivation": "Ja.", "difference": difference(scene)}


def _rebuild(by: Caller, method: str, **body: Any) -> Answer:
    """Asked of a rebuild that is under way."""
    path = f"views/{NUMBERS['name']}/rebuilds/{rebuilding.begin(NUMBERS['name']).number}"
    return by.send(method, path, body=body or None)


CHANGED = {"title": "Geboorte", "declaration": {}, "revision": 1}
DEPRECATION = "event-types/Verhuizing/versions/1/deprecation"


def _draft() -> str:
    """The address of somebody else's draft."""
    return f"event-type-drafts/{drafted()}"


HTTP: Mapping[tuple[str, str], Action] = {
    **SUBSCRIPTION_HTTP,
    **CONNECTION_HTTP,
    **FEDERATED_VIEW_HTTP,
    ("POST", "persons"): replace(READS, does=lambda by, s: by.post("brp/personen", PERSONS)),
    ("POST", "persons-data"): replace(READS, does=lambda by, s: by.post("brp-gegevens/personen", PERSONS)),
    ("POST", "custody"): replace(READS, does=lambda by, s: by.post("brp/gezag", {"burgerservicenummer": [BSN]})),
    ("POST", "history"): replace(READS, does=lambda by, s: by.post("brp/verblijfplaatshistorie", HISTORY)),
    ("POST", "history-data"): replace(
        READS, does=lambda by, s: by.post("brp-gegevens/verblijfplaatshistorie", HISTORY)
    ),
    ("POST", "occupancy"): replace(READS, does=lambda by, s: by.post("brp/bewoningen", OCCUPANCY)),
    ("POST", "occupancy-data"): replace(READS, does=lambda by, s: by.post("brp-gegevens/bewoningen", OCCUPANCY)),
    ("GET", "views"): replace(KNOWS, does=lambda by, s: by.get("views")),
    ("GET", "view"): replace(KNOWS, does=lambda by, s: by.get("views/nummers")),
    ("GET", "view-document"): replace(KNOWS, does=lambda by, s: by.get("views/nummers/openapi")),
    ("GET", "rows"): replace(READS, does=lambda by, s: by.get("views/nummers/rows")),
    ("POST", "views"): replace(DEFINES, does=lambda by, s: by.post("views", NUMBERS | {"name": "meer"})),
    ("POST", "view-previews"): replace(KNOWS, does=lambda by, s: by.post("view-previews", NUMBERS)),
    ("PUT", "view"): replace(ADMINISTERS, does=lambda by, s: by.send("PUT", "views/nummers", body=NUMBERS)),
    ("DELETE", "view"): replace(ADMINISTERS, does=lambda by, s: by.send("DELETE", "views/nummers")),
    ("GET", "rebuilds"): replace(ADMINISTERS, does=lambda by, s: by.get("views/nummers/rebuilds")),
    ("POST", "rebuilds"): replace(ADMINISTERS, does=lambda by, s: by.post("views/nummers/rebuilds", {})),
    ("GET", "rebuild"): replace(ADMINISTERS, does=lambda by, s: _rebuild(by, "GET")),
    ("PATCH", "rebuild"): replace(ADMINISTERS, does=lambda by, s: _rebuild(by, "PATCH", rateMax=9)),
    ("DELETE", "rebuild"): replace(ADMINISTERS, does=lambda by, s: _rebuild(by, "DELETE")),
    ("GET", "parked"): replace(ADMINISTERS, does=lambda by, s: by.get("views/persoonslijsten/parked")),
    ("POST", "parked-attempts"): replace(
        ADMINISTERS, does=lambda by, s: by.post(f"views/persoonslijsten/parked/{s.child}/attempts", {})
    ),
    ("POST", "claims"): Action(lambda by, s: by.post("claims", claim()), frozenset({P.SUBMIT_CLAIM})),
    ("POST", "corrections"): Action(
        lambda by, s: by.post("corrections", registry.retraction(s.claim)), frozenset({P.VIEW, P.SUBMIT_CORRECTION})
    ),
    ("POST", "validations"): Action(
        lambda by, s: by.post("validations", _decision(s)), frozenset({P.VIEW, P.VALIDATE}), officials_only=True
    ),
    ("POST", "batches"): Action(lambda by, s: by.post("batches", {"events": [claim()]}), frozenset({P.SUBMIT_CLAIM})),
    ("POST", "claim-preview"): Action(lambda by, s: by.post("claims/preview", claim()), frozenset({P.SUBMIT_CLAIM})),
    ("POST", "correction-preview"): Action(
        lambda by, s: by.post("corrections/preview", registry.retraction(s.claim)),
        frozenset({P.VIEW, P.SUBMIT_CORRECTION}),
    ),
    ("POST", "validation-preview"): Action(
        lambda by, s: by.post("validations/preview", _decision(s)),
        frozenset({P.VIEW, P.VALIDATE}),
        officials_only=True,
    ),
    ("GET", "state"): Action(lambda by, s: by.get(f"objects/{s.child}/state"), frozenset({P.VIEW})),
    ("GET", "timeline"): Action(lambda by, s: by.get(f"objects/{s.child}/timeline"), frozenset({P.VIEW})),
    ("GET", "explanations"): Action(
        lambda by, s: by.get(f"objects/{s.child}/explanations", {"fact": "naam", "view": "asserted"}),
        frozenset({P.VIEW}),
    ),
    ("GET", "federated-state"): Action(
        lambda by, s: by.get(f"federated/objects/{s.child}/state"), frozenset({P.VIEW, P.CONSULT})
    ),
    ("GET", "federated-timeline"): Action(
        lambda by, s: by.get(f"federated/objects/{s.child}/timeline"), frozenset({P.VIEW, P.CONSULT})
    ),
    ("GET", "federated-explanations"): Action(
        lambda by, s: by.get(f"federated/objects/{s.child}/explanations", {"fact": "naam", "view": "asserted"}),
        frozenset({P.VIEW, P.CONSULT}),
    ),
    ("GET", "difference"): Action(
        lambda by, s: by.get(f"objects/{s.child}/difference", {"between": "2026-01-01"}), frozenset({P.VIEW})
    ),
    ("GET", "reexaminations"): Action(
        lambda by, s: by.get("reexaminations"),
    ),
    ("GET", "reexamination"): Action(lambda by, s: by.get(f"reexaminations/{s.decision}"), frozenset({P.VIEW})),
    ("POST", "conclusions"): Action(
        lambda by, s: by.post(
            f"reexaminations/{s.decision}/conclusions", {"motivation": "Ja.", "difference": difference(s)}
        ),
        frozenset({P.VIEW, P.VALIDATE}),
        officials_only=True,
    ),
    ("GET", "drafts"): replace(ADMINISTERS, does=lambda by, s: by.get("event-type-drafts")),
    ("POST", "drafts"): replace(
        ADMINISTERS, does=lambda by, s: by.post("event-type-drafts", {"eventType": "Geboorte"})
    ),
    ("GET", "draft"): replace(ADMINISTERS, does=lambda by, s: by.get(_draft())),
    ("PUT", "draft"): replace(ADMINISTERS, does=lambda by, s: by.send("PUT", _draft(), body=CHANGED)),
    ("DELETE", "draft"): replace(ADMINISTERS, does=lambda by, s: by.send("DELETE", _draft())),
    ("GET", "draft-differences"): replace(ADMINISTERS, does=lambda by, s: by.get(f"{_draft()}/differences")),
    ("GET", "draft-compatibility"): replace(ADMINISTERS, does=lambda by, s: by.get(f"{_draft()}/compatibility")),
    ("POST", "draft-trials"): replace(ADMINISTERS, does=lambda by, s: by.post(f"{_draft()}/trials", {"eventData": {}})),
    ("POST", "draft-publications"): replace(
        ADMINISTERS, does=lambda by, s: by.post(f"{_draft()}/publications", {"revision": 1})
    ),
    ("PUT", "deprecation"): replace(
        ADMINISTERS,
        does=lambda by, s: by.send("PUT", DEPRECATION, body={"reason": "Oud.", "successor": "2"}),
    ),
    ("DELETE", "deprecation"): replace(ADMINISTERS, does=lambda by, s: by.send("DELETE", DEPRECATION)),
    ("GET", "administrative-changes"): replace(ADMINISTERS, does=lambda by, s: by.get("administrative-changes")),
    ("GET", "events"): Action(lambda by, s: by.get("events", {"zone": registry.CIVIL}), frozenset({P.VIEW})),
    ("GET", "event"): Action(lambda by, s: by.get(f"events/{s.claim}"), frozenset({P.VIEW})),
    ("GET", "messages"): Action(
        lambda by, s: by.get("messages", {"eventId": str(s.claim)}),
        frozenset({P.VIEW, P.VALIDATE}),
        officials_only=True,
    ),
    ("POST", "messages"): Action(
        lambda by, s: by.post("messages", {"eventId": str(s.claim), "text": "Waarvandaan?"}),
        frozenset({P.VIEW, P.VALIDATE}),
        officials_only=True,
    ),
    ("GET", "zones"): Action(lambda by, s: by.get("zones")),
    ("GET", "event-types"): Action(lambda by, s: by.get("event-types")),
    ("GET", "event-type"): Action(lambda by, s: by.get("event-types/Geboorte")),
    ("GET", "schema"): Action(lambda by, s: by.get("schemas/Geboorte/1")),
    ("GET", "openapi"): Action(lambda by, s: by.get("openapi.json"), public=True),
}
