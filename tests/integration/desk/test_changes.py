"""Every change recorded with who, when, before and after: no page of the administration goes without."""

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group
from django.contrib.auth.models import Permission as DjangoPermission
from django.test import RequestFactory
from django.utils import timezone

from events import access
from events.commands.clients import register_client
from events.commands.tokens import issue_token
from events.domain.permissions import Permission
from events.models import AdministrativeChange, ApiClient, LegalTerm, Organisation, User, Zone
from management_ui.admin.changes import RecordsChanges
from management_ui.site import site
from tests.desk_story import OIN, PASSWORD, Municipality
from tests.integration.desk.conftest import LogIn

NEW_PASSWORD = "Nieuw-wachtwoord-16:55"


def newest() -> AdministrativeChange:
    return AdministrativeChange.objects.latest("pk")


def recorded() -> int:
    return AdministrativeChange.objects.count()


# -- no page goes without ----------------------------------------------------------------------------------------------


def test_every_page_that_changes_something_is_one_that_records_it(town: Municipality) -> None:
    request = RequestFactory().get("/beheer/")
    request.user = town.admin
    changing = {
        model._meta.label
        for model, page in site._registry.items()
        if any(getattr(page, f"has_{verb}_permission")(request) for verb in ("add", "change", "delete"))
    }
    records = {model._meta.label for model, page in site._registry.items() if isinstance(page, RecordsChanges)}
    assert changing == records
    assert changing == {
        "events.User",
        "auth.Group",
        "events.ApiClient",
        "events.LegalTerm",
        "events.Organisation",
        "events.Zone",
        "axes.AccessAttempt",
    }


def test_what_is_made_changed_and_deleted_on_a_page_is_recorded(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.admin)
    zone = {"organisation": town.organisation.pk, "slug": "gevangenis", "name": "Gevangenis", "description": ""}
    api_client = register_client("De Lente", source_type="verloskundige", by=access.principal_of(town.admin))
    group = Group.objects.create(name="Burgerzaken")
    attempt = AccessAttempt.objects.create(username="wit", ip_address="127.0.0.1", failures_since_start=3)
    some = DjangoPermission.objects.get(codename="view_user")
    user = town.newcomer
    account = {"username": "nieuw", "first_name": "Nieuwe", "source_type": "ambtenaar", "is_active": "on"}
    added = {"username": "vers", "source_type": "burger", "password1": PASSWORD, "password2": PASSWORD}
    organisation = {"name": "Gemeente Anders", "oin": OIN}
    term = LegalTerm.objects.get(event_type__name="Geboorte")
    longer = {"amount": 5, "unit": "working_days", "counted_from": "event", "article": "BW 1:19e"}
    steps: list[tuple[str, dict[str, Any], str, str]] = [
        ("events/zone/add/", zone, "added", "zone"),
        (f"events/zone/{town.registry.pk}/change/", zone | {"name": "Stand", "sensitive": "on"}, "changed", "zone"),
        (f"events/organisation/{town.organisation.pk}/change/", organisation, "changed", "organisation"),
        (f"events/legalterm/{term.pk}/change/", longer, "changed", "legal-term"),
        ("events/user/add/", added | {"usable_password": "true"}, "added", "account"),
        (f"events/user/{user.pk}/change/", account | {"groups": [group.pk]}, "changed", "account"),
        ("auth/group/add/", {"name": "Balie"}, "added", "group"),
        (f"auth/group/{group.pk}/change/", {"name": "Burgers", "permissions": [some.pk]}, "changed", "group"),
        (f"auth/group/{group.pk}/delete/", {"post": "yes"}, "removed", "group"),
        ("events/apiclient/add/", {"name": "Notaris", "source_type": "notaris"}, "client-registered", "api-client"),
        (f"events/apiclient/{api_client.pk}/change/", {"name": "Lente", "active": "on"}, "changed", "api-client"),
        (f"axes/accessattempt/{attempt.pk}/delete/", {"post": "yes"}, "removed", "login-attempt"),
    ]
    for path, sent, action, kind in steps:
        before = recorded()
        answer = client.post(f"/beheer/{path}", sent)
        assert answer.status_code == 302, (path, answer.content.decode())
        assert recorded() == before + 1, path
        change = newest()
        assert (change.action, change.subject_type, change.source_id) == (action, kind, town.admin.source_id), path
        assert change.before != change.after


def test_a_change_says_what_it_was_and_became(town: Municipality, log_in: LogIn) -> None:
    group = Group.objects.create(name="Burgerzaken")
    sent = {"username": "nieuw", "source_type": "ambtenaar", "groups": [group.pk], "is_active": "on", "is_staff": "on"}
    log_in(town.admin).post(f"/beheer/events/user/{town.newcomer.pk}/change/", sent)
    change = newest()
    assert (change.subject, (change.before or {})["groups"], (change.after or {})["groups"]) == (
        "nieuw",
        [],
        ["Burgerzaken"],
    )
    assert ((change.before or {})["is_staff"], (change.after or {})["is_staff"]) == (False, True)
    assert "password" not in (change.before or {}).keys() | (change.after or {}).keys()


def test_a_group_that_goes_leaves_behind_which_rights_went_with_it(town: Municipality, log_in: LogIn) -> None:
    group = Group.objects.create(name="Stagiairs")
    client = log_in(town.admin)
    client.post(f"/beheer/events/zone/{town.registry.pk}/rights/", {"who": f"group-{group.pk}", "add": "yes"})
    client.post("/beheer/auth/group/", {"action": "delete_selected", "_selected_action": [group.pk], "post": "yes"})
    assert (newest().action, (newest().before or {})["rights"]) == ("removed", ["burgerlijke-stand: view_events"])


def test_a_page_that_is_saved_as_it_was_records_nothing(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.admin)
    before = recorded()
    client.post(
        f"/beheer/events/organisation/{town.organisation.pk}/change/", {"name": town.organisation.name, "oin": OIN}
    )
    assert recorded() == before


@pytest.mark.parametrize("path", ["events/user/{}/password/", "password_change/"])
def test_a_password_that_is_set_is_recorded_and_never_written_down(
    town: Municipality, log_in: LogIn, path: str
) -> None:
    sent = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD, "usable_password": "true"}
    own = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    log_in(town.admin).post(f"/beheer/{path.format(town.admin.pk)}", sent | own)
    assert User.objects.get(pk=town.admin.pk).check_password(NEW_PASSWORD)
    change = newest()
    assert (change.action, change.subject) == ("password-set", "beheer")
    everything = str(list(AdministrativeChange.objects.values()))
    assert NEW_PASSWORD not in everything
    assert User.objects.get(pk=town.admin.pk).password not in everything


def test_what_is_refused_is_not_recorded(town: Municipality, log_in: LogIn) -> None:
    before = recorded()
    path = f"/beheer/events/zone/{town.registry.pk}/change/"
    assert log_in(town.official).post(path, {"name": "Anders"}).status_code in {302, 403}
    assert log_in(town.admin).post(path, {"name": ""}).status_code == 200
    assert recorded() == before


# -- what a command records (that none goes without: the permission matrix) --------------------------------------------


def test_rights_and_tokens_are_recorded_with_what_was_held_before_and_no_secret(town: Municipality) -> None:
    by = access.principal_of(town.admin)
    town.allow(town.newcomer, Permission.VIEW, Permission.VALIDATE, zone=town.addresses)
    change = newest()
    assert change.before == {"zone": "adreshuishouding", "permissions": ["view_events"]}
    assert change.after == {"zone": "adreshuishouding", "permissions": ["validate_claim", "view_events"]}
    client = register_client("De Lente", source_type="verloskundige", by=by)
    issued = issue_token(client, scopes=[Permission.VIEW], expires_at=timezone.now() + timedelta(days=3), by=by)
    everything = str(list(AdministrativeChange.objects.values()))
    assert issued.secret not in everything
    assert issued.token.digest.hex() not in everything
    assert (newest().action, (newest().after or {})["token"]) == ("token-issued", issued.token.prefix)


# -- the page ----------------------------------------------------------------------------------------------------------

PAGE = "/beheer/events/administrativechange/"


def test_the_page_tells_who_changed_what_with_the_difference_newest_first(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.admin)
    client.post(f"/beheer/events/organisation/{town.organisation.pk}/change/", {"name": "Gemeente Anders", "oin": OIN})
    page = client.get(PAGE).content.decode()
    first = page.split("<article")[1]
    for text in ("Gewijzigd", "Organisatie", "B. Heer", "Gemeente Lindenveen", "Gemeente Anders"):
        assert text in first
    assert "Mag besluiten over claims en correcties" in page


def test_the_page_is_filtered_by_who_what_and_when(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.admin)

    def found(**query: str) -> int:
        return client.get(PAGE, query).content.decode().count("<article")

    assert found() == 25
    assert found(thing="klaassen") == found(thing="klaassen", who=str(town.admin.source_id)) == 3
    assert found(thing="klaassen", kind="account", what="permission-granted", until="2999-01-01") == 3
    assert found(thing="klaassen", kind="zone") == 0
    assert found(what="token-issued") == 0
    assert found(since="2999-01-01") == 0
    assert found(thing="klaassen", who="iemand anders") == 3


def test_the_page_goes_on_with_older_changes(town: Municipality, log_in: LogIn) -> None:
    for number in range(30):
        town.allow(town.newcomer, Permission.VIEW, zone=town.registry)
        del number
    client = log_in(town.admin)
    page = client.get(PAGE, {"kind": "account"}).content.decode()
    assert page.count("<article") == 25
    older = page.split('class="pages"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    assert "kind=account" in older
    assert client.get(PAGE + older).content.decode().count("<article") >= 5


def test_who_does_not_manage_every_zone_does_not_see_the_record(town: Municipality, log_in: LogIn) -> None:
    User.objects.filter(pk=town.official.pk).update(is_staff=True)
    official = User.objects.get(pk=town.official.pk)
    official.user_permissions.add(DjangoPermission.objects.get(codename="view_administrativechange"))
    town.allow(official, Permission.MANAGE, zone=town.registry)
    client = log_in(User.objects.get(pk=official.pk))
    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}{newest().pk}/change/").status_code == 403


def test_the_record_itself_is_changed_by_nobody(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.admin)
    change = newest()
    for path in ("add/", f"{change.pk}/delete/"):
        assert client.post(f"{PAGE}{path}", {"post": "yes"}).status_code == 403
    assert client.post(f"{PAGE}{change.pk}/change/", {"subject": "x"}).status_code == 403
    assert (Organisation.objects.count(), Zone.objects.count() > 1, ApiClient.objects.count()) == (1, True, 0)


@pytest.mark.parametrize("name", ["2026-13-45T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_name_that_looks_like_a_moment_takes_no_page_down(town: Municipality, log_in: LogIn, name: str) -> None:
    client = log_in(town.admin)
    assert client.post("/beheer/auth/group/add/", {"name": name}).status_code == 302
    for page in (PAGE, "/beheer/"):
        assert client.get(page).status_code == 200


def test_of_a_failed_login_that_is_deleted_nothing_is_recorded_of_who_tried_but_the_account(
    town: Municipality, log_in: LogIn
) -> None:
    secret = {"post_data": "csrfmiddlewaretoken=abc", "get_data": "next=/claims/x", "http_accept": "text/html"}
    visitor = {"user_agent": "Firefox", "ip_address": "192.0.2.7", **secret}
    for username in ("wit", None):
        attempt = AccessAttempt.objects.create(username=username, failures_since_start=3, **visitor)
        answer = log_in(town.admin).post(f"/beheer/axes/accessattempt/{attempt.pk}/delete/", {"post": "yes"})
        assert answer.status_code == 302
        change = newest()
        told = f"{change.subject} {change.before}"
        assert change.subject == (username or str(attempt.pk))
        assert not [text for text in visitor.values() if text in told]
