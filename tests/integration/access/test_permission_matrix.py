# ruff: noqa: ARG005 - every action is tried on somebody and on the scene, whether it needs them or not
"""The permission matrix: every action × every kind of somebody.

The actions are held against the addresses of the API and the functions of the rooms' commands and queries, so that a
new one cannot be forgotten; every permission must be asked by some action.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone

import events.commands
import events.queries
import readmodels.commands
import readmodels.queries
from events.api import urls
from events.commands import clients, decisions, permissions, recording, rehearsing, tokens
from events.commands.takeover_zone import mandated_official
from events.domain.event import Decision, Kind
from events.domain.permissions import OFFICIAL, Permission, Principal
from events.domain.readings import View
from events.domain.refusals import Refusal
from events.domain.wire import parse_submission
from events.models import ApiClient, ApiToken, User, Zone
from events.queries import events as event_queries
from events.queries import objects as event_objects
from events.queries import review, work, zones
from readmodels.api import urls as state_urls
from readmodels.commands import concluding, own_views
from readmodels.commands import rebuilding as rebuild_commands
from readmodels.domain.national.custody_request import CustodyRequest
from readmodels.domain.national.history import request as history_request
from readmodels.domain.national.occupancy import request as occupancy_request
from readmodels.domain.national.persons import request as persons_request
from readmodels.domain.own_views.definition import from_json
from readmodels.models import Build, Reexamination, ViewObject
from readmodels.models import View as View_
from readmodels.projectors import rebuilding
from readmodels.projectors.concluding_builds import Outcome, conclude
from readmodels.queries import administrators, builds, known, national, objects, previews, reexaminations
from readmodels.queries import own_views as own_view_queries
from readmodels.queries.live_views import Freshness
from readmodels.queries.own_rows import Question
from tests import registry
from tests.callers import Answer, Caller
from tests.integration.access import principals
from tests.integration.views.scenes import NUMBERS as SHARED_NUMBERS
from tests.people import caught_up, live

P = Permission
NUMBERS = SHARED_NUMBERS | {"name": "nummers"}
"""A view of somebody else's own."""


@dataclass(frozen=True)
class Scene:
    """What the actions are about: an open claim, and a client with a token in the civil registry's zone."""

    claim: UUID
    decision: UUID
    child: UUID
    zone: Zone
    client: ApiClient
    token: ApiToken


@dataclass(frozen=True)
class Action:
    """What is tried, and the permissions it takes in the zone (all of them). `public`: needs nobody in particular."""

    does: Callable[..., Any]
    takes: frozenset[Permission] = frozenset()
    officials_only: bool = False
    public: bool = False
    anywhere: bool = False
    """Whether holding the permissions in any zone will do."""
    everywhere: bool = False
    """Whether the permissions must be held in every zone."""
    or_anywhere: frozenset[Permission] | None = None
    """What will do as well, held in any zone."""
    or_everywhere: frozenset[Permission] | None = None
    """What will do as well, held in every zone."""

    def is_open_to(self, kind: principals.Kind, *, anyone: bool) -> bool:
        """Whether this kind of somebody must succeed. `anyone`: without a valid token too, when nothing is taken."""
        if self.public:
            return True
        known = kind.valid or (anyone and kind.secret is None)
        anywhere, everywhere = kind.held | kind.elsewhere, kind.held & kind.elsewhere
        held = anywhere if self.anywhere else everywhere if self.everywhere else kind.held
        holds = (
            self.takes <= held
            or (self.or_anywhere is not None and self.or_anywhere <= anywhere)
            or (self.or_everywhere is not None and self.or_everywhere <= everywhere)
        )
        return known and holds and (kind.source_type == OFFICIAL or not self.officials_only)


@pytest.fixture(scope="module")
def everybody(furnished: None) -> list[principals.Kind]:
    return principals.kinds()


@pytest.fixture(scope="module")
def scene(everybody: list[principals.Kind]) -> Scene:
    child = uuid4()
    claimant = registry.principal("verloskundige", P.VIEW, P.SUBMIT_CLAIM)
    claim = registry.record(registry.birth(child, uuid4()), by=claimant)[0].event
    zone = Zone.objects.get(slug=registry.CIVIL)
    manager = registry.principal(OFFICIAL, P.MANAGE)
    client = clients.register_client("Bevolking", source_type="systeem", by=manager)
    permissions.grant_permission(P.VIEW, zone=zone, to=client, by=manager)
    token = tokens.issue_token(client, scopes=[P.VIEW], expires_at=timezone.now() + timedelta(days=9), by=manager).token
    resting = registry.record(registry.death(uuid4()) | {"event_reference": [str(claim.id)]}, by=registry.official())
    decision = decisions.validate_claim(
        claim_id=resting[0].event.id, decision=Decision.REJECTED, motivation="Nee.", principal=registry.official()
    )
    Reexamination.objects.create(
        claim_id=resting[0].event.id,
        decision_id=decision.id,
        zone=zone,
        event_type=claim.event_type,
        object_ids=[child],
        shifts=[],
        digest=b"\0",
        since=timezone.now(),
        open=True,
    )
    own_views.define(NUMBERS, by=registry.principal(OFFICIAL, P.VIEW))
    build = Build.objects.get(view__name=NUMBERS["name"])
    rebuilding.fill(build.pk, worker="one", until=lambda: False)
    caught_up()
    assert conclude(build.pk) is Outcome.SWITCHED
    ViewObject.objects.filter(build=live(), object_id=child).update(parked_for="ValueError", parked_at=timezone.now())
    return Scene(claim=claim.id, decision=decision.id, child=child, zone=zone, client=client, token=token)


# -- over HTTP ---------------------------------------------------------------------------------------------------------


def _decision(scene: Scene) -> dict[str, Any]:
    return {"event_reference": [str(scene.claim)], "event_data": {"decision": "rejected", "motivation": "Nee."}}


def _difference(scene: Scene) -> str:
    return Reexamination.objects.get(decision_id=scene.decision).difference


def _conclusion(scene: Scene) -> dict[str, str]:
    return {"motivation": "Ja.", "difference": _difference(scene)}


def _claim() -> dict[str, Any]:
    return registry.birth(uuid4(), uuid4()) | {"zone": registry.CIVIL}


def _rebuild(by: Caller, method: str, **body: Any) -> Answer:
    """Asked of a rebuild that is under way."""
    path = f"views/{NUMBERS['name']}/rebuilds/{rebuilding.begin(NUMBERS['name']).number}"
    return by.send(method, path, body=body or None)


READS = Action(does=lambda by, s: None, takes=frozenset({P.VIEW}), anywhere=True)
"""What takes reading anywhere, and answers with what may be seen."""
KNOWS = replace(READS, or_anywhere=frozenset({P.MANAGE}))
"""The same, and for who administers something."""
ADMINISTERS = Action(does=lambda by, s: None, takes=frozenset({P.MANAGE}), everywhere=True)
DEFINES = replace(READS, or_everywhere=frozenset({P.MANAGE}))

BSN = "999990019"
HOUSE = "0518010000000001"
HISTORY = {"type": "RaadpleegMetPeildatum", "burgerservicenummer": BSN, "peildatum": "2020-01-01"}
OCCUPANCY = {"type": "BewoningMetPeildatum", "adresseerbaarObjectIdentificatie": HOUSE, "peildatum": "2020-01-01"}
PERSONS = {
    "type": "RaadpleegMetBurgerservicenummer",
    "burgerservicenummer": [BSN],
    "fields": ["naam"],
}

HTTP: Mapping[tuple[str, str], Action] = {
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
    ("POST", "claims"): Action(lambda by, s: by.post("claims", _claim()), frozenset({P.SUBMIT_CLAIM})),
    ("POST", "corrections"): Action(
        lambda by, s: by.post("corrections", registry.retraction(s.claim)), frozenset({P.VIEW, P.SUBMIT_CORRECTION})
    ),
    ("POST", "validations"): Action(
        lambda by, s: by.post("validations", _decision(s)), frozenset({P.VIEW, P.VALIDATE}), officials_only=True
    ),
    ("POST", "batches"): Action(lambda by, s: by.post("batches", {"events": [_claim()]}), frozenset({P.SUBMIT_CLAIM})),
    ("POST", "claim-preview"): Action(lambda by, s: by.post("claims/preview", _claim()), frozenset({P.SUBMIT_CLAIM})),
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
    ("GET", "difference"): Action(
        lambda by, s: by.get(f"objects/{s.child}/difference", {"between": "2026-01-01"}), frozenset({P.VIEW})
    ),
    ("GET", "reexaminations"): Action(
        lambda by, s: by.get("reexaminations"),
    ),
    ("GET", "reexamination"): Action(lambda by, s: by.get(f"reexaminations/{s.decision}"), frozenset({P.VIEW})),
    ("POST", "conclusions"): Action(
        lambda by, s: by.post(
            f"reexaminations/{s.decision}/conclusions", {"motivation": "Ja.", "difference": _difference(s)}
        ),
        frozenset({P.VIEW, P.VALIDATE}),
        officials_only=True,
    ),
    ("GET", "events"): Action(lambda by, s: by.get("events", {"zone": registry.CIVIL}), frozenset({P.VIEW})),
    ("GET", "event"): Action(lambda by, s: by.get(f"events/{s.claim}"), frozenset({P.VIEW})),
    ("GET", "zones"): Action(lambda by, s: by.get("zones")),
    ("GET", "event-types"): Action(lambda by, s: by.get("event-types")),
    ("GET", "event-type"): Action(lambda by, s: by.get("event-types/Geboorte")),
    ("GET", "schema"): Action(lambda by, s: by.get("schemas/Geboorte/1")),
    ("GET", "openapi"): Action(lambda by, s: by.get("openapi.json"), public=True),
}


def test_every_address_of_the_api_is_in_the_matrix() -> None:
    addresses = {
        (method.upper(), pattern.name)
        for pattern in (*urls.urlpatterns, *state_urls.urlpatterns)
        for method in ("get", "post", "put", "patch", "delete")
        if hasattr(getattr(pattern.callback, "cls", None), method)
    }
    assert addresses == set(HTTP)


@pytest.mark.parametrize("address", HTTP, ids=" ".join)
def test_over_the_api_each_may_do_exactly_what_he_was_granted(
    scene: Scene, everybody: list[principals.Kind], address: tuple[str, str]
) -> None:
    action = HTTP[address]
    answers = {kind.name: (_answer(action, kind, scene), kind) for kind in everybody}
    wrong = {
        name: response.status_code
        for name, (response, kind) in answers.items()
        if (response.status_code < 400) != action.is_open_to(kind, anyone=False)
    }
    assert not wrong
    for name, (response, kind) in answers.items():
        if not kind.valid and not action.public:
            assert response.status_code == 401, name
            assert response["WWW-Authenticate"].startswith("Bearer"), name


def _answer(action: Action, kind: principals.Kind, scene: Scene) -> Answer:
    with transaction.atomic():
        response: Answer = action.does(kind.caller, scene)
        transaction.set_rollback(True)
    assert response.status_code < 500, response.content
    return response


# -- commands and queries ----------------------------------------------------------------------------------------------


def _soon() -> Any:
    return timezone.now() + timedelta(days=5)


def _submit(by: Principal, _scene: Scene) -> Any:
    return recording.submit([parse_submission(_claim(), kind=Kind.CLAIM, principal=by)], principal=by)


def _rehearse(by: Principal, _scene: Scene) -> Any:
    submission = parse_submission(_claim(), kind=Kind.CLAIM, principal=by)
    return rehearsing.rehearse(submission, principal=by, now=timezone.now())


def _preview(by: Principal, _scene: Scene) -> Any:
    submission = parse_submission(_claim(), kind=Kind.CLAIM, principal=by)
    return previews.preview(submission, principal=by, now=timezone.now())


def _asked() -> objects.Asked:
    return objects.Asked(as_of=timezone.now(), view=View.ASSERTED)


def _grant(by: Principal, scene: Scene) -> None:
    permissions.grant_permission(P.VALIDATE, zone=scene.zone, to=scene.client, by=by)


NOW = datetime(2026, 1, 1, tzinfo=UTC)
FRESH = Freshness()


def _own_view() -> View_:
    return View_.objects.get(name=NUMBERS["name"])


def _started(function: Callable[..., Any], by: Principal, **more: Any) -> Any:
    """Asked of a rebuild that is under way."""
    rebuilding.begin(NUMBERS["name"])
    return function(NUMBERS["name"], by=by, **more)


def _done(_nothing: object) -> bool:
    return True


FUNCTIONS: Mapping[str, Action] = {
    "queries.objects.last_told_of": Action(
        lambda by, s: s.child in event_objects.last_told_of(["Geboorte"], principal=by, limit=9), frozenset({P.VIEW})
    ),
    "queries.objects.visible_event": Action(
        lambda by, s: event_objects.visible_event(s.claim, principal=by) is not None, frozenset({P.VIEW})
    ),
    "queries.work.reads_every_zone": Action(
        lambda by, s: work.reads_every_zone(by), frozenset({P.VIEW}), everywhere=True
    ),
    "readmodels.commands.own_views.define": replace(
        DEFINES, does=lambda by, s: own_views.define(NUMBERS | {"name": "meer"}, by=by)
    ),
    "readmodels.commands.own_views.redefine": replace(
        ADMINISTERS, does=lambda by, s: own_views.redefine("nummers", NUMBERS, by=by)
    ),
    "readmodels.commands.own_views.remove": replace(ADMINISTERS, does=lambda by, s: own_views.remove("nummers", by=by)),
    "readmodels.commands.own_views.may_define": replace(DEFINES, does=lambda by, s: own_views.may_define(by)),
    "readmodels.commands.own_views.may_change": replace(
        ADMINISTERS, does=lambda by, s: own_views.may_change(_own_view(), principal=by)
    ),
    "readmodels.commands.rebuilding.begin_rebuild": replace(
        ADMINISTERS, does=lambda by, s: rebuild_commands.begin_rebuild("nummers", rate_max=None, by=by)
    ),
    "readmodels.commands.rebuilding.set_rate": replace(
        ADMINISTERS, does=lambda by, s: _started(rebuild_commands.set_rate, by, rate_max=9)
    ),
    "readmodels.commands.rebuilding.stop_rebuild": replace(
        ADMINISTERS, does=lambda by, s: _started(rebuild_commands.stop_rebuild, by)
    ),
    "readmodels.commands.rebuilding.retry_parked": replace(
        ADMINISTERS, does=lambda by, s: _done(rebuild_commands.retry_parked("persoonslijsten", s.child, by=by))
    ),
    "readmodels.queries.administrators.may_rebuild": replace(
        ADMINISTERS, does=lambda by, s: administrators.may_rebuild(by)
    ),
    "readmodels.queries.administrators.require_administrator": replace(
        ADMINISTERS, does=lambda by, s: administrators.require_administrator(by)
    ),
    "readmodels.queries.builds.parked_in": replace(
        ADMINISTERS,
        does=lambda by, s: builds.parked_in(View_.objects.get(name="persoonslijsten"), principal=by),
    ),
    "readmodels.queries.national.persons": replace(
        READS,
        does=lambda by, s: national.persons(
            persons_request.parse(PERSONS), as_of=NOW, form=national.Form.PUBLIC, principal=by, fresh=FRESH
        ),
    ),
    "readmodels.queries.national.custody": replace(
        READS,
        does=lambda by, s: national.custody(CustodyRequest(bsns=(BSN,)), as_of=NOW, principal=by, fresh=FRESH),
    ),
    "readmodels.queries.national.residence_history": replace(
        READS,
        does=lambda by, s: national.residence_history(
            history_request.parse(HISTORY), form=national.Form.PUBLIC, principal=by, fresh=FRESH
        ),
    ),
    "readmodels.queries.national.occupants": replace(
        READS,
        does=lambda by, s: national.occupants(
            occupancy_request.parse(OCCUPANCY), form=national.Form.PUBLIC, principal=by, fresh=FRESH
        ),
    ),
    "readmodels.queries.own_views.require_reader": replace(
        KNOWS, does=lambda by, s: own_view_queries.require_reader(by)
    ),
    "readmodels.queries.own_views.preview": replace(
        KNOWS,
        does=lambda by, s: own_view_queries.preview(from_json(NUMBERS), as_of=NOW, principal=by),
    ),
    "readmodels.queries.own_views.rows_of": replace(
        READS,
        does=lambda by, s: own_view_queries.rows_of(
            "nummers", lambda _: Question(as_of=NOW, asked=(), size=9), principal=by, fresh=FRESH
        ),
    ),
    "commands.recording.submit": Action(_submit, frozenset({P.SUBMIT_CLAIM})),
    "commands.decisions.validate_claim": Action(
        lambda by, s: decisions.validate_claim(
            claim_id=s.claim, decision=Decision.REJECTED, motivation="Nee.", principal=by
        ),
        frozenset({P.VIEW, P.VALIDATE}),
        officials_only=True,
    ),
    "commands.permissions.grant_permission": Action(_grant, frozenset({P.MANAGE})),
    "commands.permissions.revoke_permission": Action(
        lambda by, s: permissions.revoke_permission(P.VIEW, zone=s.zone, of=s.client, by=by), frozenset({P.MANAGE})
    ),
    "commands.clients.register_client": Action(
        lambda by, s: clients.register_client("Nieuw", source_type="systeem", by=by),
        frozenset({P.MANAGE}),
        anywhere=True,
    ),
    "commands.tokens.issue_token": Action(
        lambda by, s: tokens.issue_token(s.client, scopes=[P.VIEW], expires_at=_soon(), by=by), frozenset({P.MANAGE})
    ),
    "commands.tokens.rotate_token": Action(
        lambda by, s: tokens.rotate_token(s.token, expires_at=_soon(), by=by), frozenset({P.MANAGE})
    ),
    "commands.tokens.revoke_token": Action(lambda by, s: tokens.revoke_token(s.token, by=by), frozenset({P.MANAGE})),
    "queries.events.get": Action(lambda by, s: event_queries.get(s.claim, principal=by), frozenset({P.VIEW})),
    "queries.events.search": Action(
        lambda by, s: event_queries.search(event_queries.EventFilter(object_ids=(s.child,)), principal=by).events,
        frozenset({P.VIEW}),
    ),
    "queries.events.visible_zones": Action(
        lambda by, s: s.zone.slug in event_queries.visible_zones(by), frozenset({P.VIEW})
    ),
    "commands.rehearsing.rehearse": Action(_rehearse, frozenset({P.SUBMIT_CLAIM})),
    "queries.objects.about": Action(
        lambda by, s: len(event_objects.about([s.child], principal=by).log), frozenset({P.VIEW})
    ),
    "queries.objects.chains_of": Action(
        lambda by, s: len(event_objects.chains_of([s.claim], principal=by).log), frozenset({P.VIEW})
    ),
    "queries.objects.claims_naming": Action(
        lambda by, s: event_objects.claims_naming([s.claim], principal=by), frozenset({P.VIEW})
    ),
    "readmodels.queries.known.known_about": Action(
        lambda by, s: known.known_about(s.child, principal=by), frozenset({P.VIEW})
    ),
    "readmodels.queries.known.everything_around": Action(
        lambda by, s: len(known.everything_around([s.child], principal=by).log), frozenset({P.VIEW})
    ),
    "readmodels.queries.objects.state_of": Action(
        lambda by, s: objects.state_of(s.child, asked=_asked(), principal=by), frozenset({P.VIEW})
    ),
    "readmodels.queries.objects.timeline_of_object": Action(
        lambda by, s: objects.timeline_of_object(s.child, asked=_asked(), principal=by), frozenset({P.VIEW})
    ),
    "readmodels.queries.objects.explanation_of": Action(
        lambda by, s: objects.explanation_of(s.child, "naam", asked=_asked(), principal=by), frozenset({P.VIEW})
    ),
    "readmodels.queries.objects.difference_of": Action(
        lambda by, s: objects.difference_of(
            s.child, between=timezone.now(), asked=_asked(), only_at=None, principal=by
        ),
        frozenset({P.VIEW}),
    ),
    "readmodels.queries.reexaminations.under_investigation": Action(
        lambda by, s: reexaminations.under_investigation(reexaminations.Wanted(), principal=by).items,
        frozenset({P.VIEW}),
    ),
    "readmodels.queries.reexaminations.reexamination_of": Action(
        lambda by, s: reexaminations.reexamination_of(s.decision, principal=by), frozenset({P.VIEW})
    ),
    "readmodels.queries.reexaminations.number_of": Action(
        lambda by, s: reexaminations.number_of(s.decision, principal=by), frozenset({P.VIEW})
    ),
    "readmodels.queries.reexaminations.count_to_look_at": Action(
        lambda by, s: reexaminations.count_to_look_at(principal=by), frozenset({P.VIEW, P.VALIDATE})
    ),
    "readmodels.commands.concluding.let_stand": Action(
        lambda by, s: concluding.let_stand(s.decision, difference=_difference(s), motivation="Ja.", principal=by),
        frozenset({P.VIEW, P.VALIDATE}),
        officials_only=True,
    ),
    "readmodels.queries.previews.preview": Action(_preview, frozenset({P.SUBMIT_CLAIM})),
    "queries.review.review": Action(
        lambda by, s: review.review(s.claim, principal=by, now=timezone.now()), frozenset({P.VIEW})
    ),
    "queries.work.claims_awaiting_decision": Action(
        lambda by, s: work.claims_awaiting_decision(work.Wanted(zone=s.zone.slug), principal=by).items,
        frozenset({P.VIEW, P.VALIDATE}),
    ),
    "queries.work.counts": Action(
        lambda by, s: work.counts(work.Wanted(zone=s.zone.slug), principal=by)[work.Pile.OPEN],
        frozenset({P.VIEW, P.VALIDATE}),
    ),
    "queries.work.event_types_waiting": Action(
        lambda by, s: "Geboorte" in work.event_types_waiting(principal=by), frozenset({P.VIEW, P.VALIDATE})
    ),
    "queries.work.next_open": Action(
        lambda by, s: work.next_open(uuid4(), principal=by) == s.claim, frozenset({P.VIEW, P.VALIDATE})
    ),
    "queries.work.readable_zones": Action(lambda by, s: s.zone.slug in work.readable_zones(by), frozenset({P.VIEW})),
    "queries.work.visible_log": Action(
        lambda by, s: len(work.visible_log([s.child], principal=by)), frozenset({P.VIEW})
    ),
    "queries.work.zones_to_decide_in": Action(
        lambda by, s: s.zone.slug in work.zones_to_decide_in(by), frozenset({P.VIEW, P.VALIDATE})
    ),
}
ELSEWHERE = {
    # asked by a command or query of the table above, never by an edge
    "commands.expectations.refuse_newer_events": "a part of submit",
    "queries.trial.try_acceptance": "a part of review",
    "queries.work.visible": "a part of visible_log",
    # any permission at all: its own test below
    "queries.zones.zones_of": "tells of a zone whatever is held there",
}


def test_every_command_and_query_that_somebody_can_ask_for_is_in_the_matrix() -> None:
    assert _functions() == set(FUNCTIONS) | set(ELSEWHERE)


def test_every_permission_is_asked_by_an_action() -> None:
    asked = {permission for action in (*HTTP.values(), *FUNCTIONS.values()) for permission in action.takes}
    assert asked == set(Permission) - {P.IMPORT}  # an import is an operator's command: its mandate has its own test


@pytest.mark.parametrize("name", FUNCTIONS)
def test_commands_and_queries_serve_exactly_those_who_were_granted(
    scene: Scene, everybody: list[principals.Kind], name: str
) -> None:
    action = FUNCTIONS[name]
    wrong = [kind.name for kind in everybody if _succeeds(action, kind, scene) != action.is_open_to(kind, anyone=True)]
    assert not wrong


def test_a_zone_is_told_of_to_whoever_may_do_anything_there(everybody: list[principals.Kind]) -> None:
    for kind in everybody:
        if kind.valid:
            told = [zone.slug for zone in zones.zones_of(kind.principal)]
            assert (registry.CIVIL in told) == bool(kind.held), kind.name


def test_only_who_holds_the_mandate_takes_a_register_over(everybody: list[principals.Kind]) -> None:
    holders = [kind for kind in everybody if P.IMPORT in kind.held and kind.source_type == OFFICIAL]
    direct = [kind for kind in holders if kind.token]
    accounts = {kind.token.client.account.username for kind in direct if kind.token}
    with transaction.atomic():
        User.objects.exclude(username=min(accounts)).update(is_active=False)
        found = mandated_official(None, zone=registry.CIVIL)
        transaction.set_rollback(True)
    assert found.username == min(accounts)


def _succeeds(action: Action, kind: principals.Kind, scene: Scene) -> bool:
    with transaction.atomic():
        try:
            found = action.does(kind.principal, scene)
            done = found is None or bool(found)
        except Refusal:
            done = False
        transaction.set_rollback(True)
    return done


def _functions() -> set[str]:
    return {
        f"{module.removeprefix('events.')}.{name}"
        for package in (events.commands, events.queries, readmodels.commands, readmodels.queries)
        for _, module, _ in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        for name, function in inspect.getmembers(importlib.import_module(module), inspect.isfunction)
        if function.__module__ == module
        and not name.startswith("_")
        and {"principal", "by"} & set(inspect.signature(function).parameters)
    }
