"""The administration: who may do what, clients and tokens; every change recorded, and no way into the log."""

import re

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.auth.models import Permission as DjangoPermission

from events import access
from events.commands.clients import register_client
from events.domain.permissions import Permission
from events.models import ApiClient, ApiToken, EventType, User, Zone
from management_ui.site import site
from tests.desk_story import PASSWORD, Municipality
from tests.integration.desk.conftest import LogIn

LOG_TABLES = {"event", "event_payload", "event_object", "event_ref", "event_log", "seal", "events_standing"}


def _cell(holder: User | Group, zone: Zone, permission: Permission) -> str:
    kind = "group" if isinstance(holder, Group) else "user"
    return f"{kind}-{holder.pk}-{zone.pk}-{permission.value}"


def _ticked(page: str) -> set[str]:
    return set(re.findall(r'name="((?:user|group)-[^"]+)" checked', page))


def test_a_right_that_is_ticked_is_granted_and_one_that_is_not_is_revoked(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.admin)
    path = f"/beheer/events/zone/{town.registry.pk}/rights/"
    ticked = _ticked(client.get(path).content.decode())
    assert _cell(town.official, town.registry, Permission.VALIDATE) in ticked
    wanted = ticked - {_cell(town.official, town.registry, Permission.VALIDATE)}
    wanted |= {_cell(town.parent, town.registry, Permission.VALIDATE)}
    assert client.post(path, {**dict.fromkeys(wanted, "on"), "save": ""}).status_code == 302
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
    page = client.get(path).content.decode()
    assert "Burgerlijke stand" in page
    assert "Adreshuishouding" in page
    client.post(path, {_cell(town.newcomer, town.addresses, Permission.VIEW): "on", "save": ""})
    newcomer = access.principal_of(User.objects.get(pk=town.newcomer.pk))
    assert newcomer.zones == {town.addresses.slug: frozenset({Permission.VIEW})}


def test_staff_without_the_right_to_manage_a_zone_cannot_change_its_rights(town: Municipality, log_in: LogIn) -> None:
    User.objects.filter(pk=town.newcomer.pk).update(is_staff=True)
    client = log_in(User.objects.get(pk=town.newcomer.pk))
    path = f"/beheer/events/zone/{town.registry.pk}/rights/"
    assert client.get(path).status_code == 403
    assert client.post(path, {_cell(town.newcomer, town.registry, Permission.MANAGE): "on"}).status_code == 403
    assert access.principal_of(User.objects.get(pk=town.newcomer.pk)).zones == {}


def test_an_official_does_not_enter_the_administration(town: Municipality, log_in: LogIn) -> None:
    answer = log_in(town.official).get("/beheer/", follow=True)
    assert answer.status_code == 403
    assert "U mag deze pagina niet zien." in answer.content.decode()


def test_a_token_is_shown_once_works_and_stops_when_revoked(town: Municipality, log_in: LogIn) -> None:
    api_client = register_client("De Lente", source_type="verloskundige", by=access.principal_of(town.admin))
    client = log_in(town.admin)
    path = f"/beheer/events/apiclient/{api_client.pk}/tokens/"
    answer = client.post(path, {"scopes": [Permission.VIEW.value], "days": "30"})
    [secret] = re.findall(r"<code>(f6_[\w-]{40,})</code>", answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    assert access.principal_of_token(secret).source_type == "verloskundige"
    assert secret not in client.get(path).content.decode()
    token = ApiToken.objects.get()
    client.post(f"/beheer/events/apiclient/tokens/{token.pk}/revoke/")
    assert ApiToken.objects.get().revoked_at is not None
    said = [entry.change_message for entry in LogEntry.objects.order_by("pk")]
    assert [text[:8] for text in said] == ["+ token ", "- token "]
    assert not any(secret in text for text in said)


def test_a_client_is_registered_with_an_account_nobody_can_log_in_with(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.admin)
    sent = {"name": "Notaris Haven", "source_type": "notaris", "intermediary": "on"}
    answer = client.post("/beheer/events/apiclient/add/", sent)
    assert answer.status_code == 302, answer.content.decode()
    found = ApiClient.objects.get()
    assert (found.account.source_type, found.intermediary) == ("notaris", True)
    assert not found.account.has_usable_password()
    assert LogEntry.objects.get().object_id == str(found.pk)


def test_nothing_in_the_administration_writes_to_the_log_or_to_published_types(
    town: Municipality, log_in: LogIn
) -> None:
    assert not {model._meta.db_table for model in site._registry} & LOG_TABLES
    client = log_in(town.admin)
    event_type = EventType.objects.get(name="Geboorte")
    assert client.get("/beheer/events/eventtype/add/").status_code == 403
    assert client.post(f"/beheer/events/eventtype/{event_type.pk}/change/", {"title": "Anders"}).status_code == 403
    assert client.post(f"/beheer/events/eventtype/{event_type.pk}/delete/", {"post": "yes"}).status_code == 403
    assert EventType.objects.get(pk=event_type.pk).title == "Geboorte"


def test_every_list_of_the_administration_opens(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.admin)
    client.post(f"/beheer/events/user/{town.newcomer.pk}/password/", {"password1": PASSWORD, "password2": PASSWORD})
    for model in site._registry:
        path = f"/beheer/{model._meta.app_label}/{model._meta.model_name}/"
        assert client.get(path).status_code == 200, path
    for model in site._registry:
        row = model._default_manager.first()
        if row is not None:
            path = f"/beheer/{model._meta.app_label}/{model._meta.model_name}/{row.pk}/change/"
            assert client.get(path).status_code == 200, path


def test_only_a_superuser_touches_a_superuser(town: Municipality, log_in: LogIn) -> None:
    User.objects.filter(pk=town.newcomer.pk).update(is_staff=True)
    newcomer = User.objects.get(pk=town.newcomer.pk)
    for name in ("view_user", "change_user"):
        newcomer.user_permissions.add(DjangoPermission.objects.get(codename=name))
    client = log_in(newcomer)
    path = f"/beheer/events/user/{town.admin.pk}/password/"
    assert client.post(path, {"password1": "Nieuw-wachtwoord-1", "password2": "Nieuw-wachtwoord-1"}).status_code == 403
    client.post(f"/beheer/events/user/{newcomer.pk}/change/", {"username": "nieuw", "is_superuser": "on"})
    assert not User.objects.get(pk=newcomer.pk).is_superuser
