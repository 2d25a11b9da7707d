"""The permission matrix: every action × every kind of somebody.

The actions are held against the addresses of the API and the functions of the rooms' commands and queries, so that a
new one cannot be forgotten; every permission must be asked by some action.
"""

import importlib
import inspect
import pkgutil

import pytest
from django.db import transaction

import events.commands
import events.queries
import events.subscriptions.commands
import events.subscriptions.pulling
import events.subscriptions.queries
import federation.commands
import federation.queries
import readmodels.commands
import readmodels.queries
from events.api import urls
from events.commands.takeover_zone import mandated_official
from events.domain.permissions import OFFICIAL, Permission
from events.domain.refusals import Refusal
from events.models import AdministrativeChange, User
from events.queries import zones
from federation.api import urls as federation_urls
from readmodels.api import urls as state_urls
from tests import registry
from tests.callers import Answer
from tests.integration.access import principals
from tests.integration.access.actions import (
    Action,
    P,
    Scene,
)
from tests.integration.access.function_actions import ELSEWHERE, FUNCTIONS
from tests.integration.access.http_actions import HTTP

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


def test_every_address_of_the_api_is_in_the_matrix() -> None:
    addresses = {
        (method.upper(), pattern.name)
        for pattern in (*urls.urlpatterns, *state_urls.urlpatterns, *federation_urls.urlpatterns)
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
