"""Work in hand: taken, locked, taken over, handed over, released; and decided by whom nobody stands in the way."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, connections
from django.test.utils import CaptureQueriesContext

from events import access, sequencer
from events.catalogue import catalogue
from events.commands import messages, presence, standings, work, work_entries
from events.commands.messages import answer, ask_source
from events.commands.permissions import grant_permission
from events.commands.saved_filters import SAVED_MAX, forget_filter, save_filter
from events.commands.work import Deciding
from events.domain.event import Decision, Event
from events.domain.permissions import Permission, Principal
from events.domain.refusals import (
    AlreadyDecided,
    CannotDecideHere,
    EventNotFound,
    HeldByColleague,
    InvalidRequest,
    NotAnOfficial,
    NotInYourHands,
    SelfValidation,
    TooManyFilters,
    ZoneForbidden,
)
from events.models import ProcessingRecord, SavedFilter, Standing, User, WorkEntry, WorkItem
from events.queries import work_items
from tests.database import Database
from tests.desk_story import DECIDES, Municipality
from tests.emptying import Emptier
from tests.founding import found

NOW = datetime(2026, 11, 26, 16, 55, tzinfo=UTC)
REJECT = Deciding(decision=Decision.REJECTED, motivation="Geen bewijs.")


@pytest.fixture
def town(database: Database, worker_database: tuple[Database, Emptier]) -> Municipality:
    return found(database, worker_database[1])


def _as(user: User) -> Principal:
    return access.principal_of(User.objects.get(pk=user.pk))


def _held(event: Event, *, by: User, now: datetime = NOW) -> work_items.InHand:
    return work_items.in_hand([event.id], principal=_as(by), now=now).get(event.id, work_items.NOBODY)


def _actions(event: Event) -> list[str]:
    return [entry.action for entry in work_items.entries_of(event.id)]


def test_what_an_official_takes_is_his_and_a_colleague_is_told_so(town: Municipality) -> None:
    claim = town.move()
    work.take(claim.id, by=_as(town.official), now=NOW)
    assert _held(claim, by=town.official).is_mine
    theirs = _held(claim, by=town.colleague)
    assert (theirs.holder, theirs.is_mine, theirs.is_locked) == ("M. de Wit", False, True)
    with pytest.raises(HeldByColleague) as refused:
        work.take(claim.id, by=_as(town.colleague), now=NOW + timedelta(minutes=1))
    assert (refused.value.holder, refused.value.until) == ("M. de Wit", NOW + work.LOCK)


def test_a_lock_ends_by_itself_and_is_kept_while_the_page_is_open(town: Municipality) -> None:
    claim, later = town.move(), NOW + work.LOCK + timedelta(seconds=1)
    work.take(claim.id, by=_as(town.official), now=NOW)
    assert not _held(claim, by=town.colleague, now=later).is_locked
    assert work.keep_locked(claim.id, by=_as(town.official), now=later)
    assert not work.keep_locked(claim.id, by=_as(town.colleague), now=later)
    with pytest.raises(HeldByColleague):
        work.take(claim.id, by=_as(town.colleague), now=later)
    work.take(claim.id, by=_as(town.colleague), now=later + work.LOCK)
    assert _held(claim, by=town.colleague).is_mine


def test_taking_over_takes_a_reason_that_stays(town: Municipality) -> None:
    claim = town.move()
    work.take(claim.id, by=_as(town.official), now=NOW)
    with pytest.raises(InvalidRequest):
        work.take_over(claim.id, reason="  ", by=_as(town.colleague), now=NOW)
    assert _held(claim, by=town.official).is_mine
    work.take_over(claim.id, reason="Spoed: u bent ziek.", by=_as(town.colleague), now=NOW)
    assert _held(claim, by=town.colleague).is_mine
    entry = work_items.entries_of(claim.id)[-1]
    assert (entry.action, entry.to, entry.text) == ("taken_over", "M. de Wit", "Spoed: u bent ziek.")


def test_officials_with_the_longest_names_hand_over_and_take_over(town: Municipality) -> None:
    claim = town.move()
    User.objects.filter(pk=town.colleague.pk).update(first_name="A" * 150, last_name="B" * 150)
    named = User.objects.get(pk=town.colleague.pk)
    work.hand_over(claim.id, to=named, note="Kijk jij?", by=_as(town.official), now=NOW)
    work.take_over(claim.id, reason="Toch zelf.", by=_as(town.official), now=NOW)
    assert [it.to for it in work_items.entries_of(claim.id)] == [str(named)] * 2


@pytest.mark.parametrize("text", ["spoed\0", "spoed \ud800"])
def test_what_no_text_holds_is_refused_in_words(town: Municipality, text: str) -> None:
    claim = town.move()
    work.take(claim.id, by=_as(town.colleague), now=NOW)
    reject = replace(REJECT, take_over_because=text)
    for says in (
        lambda: work.take_over(claim.id, reason=text, by=_as(town.official), now=NOW),
        lambda: work.decide(claim.id, reject, by=_as(town.official), now=NOW),
        lambda: ask_source(claim.id, text=text, by=_as(town.official), now=NOW),
    ):
        with pytest.raises(InvalidRequest):
            says()


def test_only_who_has_it_releases_it(town: Municipality) -> None:
    claim = town.move()
    work.take(claim.id, by=_as(town.official), now=NOW)
    with pytest.raises(NotInYourHands):
        work.release(claim.id, by=_as(town.colleague), now=NOW)
    work.release(claim.id, by=_as(town.official), now=NOW)
    assert _held(claim, by=town.official).holder == ""
    assert _actions(claim) == ["taken", "released"]


def test_it_is_handed_to_a_colleague_or_a_group_that_can_decide_with_a_note(town: Municipality) -> None:
    claim, team = town.move(), Group.objects.create(name="Team verhuizingen")
    by = _as(town.official)
    with pytest.raises(InvalidRequest):
        work.hand_over(claim.id, to=town.colleague, note="", by=by, now=NOW)
    for unable in (town.newcomer, team, town.citizen):
        with pytest.raises(CannotDecideHere):
            work.hand_over(claim.id, to=unable, note="Kijk jij?", by=by, now=NOW)
    work.hand_over(claim.id, to=town.colleague, note="Kijk jij?", by=by, now=NOW)
    assert _held(claim, by=town.colleague).is_mine
    for permission in DECIDES:
        grant_permission(permission, zone=town.registry, to=team, by=_as(town.admin))
    town.newcomer.groups.add(team)
    work.hand_over(claim.id, to=team, note="Voor jullie.", by=_as(town.colleague), now=NOW)
    found = _held(claim, by=town.newcomer)
    assert (found.holder, found.team) == ("", "Team verhuizingen")
    work.take(claim.id, by=_as(town.newcomer), now=NOW)
    assert _held(claim, by=town.newcomer).team == "Team verhuizingen"


def test_handing_to_a_large_group_asks_no_more_than_handing_to_one(town: Municipality) -> None:
    claim, team = town.move(), Group.objects.create(name="Team verhuizingen")
    for number in range(20):
        town.employ(f"lid{number}", f"L. Id{number}", rights=()).groups.add(team)
    with CaptureQueriesContext(connection) as asked, pytest.raises(CannotDecideHere):
        work.hand_over(claim.id, to=team, note="Voor jullie.", by=_as(town.official), now=NOW)
    assert len(asked) < 25
    for permission in DECIDES:
        grant_permission(permission, zone=town.registry, to=team, by=_as(town.admin))
    work.hand_over(claim.id, to=team, note="Voor jullie.", by=_as(town.official), now=NOW)


def test_what_a_colleague_is_at_is_not_decided_on_at_the_desk_until_it_is_taken_over(town: Municipality) -> None:
    claim = town.move()
    work.take(claim.id, by=_as(town.official), now=NOW)
    with pytest.raises(HeldByColleague):
        work.decide(claim.id, REJECT, by=_as(town.colleague), now=NOW)
    work.take_over(claim.id, reason="Spoed.", by=_as(town.colleague), now=NOW)
    decided = work.decide(claim.id, REJECT, by=_as(town.colleague), now=NOW)
    assert decided.data["decision"] == "rejected"
    assert _held(claim, by=town.colleague).holder == ""
    with pytest.raises(AlreadyDecided):
        work.take(claim.id, by=_as(town.official), now=NOW)


@pytest.mark.parametrize("where", ["desk", "api"])
def test_after_a_decision_nobody_has_it_and_nobody_waits_for_its_source(town: Municipality, where: str) -> None:
    claim = town.move()
    work.take(claim.id, by=_as(town.official), now=NOW)
    ask_source(claim.id, text="Welk huisnummer?", by=_as(town.official), now=NOW)
    if where == "desk":
        work.decide(claim.id, REJECT, by=_as(town.official), now=NOW)
    else:
        town.decide(town.official, claim, Decision.REJECTED, motivation="Nee.")
    item = WorkItem.objects.get(event_id=claim.id)
    assert (item.holder, item.taken_at, item.locked_until, item.awaiting_since) == (None, None, None, None)


def test_a_refused_decision_leaves_the_work_where_it_was(town: Municipality) -> None:
    claim = town.parents_claim()
    work.take(claim.id, by=_as(town.official), now=NOW)
    with pytest.raises(Exception, match=r"InvalidData|ChecksFailed"):
        work.decide(claim.id, Deciding(decision=Decision.ACCEPTED), by=_as(town.official), now=NOW)
    assert _held(claim, by=town.official).is_mine


def test_two_who_take_at_one_moment_do_not_both_have_it(town: Municipality) -> None:
    claim, start = town.move(), Barrier(2)

    def take(user: User) -> str:
        try:
            start.wait(timeout=10)
            work.take(claim.id, by=_as(user), now=NOW)
        except HeldByColleague:
            return "held"
        else:
            return "taken"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, [town.official, town.colleague])) == ["held", "taken"]
    assert WorkItem.objects.count() == 1
    assert _actions(claim) == ["taken"]


@pytest.mark.parametrize("act", ["take", "take_over", "hand_over", "ask", "answer"])
def test_what_was_decided_while_one_waited_for_it_is_nobodys_work(
    town: Municipality, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    claim, me = town.move(), _as(town.official)
    once = work_entries.locked_item

    def late(event: Event) -> WorkItem:
        town.decide(town.colleague, claim, Decision.REJECTED, motivation="Nee.")
        return once(event)

    for module in (work, messages):
        monkeypatch.setattr(module, "locked_item", late)
    acts: dict[str, Callable[[], object]] = {
        "take": lambda: work.take(claim.id, by=me),
        "take_over": lambda: work.take_over(claim.id, reason="Spoed.", by=me),
        "hand_over": lambda: work.hand_over(claim.id, to=town.colleague, note="Kijk jij?", by=me),
        "ask": lambda: ask_source(claim.id, text="Welk huisnummer?", by=me),
        "answer": lambda: answer(claim.id, text="Nummer 4.", by=_as(town.citizen)),
    }
    with pytest.raises(AlreadyDecided):
        acts[act]()
    assert _actions(claim) == []


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("newcomer", EventNotFound), ("parent", NotAnOfficial), ("citizen", NotAnOfficial), ("reader", ZoneForbidden)],
)
def test_who_cannot_decide_takes_nothing(town: Municipality, who: str, refusal: type[Exception]) -> None:
    claim = town.move()
    reader = town.employ("lezer", "L. Ezer", rights=(Permission.VIEW,))
    user = reader if who == "reader" else getattr(town, who)
    with pytest.raises(refusal):
        work.take(claim.id, by=_as(user), now=NOW)
    assert WorkItem.objects.count() == 0


def test_nobody_takes_what_he_submitted_himself(town: Municipality) -> None:
    own = town.claim(
        town.official,
        "Overlijden",
        {"persoon": {"objectId": str(town.family.joris)}, "overlijdensdatum": {"type": "JaarDatum", "jaar": 2026}},
        town.family.joris,
    )
    with pytest.raises(SelfValidation):
        work.take(own.id, by=_as(town.official), now=NOW)


def test_an_event_that_is_none_is_answered_as_one_that_is_hidden(town: Municipality) -> None:
    with pytest.raises(EventNotFound):
        work.take(uuid4(), by=_as(town.official), now=NOW)


def test_colleagues_who_look_at_the_same_page_know_of_each_other(town: Municipality) -> None:
    claim = town.move()
    assert presence.see(claim.id, by=_as(town.official), now=NOW) == ()
    assert presence.see(claim.id, by=_as(town.colleague), now=NOW) == ("M. de Wit",)
    later = NOW + presence.PRESENT + timedelta(seconds=1)
    assert presence.see(claim.id, by=_as(town.colleague), now=later) == ()


def test_the_source_is_asked_for_more_and_answers(town: Municipality) -> None:
    claim = town.move()
    ask_source(claim.id, text="Stuur het huurcontract.", by=_as(town.official), now=NOW)
    assert _held(claim, by=town.official).awaiting_since == NOW
    answer(claim.id, text="Zie bijlage 3.", by=_as(town.citizen), now=NOW)
    assert _held(claim, by=town.official).awaiting_since is None
    said = [(entry.action, entry.text) for entry in work_items.entries_of(claim.id)]
    assert said == [("asked", "Stuur het huurcontract."), ("answered", "Zie bijlage 3.")]
    assert ProcessingRecord.objects.filter(name="Bron om aanvulling gevraagd").exists()


def test_the_term_is_suspended_while_the_source_is_asked_for_more(town: Municipality) -> None:
    move, birth = town.move(), town.parents_claim()
    before = {claim.id: _due(claim) for claim in (move, birth)}
    now = datetime.now(UTC)
    for claim, source in ((move, town.citizen), (birth, town.parent)):
        ask_source(claim.id, text="Welk huisnummer?", by=_as(town.official), now=now)
        assert _due(claim) == (date.max if claim is move else before[claim.id])
        assert _differences() == []
        answer(claim.id, text="Nummer 4.", by=_as(source), now=now + timedelta(days=21))
    assert _due(move) == before[move.id] + timedelta(days=21)
    assert _due(birth) == before[birth.id], "BW 1:19e is no term of Awb 4:13"
    assert _differences() == []


def test_a_question_that_a_decision_made_needless_suspends_no_longer_when_it_falls(town: Municipality) -> None:
    claim = town.move()
    before = _due(claim)
    ask_source(claim.id, text="Welk huisnummer?", by=_as(town.official))
    decision = town.decide(town.official, claim, Decision.REJECTED, motivation="Nee.")
    town.decide(town.colleague, town.retract(town.parent, decision), motivation="Toch.")
    assert _due(claim) == before
    assert _differences() == []


def _due(claim: Event) -> date:
    return Standing.objects.get(event_id=claim.id).due_on


def _differences() -> list[standings.Difference]:
    sequencer.seal_now()
    return list(standings.differences(catalogue=catalogue()))


def test_nobody_but_the_source_answers_and_nothing_is_asked_about_what_is_decided(town: Municipality) -> None:
    claim = town.move()
    with pytest.raises(EventNotFound):
        answer(claim.id, text="Ik weet het.", by=_as(town.parent), now=NOW)
    town.decide(town.colleague, claim, motivation="Gezien.")
    with pytest.raises(AlreadyDecided):
        ask_source(claim.id, text="Nog iets?", by=_as(town.official), now=NOW)
    with pytest.raises(AlreadyDecided):
        answer(claim.id, text="Nog iets.", by=_as(town.citizen), now=NOW)


@pytest.mark.parametrize("change", [{"text": "anders"}, {}])
def test_what_was_said_is_never_changed(town: Municipality, change: dict[str, Any]) -> None:
    claim = town.move()
    ask_source(claim.id, text="Stuur het huurcontract.", by=_as(town.official), now=NOW)
    entries = WorkEntry.objects.filter(event_id=claim.id)
    with pytest.raises(DatabaseError):
        entries.update(**change) if change else entries.delete()


def test_a_filter_is_kept_by_its_name_and_there_are_no_more_than_the_limit(town: Municipality) -> None:
    for number in range(SAVED_MAX):
        save_filter(f"Filter {number}", query="type=Geboorte", owner=town.official)
    save_filter("Filter 0", query="type=Verhuizing", owner=town.official)
    with pytest.raises(TooManyFilters):
        save_filter("Nog een", query="", owner=town.official)
    kept = SavedFilter.objects.get(owner=town.official, name="Filter 0")
    assert kept.query == "type=Verhuizing"
    forget_filter(kept.pk, owner=town.colleague)
    assert SavedFilter.objects.filter(pk=kept.pk).exists()
    forget_filter(kept.pk, owner=town.official)
    assert not SavedFilter.objects.filter(pk=kept.pk).exists()
