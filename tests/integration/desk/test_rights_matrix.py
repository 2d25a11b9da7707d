"""The matrix of rights: what is ticked is what happens, and nobody undoes what somebody else did meanwhile."""

import re
from html import unescape
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group

from events import access
from events.commands.permissions import grant_permission, revoke_permission
from events.domain.permissions import Permission
from events.models import User, Zone
from management_ui.admin import rights
from tests.desk_story import DECIDES, Municipality
from tests.integration.desk.conftest import LogIn


def _cell(holder: User | Group, zone: Zone, permission: Permission) -> str:
    kind = "group" if isinstance(holder, Group) else "user"
    return f"{kind}-{holder.pk}-{zone.pk}-{permission.value}"


def _form(answer: Any) -> dict[str, str]:
    """What a browser would send of this page."""
    page = answer.content.decode()
    shown = re.findall(r'name="shown" value="([^"]*)"', page)
    ticked = re.findall(r'name="((?:user|group)-[^"]+)" checked', page)
    return {**dict.fromkeys(ticked, "on"), "shown": unescape(shown[0]), "save": ""}


def _may(user: User, permission: Permission, *, zone: Zone) -> bool:
    return access.principal_of(User.objects.get(pk=user.pk)).may(permission, zone=zone.slug)


def test_a_right_that_is_ticked_is_granted_and_one_that_is_not_is_revoked(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.admin)
    path = f"/beheer/events/zone/{town.registry.pk}/rights/"
    sent = _form(client.get(path))
    del sent[_cell(town.official, town.registry, Permission.VALIDATE)]
    sent[_cell(town.parent, town.registry, Permission.VALIDATE)] = "on"
    assert client.post(path, sent).status_code == 302
    zone = town.registry.slug
    assert not access.principal_of(User.objects.get(pk=town.official.pk)).may(Permission.VALIDATE, zone=zone)
    assert access.principal_of(User.objects.get(pk=town.parent.pk)).may(Permission.VALIDATE, zone=zone)
    entry = LogEntry.objects.latest("pk")
    assert "- validate_claim: M. de Wit @ Burgerlijke stand" in entry.change_message
    assert "+ validate_claim: Anna Bakker @ Burgerlijke stand" in entry.change_message


def test_a_group_is_added_with_the_right_to_read_and_gives_it_to_its_members(town: Municipality, log_in: LogIn) -> None:
    group = Group.objects.create(name="Stagiairs")
    town.newcomer.groups.add(group)
    client = log_in(town.admin)
    client.post(f"/beheer/events/zone/{town.registry.pk}/rights/", {"who": f"group-{group.pk}", "add": "yes"})
    newcomer = access.principal_of(User.objects.get(pk=town.newcomer.pk))
    assert newcomer.zones == {town.registry.slug: frozenset({Permission.VIEW})}


def test_rights_are_seen_and_changed_from_the_person_too(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.admin)
    path = f"/beheer/events/user/{town.newcomer.pk}/rights/"
    answer = client.get(path)
    assert "Burgerlijke stand" in answer.content.decode()
    assert "Adreshuishouding" in answer.content.decode()
    client.post(path, {**_form(answer), _cell(town.newcomer, town.addresses, Permission.VIEW): "on"})
    newcomer = access.principal_of(User.objects.get(pk=town.newcomer.pk))
    assert newcomer.zones == {town.addresses.slug: frozenset({Permission.VIEW})}


def test_staff_without_the_right_to_manage_a_zone_cannot_change_its_rights(town: Municipality, log_in: LogIn) -> None:
    User.objects.filter(pk=town.newcomer.pk).update(is_staff=True)
    client = log_in(User.objects.get(pk=town.newcomer.pk))
    path = f"/beheer/events/zone/{town.registry.pk}/rights/"
    assert client.get(path).status_code == 403
    assert client.post(path, {_cell(town.newcomer, town.registry, Permission.MANAGE): "on"}).status_code == 403
    assert access.principal_of(User.objects.get(pk=town.newcomer.pk)).zones == {}


def test_what_another_administrator_granted_meanwhile_stays(town: Municipality, log_in: LogIn) -> None:
    client, path = log_in(town.admin), f"/beheer/events/zone/{town.registry.pk}/rights/"
    sent = _form(client.get(path))
    town.allow(town.newcomer, *DECIDES, zone=town.registry)
    sent[_cell(town.parent, town.registry, Permission.VALIDATE)] = "on"
    assert client.post(path, sent).status_code == 302
    assert _may(town.newcomer, Permission.VALIDATE, zone=town.registry)
    assert _may(town.parent, Permission.VALIDATE, zone=town.registry)


def test_what_another_administrator_revoked_meanwhile_stays_so(town: Municipality, log_in: LogIn) -> None:
    client, path = log_in(town.admin), f"/beheer/events/zone/{town.registry.pk}/rights/"
    sent = _form(client.get(path))
    by = access.principal_of(town.admin)
    revoke_permission(Permission.VALIDATE, zone=town.registry, of=town.colleague, by=by)
    assert client.post(path, sent).status_code == 302
    assert not _may(town.colleague, Permission.VALIDATE, zone=town.registry)


def test_of_two_who_change_one_row_the_second_is_told_and_loses_no_tick(town: Municipality, log_in: LogIn) -> None:
    client, path = log_in(town.admin), f"/beheer/events/user/{town.colleague.pk}/rights/"
    sent = _form(client.get(path))
    by = access.principal_of(town.admin)
    revoke_permission(Permission.VALIDATE, zone=town.registry, of=town.colleague, by=by)
    wanted = _cell(town.colleague, town.registry, Permission.SUBMIT_CORRECTION)
    answer = client.post(path, {**sent, wanted: "on"})
    assert answer.status_code == 422
    assert "R. Jansen (Burgerlijke stand)" in answer.content.decode()
    assert not _may(town.colleague, Permission.SUBMIT_CORRECTION, zone=town.registry)
    again = _form(answer)
    assert wanted in again
    assert _cell(town.colleague, town.registry, Permission.VALIDATE) not in again
    assert client.post(path, again).status_code == 302
    assert _may(town.colleague, Permission.SUBMIT_CORRECTION, zone=town.registry)
    assert not _may(town.colleague, Permission.VALIDATE, zone=town.registry)


def test_who_lost_his_last_right_meanwhile_is_shown_again_with_what_was_ticked(
    town: Municipality, log_in: LogIn
) -> None:
    client, path = log_in(town.admin), f"/beheer/events/zone/{town.registry.pk}/rights/"
    sent = _form(client.get(path))
    by = access.principal_of(town.admin)
    for permission in DECIDES:
        revoke_permission(permission, zone=town.registry, of=town.colleague, by=by)
    wanted = _cell(town.colleague, town.registry, Permission.MANAGE)
    answer = client.post(path, {**sent, wanted: "on"})
    assert answer.status_code == 422
    assert [name for name in _form(answer) if name.startswith(f"user-{town.colleague.pk}-")] == [wanted]


def test_ticks_that_do_not_say_what_was_shown_change_nothing(town: Municipality, log_in: LogIn) -> None:
    client, path = log_in(town.admin), f"/beheer/events/zone/{town.registry.pk}/rights/"
    for told in ("", "[]", '{"user-1": 3}', "{"):
        answer = client.post(path, {"shown": told, _cell(town.newcomer, town.registry, Permission.MANAGE): "on"})
        assert not _may(town.newcomer, Permission.MANAGE, zone=town.registry)
        assert answer.status_code in (302, 422)
    assert _may(town.official, Permission.VALIDATE, zone=town.registry)


def test_a_zone_of_many_has_pages_that_each_can_be_sent(town: Municipality, log_in: LogIn, settings: Any) -> None:
    by = access.principal_of(town.admin)
    for number in range(rights.ROWS_SHOWN_MAX):
        group = Group.objects.create(name=f"Team {number:03}")
        grant_permission(Permission.VIEW, zone=town.registry, to=group, by=by)
    client, path = log_in(town.admin), f"/beheer/events/zone/{town.registry.pk}/rights/?page=2"
    answer = client.get(path)
    wanted = _cell(town.parent, town.registry, Permission.VALIDATE)
    assert client.post(path, {**_form(answer), wanted: "on"})["Location"] == path
    assert _may(town.parent, Permission.VALIDATE, zone=town.registry)
    assert Group.objects.filter(groupobjectpermission__object_pk=town.registry.pk).count() == rights.ROWS_SHOWN_MAX
    assert len(Permission) * rights.ROWS_SHOWN_MAX < settings.FORM_FIELDS_MAX
