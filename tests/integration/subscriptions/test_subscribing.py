"""Making, changing and removing subscriptions: what is kept, what is recorded, what is refused."""

from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from events import access
from events.domain.permissions import Principal
from events.domain.refusals import InvalidRequest, ZoneForbidden
from events.domain.subscription_refusals import (
    SubscriberUnknown,
    SubscriptionNameInUse,
    SubscriptionNotFound,
    TooManySubscriptions,
)
from events.models import AdministrativeChange, DeliveryAttempt, Subscription, SubscriptionKey, User
from events.subscriptions.commands import addresses, wishes
from events.subscriptions.commands.subscribing import SUBSCRIPTIONS_OF_ONE_MAX, change, remove, subscribe
from tests import registry
from tests.database import Database
from tests.integration.subscriptions.managing import URL, administrator, last_change, log_of, made
from tests.integration.subscriptions.subscribing import allow_loopback, subscriber

State = Subscription.State


@pytest.fixture
def owner(rows: None) -> User:
    registry.furnish()
    return subscriber()


def pointers_of(refusal: InvalidRequest) -> set[str]:
    return {violation.pointer for violation in refusal.violations}


def test_a_new_subscription_waits_for_verification_and_shows_its_secret_once(owner: User, by: Principal) -> None:
    found = subscribe({"name": " Bevolking ", "url": URL}, by=by)
    row = Subscription.objects.get(pk=found.subscription.pk)
    assert (row.name, row.state, row.filter, row.schedule) == ("Bevolking", State.NEW, {}, None)
    assert (row.owner, row.content, row.ordering) == (owner, "thin", "object")
    assert [key.shown[:6] for key in found.keys] == ["whsec_"]
    recorded = str([last_change().before, last_change().after])
    assert found.keys[0].shown not in recorded
    assert found.keys[0].shown.removeprefix("whsec_") not in recorded


def test_both_schemes_can_be_asked_for(by: Principal) -> None:
    found = subscribe({"name": "x", "url": URL, "schemes": ["v1", "v1a"]}, by=by)
    assert [key.shown[:5] for key in found.keys] == ["whsec", "whpk_"]


@pytest.mark.usefixtures("database")
def test_it_begins_where_it_is_asked_to() -> None:
    registry.furnish()
    events, owner = log_of(uuid4(), uuid4(), uuid4()), subscriber()
    starts = {"beginning": 0, "now": 3, "2020-01-01T00:00:00Z": 0, timezone.now().isoformat(): 3}
    assert {start: made(owner, startFrom=start).cursor for start in starts} == starts
    assert made(owner).cursor == len(events)


WRONG: dict[str, tuple[dict[str, Any], set[str]]] = {
    "nothing": ({"name": None, "url": None}, {"/name", "/url"}),
    "a blank name": ({"name": "  "}, {"/name"}),
    "an unknown member": ({"haast": True}, {"/haast"}),
    "an unknown word": ({"content": "fat", "ordering": "some"}, {"/content", "/ordering"}),
    "no wait": ({"schedule": []}, {"/schedule"}),
    "a wait of nothing and one of a month": ({"schedule": [0, 5, 2_592_000]}, {"/schedule/0", "/schedule/2"}),
    "21 waits": ({"schedule": [5] * 21}, {"/schedule"}),
    "a scheme twice": ({"schemes": ["v1", "v1"]}, {"/schemes"}),
    "a start to come": ({"startFrom": "2999-01-01T00:00:00Z"}, {"/startFrom"}),
    "a start without offset": ({"startFrom": "2020-01-01T00:00:00"}, {"/startFrom"}),
    "an unknown part": ({"filter": {"bsn": ["999990019"]}}, {"/filter/bsn"}),
    "an empty part": ({"filter": {"kinds": []}}, {"/filter/kinds"}),
    "no event type": ({"filter": {"eventTypes": ["Geboorte", "Maanlanding"]}}, {"/filter/eventTypes/1"}),
    "a zone that he may not see": (
        {"filter": {"zones": [registry.CIVIL, registry.ADDRESSES, "maan"]}},
        {"/filter/zones/1", "/filter/zones/2"},
    ),
    "no object": ({"filter": {"objectIds": ["x"]}}, {"/filter/objectIds/0"}),
    "no pointer": ({"filter": {"data": [{"pointer": "geslacht"}]}}, {"/filter/data/0/pointer"}),
    "corrections without any order": ({"corrections": True, "ordering": "none"}, {"/ordering"}),
    "corrections that are neither": ({"corrections": "yes"}, {"/corrections"}),
    "a value that is none": (
        {"filter": {"data": [{"pointer": "/geslacht", "values": [{"is": "V"}]}]}},
        {"/filter/data/0/values/0"},
    ),
    "everything at once": (
        {"name": "", "url": "http://x.example", "schedule": [0], "filter": {"zones": ["maan"]}},
        {"/name", "/url", "/schedule/0"},
    ),
}


@pytest.mark.parametrize("asked", WRONG)
def test_every_mistake_is_told_with_its_place_and_nothing_is_left_behind(by: Principal, asked: str) -> None:
    members, places = WRONG[asked]
    body = {name: value for name, value in ({"name": "x", "url": URL} | members).items() if value is not None}
    with pytest.raises(InvalidRequest) as refused:
        subscribe(body, by=by)
    assert places <= pointers_of(refused.value)
    assert not Subscription.objects.exists()
    assert not SubscriptionKey.objects.exists()
    assert not AdministrativeChange.objects.filter(action="subscribed").exists()


@pytest.mark.parametrize(
    "url",
    [
        "http://ontvanger.example.nl/hook",
        "ftp://ontvanger.example.nl/hook",
        "https://",
        "https:///hook",
        "https://jan:geheim@ontvanger.example.nl/hook",
        "https://ontvanger.example.nl/hook#hier",
        "https://ontvanger.example.nl/hook?access_token=geheim",
        "https://ontvanger.example.nl:99999/hook",
        "https://ontvanger.example.nl/ho ok",
        "https://ontvänger.example.nl/hook",
        "https://[::1/hook",
        "https://10.0.0.7/hook",
        "https://127.0.0.1/hook",
        "https://[::ffff:10.0.0.7]/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://ontvanger.example.nl/" + "x" * 2000,
    ],
)
def test_an_address_that_cannot_be_sent_to_is_refused(by: Principal, url: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        subscribe({"name": "x", "url": url}, by=by)
    assert pointers_of(refused.value) == {"/url"}


@pytest.mark.parametrize(
    ("url", "plain_http", "possible"),
    [
        ("http://127.0.0.1:9/hook", True, True),
        ("http://127.0.0.1:9/hook", False, False),
        ("https://127.0.0.1:9/hook", False, True),
        ("http://localhost:9/hook", True, False),
    ],
)
def test_an_address_in_an_allowed_network_will_do(by: Principal, url: str, plain_http: bool, possible: bool) -> None:  # noqa: FBT001 - of the parameters
    allow_loopback(plain_http=plain_http)
    if possible:
        assert subscribe({"name": "x", "url": url}, by=by).subscription.url == url
    else:
        with pytest.raises(InvalidRequest):
            subscribe({"name": "x", "url": url}, by=by)


def test_a_name_is_used_once_by_each(owner: User, by: Principal) -> None:
    one = subscribe({"name": "Bevolking", "url": URL}, by=by).subscription
    two = made(owner)
    with pytest.raises(SubscriptionNameInUse):
        subscribe({"name": "Bevolking ", "url": URL}, by=by)
    with pytest.raises(SubscriptionNameInUse):
        change(two.pk, {"name": "Bevolking"}, by=by)
    change(one.pk, {"name": "Bevolking"}, by=by)
    subscribe({"name": "Bevolking", "url": URL}, by=access.principal_of(subscriber("ander")))


def test_one_has_no_more_than_the_limit(owner: User, by: Principal) -> None:
    for _ in range(SUBSCRIPTIONS_OF_ONE_MAX):
        made(owner)
    with pytest.raises(TooManySubscriptions):
        made(owner)


def test_who_may_see_nothing_and_who_is_nobody_do_not_subscribe(owner: User) -> None:
    with pytest.raises(ZoneForbidden):
        subscribe({"name": "x", "url": URL}, by=access.principal_of(User.objects.create(username="niemand")))
    with pytest.raises(SubscriberUnknown):
        subscribe({"name": "x", "url": URL}, by=registry.official())


def test_an_administrator_subscribes_somebody_else_to_what_that_one_may_see(owner: User, by: Principal) -> None:
    filtered = {"name": "x", "url": URL, "filter": {"zones": [registry.CIVIL]}}
    found = subscribe(filtered, by=administrator(), owner=owner).subscription
    assert found.owner == owner
    with pytest.raises(ZoneForbidden):
        subscribe({"name": "y", "url": URL}, by=by, owner=subscriber("ander"))


# -- changing and removing ---------------------------------------------------------------------------------------------


def test_only_what_is_named_is_changed(owner: User, by: Principal) -> None:
    one = made(owner, filter={"kinds": ["claim"]}, schedule=[5, 6])
    found = change(one.pk, {"schedule": None, "content": "full"}, by=by)
    found.refresh_from_db()
    assert (found.schedule, found.content, found.filter, found.url) == (None, "full", {"kinds": ["claim"]}, URL)
    assert (last_change().before or {})["content"] == "thin"


def spans_of(held: Subscription) -> list[tuple[int, int | None, dict[str, Any], bool]]:
    return list(held.spans.order_by("after", "pk").values_list("after", "until", "filter", "corrections"))


def test_what_is_asked_is_kept_with_the_part_of_the_log_for_which_it_was(owner: User, by: Principal) -> None:
    one = made(owner, startFrom="beginning", filter={"kinds": ["claim"]})
    assert spans_of(one) == [(0, None, {"kinds": ["claim"]}, False)]
    Subscription.objects.update(cursor=2)
    change(one.pk, {"name": "anders", "content": "full"}, by=by)
    assert len(spans_of(one)) == 1
    change(one.pk, {"corrections": True}, by=by)
    Subscription.objects.update(cursor=3)
    change(one.pk, {"filter": {}}, by=by)
    change(one.pk, {"filter": {"kinds": ["claim"]}}, by=by)
    assert spans_of(one) == [
        (0, 2, {"kinds": ["claim"]}, False),
        (2, 3, {"kinds": ["claim"]}, True),
        (3, None, {"kinds": ["claim"]}, True),
    ]


def test_what_was_delivered_beyond_the_place_that_it_came_to_is_kept_when_it_asks_otherwise(
    owner: User, by: Principal
) -> None:
    one = made(owner, startFrom="beginning")
    Subscription.objects.update(cursor=1)
    for number, outcome in ((3, "delivered"), (2, "refused"), (1, "delivered")):
        DeliveryAttempt.objects.create(
            subscription=one,
            event_id=uuid4(),
            seq=number,
            outcome=outcome,
            started_at=timezone.now(),
            duration_ms=1,
        )
    change(one.pk, {"filter": {"kinds": ["claim"]}}, by=by)
    assert list(one.spans.order_by("pk").values_list("after", "until", "also")) == [(0, 1, [3]), (1, None, [])]


def test_a_subscription_of_before_asked_from_the_beginning_what_it_asks(owner: User) -> None:
    one = made(owner, filter={"kinds": ["claim"]})
    one.spans.all().delete()
    migration = import_module("events.migrations.0019_corrections_told")
    with connection.schema_editor() as editor:
        migration.begin(apps, editor)
    assert spans_of(one) == [(0, None, {"kinds": ["claim"]}, False)]


def test_an_order_is_kept_as_long_as_corrections_are_asked_for(owner: User, by: Principal) -> None:
    ordered, loose = made(owner, corrections=True), made(owner, ordering="none")
    wrong: list[tuple[Subscription, dict[str, Any], str]] = [
        (ordered, {"ordering": "none"}, "/ordering"),
        (loose, {"corrections": True}, "/corrections"),
    ]
    for held, asked, place in wrong:
        with pytest.raises(InvalidRequest) as refused:
            change(held.pk, asked, by=by)
        assert pointers_of(refused.value) == {place}
    found = change(ordered.pk, {"ordering": "none", "corrections": False}, by=by)
    assert (found.ordering, found.corrections) == ("none", False)
    assert change(loose.pk, {"ordering": "all", "corrections": True}, by=by).corrections


def test_the_same_again_changes_and_records_nothing(owner: User, by: Principal) -> None:
    one, changes = made(owner), AdministrativeChange.objects.count()
    found = change(one.pk, {"url": URL, "content": "thin"}, by=by)
    assert AdministrativeChange.objects.count() == changes
    assert found.fence == one.fence


def test_another_address_is_verified_anew_and_who_delivers_stops(owner: User, by: Principal) -> None:
    one = made(owner)
    Subscription.objects.filter(pk=one.pk).update(
        state=State.ACTIVE, verified_how="ping", verified_at=one.created_at, allowed_per_minute=60, failures=3, fence=7
    )
    found = change(one.pk, {"url": f"{URL}/2"}, by=by)
    found.refresh_from_db()
    assert (found.state, found.state_reason, found.verified_how, found.verified_at) == (
        State.NEW,
        Subscription.Reason.READDRESSED,
        "",
        None,
    )
    assert (found.allowed_per_minute, found.failures, found.fence) == (None, 0, 8)


def test_what_is_recorded_tells_nothing_of_a_citizen_and_no_secret(owner: User, by: Principal) -> None:
    person = uuid4()
    secret = {"objectIds": [str(person)], "data": [{"pointer": "/bsn", "values": ["999990019"]}]}
    one = made(owner, url=f"{URL}?sleutel=geheim", filter=secret)
    change(one.pk, {"url": f"{URL}?sleutel=geheimer"}, by=by)
    change(one.pk, {"filter": secret | {"objectIds": [str(uuid4())]}}, by=by)
    remove(one.pk, by=by)
    kept = AdministrativeChange.objects.filter(subject_id=str(one.pk))
    assert kept.count() == 4
    assert all(it.before != it.after for it in kept)
    told = str([(it.before, it.after) for it in kept])
    assert "/bsn" in told
    assert not any(it in told for it in (str(person), "999990019", "geheim"))


def test_a_removed_subscription_is_gone_with_its_keys(owner: User, by: Principal) -> None:
    one = made(owner)
    remove(one.pk, by=by)
    assert not Subscription.objects.exists()
    assert not SubscriptionKey.objects.exists()
    with pytest.raises(SubscriptionNotFound):
        remove(one.pk, by=by)


def test_somebody_elses_subscription_is_as_absent(owner: User) -> None:
    one, stranger = made(owner), access.principal_of(subscriber("ander"))
    for pk in (one.pk, uuid4()):
        with pytest.raises(SubscriptionNotFound) as refused:
            change(pk, {"name": "van mij"}, by=stranger)
        assert refused.value == SubscriptionNotFound(subscription_id=pk)
    change(one.pk, {"name": "door de beheerder"}, by=administrator())


def test_a_token_that_may_not_read_changes_no_address(owner: User, by: Principal) -> None:
    one = made(owner)
    with pytest.raises(ZoneForbidden):
        change(one.pk, {"url": "https://elders.example/"}, by=access.narrowed(by, scopes=["submit_claim"]))


def test_the_limits_are_those_of_the_columns() -> None:
    assert Subscription._meta.get_field("name").max_length == wishes.NAME_LENGTH_MAX
    assert Subscription._meta.get_field("url").max_length == addresses.URL_LENGTH_MAX


# -- two at once -------------------------------------------------------------------------------------------------------


def test_of_two_who_take_one_name_at_once_one_gets_it(database: Database) -> None:
    registry.furnish()
    owner = subscriber()
    found = database.concurrently(*(lambda: made(owner, name="Bevolking") for _ in range(4)))
    assert sum(isinstance(it, Subscription) for it in found) == 1
    assert sum(isinstance(it, SubscriptionNameInUse) for it in found) == 3


def test_two_at_once_are_not_both_the_last(database: Database) -> None:
    registry.furnish()
    owner = subscriber()
    for _ in range(SUBSCRIPTIONS_OF_ONE_MAX - 1):
        made(owner)
    found = database.concurrently(*(lambda: made(owner) for _ in range(4)))
    assert sum(isinstance(it, TooManySubscriptions) for it in found) == 3
    assert Subscription.objects.count() == SUBSCRIPTIONS_OF_ONE_MAX
