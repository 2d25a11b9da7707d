"""The page of a person: what holds at two moments, the picture of both times, the family, the events, why."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.domain.event import Decision
from events.domain.permissions import Permission
from events.models import AccessRecord, ProcessingRecord
from events.processing import SUBJECT, pseudonym
from tests import investigation_story, person_story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn

QUERIES_MAX = 48


def page_of(client: Client, path: str, *, status: int = 200) -> str:
    answer = client.get(path, headers={"Accept-Language": "nl"})
    assert answer.status_code == status
    return answer.content.decode()


def address_on(page: str) -> str:
    """What the row of the address says."""
    found = re.search(r'<th scope="row" role="rowheader">Verblijfplaats</th>\s*<td[^>]*>(.*?)</td>', page, re.DOTALL)
    return "" if found is None else " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_where_anna_lived_on_1_may_depends_on_when_one_asks(town: Municipality, log_in: LogIn) -> None:
    anna = person_story.anna(town)
    client, path = log_in(town.official), f"/personen/{anna}"
    in_april = page_of(client, f"{path}?as_of=2026-05-01&as_at=2026-04-30")
    assert person_story.IN_APRIL in address_on(in_april)
    assert "Niet de nieuwste kennis" in in_april
    in_june = page_of(client, f"{path}?as_of=2026-05-01&as_at=2026-06-30")
    assert person_story.NOT_IN_APRIL in address_on(in_june)
    assert "zoals bekend op" in in_june


def test_the_page_opens_on_now_and_the_newest_that_is_settled(town: Municipality, log_in: LogIn) -> None:
    anna = person_story.anna(town)
    page = page_of(log_in(town.official), f"/personen/{anna}")
    for text in ("Anna Bakker", "11 februari 1994", person_story.BSN, "Molenweg 4", "Elisabeth Bakker"):
        assert text in page
    assert "Niet de nieuwste kennis" not in page
    assert "Voorlopig" not in page
    assert "Bevolkingsregister" in page


def test_beyond_the_horizon_the_answer_is_provisional(town: Municipality, log_in: LogIn) -> None:
    anna = person_story.anna(town)
    assert "Voorlopig" in page_of(log_in(town.official), f"/personen/{anna}?as_at=9999-01-01")


def test_before_anything_was_known_the_page_says_so(town: Municipality, log_in: LogIn) -> None:
    anna = person_story.anna(town)
    page = page_of(log_in(town.official), f"/personen/{anna}?as_at=1999-01-01")
    assert "Op deze momenten gold er niets van deze persoon." in page
    assert "Anna Bakker" in page
    assert "Dorpsstraat" in page


def test_the_picture_says_in_a_table_what_it_draws(town: Municipality, log_in: LogIn) -> None:
    anna = person_story.anna(town)
    answer = log_in(town.official).get(f"/personen/{anna}?as_of=2026-04-20&as_at=2026-05-10")
    picture = answer.context["picture"]
    assert len(picture.rows) == len(picture.drawing.shapes) >= 4
    (asked,) = [row for row in picture.rows if row.is_asked]
    assert "Dorpsstraat 12" in asked.parts[0].text
    assert any(row.is_corrected for row in picture.rows)


def test_another_value_can_be_chosen_for_the_picture(town: Municipality, log_in: LogIn) -> None:
    anna = person_story.anna(town)
    client = log_in(town.official)
    values = client.get(f"/personen/{anna}").context["values"]
    name = next(it["reference"] for it in values if it["label"] in ("Name", "Naam"))
    page = page_of(client, f"/personen/{anna}?value={name}")
    assert f'<option value="{name}" selected>' in page
    assert 'id="picture-title">Naam<' in page


def test_a_person_in_a_zone_that_one_may_not_read_is_not_there(town: Municipality, log_in: LogIn) -> None:
    anna = person_story.anna(town)
    for user in (town.colleague, town.newcomer):
        for path in (f"/personen/{anna}", f"/personen/{uuid4()}", f"/personen/{anna}/waarom/0123456789abcdef"):
            page_of(log_in(user), path, status=404)


def test_a_day_that_cannot_be_read_is_told_at_its_field(town: Municipality, log_in: LogIn) -> None:
    anna = person_story.anna(town)
    page = page_of(log_in(town.official), f"/personen/{anna}?as_of=31-02-2026", status=422)
    assert 'href="#id_as_of"' in page
    assert "Molenweg" not in page


def test_why_a_consequence_is_so_names_the_rule_and_the_events(town: Municipality, log_in: LogIn) -> None:
    daan = investigation_story.born(town, "Daan", act="1AA0101")
    investigation_story.follow()
    client = log_in(town.official)
    page = page_of(client, f"/personen/{daan}")
    whys = dict(re.findall(r'href="(/personen/[^"]+/waarom/[0-9a-f]{16})[^"]*">[^<]*<span[^>]*> ([^<]+)</span>', page))
    status = next(path for path, label in whys.items() if label == "Burgerlijke staat")
    why = page_of(client, status)
    for text in ("Waarom is dit zo?", "BW 1:30, 1:80a", "burgerlijke-staat", "Geboorte geclaimd"):
        assert text in why
    birth = next(path for path, label in whys.items() if label == "Geboorte")
    assert "Geen wetsregel" in page_of(client, birth)


def test_the_family_leads_to_the_pages_of_who_can_be_read(town: Municipality, log_in: LogIn) -> None:
    daan = investigation_story.born(town, "Daan", act="1AA0101")
    sanne = investigation_story.born(town, "Sanne", act="1AA0102")
    investigation_story.wedding(town, daan, sanne, on="2015-06-12", act="3AA0101")
    investigation_story.follow()
    client = log_in(town.official)
    page = page_of(client, f"/personen/{daan}")
    assert f'href="/personen/{sanne}"' in page
    assert f'href="/personen/{town.family.anna}"' in page
    before = page_of(client, f"/personen/{daan}?as_of=2014-01-01")
    assert "Partners" not in before
    assert "Broers en zussen" in before


def test_events_are_told_newest_first_and_lead_to_their_review(town: Municipality, log_in: LogIn) -> None:
    anna = person_story.anna(town)
    client = log_in(town.official)
    first = client.get(f"/personen/{anna}").context["events"]
    recorded = [line.happening.recorded for line in first.lines]
    assert recorded[0] == first.lines[0].happening.recorded
    page_of(client, f"/claims/{first.lines[-1].review}")


def test_what_holds_can_be_corrected_from_here_by_who_may(town: Municipality, log_in: LogIn) -> None:
    daan = investigation_story.born(town, "Daan", act="1AA0101")
    investigation_story.follow()
    births = [line for line in log_in(town.parent).get(f"/personen/{daan}").context["events"].lines if line.correction]
    assert [line.correction for line in births] == [f"/gebeurtenissen/{births[0].review}/corrigeren"]
    assert births[0].happening.kind == "claim"
    page_of(log_in(town.parent), births[0].correction)
    assert "Dit corrigeren" not in page_of(log_in(town.official), f"/personen/{daan}")


def test_what_is_only_claimed_or_was_rejected_is_not_corrected_from_here(town: Municipality, log_in: LogIn) -> None:
    move = town.move()
    path = f"/personen/{town.family.joris}"
    assert "corrigeren" not in page_of(log_in(town.parent), path)
    town.decide(town.colleague, move, Decision.REJECTED, motivation="Geen bewijs.")
    assert "corrigeren" not in page_of(log_in(town.parent), path)


def test_more_events_than_fit_are_paged_by_key(
    town: Municipality, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("management_ui.presenters.person_events.PAGE_SIZE", 3)
    anna = person_story.anna(town)
    client, seen, after = log_in(town.official), [], ""
    while True:
        page = client.get(f"/personen/{anna}?events_after={after}").context["events"]
        seen += [line.happening.id for line in page.lines]
        if page.after is None:
            break
        after = str(page.after)
    assert len(seen) == len(set(seen)) == page.count > 3


def test_every_look_is_written_down_for_everybody_who_is_told_of(town: Municipality, log_in: LogIn) -> None:
    daan = investigation_story.born(town, "Daan", act="1AA0101")
    investigation_story.follow()
    client = log_in(town.official)
    before = ProcessingRecord.objects.count()
    client.get(f"/personen/{daan}")
    lines = ProcessingRecord.objects.filter(name="Persoon bekeken").order_by("pk")
    assert lines.count() == ProcessingRecord.objects.count() - before
    subjects = {line.attributes.get(SUBJECT) for line in lines}
    assert {pseudonym(daan), pseudonym(town.family.anna)} <= subjects
    assert AccessRecord.objects.latest("pk").source_id == town.official.source_id


def test_who_saw_a_person_is_told_to_who_administers_every_zone(town: Municipality, log_in: LogIn) -> None:
    anna = person_story.anna(town)
    path = f"/personen/{anna}/ingezien"
    log_in(town.official).get(f"/personen/{anna}")
    page_of(log_in(town.official), path, status=403)
    assert path not in page_of(log_in(town.official), f"/personen/{anna}")
    page = page_of(log_in(town.admin), path)
    assert "M. de Wit" in page
    assert "Persoon bekeken" in page
    assert "Inzage in een persoon geraadpleegd" in page_of(log_in(town.admin), path)


def test_who_administers_some_zones_only_is_not_told(town: Municipality, log_in: LogIn) -> None:
    anna = person_story.anna(town)
    some = town.employ("zone", "Z. Onebeheer", rights=(Permission.MANAGE,))
    page_of(log_in(some), f"/personen/{anna}/ingezien", status=403)


def test_who_saw_a_person_is_paged_by_key(town: Municipality, log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.queries.looked_at.PAGE_MAX", 2)
    anna, admin = person_story.anna(town), log_in(town.admin)
    reader = log_in(town.official)
    for _ in range(3):
        reader.get(f"/personen/{anna}")
    first = admin.get(f"/personen/{anna}/ingezien")
    assert len(first.context["lines"]) == 2
    second = admin.get(f"/personen/{anna}/ingezien?before={first.context['before']}")
    assert len(second.context["lines"]) >= 1


def test_a_bigger_family_costs_no_more_queries(town: Municipality, log_in: LogIn) -> None:
    one = investigation_story.born(town, "Daan", act="1AA0101")
    client = log_in(town.official)
    counts = []
    for first_act in (102, 112):
        investigation_story.born(town, "Sanne", act=f"1AA0{first_act}")
        investigation_story.follow()
        client.get(f"/personen/{one}")  # the timeline is stored now
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/personen/{one}")
        counts.append(len(captured))
        for at in range(1, 6):
            investigation_story.born(town, "Sanne", act=f"1AA0{first_act + at}")
    assert counts[0] == counts[1] <= QUERIES_MAX


def test_a_claim_leads_to_the_pages_of_the_persons_in_it(town: Municipality, log_in: LogIn) -> None:
    claim = town.parents_claim()
    page = page_of(log_in(town.official), f"/claims/{claim.id}")
    assert f'href="/personen/{town.family.anna}"' in page
    page_of(log_in(town.official), f"/personen/{town.family.anna}")


def test_who_died_and_what_is_under_investigation_is_marked_at_the_name(town: Municipality, log_in: LogIn) -> None:
    _, death = investigation_story.a_second_marriage(town)
    (sanne,) = death.object_ids
    investigation_story.follow()
    client = log_in(town.official)
    heading = client.get(f"/personen/{sanne}", headers={"Accept-Language": "nl"}).context["heading"]
    assert [mark.text for mark in heading.marks] == ["Overleden"]
    alive = client.get(f"/personen/{sanne}?as_of=2020-01-01", headers={"Accept-Language": "nl"}).context["heading"]
    assert alive.marks == ()


def test_a_person_with_more_relatives_than_can_be_read_is_refused_with_what_to_do(
    town: Municipality, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    daan = person_story.a_family(town)
    client = log_in(town.official)
    status = next(it for it in client.get(f"/personen/{daan}").context["groups"][0].lines).reference
    monkeypatch.setattr("readmodels.domain.relatives.RELATIVES_MAX", 1)
    page = page_of(client, f"/personen/{daan}", status=422)
    assert "of vraag het uw beheerder" in page
    assert client.get(f"/personen/{daan}/waarom/{status}").headers["Location"] == f"/personen/{daan}"


def test_a_value_that_does_not_hold_at_these_moments_has_no_reason(town: Municipality, log_in: LogIn) -> None:
    anna = person_story.anna(town)
    client = log_in(town.official)
    page_of(client, f"/personen/{anna}/waarom/0123456789abcdef", status=404)
    page_of(client, f"/personen/{anna}/waarom/x?as_of=gisteren", status=404)


def test_what_a_zone_that_one_may_not_read_tells_is_nowhere_on_the_page(town: Municipality, log_in: LogIn) -> None:
    daan = investigation_story.born(town, "Daan", act="1AA0101")
    investigation_story.follow()
    mother = page_of(log_in(town.official), f"/personen/{town.family.anna}")
    assert "Daan Smit" in mother
    for hidden in ("999990342", "Bevolking", "BSN toegekend"):
        assert hidden not in mother
    assert "999990342" not in page_of(log_in(town.official), f"/personen/{daan}")
