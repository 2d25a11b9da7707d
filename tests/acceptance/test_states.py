"""Time travel over HTTP: a move that was told late, and then corrected, asked at every two moments."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from events import sequencer
from events.domain.moments import AMSTERDAM, first_instant
from events.domain.permissions import Permission
from events.models import AccessRecord, ProcessingRecord, Zone
from readmodels.models import StoredRectangle, StoredTimeline
from tests import registry
from tests.callers import DECIDES, Caller, caller, content, official, pointers, problem

STREETS = ("Lindelaan", "Kerkstraat")
EVER = "2026-11-01"


@pytest.fixture
def by(database: object) -> Caller:
    registry.furnish()
    return caller("ambtenaar", *DECIDES, zones=(registry.ADDRESSES,))


@pytest.fixture
def colleague(by: Caller) -> Caller:
    return caller("ambtenaar", *DECIDES, zones=(registry.ADDRESSES,))


def moving(person: str, street: str, *, on: str) -> dict[str, Any]:
    return {
        "personen": [{"objectId": person}],
        "nieuwAdres": {"straat": street, "huisnummer": 12, "woonplaats": "Lindenveen"},
        "gemeente": "9901",
        "functieAdres": "woonadres",
        "datumIngang": {"type": "Datum", "datum": on},
        "aangiftedatum": "2026-11-10",
        "aangever": {"rol": "ingeschrevene"},
    }


def move(person: str, street: str, *, on: str) -> dict[str, Any]:
    return {
        "occurred_at": f"{on}T11:00:00Z",
        "object_ids": [person],
        "event_type": "Verhuizing",
        "event_version": "2",
        "event_data": moving(person, street, on=on),
    }


def done(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 201, answer.content
    return content(answer)


def recorded(body: dict[str, Any], *, by: Caller, colleague: Caller) -> dict[str, Any]:
    """Claimed by the one, and accepted by the other; the acceptance."""
    claim = done(by.post("claims", body))
    return done(colleague.post("validations", accepting(claim)))


def accepting(event: dict[str, Any]) -> dict[str, Any]:
    return {"event_reference": [event["id"]], "event_data": {"decision": "accepted", "motivation": "Gebleken."}}


def correcting(claim_id: str, person: str, street: str, *, on: str) -> dict[str, Any]:
    data = {"operation": "replace", "reason": "Verkeerde straat.", "data": moving(person, street, on=on)}
    return {
        "occurred_at": f"{on}T11:00:00Z",
        "object_ids": [person],
        "event_reference": [claim_id],
        "event_data": data,
    }


@pytest.fixture
def person() -> str:
    return str(uuid4())


@pytest.fixture
def moments(by: Caller, colleague: Caller, person: str) -> dict[str, str]:
    """The move is told, and a week of work later corrected: when each became known, and the claim."""
    accepted = recorded(move(person, STREETS[0], on=EVER), by=by, colleague=colleague)
    claim_id = accepted["event_reference"][0]
    corrected = done(by.post("corrections", correcting(claim_id, person, STREETS[1], on="2026-11-03")))
    right = done(colleague.post("validations", accepting(corrected)))
    sequencer.seal_now()
    return {"told": accepted["created_at"], "corrected": right["created_at"], "claim": claim_id}


def ask(by: Caller, person: str, what: str = "state", **query: Any) -> dict[str, Any]:
    response = by.get(f"objects/{person}/{what}", query)
    assert response.status_code == 200, response.content
    return content(response)


def street(state: dict[str, Any]) -> str | None:
    found = [it["value"]["adres"]["straat"] for it in state["attributes"] if it["name"] == "verblijfplaats"]
    return found[0] if found else None


def before(moment: str) -> str:
    return (
        (datetime.fromisoformat(moment) - timedelta(microseconds=1)).astimezone(UTC).isoformat().replace("+00:00", "Z")
    )


def test_what_held_and_what_was_known_are_two_questions(by: Caller, person: str, moments: dict[str, str]) -> None:
    def lived(**query: str) -> str | None:
        return street(ask(by, person, **query))

    assert lived() == "Kerkstraat"
    assert lived(geldigOp="2026-11-02") is None
    assert lived(geldigOp="2026-11-02", beschikbaarOp=before(moments["corrected"])) == "Lindelaan"
    assert lived(geldigOp="2026-11-03") == "Kerkstraat"
    assert lived(geldigOp="2026-11-03", beschikbaarOp=moments["told"]) == "Lindelaan"
    assert lived(geldigOp="2026-10-31", beschikbaarOp=moments["told"]) is None


def test_every_value_names_its_events_and_an_answer_its_moments(
    by: Caller, person: str, moments: dict[str, str]
) -> None:
    state = ask(by, person, geldigOp="2026-11-20T12:00:00+01:00")
    residence = next(it for it in state["attributes"] if it["name"] == "verblijfplaats")
    assert moments["claim"] in residence["events"]
    assert len(residence["events"]) == 4
    assert residence["since"]["earliest"] == "2026-11-02T23:00:00Z"
    assert state["geldigOp"] == "2026-11-20T11:00:00Z"
    assert state["zones"] == [registry.ADDRESSES]
    assert (state["view"], state["provisional"], state["inWerkingOp"]) == ("legal", False, None)


def test_a_day_means_its_start_in_reality_and_its_end_in_knowing(
    by: Caller, person: str, moments: dict[str, str]
) -> None:
    today = datetime.fromisoformat(moments["corrected"]).astimezone(AMSTERDAM).date()
    state = ask(by, person, geldigOp="2026-11-20", beschikbaarOp=today.isoformat())
    assert state["geldigOp"] == "2026-11-19T23:00:00Z"
    assert state["beschikbaarOp"] == before(first_instant(today + timedelta(days=1)).isoformat())
    assert state["provisional"]


def test_what_is_only_said_shows_in_the_asserted_view(by: Caller, person: str) -> None:
    done(by.post("claims", move(person, STREETS[0], on=EVER)))
    assert street(ask(by, person)) is None
    assert street(ask(by, person, view="asserted")) == "Lindelaan"


def test_what_one_wrote_oneself_is_read_at_once_and_is_provisional(by: Caller, colleague: Caller, person: str) -> None:
    accepted = recorded(move(person, STREETS[0], on=EVER), by=by, colleague=colleague)
    state = ask(colleague, person)
    assert street(state) == "Lindelaan"
    assert state["provisional"]
    assert state["beschikbaarOp"] == accepted["created_at"]


def test_the_timeline_has_a_rectangle_for_each_thing_that_was_ever_known(
    by: Caller, person: str, moments: dict[str, str]
) -> None:
    timeline = ask(by, person, "timeline")
    told = [it for it in timeline["rectangles"] if it["name"] == "verblijfplaats"]
    assert [(it["value"]["adres"]["straat"], it["geldigVan"], it["bekendVan"], it["bekendTot"]) for it in told] == [
        ("Lindelaan", "2026-10-31T23:00:00Z", moments["told"], moments["corrected"]),
        ("Kerkstraat", "2026-11-02T23:00:00Z", moments["corrected"], None),
    ]
    earlier = ask(by, person, "timeline", beschikbaarOp=moments["told"])
    assert [it["bekendTot"] for it in earlier["rectangles"] if it["name"] == "verblijfplaats"] == [None]


def test_a_timeline_is_stored_once_and_read_after_that(by: Caller, person: str, moments: dict[str, str]) -> None:
    first = ask(by, person, "timeline")
    computed_at = StoredTimeline.objects.get().computed_at
    assert StoredRectangle.objects.count() == len(first["rectangles"])
    assert ask(by, person, "timeline") == first
    assert StoredTimeline.objects.get().computed_at == computed_at
    StoredRectangle.objects.update(name="geknoeid")
    assert {it["name"] for it in ask(by, person, "timeline")["rectangles"]} == {"geknoeid"}


def test_an_explanation_names_the_events_and_what_was_known_when(
    by: Caller, person: str, moments: dict[str, str]
) -> None:
    told = ask(by, person, "explanations", fact="verblijfplaats", geldigOp="2026-11-20")
    assert [(it["event_kind"], it["event_type"]) for it in told["restsOn"]] == [
        ("claim", "Verhuizing"),
        ("validation", "Verhuizing"),
        ("correction", "Verhuizing"),
        ("validation", "Verhuizing"),
    ]
    assert [it["value"]["adres"]["straat"] for it in told["history"]] == list(STREETS)


def test_a_difference_says_what_changed_over_which_time_and_because_of_what(
    by: Caller, person: str, moments: dict[str, str]
) -> None:
    told = ask(by, person, "difference", between=moments["told"], **{"and": moments["corrected"]})
    changes = {
        (it["geldigVan"], it["geldigTot"]): [
            None if it[side] is None else it[side]["value"]["adres"]["straat"] for side in ("before", "after")
        ]
        for it in told["changes"]
        if it["name"] == "verblijfplaats"
    }
    assert changes == {
        ("2026-10-31T23:00:00Z", "2026-11-02T23:00:00Z"): ["Lindelaan", None],
        ("2026-11-02T23:00:00Z", None): ["Lindelaan", "Kerkstraat"],
    }
    assert {it["event_kind"] for it in told["restsOn"]} >= {"correction", "validation"}
    nothing = ask(by, person, "difference", between=moments["corrected"])
    assert nothing["changes"] == []
    then = ask(by, person, "difference", between=moments["told"], geldigOp="2026-11-02")
    assert [it["after"] for it in then["changes"]] == [None]


def test_an_object_that_is_hidden_is_as_one_that_does_not_exist(
    by: Caller, person: str, moments: dict[str, str]
) -> None:
    stranger = caller("ambtenaar", *DECIDES, zones=(registry.CIVIL,))
    hidden = problem(stranger.get(f"objects/{person}/state"), 404, "object-not-found")
    unknown = problem(stranger.get(f"objects/{uuid4()}/state"), 404, "object-not-found")
    assert {**hidden, "instance": ""} == {**unknown, "instance": ""}


def test_what_a_zone_hides_is_not_folded_nor_stored(by: Caller, person: str, moments: dict[str, str]) -> None:
    both = caller("ambtenaar", *DECIDES, zones=(registry.ADDRESSES, registry.CIVIL))
    other = official()
    died = registry.death(UUID(person))
    claim = done(other.post("claims", died))
    done(official().post("validations", accepting(claim)))
    sequencer.seal_now()
    assert "overlijden" in {it["name"] for it in ask(both, person)["attributes"]}
    part = ask(by, person)
    assert "overlijden" not in {it["name"] for it in part["attributes"]}
    ask(by, person, "timeline")
    assert not StoredTimeline.objects.exists()
    ask(both, person, "timeline")
    assert StoredTimeline.objects.exists()
    assert "overlijden" not in {it["name"] for it in ask(by, person, "timeline")["rectangles"]}


def test_reading_is_written_to_the_log_of_processing(by: Caller, person: str, moments: dict[str, str]) -> None:
    count = ProcessingRecord.objects.count()
    ask(by, person)
    lines = ProcessingRecord.objects.order_by("pk")[count:]
    assert {line.name for line in lines} == {"Toestand geraadpleegd"}
    assert sum("dpl.core.data_subject_id" in line.attributes for line in lines) == 1


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"geldigOp": "gisteren"}, "/geldigOp"),
        ({"beschikbaarOp": "2026-13-01"}, "/beschikbaarOp"),
        ({"inWerkingOp": "2026"}, "/inWerkingOp"),
        ({"view": "all"}, "/view"),
        ({"asOf": "2026-01-01"}, "/asOf"),
    ],
)
def test_a_question_that_cannot_be_read_says_where(
    by: Caller, person: str, query: dict[str, str], pointer: str
) -> None:
    assert pointers(problem(by.get(f"objects/{person}/state", query), 400)) == {pointer}


def test_an_explanation_needs_a_fact_that_is_there(by: Caller, person: str, moments: dict[str, str]) -> None:
    assert pointers(problem(by.get(f"objects/{person}/explanations"), 400)) == {"/fact"}
    told = problem(by.get(f"objects/{person}/explanations", {"fact": "naam"}), 404, "fact-not-found")
    assert told["facts"] == ["verblijfplaats"]
    (line,) = AccessRecord.objects.filter(action="Uitleg geraadpleegd")  # what holds was told, so it was read
    assert ProcessingRecord.objects.filter(trace_id=line.trace_id).exists()
    assert pointers(problem(by.get(f"objects/{person}/difference"), 400)) == {"/between"}


def test_a_closed_zone_answers_nothing(by: Caller, person: str, moments: dict[str, str]) -> None:
    Zone.objects.filter(slug=registry.ADDRESSES).update(closed=True)
    problem(by.get(f"objects/{person}/state"), 404, "object-not-found")
    assert Permission.VIEW in DECIDES
