"""Principals and tokens: what is kept of a secret, how long it lives, and what finding out costs."""

import hashlib
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from guardian.shortcuts import assign_perm

from events import access
from events.commands import clients, permissions, tokens
from events.domain.permissions import OFFICIAL, Permission, Principal
from events.domain.refusals import InvalidRequest, TokenRefused, ZoneForbidden
from events.models import AccessRecord, ApiClient, ApiToken, Organisation, User, Zone
from tests import registry

NOW = timezone.now()
MONTH = timedelta(days=30)


@pytest.fixture
def client(rows: None) -> ApiClient:
    organisation = Organisation.objects.create(name="Gemeente Zonnendaal", oin="99000000000000000001")
    for slug in (registry.CIVIL, registry.ADDRESSES):
        Zone.objects.create(organisation=organisation, slug=slug, name=slug)
    found = clients.register_client("Bevolking", source_type="systeem", by=manager())
    permissions.grant_permission(Permission.VIEW, zone=zone(), to=found, by=manager())
    return found


def zone(slug: str = registry.CIVIL) -> Zone:
    return Zone.objects.get(slug=slug)


def manager(*zones: str) -> Principal:
    return registry.principal(OFFICIAL, Permission.MANAGE, zones=zones or (registry.CIVIL,))


def issued(client: ApiClient, *, lifetime: timedelta = MONTH) -> tokens.IssuedToken:
    return tokens.issue_token(client, scopes=["view_events"], expires_at=NOW + lifetime, by=manager(), now=NOW)


def test_only_the_digest_of_a_secret_is_kept(client: ApiClient) -> None:
    one = issued(client)
    assert len(one.secret) >= 43 + len(tokens.PREFIX)  # 256 bits in base64url
    stored = ApiToken.objects.get(pk=one.token.pk)
    assert bytes(stored.digest) == hashlib.sha256(one.secret.encode()).digest()
    assert one.secret.startswith(stored.prefix)
    kept = "".join(str(row) for row in ApiToken.objects.values()) + "".join(
        str(row) for row in AccessRecord.objects.values()
    )
    assert one.secret not in kept
    assert issued(client).secret != one.secret


@pytest.mark.parametrize(
    ("scopes", "lifetime", "place"),
    [
        ([], MONTH, "/scopes"),
        (["view_events", "do_anything"], MONTH, "/scopes/1"),
        (["view_events"], timedelta(0), "/expires_at"),
        (["view_events"], tokens.LIFETIME_MAX + timedelta(seconds=1), "/expires_at"),
    ],
)
def test_a_token_has_known_scopes_and_expires_in_time(
    client: ApiClient, scopes: list[str], lifetime: timedelta, place: str
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        tokens.issue_token(client, scopes=scopes, expires_at=NOW + lifetime, by=manager(), now=NOW)
    assert [violation.pointer for violation in refused.value.violations] == [place]


def test_a_token_works_until_the_moment_it_expires(client: ApiClient) -> None:
    secret = issued(client).secret
    just_before = NOW + MONTH - timedelta(microseconds=1)
    assert access.principal_of_token(secret, now=just_before).zones == {registry.CIVIL: {Permission.VIEW}}
    with pytest.raises(TokenRefused) as refused:
        access.principal_of_token(secret, now=NOW + MONTH)
    assert refused.value.reason == "expired"


def test_who_issues_a_token_manages_every_zone_that_it_opens(client: ApiClient) -> None:
    permissions.grant_permission(
        Permission.VIEW, zone=zone(registry.ADDRESSES), to=client, by=manager(registry.ADDRESSES)
    )
    with pytest.raises(ZoneForbidden):
        issued(client)
    both = manager(registry.CIVIL, registry.ADDRESSES)
    one = tokens.issue_token(client, scopes=["view_events"], expires_at=NOW + MONTH, by=both, now=NOW)
    tokens.revoke_token(one.token, by=manager())
    with pytest.raises(TokenRefused):
        access.principal_of_token(one.secret)


def _make_inactive(client: ApiClient, *, what: str) -> None:
    if what == "client":
        ApiClient.objects.filter(pk=client.pk).update(active=False)
    else:
        User.objects.filter(pk=client.account_id).update(is_active=False)


@pytest.mark.parametrize("what", ["client", "account"])
def test_an_inactive_client_hides_none_of_its_zones_from_who_issues_or_revokes(client: ApiClient, what: str) -> None:
    one = issued(client)
    _make_inactive(client, what=what)
    found = ApiClient.objects.get(pk=client.pk)
    stranger = manager(registry.ADDRESSES)
    with pytest.raises(ZoneForbidden):
        tokens.issue_token(found, scopes=["view_events"], expires_at=NOW + MONTH, by=stranger, now=NOW)
    with pytest.raises(ZoneForbidden):
        tokens.revoke_token(ApiToken.objects.get(pk=one.token.pk), by=stranger)
    tokens.revoke_token(ApiToken.objects.get(pk=one.token.pk), by=manager())
    assert ApiToken.objects.get(pk=one.token.pk).revoked_at is not None


@pytest.mark.parametrize("what", ["client", "account"])
def test_an_inactive_client_gets_no_token_until_it_is_active_again(client: ApiClient, what: str) -> None:
    old = issued(client)
    _make_inactive(client, what=what)
    with pytest.raises(InvalidRequest) as refused:
        issued(ApiClient.objects.get(pk=client.pk))
    [violation] = refused.value.violations
    assert (violation.pointer, violation.code) == ("/client", "inactive")
    assert "make it active again" in violation.message
    with pytest.raises(InvalidRequest):
        tokens.rotate_token(old.token, expires_at=NOW + MONTH, by=manager(), now=NOW)
    assert ApiToken.objects.get().revoked_at is None


def test_a_rotated_token_lives_on_for_the_overlap_only(client: ApiClient) -> None:
    old = issued(client)
    day = timedelta(days=1)
    new = tokens.rotate_token(old.token, expires_at=NOW + MONTH, by=manager(), overlap=day, now=NOW)
    assert new.token.scopes == old.token.scopes
    assert access.principal_of_token(old.secret, now=NOW + day - timedelta(seconds=1)).zones
    assert access.principal_of_token(new.secret, now=NOW + day).zones
    with pytest.raises(TokenRefused):
        access.principal_of_token(old.secret, now=NOW + day)
    with pytest.raises(InvalidRequest):
        tokens.rotate_token(old.token, expires_at=NOW + MONTH, by=manager(), now=NOW)
    with pytest.raises(InvalidRequest):
        tokens.rotate_token(new.token, expires_at=NOW + MONTH, by=manager(), overlap=tokens.OVERLAP_MAX + day, now=NOW)


def test_last_use_is_written_at_most_once_a_minute(client: ApiClient) -> None:
    one = issued(client)

    def used_at(seconds: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            access.principal_of_token(one.secret, now=NOW + timedelta(seconds=seconds))
        return sum(query["sql"].startswith("UPDATE") for query in queries)

    assert [used_at(seconds) for seconds in (0, 1, 59, 61, 62)] == [1, 0, 0, 1, 0]
    one.token.refresh_from_db()
    assert one.token.last_used_at == NOW + timedelta(seconds=61)


def test_the_rights_of_somebody_cost_the_same_few_queries_in_however_many_zones(client: ApiClient) -> None:
    organisation = Organisation.objects.get()
    for number in range(30):
        more = Zone.objects.create(organisation=organisation, slug=f"zone-{number}", name="Zone")
        for permission in Permission:
            assign_perm(permission.value, client.account, more)
    secret = tokens.issue_token(
        client,
        scopes=[permission.value for permission in Permission],
        expires_at=NOW + MONTH,
        by=manager(*Zone.objects.values_list("slug", flat=True)),
        now=NOW,
    ).secret
    access.principal_of_token(secret)
    with CaptureQueriesContext(connection) as queries:
        principal = access.principal_of_token(secret)
    assert len(principal.zones) == 31
    assert len(queries) <= 4


def test_a_superuser_manages_zones_but_sees_no_event(client: ApiClient) -> None:
    root = User.objects.create(username="root", is_superuser=True, is_staff=True)
    assert access.principal_of(root).zones == {
        registry.CIVIL: {Permission.MANAGE},
        registry.ADDRESSES: {Permission.MANAGE},
    }


def test_every_grant_and_token_is_in_the_access_log_with_who_gave_it(client: ApiClient) -> None:
    by = manager()
    one = tokens.issue_token(client, scopes=["view_events"], expires_at=NOW + MONTH, by=by, now=NOW)
    tokens.revoke_token(one.token, by=by)
    permissions.revoke_permission(Permission.VIEW, zone=zone(), of=client, by=by)
    assert list(
        AccessRecord.objects.filter(source_id=by.source_id).order_by("pk").values_list("action", flat=True)
    ) == [
        "API-token uitgegeven",
        "API-token ingetrokken",
        "Bevoegdheid ingetrokken",
    ]
    assert access.principal_of(client.account).zones == {}
