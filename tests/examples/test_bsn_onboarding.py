"""The BSN service sees to it that F6 tells it: by the API that everybody has, and again at every start."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from events import access
from events.models import ApiToken, DeliveryAttempt, ReceiverAllowance, Subscription, SubscriptionKey
from events.subscriptions import keys
from events.subscriptions.commands import running
from examples.bsn_service import onboarding
from examples.bsn_service.book import Book
from tests.examples.service import KILL_ONCE, NAME, SECONDS, Service, free_port
from tests.integration.subscriptions.delivering import until


def subscribed(service: Service, times: int = 1) -> Subscription:
    """Its one subscription, once it said so for so many starts."""
    until(lambda: service.times_subscribed() == times, seconds=SECONDS)
    return Subscription.objects.get()


def says(service: Service, text: str) -> None:
    until(lambda: text in service.said, seconds=SECONDS)


def pinged() -> list[int | None]:
    """What it answered to pings, in their order."""
    signed = DeliveryAttempt.objects.filter(request_headers__has_key="webhook-id").order_by("pk")
    return list(signed.values_list("status", flat=True))


def test_it_subscribes_to_accepted_births_and_proves_that_it_can_read_the_signature(service: Service) -> None:
    service.start()
    held = subscribed(service)
    assert (held.name, held.filter, held.content) == (NAME, dict(onboarding.FILTER), "thin")
    assert (held.state, held.cursor) == (Subscription.State.ACTIVE, 0)
    assert pinged() == [204]
    kept = Book(service.book).subscription()
    assert kept is not None
    assert (kept.id, kept.source_id) == (str(held.pk), str(held.owner.source_id))
    assert kept.secret not in service.said
    assert service.token not in service.said


def test_the_second_time_it_changes_nothing(service: Service) -> None:
    service.start()
    before = subscribed(service)
    service.kill()
    service.start()
    after = subscribed(service, 2)
    assert (after.pk, after.url, after.fence) == (before.pk, before.url, before.fence)
    assert SubscriptionKey.objects.count() == 1


def test_at_another_address_it_changes_where_it_is_told(service: Service) -> None:
    service.start()
    subscribed(service)
    service.kill()
    service.port = free_port()
    service.start()
    held = subscribed(service, 2)
    assert held.url == f"http://127.0.0.1:{service.port}/hook"
    assert held.state == Subscription.State.ACTIVE


@pytest.mark.parametrize("point", ["before", "after"])
def test_killed_while_it_keeps_the_secret_it_makes_no_second_subscription(service: Service, point: str) -> None:
    service.start(
        fault=KILL_ONCE + f"import examples.bsn_service.book as b; killed(b.Book, 'keep_subscription', {point!r})"
    )
    until(service.has_ended, seconds=SECONDS)
    service.start()
    subscribed(service)
    assert pinged() == [204]


def test_a_key_that_somebody_replaced_is_replaced_once_more(service: Service) -> None:
    service.start()
    held = subscribed(service)
    service.kill()
    SubscriptionKey.objects.all().delete()
    keys.new_key(held, scheme=SubscriptionKey.Scheme.V1, now=timezone.now())
    service.start()
    subscribed(service, 2)
    assert pinged() == [204, 401, 204]


def test_a_subscription_that_somebody_removed_is_made_anew(service: Service) -> None:
    service.start()
    before = subscribed(service)
    service.kill()
    before.delete()
    service.start()
    assert subscribed(service, 2).pk != before.pk


def test_what_somebody_paused_stays_paused_and_it_says_so(service: Service) -> None:
    service.start()
    held = subscribed(service)
    service.kill()
    running.pause(held.pk, by=access.principal_of(held.owner))
    service.start()
    says(service, ": paused (by-hand)")
    assert Subscription.objects.get().state == Subscription.State.PAUSED


def test_when_it_was_away_for_days_it_begins_again(service: Service) -> None:
    service.start()
    held = subscribed(service)
    service.kill()
    Subscription.objects.update(state=Subscription.State.PAUSED, state_reason=Subscription.Reason.FAILING)
    service.start()
    says(service, ": active (by-hand)")
    assert Subscription.objects.get(pk=held.pk).state == Subscription.State.ACTIVE


def test_a_network_that_is_not_allowed_is_told_of_until_it_is(service: Service) -> None:
    allowed = ReceiverAllowance.objects.get()
    ReceiverAllowance.objects.all().delete()
    service.start()
    says(service, "/url: ")
    allowed.save(force_insert=True)
    subscribed(service)


def test_a_token_that_is_no_longer_good_is_told_of_until_it_is(service: Service) -> None:
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    service.start()
    says(service, "401 urn:f6:problem:")
    ApiToken.objects.update(expires_at=timezone.now() + timedelta(hours=1))
    subscribed(service)


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, "Set BSN_F6_TOKEN_FILE"),
        ({"BSN_F6_TOKEN_FILE": "/nowhere/token"}, "/nowhere/token"),
        ({"BSN_F6_TOKEN": "x", "BSN_F6_URL": "ftp://f6"}, "is not the address of an F6"),
        ({"BSN_F6_TOKEN": "x", "BSN_LISTEN": "8001x"}, "host:port"),
    ],
)
def test_what_lacks_in_the_environment_is_told_at_once(tmp_path: Path, environment: dict[str, str], told: str) -> None:
    service = Service(f6_url="", token="", place=tmp_path)
    service.start(environment={"BSN_BOOK": str(service.book), **environment})
    until(service.has_ended, seconds=SECONDS)
    assert service.process is not None
    assert service.process.returncode == 1
    assert told in service.said
    assert "Traceback" not in service.said
