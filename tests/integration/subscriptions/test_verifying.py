"""Verifying, pausing and resuming; the real requests go to a real receiver on loopback."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from aiohttp import web
from django.utils import timezone

from events import access
from events.domain.permissions import Principal
from events.domain.refusals import InvalidRequest, ZoneForbidden
from events.domain.subscription_refusals import NotRunning, NotVerified, Readdressed, SubscriptionNotFound
from events.models import AdministrativeChange, DeliveryAttempt, Subscription, User
from events.subscriptions.commands import verifying
from events.subscriptions.commands.running import pause, resume
from events.subscriptions.commands.subscribing import change
from events.subscriptions.commands.verifying import (
    GRANT_LIFETIME,
    Outcome,
    agree_by_hand,
    grant_by_callback,
    new_grant,
    verify_by_handshake,
    verify_by_ping,
)
from events.subscriptions.sending.ping import SentOnce, ping
from tests import registry
from tests.database import Database
from tests.integration.subscriptions.managing import administrator, last_change, made
from tests.integration.subscriptions.subscribing import allow_loopback, subscriber
from tests.receivers import Received, Receiver, running, status

State = Subscription.State
Reason = Subscription.Reason


@pytest.fixture
def owner(rows: None) -> User:
    registry.furnish()
    allow_loopback()
    return subscriber()


def agreeing(_received: Received) -> web.StreamResponse:
    return web.Response(headers={"WebHook-Allowed-Origin": "*", "WebHook-Allowed-Rate": "120"})


def state_of(subscription: Subscription) -> tuple[str, str]:
    subscription.refresh_from_db()
    return subscription.state, subscription.state_reason


def token_in(receiver: Receiver) -> str:
    return receiver.received[-1].headers["webhook-request-callback"].rpartition("/")[2]


def test_a_receiver_that_agrees_to_the_handshake_is_delivered_to(owner: User, by: Principal) -> None:
    with running(agreeing) as receiver:
        one = made(owner, url=receiver.url)
        found = verify_by_handshake(one.pk, by=by)
    assert (found.outcome, found.why) == (Outcome.AGREED, "")
    assert state_of(one) == (State.ACTIVE, Reason.VERIFIED)
    assert (one.verified_how, one.allowed_per_minute, one.callback_digest) == ("handshake", 120, None)
    assert DeliveryAttempt.objects.get(subscription=one).pk == found.attempt.pk
    assert last_change().action == "receiver-verified"


def test_a_receiver_that_says_nothing_may_agree_later_at_an_address_that_it_alone_was_given(
    owner: User, by: Principal
) -> None:
    with running() as receiver:
        one = made(owner, url=receiver.url)
        found = verify_by_handshake(one.pk, by=by)
        token = token_in(receiver)
    assert found.outcome is Outcome.AWAITING
    assert found.why
    assert state_of(one) == (State.NEW, Reason.BEGUN)
    assert token not in str(found.attempt.request_headers)
    assert token not in str([(it.before, it.after) for it in AdministrativeChange.objects.all()])
    assert not grant_by_callback(token[:-1], allowed_rate="60")
    assert grant_by_callback(token, allowed_rate="60")
    assert state_of(one) == (State.ACTIVE, Reason.VERIFIED)
    assert one.allowed_per_minute == 60
    assert not grant_by_callback(token)


def test_what_a_receiver_echoes_does_not_let_who_reads_it_agree(owner: User, by: Principal) -> None:
    def echo(came: Received) -> web.StreamResponse:
        place = came.headers["webhook-request-callback"]
        return web.Response(text=f"{dict(came.headers)}", headers={"X-Echo": place})

    with running(echo) as receiver:
        one = made(owner, url=receiver.url)
        found = verify_by_handshake(one.pk, by=by).attempt
    found.refresh_from_db()
    assert "subscription-grants" in found.answer
    assert "subscription-grants" in found.answer_headers["x-echo"]
    assert token_in(receiver) not in f"{found.answer}{found.answer_headers}{found.request_headers}"


def test_of_many_who_use_a_grant_at_once_one_does(database: Database) -> None:
    registry.furnish()
    one, token = made(subscriber()), new_grant(now=timezone.now())
    Subscription.objects.update(callback_digest=access.digest_of(token))
    assert sorted(database.concurrently(*(lambda: grant_by_callback(token) for _ in range(4)))) == [False] * 3 + [True]
    assert state_of(one) == (State.ACTIVE, Reason.VERIFIED)


def test_a_grant_serves_for_a_time_and_until_another_is_asked(owner: User, by: Principal) -> None:
    with running() as receiver:
        one = made(owner, url=receiver.url)
        verify_by_handshake(one.pk, by=by)
        first = token_in(receiver)
        verify_by_handshake(one.pk, by=by)
        second = token_in(receiver)
    assert not grant_by_callback(first)
    assert not grant_by_callback(second, now=timezone.now() + GRANT_LIFETIME)
    expires, _, secret = second.partition("-")
    assert not grant_by_callback(f"{int(expires, 16) + 9:x}-{secret}")
    assert grant_by_callback(second)


@pytest.mark.parametrize("token", ["", "-", "x", "zz-zz", "-1-x", f"{2**40:x}-{'x' * 43}", "f" * 5_000, "ffffffff-é"])
def test_what_is_no_grant_grants_nothing(owner: User, token: str) -> None:
    made(owner)
    assert not grant_by_callback(token)
    assert not Subscription.objects.exclude(state=State.NEW).exists()


def test_a_receiver_that_agrees_while_it_is_being_asked_agreed(owner: User, by: Principal) -> None:
    def calls_back(_received: Received) -> web.StreamResponse:
        return web.Response(status=202)

    with running(calls_back) as receiver:
        one = made(owner, url=receiver.url)
        later = timezone.now() + timedelta(minutes=1)
        Subscription.objects.filter(pk=one.pk).update(verified_at=later, verified_how="handshake")
        assert verify_by_handshake(one.pk, by=by).outcome is Outcome.AGREED


@pytest.mark.parametrize("code", [302, 404, 500])
def test_a_receiver_that_refuses_is_not_delivered_to_and_the_attempt_is_kept(
    owner: User, by: Principal, code: int
) -> None:
    with running(status(code)) as receiver:
        one = made(owner, url=receiver.url)
        outcomes = [ask(one.pk, by=by).outcome for ask in (verify_by_handshake, verify_by_ping)]
    assert outcomes == [Outcome.REFUSED, Outcome.REFUSED]
    assert state_of(one) == (State.NEW, Reason.BEGUN)
    assert list(DeliveryAttempt.objects.values_list("status", flat=True)) == [code, code]


def test_a_receiver_that_takes_a_signed_ping_in_is_delivered_to(owner: User, by: Principal) -> None:
    with running() as receiver:
        one = made(owner, url=receiver.url)
        assert verify_by_ping(one.pk, by=by).outcome is Outcome.AGREED
        assert receiver.received[0].notice["data"] == {"subscription": str(one.pk)}
    assert state_of(one) == (State.ACTIVE, Reason.VERIFIED)
    assert one.verified_how == "ping"


def test_who_was_readdressed_while_he_was_asked_is_not_verified(
    owner: User, by: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running() as receiver:
        one = made(owner, url=receiver.url)

        def sent_while_it_changes(asked: Subscription, *, now: datetime) -> SentOnce:
            change(one.pk, {"url": f"{receiver.url}/elsewhere"}, by=by)
            return ping(asked, now=now)

        monkeypatch.setattr(verifying, "ping", sent_while_it_changes)
        with pytest.raises(Readdressed):
            verify_by_ping(one.pk, by=by)
    assert state_of(one) == (State.NEW, Reason.READDRESSED)
    assert DeliveryAttempt.objects.filter(subscription=one).count() == 1


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_an_administrator_says_that_it_was_agreed_and_how(owner: User) -> None:
    one = made(owner)
    agree_by_hand(one.pk, reason=" Met de RvIG, 3 november. ", by=administrator())
    assert state_of(one) == (State.ACTIVE, Reason.VERIFIED)
    assert (one.verified_how, one.agreed_reason) == ("agreed", "Met de RvIG, 3 november.")
    assert (last_change().after or {})["agreed"] == "Met de RvIG, 3 november."


def test_its_owner_does_not_agree_on_behalf_of_the_receiver(owner: User, by: Principal) -> None:
    one = made(owner)
    with pytest.raises(ZoneForbidden):
        agree_by_hand(one.pk, reason="Vertrouw mij.", by=by)
    with pytest.raises(InvalidRequest):
        agree_by_hand(one.pk, reason="  ", by=administrator())
    assert state_of(one) == (State.NEW, Reason.BEGUN)


# -- pausing and resuming ----------------------------------------------------------------------------------------------


def active(owner: User) -> Subscription:
    one = made(owner)
    agree_by_hand(one.pk, reason="Ja.", by=administrator())
    return one


def test_what_is_paused_is_resumed_with_a_clean_slate(owner: User, by: Principal) -> None:
    one = active(owner)
    pause(one.pk, by=by)
    assert state_of(one) == (State.PAUSED, Reason.BY_HAND)
    Subscription.objects.filter(pk=one.pk).update(failures=4, failing_since=timezone.now(), rest_until=timezone.now())
    resume(one.pk, by=by)
    assert state_of(one) == (State.ACTIVE, Reason.BY_HAND)
    assert (one.failures, one.failing_since, one.rest_until) == (0, None, None)


def test_pausing_and_resuming_twice_changes_and_records_nothing(owner: User, by: Principal) -> None:
    one = active(owner)
    pause(one.pk, by=by)
    changes = AdministrativeChange.objects.count()
    pause(one.pk, by=by)
    assert AdministrativeChange.objects.count() == changes
    resume(one.pk, by=by)
    resume(one.pk, by=by)
    assert AdministrativeChange.objects.count() == changes + 1


def test_what_was_never_verified_neither_runs_nor_pauses(owner: User, by: Principal) -> None:
    one = made(owner)
    with pytest.raises(NotRunning) as refused:
        pause(one.pk, by=by)
    assert refused.value.state == State.NEW
    with pytest.raises(NotVerified):
        resume(one.pk, by=by)


def test_after_a_410_the_receiver_must_say_anew_that_it_wants_it(owner: User, by: Principal) -> None:
    one = active(owner)
    Subscription.objects.filter(pk=one.pk).update(
        state=State.STOPPED, state_reason=Reason.GONE, state_since=timezone.now()
    )
    with pytest.raises(NotVerified):
        resume(one.pk, by=by)
    agree_by_hand(one.pk, reason="Was een vergissing.", by=administrator())
    assert state_of(one) == (State.STOPPED, Reason.GONE)
    resume(one.pk, by=by)
    assert state_of(one) == (State.ACTIVE, Reason.BY_HAND)


def test_what_was_stopped_for_failing_is_resumed_as_it_is(owner: User, by: Principal) -> None:
    one = active(owner)
    Subscription.objects.filter(pk=one.pk).update(state=State.STOPPED, state_reason=Reason.FAILING)
    resume(one.pk, by=by)
    assert state_of(one)[0] == State.ACTIVE


def test_a_verification_leaves_what_is_paused_paused(owner: User, by: Principal) -> None:
    one = active(owner)
    pause(one.pk, by=by)
    agree_by_hand(one.pk, reason="Nog eens.", by=administrator())
    assert state_of(one) == (State.PAUSED, Reason.BY_HAND)


def test_somebody_elses_is_as_absent(owner: User) -> None:
    one, stranger = active(owner), access.principal_of(subscriber("ander"))
    for does in (pause, resume, verify_by_ping, verify_by_handshake):
        for pk in (one.pk, uuid4()):
            with pytest.raises(SubscriptionNotFound):
                does(pk, by=stranger)
    assert state_of(one)[0] == State.ACTIVE
