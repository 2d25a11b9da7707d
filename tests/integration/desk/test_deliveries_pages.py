"""What was tried and what is parked, on screen: told to who may see it, escaped, and delivered once more."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from events import sequencer
from events.domain.event import Event
from events.domain.permissions import Permission
from events.models import AdministrativeChange, ParkedDelivery, Subscription
from tests import subscription_story as story
from tests.desk_story import READS_AND_CLAIMS, Municipality
from tests.integration.desk.conftest import LogIn

State = ParkedDelivery.State
Outcome = story.Outcome


@pytest.fixture
def boss(town: Municipality, log_in: LogIn) -> Client:
    """Who administers every zone, and reads that of the registry."""
    town.allow(town.admin, Permission.VIEW, zone=town.registry)
    return log_in(town.admin)


@pytest.fixture
def claim(town: Municipality) -> Event:
    return town.parents_claim()


@pytest.fixture
def hidden(town: Municipality) -> Event:
    """An event that the administrator may not see, and the owner may."""
    town.allow(town.citizen, *READS_AND_CLAIMS, zone=town.addresses)
    town.allow(story.client(town), Permission.VIEW, zone=town.addresses)
    return town.move(zone=town.addresses.slug)


@pytest.fixture
def held(town: Municipality, claim: Event, hidden: Event) -> Subscription:
    sequencer.seal_now()
    return story.being(story.passed(story.subscribed(town)), Subscription.State.ACTIVE, Subscription.Reason.VERIFIED)


def page_of(client: Client, held: Subscription, path: str) -> str:
    answer = client.get(f"/beheer/events/subscription/{held.pk}/{path}")
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def posted(client: Client, held: Subscription, path: str, **sent: object) -> str:
    """What is said after sending a form."""
    answer = client.post(f"/beheer/events/subscription/{held.pk}/{path}/", sent, follow=True)
    assert answer.status_code in (200, 422)
    return answer.content.decode()


def test_an_attempt_shows_what_was_sent_and_answered_and_nothing_of_it_runs(
    boss: Client, held: Subscription, claim: Event
) -> None:
    row = story.attempted(held, claim, number=3)
    page = page_of(boss, held, f"attempts/{row.pk}/")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert f"/claims/{claim.id}" in page
    assert "&quot;specversion&quot;: &quot;1.0&quot;" in page
    assert "webhook-signature" in page


def test_of_an_event_in_a_zone_one_may_not_see_only_the_id_is_told(
    boss: Client, held: Subscription, hidden: Event
) -> None:
    row = story.attempted(held, hidden)
    story.parked(held, hidden)
    for path in ("attempts/", f"attempts/{row.pk}/", "parked/"):
        page = page_of(boss, held, path)
        assert "die u niet mag inzien" in page
        assert f"/claims/{hidden.id}" not in page
        assert "Verhuizing" not in page
        assert "specversion" not in page


def test_attempts_are_filtered_and_leafed_through(boss: Client, held: Subscription, claim: Event) -> None:
    story.attempted(held, claim, Outcome.TIMEOUT, status=None, error="TimeoutError")
    for _ in range(25):
        story.attempted(held, claim, Outcome.DELIVERED)
    first = page_of(boss, held, "attempts/")
    assert first.count('role="rowheader"') == 25
    assert "TimeoutError" not in first
    older = re.search(r'href="(\?before=\d+)"', first)
    assert older is not None
    second = page_of(boss, held, f"attempts/{older[1]}")
    assert "TimeoutError" in second
    assert "Naar de nieuwste" in second
    assert page_of(boss, held, "attempts/?outcome=timeout").count('role="rowheader"') == 1
    assert page_of(boss, held, f"attempts/?event={claim.id}").count('role="rowheader"') == 25
    assert "Geen poging voldoet hieraan." in page_of(boss, held, f"attempts/?event={uuid4()}")
    assert "id_event_error" in page_of(boss, held, "attempts/?event=geen-id&before=x")


def test_an_attempt_that_is_not_there_is_not_found(boss: Client, held: Subscription) -> None:
    assert boss.get(f"/beheer/events/subscription/{held.pk}/attempts/1/").status_code == 404


def test_what_is_parked_says_why_and_behind_what(
    boss: Client, town: Municipality, held: Subscription, claim: Event, hidden: Event
) -> None:
    story.parked(held, claim, State.RETRYING)
    story.parked(held, hidden, State.BEHIND, object_ids=list(claim.object_ids))
    page = page_of(boss, held, "parked/")
    assert "500 Internal Server Error" in page
    assert f"…{str(claim.id)[-8:]}" in page
    assert page_of(boss, held, "parked/?state=behind").count('role="rowheader"') == 1
    assert "Niets dat geparkeerd is voldoet hieraan." in page_of(boss, held, "parked/?state=dead")


def test_what_is_ticked_is_delivered_once_more_with_a_result_for_each(
    boss: Client, held: Subscription, claim: Event
) -> None:
    row = story.parked(held, claim)
    unknown = uuid4()
    page = posted(boss, held, "parked", event=[str(claim.id), str(unknown), "geen-id"])
    assert page.count('role="rowheader"') == 2
    assert "Wordt opnieuw bezorgd" in page
    assert "Niet gelukt" in page or "Niet gedaan" in page
    row.refresh_from_db()
    assert (row.state, row.tries) == (State.RETRYING, 0)
    assert AdministrativeChange.objects.latest("pk").action == "redelivery-asked"


def test_nothing_ticked_is_told_of(boss: Client, held: Subscription, claim: Event) -> None:
    story.parked(held, claim)
    assert 'href="#parked">Vink minstens' in posted(boss, held, "parked")


def test_one_event_is_delivered_once_more_or_it_is_said_why_not(boss: Client, held: Subscription, claim: Event) -> None:
    assert "1 gebeurtenis wordt opnieuw bezorgd." in posted(boss, held, "again", action="event", event_id=claim.id)
    page = posted(boss, held, "again", action="event", event_id=uuid4())
    assert 'href="#id_event_id"' in page
    assert "Deze gebeurtenis bestaat niet" in page
    assert "id_event_id_error" in posted(boss, held, "again", action="event", event_id="geen-id")


def test_a_part_of_what_is_parked_is_delivered_once_more(boss: Client, held: Subscription, claim: Event) -> None:
    story.parked(held, claim)
    sent = {"action": "parked", "state": "dead"}
    assert "Daarvan is er niets" in posted(boss, held, "again", **sent, event_types=["Verhuizing"])
    assert "1 gebeurtenis" in posted(boss, held, "again", **sent, event_types=["Geboorte"])


def test_what_came_since_a_moment_is_delivered_once_more(boss: Client, held: Subscription) -> None:
    since = (timezone.localtime() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    assert "gebeurtenissen worden opnieuw bezorgd" in posted(boss, held, "again", action="since", since=since)
    assert "id_since_error" in posted(boss, held, "again", action="since", since="gisteren")


@pytest.mark.parametrize("back", ["event", "moment", "beginning"])
def test_a_subscription_is_set_back(boss: Client, held: Subscription, claim: Event, back: str) -> None:
    moment = (timezone.localtime() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    before = held.cursor
    page = posted(boss, held, "again", action="rewind", to=back, back_to_event=claim.id, moment=moment)
    assert "Teruggezet." in page
    held.refresh_from_db()
    assert held.cursor < before
    assert AdministrativeChange.objects.latest("pk").action == "rewound"


def test_where_a_subscription_cannot_be_set_back_to_is_told_at_the_field(boss: Client, held: Subscription) -> None:
    assert "id_moment_error" in posted(boss, held, "again", action="rewind", to="moment")
    assert "id_back_to_event_error" in posted(boss, held, "again", action="rewind", to="event", back_to_event=uuid4())
    ahead = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    page = posted(boss, held, "again", action="rewind", to="moment", moment=ahead)
    assert "Ga alleen terug" in page
    assert "id_moment_error" in page
