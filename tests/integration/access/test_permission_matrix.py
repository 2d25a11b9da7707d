"""The permission matrix: every action × every kind of somebody.

The actions are held against the addresses of the API and the functions of the rooms' commands and queries, so that a
new one cannot be forgotten; every permission must be asked by some action.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from aiohttp import web
from django.db import transaction
from django.utils import timezone

import events.commands
import events.queries
import events.subscriptions.commands
import events.subscriptions.pulling
import events.subscriptions.queries
import federation.commands
import federation.queries
import readmodels.commands
import readmodels.queries
from events import access
from events.api import urls
from events.commands import clients, decisions, permissions, tokens
from events.commands.takeover_zone import mandated_official
from events.domain.event import Decision
from events.domain.permissions import OFFICIAL, Permission
from events.domain.refusals import Refusal
from events.models import AdministrativeChange, User, Zone
from events.queries import zones
from federation.api import connection_urls
from readmodels.api import urls as state_urls
from readmodels.commands import own_views
from readmodels.models import Build, Reexamination, ViewObject
from readmodels.projectors import rebuilding
from readmodels.projectors.concluding_builds import Outcome, conclude
from tests import callers, registry
from tests.callers import Answer
from tests.integration.access import principals
from tests.integration.access.actions import (
    NUMBERS,
    Action,
    P,
    Scene,
)
from tests.integration.access.function_actions import ELSEWHERE, FUNCTIONS
from tests.integration.access.http_actions import HTTP
from tests.integration.subscriptions.subscribing import allow_loopback
from tests.people import caught_up, live
from tests.receivers import running

ROOMS = (
    *(events.commands, events.queries, events.subscriptions.commands, events.subscriptions.queries),
    events.subscriptions.pulling,
    *(readmodels.commands, readmodels.queries),
    *(federation.commands, federation.queries),
)
OF_WORK = frozenset({"commands.messages", "commands.presence", "commands.work", "commands.work_entries"})
"""Rooms of daily work: what is done there leaves entries of its own (`WorkEntry`), and administers nothing."""


def _is_administrative(name: str) -> bool:
    """Whether it is a command that says by whom something is administered."""
    module, _, function = name.rpartition(".")
    if module in OF_WORK:
        return False
    room = importlib.import_module(module if module.startswith(("readmodels.", "federation.")) else f"events.{module}")
    return ".commands." in f".{name}" and "by" in inspect.signature(getattr(room, function)).parameters


@pytest.fixture(scope="module")
def everybody(furnished: None) -> list[principals.Kind]:
    return principals.kinds()


@pytest.fixture(scope="module")
def receiver() -> Iterator[str]:
    with running(
        lambda _came: web.Response(headers={"WebHook-Allowed-Origin": "*", "WebHook-Allowed-Rate": "*"})
    ) as it:
        yield it.url


@pytest.fixture(scope="module")
def scene(everybody: list[principals.Kind], receiver: str) -> Scene:
    child = uuid4()
    claimant = access.principal_of(callers.caller("verloskundige", P.VIEW, P.SUBMIT_CLAIM).account)
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
    allow_loopback()
    return Scene(
        claim=claim.id, decision=decision.id, child=child, zone=zone, client=client, token=token, receiver=receiver
    )


def test_every_address_of_the_api_is_in_the_matrix() -> None:
    addresses = {
        (method.upper(), pattern.name)
        for pattern in (*urls.urlpatterns, *state_urls.urlpatterns, *connection_urls.urlpatterns)
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


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if _is_administrative(name)])
def test_every_administrative_command_records_who_changed_what_from_what_to_what(
    scene: Scene, everybody: list[principals.Kind], name: str
) -> None:
    boss = next(kind for kind in everybody if P.MANAGE in kind.held & kind.elsewhere and P.VIEW in kind.held)
    with transaction.atomic():
        FUNCTIONS[name].does(boss.principal, scene)
        changes = list(AdministrativeChange.objects.filter(source_id=boss.principal.source_id))
        transaction.set_rollback(True)
    assert changes
    assert all(change.subject and change.before != change.after for change in changes)


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
        for package in ROOMS
        for _, module, _ in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        for name, function in inspect.getmembers(importlib.import_module(module), inspect.isfunction)
        if function.__module__ == module
        and not name.startswith("_")
        and {"principal", "by"} & set(inspect.signature(function).parameters)
    }
