"""The credentials that a token is asked with: judged when they are given, kept sealed, and never sent elsewhere."""

from typing import Any

import pytest

from events.domain.permissions import Principal
from events.domain.refusals import InvalidRequest
from events.domain.subscription_refusals import CertificateInUse
from events.models import AdministrativeChange, ReceiverAccess, Subscription, User
from events.subscriptions import receiver_access
from events.subscriptions.commands.certificate_changes import (
    show_certificate,
    show_no_certificate,
    trust_authorities,
)
from events.subscriptions.commands.credential_changes import forget_credentials, give_credentials
from events.subscriptions.commands.subscribing import change
from events.subscriptions.queries import receiver_access as queries
from tests import registry
from tests.integration.subscriptions.giving import BELOW, CREDENTIALS, MINE, OURS, refused
from tests.integration.subscriptions.managing import made
from tests.integration.subscriptions.subscribing import allow_loopback, subscriber


@pytest.fixture
def owner(rows: None) -> User:
    registry.furnish()
    return subscriber()


@pytest.fixture
def held(owner: User) -> Subscription:
    return made(owner)


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"tokenUrl": "http://tokens.example.nl/"}, {("/tokenUrl", "token-url-plain")}),
        ({"tokenUrl": "http://127.0.0.1/"}, {("/tokenUrl", "token-url-plain")}),
        ({"tokenUrl": "https://10.0.0.1/"}, {("/tokenUrl", "url-private")}),
        ({"tokenUrl": "https://u:p@tokens.example.nl/"}, {("/tokenUrl", "url-credentials")}),
        ({"tokenUrl": "tokens"}, {("/tokenUrl", "url-scheme")}),
        ({"tokenUrl": "https://tokens.example.nl/\r\nx"}, {("/tokenUrl", "url-characters")}),
        ({"clientId": "a\nb"}, {("/clientId", "client-text")}),
        ({"clientSecret": "é", "audience": "\0"}, {("/clientSecret", "client-text"), ("/audience", "client-text")}),
        ({"scope": "a  b"}, {("/scope", "client-scope")}),
        ({"scope": 'a"b'}, {("/scope", "client-scope")}),
        ({"clientSecret": None}, {("/clientSecret", "client-secret")}),
        ({"method": "tls_client_auth", "clientSecret": None}, {("/method", "client-certificate")}),
        ({"method": "tls_client_auth"}, {("/method", "client-certificate"), ("/clientSecret", "client-secret-unused")}),
        ({"method": "private_key_jwt"}, {("/method", "choice")}),
    ],
)
def test_credentials_that_cannot_be_used_are_refused_with_all_that_is_wrong(
    held: Subscription, by: Principal, asked: dict[str, Any], wrong: set[tuple[str, str]]
) -> None:
    body = {name: it for name, it in (CREDENTIALS | asked).items() if it is not None}
    assert refused(give_credentials, held, body, by) == wrong


def test_a_secret_is_kept_sealed_and_never_told_again(held: Subscription, by: Principal) -> None:
    give_credentials(held.pk, CREDENTIALS | {"scope": "a b"}, by=by)
    found = queries.client_credentials(held.pk, principal=by)
    assert (found.token_url, found.method, found.scope, found.with_secret) == (
        CREDENTIALS["tokenUrl"],
        "client_secret_basic",
        "a b",
        True,
    )
    row = ReceiverAccess.objects.get()
    told = str([list(AdministrativeChange.objects.values()), found, bytes(row.client_secret or b"")])
    assert "geheim" not in told
    held.refresh_from_db()
    opened = receiver_access.access_of(held)
    assert opened is not None
    assert opened.credentials is not None
    assert opened.credentials.secret == "heel geheim"
    assert "geheim" not in repr(opened)
    forget_credentials(held.pk, by=by)
    forget_credentials(held.pk, by=by)
    assert not ReceiverAccess.objects.exists()


def test_the_secret_that_is_kept_does_not_move_to_another_token_endpoint(held: Subscription, by: Principal) -> None:
    give_credentials(held.pk, CREDENTIALS, by=by)
    elsewhere = {"tokenUrl": "https://elders.example.nl/token", "clientId": "voorbeeldstad"}
    assert refused(give_credentials, held, elsewhere, by) == {("/clientSecret", "client-secret")}


def test_a_certificate_that_shows_who_we_are_to_the_token_endpoint_stays(held: Subscription, by: Principal) -> None:
    show_certificate(held.pk, MINE.asked, by=by)
    body = {**{it: CREDENTIALS[it] for it in ("tokenUrl", "clientId")}, "method": "tls_client_auth"}
    give_credentials(held.pk, body, by=by)
    with pytest.raises(CertificateInUse):
        show_no_certificate(held.pk, by=by)
    show_certificate(held.pk, BELOW.issue("F6 opnieuw", names=[]).asked, by=by)
    forget_credentials(held.pk, by=by)
    show_no_certificate(held.pk, by=by)


# -- what was given for one receiver -----------------------------------------------------------------------------------


def test_a_token_does_not_go_along_to_another_receiver(held: Subscription, by: Principal) -> None:
    give_credentials(held.pk, CREDENTIALS, by=by)
    for url, code in (
        ("https://elders.example.nl/hook", "url-other-receiver"),
        ("https://ontvanger.example.nl:8443/hook", "url-other-receiver"),
        ("http://ontvanger.example.nl/hook", "url-plain"),
    ):
        with pytest.raises(InvalidRequest) as found:
            change(held.pk, {"url": url}, by=by)
        assert [it.code for it in found.value.violations] == [code], url
    assert change(held.pk, {"url": "https://ontvanger.example.nl:443/haak"}, by=by).url.endswith("/haak")
    forget_credentials(held.pk, by=by)
    change(held.pk, {"url": "https://elders.example.nl/hook"}, by=by)


def test_without_tls_nothing_can_be_given(by: Principal, owner: User) -> None:
    allow_loopback()
    one = made(owner, url="http://127.0.0.1/hook")
    given = {
        trust_authorities: {"certificates": OURS.pem},
        show_certificate: MINE.asked,
        give_credentials: CREDENTIALS,
    }
    for does, asked in given.items():
        assert refused(does, one, asked, by) == {("", "access-plain")}
    over_tls = made(owner)
    trust_authorities(over_tls.pk, {"certificates": OURS.pem}, by=by)
    with pytest.raises(InvalidRequest) as found:
        change(over_tls.pk, {"url": "http://127.0.0.1/hook"}, by=by)
    assert [it.code for it in found.value.violations] == ["url-access-plain"]


def test_every_change_ends_a_turn_that_goes_by_what_was_before(held: Subscription, by: Principal) -> None:
    seen = {(held.access_mark, held.fence)}
    for does, asked in (
        (trust_authorities, {"certificates": OURS.pem}),
        (show_certificate, MINE.asked),
        (give_credentials, CREDENTIALS),
        (give_credentials, CREDENTIALS),
    ):
        does(held.pk, asked, by=by)
        held.refresh_from_db()
        assert held.access_mark not in {mark for mark, _ in seen}
        assert held.fence > max(fence for _, fence in seen)
        seen.add((held.access_mark, held.fence))
