# ruff: noqa: ARG005 - every action is tried on somebody and on the scene, whether it needs them or not
"""The actions of the permission matrix in the rooms: every command and query that somebody can ask for."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from guardian.shortcuts import assign_perm

from events import store
from events.catalogue import drafts
from events.catalogue.drafts import Judged
from events.commands import (
    clients,
    decisions,
    event_types,
    permissions,
    recording,
    rehearsing,
    tokens,
    work_entries,
)
from events.commands import messages as message_commands
from events.commands import work as work_commands
from events.domain.event import Decision, Kind
from events.domain.permissions import OFFICIAL, Principal
from events.domain.readings import View
from events.domain.wire import parse_submission
from events.models import EventTypeDraft, User
from events.queries import changes, compatibility, messages, review, type_drafts, work, work_counts, zone_events
from events.queries import events as event_queries
from events.queries import objects as event_objects
from federation.queries import consulting, states
from readmodels.commands import concluding, own_views
from readmodels.commands import rebuilding as rebuild_commands
from readmodels.domain.national.custody_request import CustodyRequest
from readmodels.domain.national.history import request as history_request
from readmodels.domain.national.occupancy import request as occupancy_request
from readmodels.domain.national.persons import request as persons_request
from readmodels.domain.national.told import Form
from readmodels.domain.own_views.definition import from_json
from readmodels.models import View as View_
from readmodels.projectors import rebuilding
from readmodels.queries import administrators, builds, known, national, objects, previews, reexaminations
from readmodels.queries import own_views as own_view_queries
from readmodels.queries.live_views import Freshness
from readmodels.queries.own_rows import Question
from tests.callers import administrator
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
from tests.integration.access.connection_actions import CONNECTION_FUNCTIONS
from tests.integration.access.draft_actions import DRAFTS
from tests.integration.access.federated_view_actions import FEDERATED_VIEW_FUNCTIONS
from tests.integration.access.federation_actions import FEDERATION_FUNCTIONS
from tests.integration.access.person_actions import PERSON_FUNCTIONS
from tests.integration.access.subscription_actions import SUBSCRIPTION_FUNCTIONS


def _soon() -> Any:
    return timezone.now() + timedelta(days=5)


def _done(_nothing: object) -> bool:
    return True


def _submit(by: Principal, _scene: Scene) -> Any:
    return recording.submit([parse_submission(claim(), kind=Kind.CLAIM, principal=by)], principal=by)


def _rehearse(by: Principal, _scene: Scene) -> Any:
    submission = parse_submission(claim(), kind=Kind.CLAIM, principal=by)
    return rehearsing.rehearse(submission, principal=by, now=timezone.now())


def _preview(by: Principal, _scene: Scene) -> Any:
    submission = parse_submission(claim(), kind=Kind.CLAIM, principal=by)
    return previews.preview(submission, principal=by, now=timezone.now())


def _asked() -> objects.Asked:
    return objects.Asked(as_of=timezone.now(), view=View.ASSERTED)


def _grant(by: Principal, scene: Scene) -> None:
    permissions.grant_permission(P.VALIDATE, zone=scene.zone, to=scene.client, by=by)


def _release(by: Principal, scene: Scene) -> Any:
    work_commands.take(scene.claim, by=by)
    return _done(work_commands.release(scene.claim, by=by))


def _hand_over(by: Principal, scene: Scene) -> Any:
    colleague = User.objects.create(username="collega", source_type=OFFICIAL)
    for permission in (P.VIEW, P.VALIDATE):
        assign_perm(permission.value, colleague, scene.zone)
    return work_commands.hand_over(scene.claim, to=colleague, note="Kijk jij?", by=by)


LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
DECIDES = Action(_done, frozenset({P.VIEW, P.VALIDATE}), officials_only=True)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
FRESH = Freshness()


def _own_view() -> View_:
    return View_.objects.get(name=NUMBERS["name"])


def _started(function: Callable[..., Any], by: Principal, **more: Any) -> Any:
    """Asked of a rebuild that is under way."""
    rebuilding.begin(NUMBERS["name"])
    return function(NUMBERS["name"], by=by, **more)


def _judged() -> Judged:
    """Somebody else's draft, judged."""
    return drafts.judged(EventTypeDraft.objects.get(pk=drafted()))


def _restore(by: Principal, _scene: Scene) -> None:
    event_types.deprecate_version("Verhuizing", "1", reason="Oud.", successor="2", by=administrator())
    event_types.restore_version("Verhuizing", "1", by=by)


def _try_event(by: Principal, scene: Scene) -> Any:
    return compatibility.try_event(_judged(), scene.claim, principal=by)


FUNCTIONS: Mapping[str, Action] = {
    **PERSON_FUNCTIONS,
    **DRAFTS,
    **SUBSCRIPTION_FUNCTIONS,
    **FEDERATION_FUNCTIONS,
    **CONNECTION_FUNCTIONS,
    **FEDERATED_VIEW_FUNCTIONS,
    "commands.event_types.draft_event_type": replace(
        ADMINISTERS, does=lambda by, s: event_types.draft_event_type("Geboorte", by=by)
    ),
    "commands.event_types.change_draft": replace(
        ADMINISTERS,
        does=lambda by, s: event_types.change_draft(drafted(), title="Anders", text="{}", revision=1, by=by),
    ),
    "commands.event_types.discard_draft": replace(
        ADMINISTERS, does=lambda by, s: event_types.discard_draft(drafted(), by=by)
    ),
    "commands.event_types.publish_draft": replace(
        ADMINISTERS, does=lambda by, s: event_types.publish_draft(drafted(), revision=1, by=by)
    ),
    "commands.event_types.deprecate_version": replace(
        ADMINISTERS,
        does=lambda by, s: event_types.deprecate_version("Verhuizing", "1", reason="Oud.", successor="2", by=by),
    ),
    "commands.event_types.restore_version": replace(ADMINISTERS, does=_restore),
    "queries.type_drafts.drafts": replace(ADMINISTERS, does=lambda by, s: _done(type_drafts.drafts(principal=by))),
    "queries.type_drafts.draft": replace(ADMINISTERS, does=lambda by, s: type_drafts.draft(drafted(), principal=by)),
    "queries.compatibility.compatibility_of": replace(
        ADMINISTERS, does=lambda by, s: compatibility.compatibility_of(_judged(), principal=by)
    ),
    "queries.compatibility.try_document": replace(
        ADMINISTERS, does=lambda by, s: compatibility.try_document(_judged(), {}, principal=by)
    ),
    "queries.compatibility.try_event": Action(_try_event, frozenset({P.MANAGE, P.VIEW}), everywhere=True),
    "queries.changes.changes": replace(
        ADMINISTERS, does=lambda by, s: changes.changes(changes.ChangeFilter(), principal=by)
    ),
    "queries.changes.administrators": replace(
        ADMINISTERS, does=lambda by, s: _done(changes.administrators(principal=by))
    ),
    "queries.objects.last_told_of": Action(
        lambda by, s: s.child in event_objects.last_told_of(["Geboorte"], principal=by, limit=9), frozenset({P.VIEW})
    ),
    "queries.objects.visible_events": Action(
        lambda by, s: bool(event_objects.visible_events([s.claim], principal=by)), frozenset({P.VIEW})
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
        ADMINISTERS, does=lambda by, s: own_views.redefine("nummers", NUMBERS | {"title": "Anders"}, by=by)
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
            persons_request.parse(PERSONS), as_of=NOW, form=Form.PUBLIC, principal=by, fresh=FRESH
        ),
    ),
    "readmodels.queries.national.custody": replace(
        READS,
        does=lambda by, s: national.custody(CustodyRequest(bsns=(BSN,)), as_of=NOW, principal=by, fresh=FRESH),
    ),
    "readmodels.queries.national.residence_history": replace(
        READS,
        does=lambda by, s: national.residence_history(
            history_request.parse(HISTORY), form=Form.PUBLIC, principal=by, fresh=FRESH
        ),
    ),
    "readmodels.queries.national.occupants": replace(
        READS,
        does=lambda by, s: national.occupants(
            occupancy_request.parse(OCCUPANCY), form=Form.PUBLIC, principal=by, fresh=FRESH
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
    "queries.events.sight_of": Action(
        lambda by, s: bool(event_queries.sight_of(by, zone=s.zone.slug)), frozenset({P.VIEW})
    ),
    "queries.zone_events.events_about": Action(
        lambda by, s: zone_events.events_about([s.child], zone=s.zone.slug, principal=by).events, frozenset({P.VIEW})
    ),
    "queries.zone_events.announced": Action(
        lambda by, s: zone_events.announced(s.zone.slug, agreed=True, principal=by).object_ids, frozenset({P.VIEW})
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
    "federation.queries.states.federated_state_of": Action(
        lambda by, s: states.federated_state_of(s.child, asked=_asked(), principal=by), frozenset({P.VIEW, P.CONSULT})
    ),
    "federation.queries.states.federated_timeline_of": Action(
        lambda by, s: states.federated_timeline_of(s.child, asked=_asked(), principal=by),
        frozenset({P.VIEW, P.CONSULT}),
    ),
    "federation.queries.states.federated_explanation_of": Action(
        lambda by, s: states.federated_explanation_of(s.child, "naam", asked=_asked(), principal=by),
        frozenset({P.VIEW, P.CONSULT}),
    ),
    "federation.queries.consulting.may_consult": Action(
        lambda by, s: consulting.may_consult(by), frozenset({P.VIEW, P.CONSULT}), anywhere=True
    ),
    "federation.queries.consulting.require_consulting": Action(
        lambda by, s: consulting.require_consulting(by), frozenset({P.VIEW, P.CONSULT}), anywhere=True
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
        lambda by, s: concluding.let_stand(s.decision, difference=difference(s), motivation="Ja.", principal=by),
        frozenset({P.VIEW, P.VALIDATE}),
        officials_only=True,
    ),
    "readmodels.queries.previews.preview": Action(_preview, frozenset({P.SUBMIT_CLAIM})),
    "readmodels.queries.previews.acceptance_of": Action(
        lambda by, s: previews.acceptance_of(store.find([s.claim])[s.claim], adding={}, principal=by).follows.touched,
        frozenset({P.VIEW}),
    ),
    "queries.review.review": Action(
        lambda by, s: review.review(s.claim, principal=by, now=timezone.now()), frozenset({P.VIEW})
    ),
    "queries.work.claims_awaiting_decision": Action(
        lambda by, s: work.claims_awaiting_decision(work.Wanted(zone=s.zone.slug), principal=by).items,
        frozenset({P.VIEW, P.VALIDATE}),
    ),
    "queries.work_counts.counts": Action(
        lambda by, s: work_counts.counts(work.Wanted(zone=s.zone.slug), principal=by)[work.Pile.OPEN],
        frozenset({P.VIEW, P.VALIDATE}),
    ),
    "queries.work_counts.event_types_waiting": Action(
        lambda by, s: "Geboorte" in work_counts.event_types_waiting(["Geboorte"], principal=by),
        frozenset({P.VIEW, P.VALIDATE}),
    ),
    "queries.work_counts.source_types_waiting": Action(
        lambda by, s: "verloskundige" in work_counts.source_types_waiting(["verloskundige"], principal=by),
        frozenset({P.VIEW, P.VALIDATE}),
    ),
    "queries.work_counts.counts_by_whose": Action(
        lambda by, s: work_counts.counts_by_whose(work.Wanted(zone=s.zone.slug), principal=by)[work.Whose.FREE],
        frozenset({P.VIEW, P.VALIDATE}),
    ),
    "queries.work_counts.count_overdue": Action(
        lambda by, s: work_counts.count_overdue(principal=by, today=date.max), frozenset({P.VIEW, P.VALIDATE})
    ),
    "queries.work_counts.recorded_since": Action(
        lambda by, s: work_counts.recorded_since(LONG_AGO, principal=by), frozenset({P.VIEW, P.VALIDATE})
    ),
    "queries.objects.recorded_since": Action(
        lambda by, s: event_objects.recorded_since(LONG_AGO, object_ids=[s.child], principal=by), frozenset({P.VIEW})
    ),
    "queries.messages.messages": Action(
        lambda by, s: _done(messages.messages(principal=by, event_id=s.claim)),
        frozenset({P.VIEW, P.VALIDATE}),
        officials_only=True,
    ),
    "commands.messages.send": replace(
        DECIDES, does=lambda by, s: message_commands.send(s.claim, text="Waarvandaan?", by=by)
    ),
    "commands.messages.ask_source": replace(
        DECIDES, does=lambda by, s: message_commands.ask_source(s.claim, text="Waarvandaan?", by=by)
    ),
    "commands.work.take": replace(DECIDES, does=lambda by, s: work_commands.take(s.claim, by=by)),
    "commands.work.take_over": replace(
        DECIDES, does=lambda by, s: work_commands.take_over(s.claim, reason="Spoed.", by=by)
    ),
    "commands.work.release": replace(DECIDES, does=_release),
    "commands.work.hand_over": replace(DECIDES, does=_hand_over),
    "commands.work.decide": replace(
        DECIDES,
        does=lambda by, s: work_commands.decide(
            s.claim, work_commands.Deciding(decision=Decision.REJECTED, motivation="Nee."), by=by
        ),
    ),
    "commands.work_entries.visible_event": Action(
        lambda by, s: work_entries.visible_event(s.claim, by=by), frozenset({P.VIEW})
    ),
    "queries.work.next_open": Action(
        lambda by, s: work.next_open(uuid4(), principal=by, now=timezone.now()) == s.claim,
        frozenset({P.VIEW, P.VALIDATE}),
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
    "federation.queries.answering.answer_about": "a part of every federated question",
    "federation.queries.answering.write_down": "idem",
    "federation.queries.asking.gathered": "idem",
    "queries.work.awaiting": "a part of claims_awaiting_decision",
    "readmodels.queries.person_search.ids_of_persons": "a part of work_about",
    "readmodels.commands.load_code_tables.load_code_tables": "an operator's command: test_at_the_command_line",
    "queries.work.filtered": "a part of every question to the queue",
    "queries.work.zone_keys": "idem",
    "queries.work_items.in_hand": "of events that were found already: tells whose each is",
    "queries.work_items.colleagues": "of the zone of an event that was found already",
    "commands.presence.see": "of an event that was found already",
    "commands.work.keep_locked": "changes nothing but what he has in hand himself",
    "commands.work_entries.enter": "a part of every act on work in hand",
    "commands.messages.answer": "takes no permission but to be the source: test_work_in_hand",
    "commands.messages.own_event": "a part of answer",
    "queries.work.visible": "a part of visible_log",
    "subscriptions.commands.telling.record": "a part of every command on subscriptions",
    "subscriptions.commands.access_changes.hold": "a part of every command on the way to a receiver",
    "subscriptions.commands.access_changes.keep": "a part of every command on the way to a receiver",
    # any permission at all: its own test below
    "queries.zones.zones_of": "tells of a zone whatever is held there",
}
