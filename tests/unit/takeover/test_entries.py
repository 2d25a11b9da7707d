"""From rows to drafts: one row, one claim or correction, with its validation."""

from typing import Any

from events.domain.event import Kind
from events.domain.moments import UNKNOWN_MOMENT, first_instant
from events.domain.takeover.reconstruction import row_of_event
from events.domain.takeover.remarks import Remark
from events.domain.takeover.stacks import TICK

from .persons import NAMESPACE, OFFICIAL, REGISTER, VALID, person, row, taken, takeover

DIED: dict[str, Any] = {
    "datum overlijden (08.10)": "20230218",
    "plaats overlijden (08.20)": "9901",
    "land overlijden (08.30)": "6030",
    "aktenummer (81.20)": "2AA0017",
}


def test_a_row_becomes_a_claim_of_the_register_and_a_validation_by_the_official() -> None:
    file = person(c08=[row(0, {"datum aanvang adreshouding (10.30)": "20210601"}, registered="20210603")])
    ((only,), refused) = taken(file)
    claim, validation = (item.draft for item in only.drafts)
    assert refused == ()
    assert (claim.kind, claim.event_type, claim.source_id) == (Kind.CLAIM, "OvernameVerblijfplaats", REGISTER)
    assert (validation.kind, validation.references, validation.source_id) == (Kind.VALIDATION, (claim.id,), OFFICIAL)
    assert {item.recorded_at for item in only.drafts} == {first_instant("2021-06-03")}
    assert claim.occurred_at == first_instant("2021-06-01")
    assert claim.object_ids == (takeover(file).subjects.ids[1],)


def test_a_residence_abroad_counts_from_its_own_start() -> None:
    dates = {"datum aanvang adres buitenland (13.20)": "20240400", VALID: "20240520"}
    ((only,), _) = taken(person(c08=[row(0, dates)]))
    assert only.drafts[0].draft.occurred_at == first_instant("2024-04-01")
    assert only.drafts[0].precision == "month"


def test_what_is_wholly_unknown_happened_at_the_first_moment() -> None:
    ((only,), _) = taken(person(c04=[row(0, {VALID: "00000000"})]))
    assert only.drafts[0].draft.occurred_at == UNKNOWN_MOMENT
    assert only.drafts[0].precision == "unknown"


def test_the_row_after_one_marked_incorrect_replaces_it() -> None:
    rows = [
        row(1, {"voornamen (02.10)": "Fluer"}, registered="20170913", flagged=True),
        row(0, {"voornamen (02.10)": "Fleur"}, registered="20180108"),
    ]
    ((wrong, right), _) = taken(person(c01=rows))
    correction = right.drafts[0].draft
    assert correction.kind is Kind.CORRECTION
    assert correction.target == wrong.drafts[0].draft.id
    assert correction.data["operation"] == "replace"
    assert correction.data["data"]["voornamen"] == "Fleur"
    assert "indicatieOnjuist" not in wrong.drafts[0].draft.data


def test_a_row_after_two_marked_incorrect_replaces_the_replacement() -> None:
    rows = [row(2, flagged=True), row(1, flagged=True), row(0)]
    ((first, second, third), _) = taken(person(c01=rows))
    assert second.drafts[0].draft.target == first.drafts[0].draft.id
    assert third.drafts[0].draft.target == second.drafts[0].draft.id


def test_a_row_marked_incorrect_without_successor_is_retracted() -> None:
    ((only,), _) = taken(person(c01=[row(0, registered="20200101", flagged=True)]))
    claim, _, retraction, decision = only.drafts
    assert retraction.draft.data["operation"] == "retract"
    assert retraction.draft.target == claim.draft.id
    assert decision.draft.data["motivation"]
    assert retraction.recorded_at == claim.recorded_at + TICK
    assert only.remarks == (Remark.UNCORRECTED,)


def test_an_incorrect_row_whose_follower_is_older_is_retracted_and_the_follower_stands() -> None:
    rows = [row(1, registered="20190510", flagged=True), row(0, registered="20180701")]
    ((wrong, right), _) = taken(person(c01=rows))
    assert [item.draft.kind for item in wrong.drafts] == ["claim", "validation", "correction", "validation"]
    assert [item.draft.kind for item in right.drafts] == ["claim", "validation"]


def test_what_an_uncorrected_row_had_replaced_does_not_come_back() -> None:
    rows = [row(2, registered="20170101", flagged=True), row(1, registered="20170101", flagged=True)]
    ((first, second), _) = taken(person(c09=rows))
    claim, replacement = first.drafts[0].draft, second.drafts[0].draft
    retractions = [item.draft for item in second.drafts if item.draft.data.get("operation") == "retract"]
    assert [draft.target for draft in retractions] == [replacement.id, claim.id]


def test_a_death_is_the_real_event() -> None:
    ((only,), _) = taken(person(c06=[row(0, DIED, registered="20230220")]))
    claim = only.drafts[0].draft
    assert claim.event_type == "Overlijden"
    assert claim.data["overlijdensdatum"] == {"type": "Datum", "datum": "2023-02-18"}
    assert claim.data["plaats"] == {"land": "6030", "gemeente": "9901"}
    assert claim.data["soort"] == "akte"


def test_a_death_abroad_keeps_its_place_as_text() -> None:
    abroad = {**DIED, "plaats overlijden (08.20)": "Gent", "land overlijden (08.30)": "5010"}
    ((only,), _) = taken(person(c06=[row(0, abroad)]))
    assert only.drafts[0].draft.data["plaats"] == {"land": "5010", "omschrijving": "Gent"}
    assert only.drafts[0].draft.data["soort"] == "buitenlands"


def test_a_row_without_death_after_a_death_retracts_it_and_is_not_lost() -> None:
    empty = row(0, {"beschrijving document (82.30)": "Verkeerde persoon"}, registered="20250306")
    ((_, taken_out), _) = taken(person(c06=[row(1, DIED, registered="20250305", flagged=True), empty]))
    retraction = taken_out.drafts[0].draft
    assert retraction.data["operation"] == "retract"
    assert retraction.data["ground"] == "misslag"
    assert row_of_event(retraction) == empty


def test_after_a_death_that_was_taken_out_another_can_be_claimed() -> None:
    rows = [row(2, DIED, flagged=True), row(1), row(0, DIED)]
    ((_, _, again), _) = taken(person(c06=rows))
    assert again.drafts[0].draft.kind is Kind.CLAIM


def test_a_later_row_of_one_death_replaces_it_even_without_a_mark() -> None:
    ((first, second), _) = taken(person(c06=[row(1, DIED), row(0, DIED)]))
    assert second.drafts[0].draft.target == first.drafts[0].draft.id


def test_a_row_of_deaths_that_says_none_is_refused() -> None:
    (rows, refused) = taken(person(c06=[row(0, {VALID: "20200101"})]))
    assert rows == ()
    assert refused[0].reason == "it says no death (group 08), and there is none to retract"


def test_a_row_names_another_person_without_a_bsn_in_the_reference() -> None:
    file = person(c09=[row(0, {"burgerservicenummer (01.20)": "999994669"})])
    ((only,), _) = taken(file)
    claim = only.drafts[0].draft
    assert claim.data["gerelateerde"] == {"objectId": str(takeover(file).subjects.named("999994669"))}
    assert claim.object_ids == (takeover(file).subjects.named("999990342"),)


def test_the_same_takeover_makes_the_same_events() -> None:
    file = person(c01=[row(1, flagged=True), row(0)], c06=[row(0, DIED)])
    assert taken(file) == taken(file)
    assert takeover(file).subjects.namespace == NAMESPACE
