"""What can happen in one small family, and be decided and corrected of it, in the shipped event types."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from events.domain import chains, moments, readings
from events.domain.event import Draft, Event, Kind
from events.domain.readings import View
from tests import builders
from tests.unit.law import lives
from tests.unit.states.stories import CATALOGUE, ExaminedRegister, Story
from tests.unit.states.wording import date_form

PEOPLE = CHILD, MOTHER, FATHER, SIBLING, OTHER_MAN, OTHER_WOMAN = tuple(UUID(int=501 + index) for index in range(6))
ADULTS = (MOTHER, FATHER, OTHER_MAN, OTHER_WOMAN)
LATE = "2026-03-01T00:00:00Z"
DOUBTED_FROM, DOUBTED_UNTIL = "2026-02-01", "2026-04-01"
ACCEPTED, LATER, OPEN, REJECTED = "accepted", "accepted from later on", "left open", "rejected"
UNIONS = ("Huwelijk", "GeregistreerdPartnerschap")
PARENTHOODS = ("Geboorte", "Erkenning", "VaststellingOuderschap")


class NothingYetError(Exception):
    """There is nothing yet that the step could be about."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something happens on a day, or is corrected; `at` chooses its target or its manner."""

    verb: str
    child: UUID
    who: UUID
    whom: UUID
    day: str
    at: int
    decision: str

    @property
    def other(self) -> UUID:
        """`whom`, or somebody else when that is `who`."""
        return self.whom if self.whom != self.who else ADULTS[ADULTS.index(self.who) - 1]


class FamilyRegister(ExaminedRegister):
    """A register in which the same history makes the same events."""

    def record(self, draft: Draft) -> Event:
        """Decide, and record. Raises the refusals of `decide`."""
        return super().record(replace(draft, id=UUID(int=10_000 + len(self.log))))


@dataclass
class FamilyStory(Story):
    """A story in which a claim or correction gets the decision that is asked for."""

    decision: str = ACCEPTED

    def accept(self, claim: Event, **fields: Any) -> Event:
        """Decide so; what is left open is the event itself."""
        match self.decision:
            case "left open":
                return claim
            case "rejected":
                return self.register.reject(claim)
            case "accepted from later on" if CATALOGUE.newest(claim.event_type).constitutive:
                return super().accept(claim, effective_from=LATE, **fields)
            case _:
                return super().accept(claim, **fields)

    def correct(self, draft: Draft) -> None:
        """File a correction and decide on it."""
        self.accept(self.register.record(draft))

    def said(self, *event_types: str, of: UUID | None = None) -> list[Event]:
        """The claims of these types that count, about somebody or anybody."""
        log = self.register.log
        return [
            it
            for it in log.claims()
            if it.event_type in event_types
            and (of is None or of in it.object_ids)
            and chains.in_force(it, log=log, catalogue=CATALOGUE)
        ]


def one_of(events: Iterable[Event], at: int) -> Event:
    """One of the events, the newest first. Raises `NothingYetError` when there are none."""
    found = list(events)
    if not found:
        raise NothingYetError
    return found[-1 - at % len(found)]


# -- what happens ------------------------------------------------------------------------------------------------------


def birth(story: FamilyStory, step: Step) -> None:
    """Of the sibling, once the child is there; with another parent or without, on every ground there is."""
    child = SIBLING if story.said("Geboorte", of=CHILD) else CHILD
    grounds = ("", "", "huwelijk", "306dagen", "donorverklaring", "partnerschap", "erkenning")
    ground = grounds[step.at % len(grounds)]
    resting = {"huwelijk": UNIONS[:1], "partnerschap": UNIONS[1:], "erkenning": ("Erkenning",)}.get(ground)
    on = one_of(story.said(*resting), step.at) if resting and story.said(*resting) else None
    ground = "" if resting and on is None else ground
    choice = {"naamskeuze": {"keuze": "ouder2"}} if step.at % 2 else {}
    mother = step.who if step.who in (MOTHER, OTHER_WOMAN) else MOTHER
    other = step.whom if ground else None
    story.birth(child, mother=mother, on=step.day, other=other, ground=ground, resting_on=on, **choice)


def wedding(story: FamilyStory, step: Step) -> None:
    """Now and then of two who were registered partners."""
    partnerships = story.said("GeregistreerdPartnerschap", of=step.who) if step.at % 2 else []
    story.wedding(step.who, step.other, on=step.day, omzetting_van=partnerships[-1] if partnerships else None)


def dissolution(story: FamilyStory, step: Step) -> None:
    union = one_of(story.said(*UNIONS), step.at)
    reason = ("echtscheiding", "nietig", "overlijden", "verklaring")[step.at % 4]
    story.dissolution(union, *union.object_ids, on=step.day, reason=reason)


def recognition(story: FamilyStory, step: Step) -> None:
    """Before the birth or after it; now and then without consent, or leaving custody to the mother."""
    more: dict[str, Any] = {"gezagAlleenMoeder": True} if step.at % 3 == 1 else {}
    more |= {"toestemmingMoeder": {"gegeven": False}} if step.at % 5 == 1 else {}
    moment = "ongeboren" if step.at % 2 else "na"
    story.recognition(step.child, by=step.whom, on=step.day, moment=moment, **more)


def denial(story: FamilyStory, step: Step) -> None:
    made = one_of(story.said(*PARENTHOODS, of=step.child), step.at)
    story.denial(step.child, step.whom, on=step.day, of=made, annulled=made.event_type == "Erkenning")


def adoption(story: FamilyStory, step: Step) -> None:
    adopters = (step.whom,) if step.at % 2 else (step.who, step.other)
    story.adoption(step.child, *adopters, on=step.day)


def doubt(story: FamilyStory, step: Step) -> None:
    doubted = one_of(story.register.log.claims(), step.at)
    story.doubt(doubted.object_ids[step.at % len(doubted.object_ids)], doubted, on=step.day)


def end_of_doubt(story: FamilyStory, step: Step) -> None:
    doubted = one_of(story.said("InOnderzoek"), step.at)
    data = {
        "persoon": doubted.data["persoon"],
        "onderzoek": str(doubted.id),
        "datumEinde": date_form(step.day),
        "uitkomst": "juist",
    }
    story.happened("OnderzoekBeeindigd", doubted.object_ids, data, doubted)


def taken_over(story: FamilyStory, step: Step) -> None:
    """From a register; now and then one that is in doubt of what it says."""
    doubted = {
        "aanduidingInOnderzoek": "010000",
        "datumIngangOnderzoek": DOUBTED_FROM.replace("-", ""),
        "datumEindeOnderzoek": DOUBTED_UNTIL.replace("-", ""),
    }
    story.taken_over(step.child, born="20080229", parents=("Bakker", "Visser"), **(doubted if step.at % 3 else {}))


# -- what is decided and corrected -------------------------------------------------------------------------------------


def decision(story: FamilyStory, step: Step) -> None:
    """On what was left open."""
    log = story.register.log
    undecided = (
        event
        for event in log
        if event.kind is not Kind.VALIDATION
        and not readings.link_of(event, log=log, catalogue=CATALOGUE, view=View.LEGAL).is_decided
    )
    story.accept(one_of(undecided, step.at))


def retraction(story: FamilyStory, step: Step) -> None:
    """Of what a claim says now."""
    _retract(story, _tip(story, step))


def revival(story: FamilyStory, step: Step) -> None:
    """Of a correction: what it corrected stands as it stood."""
    _retract(story, one_of((it for it in story.register.log if it.kind is Kind.CORRECTION), step.at))


def withdrawal(story: FamilyStory, step: Step) -> None:
    """Of a decision."""
    _retract(story, one_of((it for it in story.register.log if it.kind is Kind.VALIDATION), step.at))


def another_day(story: FamilyStory, step: Step) -> None:
    tip = _tip(story, step)
    said = chains.said_by(tip).data
    member = (CATALOGUE.newest(tip.event_type).material_pointer or "").removeprefix("/")
    if moments.parse(said.get(member)) is None:
        raise NothingYetError
    story.correct(builders.replacement(tip, data={**said, member: date_form(step.day)}))


def another_person(story: FamilyStory, step: Step) -> None:
    tip = _tip(story, step)
    wrong = tip.object_ids[step.at % len(tip.object_ids)]
    data = _with(step.whom, wrong, chains.said_by(tip).data)
    about = tuple(step.whom if it == wrong else it for it in tip.object_ids)
    story.correct(builders.replacement(tip, data=data, object_ids=about))


def _retract(story: FamilyStory, target: Event) -> None:
    story.correct(builders.retraction(target, object_ids=story.register.objects_of(target)))


def _tip(story: FamilyStory, step: Step) -> Event:
    return chains.tip(one_of(story.register.log.claims(), step.at), log=story.register.log, catalogue=CATALOGUE)


def _with(right: UUID, wrong: UUID, value: Any) -> Any:
    """The data with one person in place of another."""
    if isinstance(value, Mapping):
        return {name: _with(right, wrong, member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_with(right, wrong, member) for member in value]
    return str(right) if value == str(wrong) else value


Verb = Callable[[FamilyStory, Step], object]

VERBS: dict[str, tuple[Verb, int]] = {
    "decision": (decision, 2),
    "birth": (birth, 3),
    "wedding": (wedding, 4),
    "partnership": (lambda story, it: story.partnership(it.who, it.other, on=it.day), 2),
    "dissolution": (dissolution, 2),
    "death": (lambda story, it: story.death(it.whom, on=it.day), 2),
    "move": (lambda story, it: story.move(it.who, on=it.day, street=("Lindelaan", "Kerkstraat")[it.at % 2]), 1),
    "recognition": (recognition, 4),
    "denial": (denial, 2),
    "court parent": (lambda story, it: story.court_parent(it.child, it.whom, on=it.day), 2),
    "adoption": (adoption, 2),
    "custody": (lambda story, it: story.custody_ruling(it.child, ("1", "2", "12", "1D", "D")[it.at % 5], on=it.day), 2),
    "curatele": (lambda story, it: story.curatele(it.who, on=it.day), 1),
    "nationality": (lambda story, it: story.nationality(it.whom, ("0001", "0052")[it.at % 2], on=it.day), 2),
    "taken over": (taken_over, 2),
    "leaving": (lambda story, it: lives.leaves(story, it.who, on=it.day), 1),
    "change of sex": (lambda story, it: lives.changes_sex(story, it.whom, "VM"[it.at % 2], on=it.day), 1),
    "doubt": (doubt, 3),
    "end of doubt": (end_of_doubt, 1),
    "retraction": (retraction, 4),
    "revival": (revival, 4),
    "withdrawal": (withdrawal, 2),
    "another day": (another_day, 6),
    "another person": (another_person, 3),
}
"""What can happen, and how often it does; first what is nothing where nothing was left open."""
