"""Keys that are replaced, and networks that are allowed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from events.domain.permissions import Principal
from events.domain.refusals import InvalidRequest, ZoneForbidden
from events.domain.subscription_refusals import (
    AllowanceNotFound,
    LastSigningKey,
    NetworkAllowedAlready,
    SigningKeyNotFound,
    TooManySigningKeys,
)
from events.models import AdministrativeChange, ReceiverAllowance, Subscription, SubscriptionKey, User
from events.subscriptions import keys
from events.subscriptions.commands.allowances import allow_network, withdraw_network
from events.subscriptions.commands.key_changes import add_key, retire_key
from events.subscriptions.commands.subscribing import subscribe
from events.subscriptions.domain.signing import signed_headers
from events.subscriptions.queries.subscriptions import allowances, keys_of, public_keys
from tests import registry
from tests.integration.subscriptions.managing import URL, administrator, last_change
from tests.integration.subscriptions.subscribing import subscriber

V1, V1A = SubscriptionKey.Scheme.V1, SubscriptionKey.Scheme.V1A
DAY = timedelta(days=1)


@pytest.fixture
def owner(rows: None) -> User:
    registry.furnish()
    return subscriber()


def verifies(secret: str, subscription: Subscription, *, days: int = 0) -> bool:
    """Whether who knows this secret only takes in what is signed so many days from now."""
    signing = keys.signing_keys(subscription, now=timezone.now() + days * DAY)
    headers = signed_headers(b"{}", webhook_id="x", timestamp=int(timezone.now().timestamp()), keys=signing)
    try:
        Webhook(secret).verify(b"{}", headers)
    except WebhookVerificationError:
        return False
    return True


def test_while_a_key_is_replaced_both_sign_for_as_long_as_was_asked(by: Principal) -> None:
    made = subscribe({"name": "x", "url": URL}, by=by)
    old = made.keys[0].shown
    new = add_key(made.subscription.pk, scheme=V1, overlap=2 * DAY, by=by).shown
    assert [verifies(it, made.subscription, days=1) for it in (old, new)] == [True, True]
    assert [verifies(it, made.subscription, days=3) for it in (old, new)] == [False, True]
    assert new not in str([(it.before, it.after) for it in AdministrativeChange.objects.all()])


def test_without_an_overlap_the_old_key_ends_at_once_and_is_not_kept(by: Principal) -> None:
    made = subscribe({"name": "x", "url": URL, "schemes": ["v1", "v1a"]}, by=by)
    pair = made.keys[1]
    new = add_key(made.subscription.pk, scheme=V1, by=by)
    assert not verifies(made.keys[0].shown, made.subscription)
    assert set(made.subscription.keys.values_list("pk", flat=True)) == {new.key.pk, pair.key.pk}
    told = keys_of(made.subscription.pk, principal=by, now=timezone.now())
    assert {it.pk for it in told} == {new.key.pk, pair.key.pk}
    assert [it.public_key for it in public_keys(made.subscription.pk, now=timezone.now())] == [pair.shown]
    assert public_keys(uuid4(), now=timezone.now()) == ()


@pytest.mark.parametrize("overlap", [-DAY, 7 * DAY + timedelta(seconds=1)])
def test_an_overlap_has_its_limits(by: Principal, overlap: timedelta) -> None:
    one = subscribe({"name": "x", "url": URL}, by=by).subscription
    with pytest.raises(InvalidRequest):
        add_key(one.pk, scheme=V1, overlap=overlap, by=by)
    assert one.keys.count() == 1


def test_no_more_keys_sign_than_a_header_may_hold(by: Principal) -> None:
    one = subscribe({"name": "x", "url": URL}, by=by).subscription
    for _ in range(keys.SIGNED_WITH_MAX - 1):
        add_key(one.pk, scheme=V1, overlap=DAY, by=by)
    with pytest.raises(TooManySigningKeys):
        add_key(one.pk, scheme=V1, overlap=DAY, by=by)
    add_key(one.pk, scheme=V1, by=by)
    assert len(keys.signing_keys(one, now=timezone.now())) == keys.SIGNED_WITH_MAX


def test_the_last_key_that_lasts_cannot_be_ended(by: Principal) -> None:
    one = subscribe({"name": "x", "url": URL}, by=by).subscription
    new = add_key(one.pk, scheme=V1, overlap=DAY, by=by).key
    old = one.keys.exclude(pk=new.pk).get()
    with pytest.raises(LastSigningKey):
        retire_key(one.pk, new.pk, by=by)
    retire_key(one.pk, old.pk, by=by)
    with pytest.raises(LastSigningKey):
        retire_key(one.pk, new.pk, by=by)
    with pytest.raises(SigningKeyNotFound):
        retire_key(one.pk, old.pk, by=by)
    assert last_change().action == "key-retired"


# -- networks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("network", "code"),
    [
        ("", "network"),
        ("gemeente", "network"),
        ("10.0.0.300/8", "network"),
        ("10.20.0.7/16", "network-bits"),
        ("0.0.0.0/0", "network-wide"),
        ("::/0", "network-wide"),
        ("10.0.0.0/7", "network-wide"),
        ("fd00::/8", "network-wide"),
        ("0.0.0.0", "network-never"),
        ("169.254.169.254", "network-never"),
        ("224.0.0.0/8", "network-never"),
        ("::ffff:0:0/96", "network-never"),
        ("fe80::1", "network-never"),
        ("::/32", "network-never"),
    ],
)
def test_a_network_that_is_none_or_too_wide_is_refused(owner: User, network: str, code: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        allow_network(network, reason="Zo afgesproken.", by=administrator())
    assert [(it.pointer, it.code) for it in refused.value.violations] == [("/network", code)]
    assert not ReceiverAllowance.objects.exists()


@pytest.mark.parametrize("network", ["10.0.0.0/8", "10.20.0.0/16", "10.20.0.7", "127.0.0.1", "::1", "fd12:3456::/32"])
def test_a_network_is_allowed_once_and_can_be_withdrawn(owner: User, network: str) -> None:
    boss = administrator()
    row = allow_network(f" {network} ", reason="De zaaksystemen.", by=boss)
    assert (last_change().action, last_change().before) == ("added", None)
    with pytest.raises(NetworkAllowedAlready):
        allow_network(network, reason="Nog eens.", by=boss)
    assert [it.pk for it in allowances(principal=boss)] == [row.pk]
    withdraw_network(row.pk, by=boss)
    assert (last_change().action, last_change().after) == ("removed", None)
    with pytest.raises(AllowanceNotFound):
        withdraw_network(row.pk, by=boss)


def test_only_who_administers_everything_allows_networks_and_says_why(owner: User, by: Principal) -> None:
    with pytest.raises(ZoneForbidden):
        allow_network("10.0.0.0/8", reason="Ik wil het.", by=by)
    with pytest.raises(InvalidRequest):
        allow_network("10.0.0.0/8", reason=" ", by=administrator())
    with pytest.raises(ZoneForbidden):
        allowances(principal=by)
