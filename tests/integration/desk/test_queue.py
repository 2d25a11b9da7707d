"""The work queue: what waits where the official decides."""

import re
from datetime import date
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from events import access
from events.commands import work as commands
from events.domain.event import Decision
from events.domain.permissions import Permission
from events.models import ProcessingRecord, Standing, Zone
from events.processing import pseudonym
from events.queries import work, work_counts
from tests import registry
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn


def _claims(html: str) -> list[str]:
    return re.findall(r'href="/claims/([0-9a-f-]{36})"', html)


def test_an_open_claim_stands_in_the_queue_with_its_source_and_its_persons(town: Municipality, log_in: LogIn) -> None:
    claim = town.parents_claim()
    page = log_in(town.official).get("/").content.decode()
    assert _claims(page) == [str(claim.id)]
    assert "Noor Elisabeth Bakker" in page
    assert "ouder Anna Bakker" in page


def test_a_line_leads_to_the_page_of_its_person(town: Municipality, log_in: LogIn) -> None:
    town.parents_claim()
    client = log_in(town.official)
    page = client.get("/").content.decode()
    [person] = re.findall(r'href="(/personen/[0-9a-f-]{36})"', page)
    assert person == f"/personen/{town.family.noor}"
    assert client.get(person).status_code == 200


def test_the_oldest_stands_first_and_a_settled_claim_lies_on_a_pile_of_its_own(
    town: Municipality, log_in: LogIn
) -> None:
    first, second, third = town.midwifes_claim(), town.parents_claim(), town.move()
    client = log_in(town.official)
    assert _claims(client.get("/").content.decode()) == [str(first.id), str(second.id), str(third.id)]
    town.decide(
        town.colleague, second, act={"akte": {"aktenummer": "1AA0123", "registergemeente": "0518", "jaar": 2026}}
    )
    assert _claims(client.get("/").content.decode()) == [str(third.id)]
    settled = client.get("/?pile=settled").content.decode()
    assert _claims(settled) == [str(first.id)]
    assert "Al geregeld door een andere claim" in settled


def test_a_zone_where_he_may_not_decide_is_not_in_his_queue_nor_in_the_counts(
    town: Municipality, log_in: LogIn
) -> None:
    town.allow(town.citizen, Permission.VIEW, Permission.SUBMIT_CLAIM, zone=town.addresses)
    town.allow(town.official, Permission.VIEW, zone=town.addresses)
    town.move(zone=town.addresses.slug)
    principal = access.principal_of(town.official)
    assert work.claims_awaiting_decision(work.Wanted(), principal=principal).items == ()
    assert work_counts.counts(work.Wanted(), principal=principal)[work.Pile.OPEN] == 0
    assert work_counts.event_types_waiting(["Verhuizing"], principal=principal) == ()


def test_a_closed_zone_answers_nothing(town: Municipality) -> None:
    town.parents_claim()
    Zone.objects.filter(pk=town.registry.pk).update(closed=True)
    principal = access.principal_of(town.official)
    assert work.claims_awaiting_decision(work.Wanted(), principal=principal).items == ()


def test_pages_follow_one_another_without_gap_or_double(town: Municipality) -> None:
    sent = [town.move().id for _ in range(7)]
    principal = access.principal_of(town.official)
    seen, after = [], None
    while True:
        page = work.claims_awaiting_decision(work.Wanted(), principal=principal, after=after, size=3)
        seen += [item.event.id for item in page.items]
        after = page.after
        if after is None:
            break
    assert seen == sent


def test_two_claims_recorded_at_one_moment_are_both_on_a_page(town: Municipality) -> None:
    one, other = town.move(), town.move()
    Standing.objects.update(created_at=one.created_at)
    principal = access.principal_of(town.official)
    first = work.claims_awaiting_decision(work.Wanted(), principal=principal, size=1)
    second = work.claims_awaiting_decision(work.Wanted(), principal=principal, after=first.after, size=1)
    assert {item.event.id for item in (*first.items, *second.items)} == {one.id, other.id}


def test_filters_narrow_the_queue_and_its_counts(town: Municipality, log_in: LogIn) -> None:
    birth, move = town.parents_claim(), town.move()
    client = log_in(town.official)
    assert _claims(client.get("/?type=Verhuizing").content.decode()) == [str(move.id)]
    assert _claims(client.post("/", {"person": "noor"}, follow=True).content.decode()) == [str(birth.id)]
    correction = town.correct(town.parent, birth, town.parents_data() | {"geslacht": "M"})
    assert _claims(client.get("/?kind=correction").content.decode()) == [str(correction.id)]
    assert _claims(client.post("/", {"person": "niemand"}, follow=True).content.decode()) == []


def test_what_an_address_says_wrongly_is_passed_over(town: Municipality, log_in: LogIn) -> None:
    claim = town.parents_claim()
    page = log_in(town.official).get("/?pile=x&after=gisteren_1&zone=geheim&type=%0A&kind=1")
    assert page.status_code == 200
    assert _claims(page.content.decode()) == [str(claim.id)]


def test_seeing_the_queue_is_recorded_for_every_person_in_it(town: Municipality, log_in: LogIn) -> None:
    town.parents_claim()
    before = ProcessingRecord.objects.count()
    log_in(town.official).get("/")
    lines = ProcessingRecord.objects.order_by("pk")[before:]
    subjects = {line.attributes.get("dpl.core.data_subject_id") for line in lines}
    assert {pseudonym(town.family.noor), pseudonym(town.family.anna)} <= subjects


def test_whoever_decides_nowhere_is_told_what_to_do(town: Municipality, log_in: LogIn) -> None:
    page = log_in(town.newcomer).get("/").content.decode()
    assert "U mag nog in geen enkele zone over claims besluiten." in page


def test_the_queue_speaks_english_when_asked(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    client.post("/taal", {"language": "en", "next": "/"})
    with override("en"):
        assert "Nothing waits for a decision." in client.get("/").content.decode()


def test_a_decided_claim_is_on_the_pile_of_what_was_decided(town: Municipality, log_in: LogIn) -> None:
    claim = town.move()
    town.decide(town.colleague, claim, Decision.REJECTED, motivation="Niet gebleken.")
    assert _claims(log_in(town.official).get("/?pile=decided").content.decode()) == [str(claim.id)]


def test_what_is_decided_is_not_searched_for_terms_that_run_out(town: Municipality) -> None:
    town.decide(town.colleague, town.move(), Decision.REJECTED, motivation="Niet gebleken.")
    principal = access.principal_of(town.official)
    with CaptureQueriesContext(connection) as asked:
        found = work_counts.counts(work.Wanted(due_before=date(2026, 11, 26)), principal=principal)
    assert set(found.values()) == {0}
    counted = [it["sql"] for it in asked.captured_queries if "COUNT" in it["sql"]]
    assert counted
    assert all("'open'" in it for it in counted)


def test_the_next_claim_is_never_ones_own(town: Municipality) -> None:
    own = town.claim(town.official, "Overlijden", _death(town), town.family.joris)
    theirs = town.move()
    principal = access.principal_of(town.official)
    assert work.next_open(theirs.id, principal=principal, now=timezone.now()) is None
    assert work.next_open(own.id, principal=principal, now=timezone.now()) == theirs.id


def test_the_next_claim_lies_behind_ones_own_and_what_colleagues_are_at(town: Municipality) -> None:
    me, colleague = (access.principal_of(it) for it in (town.official, town.colleague))
    for _ in range(work.NEXT_STEP + 1):
        person = uuid4()
        given = {"persoon": {"objectId": str(person)}, "bsn": registry.new_bsn()}
        town.claim(town.official, "BsnToegekend", given, person)
    held, free = town.move(), town.parents_claim()
    commands.take(held.id, by=colleague)
    assert work.next_open(uuid4(), principal=me, now=timezone.now()) == free.id
    later = timezone.now() + commands.LOCK
    assert work.next_open(uuid4(), principal=me, now=later) == held.id


def _death(town: Municipality) -> dict[str, object]:
    day = {"type": "Datum", "datum": "2026-11-19"}
    return {"persoon": {"objectId": str(town.family.joris)}, "overlijdensdatum": day}


def test_counting_stops_at_its_limit(town: Municipality) -> None:
    town.move()
    row = Standing.objects.get(standing="open")
    same = {"root_id": row.root_id, "zone_id": row.zone_id, "standing": row.standing, "order": row.order}
    Standing.objects.bulk_create(
        Standing(event_id=uuid4(), event_type="Verhuizing", event_kind="claim", created_at=row.created_at, **same)
        for _ in range(work_counts.COUNTED_MAX + 5)
    )
    counted = work_counts.counts(work.Wanted(), principal=access.principal_of(town.official))
    assert counted[work.Pile.OPEN] == work_counts.COUNTED_MAX


def test_claims_about_very_many_persons_do_not_break_the_queue(town: Municipality, log_in: LogIn) -> None:
    for act in range(25):
        crowd = [uuid4() for _ in range(99)]
        body = registry.death(uuid4(), act=act)
        registry.record(
            body | {"object_ids": [*body["object_ids"], *map(str, crowd)]},
            by=access.principal_of(town.official),
            zone=town.registry.slug,
        )
    answer = log_in(town.official).get("/")
    assert answer.status_code == 200
    assert len(_claims(answer.content.decode())) == 25


def test_a_search_by_name_that_finds_nobody_leaves_its_line(town: Municipality, log_in: LogIn) -> None:
    log_in(town.official).post("/", {"person": "Niemand"}, follow=True)
    assert ProcessingRecord.objects.filter(name="Werkvoorraad doorzocht op persoon").count() == 1
