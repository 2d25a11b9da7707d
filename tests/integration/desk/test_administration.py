"""The administration: who may do what, clients and tokens; every change recorded, and no way into the log."""

import re
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.auth.models import Permission as DjangoPermission

from events import access
from events.commands.clients import register_client
from events.domain.permissions import Permission
from events.models import AccessRecord, ApiClient, ApiToken, EventType, User
from management_ui.site import site
from tests.desk_story import PASSWORD, Municipality
from tests.integration.desk.conftest import LogIn

LOG_TABLES = {"event", "event_payload", "event_object", "event_ref", "event_log", "seal", "events_standing"}


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


def _clerk(town: Municipality) -> User:
    """Staff with every model permission on accounts, groups and clients, who manages no zone and is no superuser."""
    User.objects.filter(pk=town.newcomer.pk).update(is_staff=True, source_type="burger")
    clerk = User.objects.get(pk=town.newcomer.pk)
    clerk.set_password(PASSWORD)
    clerk.save()
    models = ("user", "group", "apiclient")
    clerk.user_permissions.set(DjangoPermission.objects.filter(content_type__model__in=models))
    return clerk


def _api_client(town: Municipality, **more: Any) -> ApiClient:
    found = register_client("De Lente", source_type="verloskundige", by=access.principal_of(town.admin))
    ApiClient.objects.filter(pk=found.pk).update(**more)
    return ApiClient.objects.get(pk=found.pk)


def _administered() -> list[tuple[str, dict[str, Any]]]:
    """What the access log says of the acts on the pages of accounts, groups and clients."""
    made = ("Account", "Groep", "API-client gewijzigd", "Wachtwoord")
    lines = AccessRecord.objects.order_by("pk").values_list("action", "details")
    return [(action, details) for action, details in lines if action.startswith(made)]


def test_the_right_to_change_accounts_gives_nobody_rights_on_events(town: Municipality, log_in: LogIn) -> None:
    clerk = _clerk(town)
    group = Group.objects.create(name="Burgerzaken")
    town.allow(town.official, zone=town.registry)
    held = set(clerk.user_permissions.values_list("pk", flat=True))
    sent = {
        "username": "nieuw",
        "first_name": "Nieuwe",
        "source_type": "ambtenaar",
        "groups": [group.pk],
        "is_active": "on",
        "is_staff": "on",
        "is_superuser": "on",
        "user_permissions": [DjangoPermission.objects.exclude(pk__in=held).values_list("pk", flat=True)[0]],
    }
    client = log_in(clerk)
    for user in (clerk, User.objects.get(pk=town.citizen.pk)):
        answer = client.post(f"/beheer/events/user/{user.pk}/change/", sent | {"username": user.username})
        assert answer.status_code == 302, answer.content.decode()
        found = User.objects.get(pk=user.pk)
        assert (found.first_name, found.source_type, found.is_staff) == ("Nieuwe", "burger", user == clerk)
        assert not found.groups.exists()
        assert not found.is_superuser
        assert set(found.user_permissions.values_list("pk", flat=True)) == (held if user == clerk else set())
    assert client.get("/beheer/events/user/add/").status_code == 403
    assert _administered() == []


def test_who_changes_accounts_ends_the_access_of_a_person_but_never_gives_it_back(
    town: Municipality, log_in: LogIn
) -> None:
    api_client = _api_client(town)
    client = log_in(_clerk(town))
    person, account = town.citizen, api_client.account
    client.post(f"/beheer/events/user/{person.pk}/change/", {"username": person.username})
    client.post(f"/beheer/events/user/{account.pk}/change/", {"username": account.username})
    assert not User.objects.get(pk=person.pk).is_active
    assert User.objects.get(pk=account.pk).is_active
    assert _administered() == [("Account gewijzigd", {"user": person.pk, "changed": {"is_active": False}})]
    client.post(f"/beheer/events/user/{person.pk}/change/", {"username": person.username, "is_active": "on"})
    assert not User.objects.get(pk=person.pk).is_active


def test_a_password_is_set_by_a_superuser_or_by_oneself_and_never_for_a_client(
    town: Municipality, log_in: LogIn
) -> None:
    account = _api_client(town).account
    clerk = _clerk(town)
    new = {"password1": "Nieuw-wachtwoord-16:55", "password2": "Nieuw-wachtwoord-16:55", "usable_password": "true"}

    def set_by(user: User, whose: User) -> tuple[int, bool]:
        client = log_in(User.objects.get(pk=user.pk))
        status = client.post(f"/beheer/events/user/{whose.pk}/password/", new).status_code
        return status, User.objects.get(pk=whose.pk).check_password(new["password1"])

    assert set_by(clerk, town.official) == (403, False)
    assert set_by(clerk, account) == (403, False)
    assert set_by(town.admin, account) == (403, False)
    assert not User.objects.get(pk=account.pk).has_usable_password()
    assert set_by(clerk, clerk) == (302, True)
    assert set_by(town.admin, town.official) == (302, True)
    assert _administered() == [
        ("Wachtwoord gewijzigd", {"user": clerk.pk}),
        ("Wachtwoord gewijzigd", {"user": town.official.pk}),
    ]
    offers = [
        'href="../password/"' in log_in(by).get(f"/beheer/events/user/{whose.pk}/change/").content.decode()
        for by in (User.objects.get(pk=clerk.pk), town.admin)
        for whose in (clerk, town.official, account)
    ]
    assert offers == [True, False, False, True, True, False]


def test_the_right_to_change_groups_changes_names_only(town: Municipality, log_in: LogIn) -> None:
    group = Group.objects.create(name="Burgerzaken")
    client = log_in(_clerk(town))
    page = f"/beheer/auth/group/{group.pk}"
    some = DjangoPermission.objects.get(codename="delete_group")
    assert client.post(f"{page}/change/", {"name": "Balie", "permissions": [some.pk]}).status_code == 302
    assert client.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    client.post("/beheer/auth/group/", {"action": "delete_selected", "_selected_action": [group.pk], "post": "yes"})
    found = Group.objects.get(pk=group.pk)
    assert (found.name, found.permissions.count()) == ("Balie", 0)
    assert _administered() == []


def test_the_right_to_change_clients_changes_names_only(town: Municipality, log_in: LogIn) -> None:
    client = log_in(_clerk(town))
    for active in (True, False):
        found = _api_client(town, active=active)
        other = {} if active else {"active": "on"}
        path = f"/beheer/events/apiclient/{found.pk}/change/"
        assert client.post(path, {"name": "Ander", "intermediary": "on", **other}).status_code == 302
        found.refresh_from_db()
        assert (found.name, found.intermediary, found.active) == ("Ander", False, active)
    town.allow(town.newcomer, Permission.MANAGE, zone=town.registry)
    sent = {"name": "Nieuw", "source_type": "systeem", "intermediary": "on"}
    assert client.post("/beheer/events/apiclient/add/", sent).status_code == 302
    assert not ApiClient.objects.get(name="Nieuw").intermediary


def test_what_a_superuser_changes_of_rights_is_in_both_logs(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.admin)
    group = Group.objects.create(name="Burgerzaken")
    some = DjangoPermission.objects.get(codename="view_user")
    api_client = _api_client(town)
    person = town.newcomer
    sent = {"username": "nieuw", "source_type": "ambtenaar", "groups": [group.pk], "is_active": "on", "is_staff": "on"}
    client.post(f"/beheer/events/user/{person.pk}/change/", sent)
    client.post(f"/beheer/auth/group/{group.pk}/change/", {"name": "Burgerzaken", "permissions": [some.pk]})
    client.post(f"/beheer/events/apiclient/{api_client.pk}/change/", {"name": "De Lente", "intermediary": "on"})
    client.post(f"/beheer/auth/group/{group.pk}/delete/", {"post": "yes"})
    gone = Group.objects.create(name="Stagiairs").pk
    client.post("/beheer/auth/group/", {"action": "delete_selected", "_selected_action": [gone], "post": "yes"})
    assert _administered() == [
        ("Account gewijzigd", {"user": person.pk, "changed": {"groups": [group.pk], "is_staff": True}}),
        ("Groep gewijzigd", {"group": group.pk, "changed": {"permissions": [some.pk]}}),
        ("API-client gewijzigd", {"apiclient": api_client.pk, "changed": {"intermediary": True, "active": False}}),
        ("Groep verwijderd", {"group": group.pk, "name": "Burgerzaken"}),
        ("Groep verwijderd", {"group": gone, "name": "Stagiairs"}),
    ]
    by = AccessRecord.objects.filter(action__startswith="Groep").values_list("source_id", flat=True)
    assert set(by) == {town.admin.source_id}
    assert LogEntry.objects.count() == 5


def test_no_token_is_issued_for_a_client_that_is_not_active(town: Municipality, log_in: LogIn) -> None:
    found = _api_client(town, active=False)
    path = f"/beheer/events/apiclient/{found.pk}/tokens/"
    page = log_in(town.admin).post(path, {"scopes": [Permission.VIEW.value], "days": "30"}).content.decode()
    assert "Maak hem eerst weer actief" in page
    assert not ApiToken.objects.exists()
