"""Folding the facts of a takeover gives back the register as it was known: by the rules that hold for everything."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

import pytest

from events.domain.event import Event
from events.domain.facts import facts
from events.domain.log import Log
from events.domain.moments import AMSTERDAM, UNKNOWN_MOMENT, first_instant
from events.domain.standing import standings
from events.domain.takeover import register
from events.domain.takeover.plans import Plan, plan
from events.domain.takeover.reconstruction import Stack, current_rows, known_rows
from events.domain.takeover.register import PersonFile
from f6_project.demo.loading import REGISTER_FILE
from tests.shared_material import NATIONAL_REGISTER, needs_shared_material, oracle
from tests.unit.event_types.shipped import VERSIONS

from .persons import FLAG, REGISTERED, TAKEN_OVER_AT, takeover

TICK = timedelta(microseconds=1)
Rows = dict[Stack, list[dict[str, Any]]]


class Shipped:
    """The shipped event types as a catalogue."""

    def version(self, name: str, version: str) -> Any:
        return next(item for item in VERSIONS if (item.name, item.version) == (name, version))

    def newest(self, name: str) -> Any:
        return [item for item in VERSIONS if item.name == name][-1]

    def deprecation(self, _name: str, _version: str) -> None:
        return None


CATALOGUE = Shipped()


def planned(content: bytes) -> tuple[tuple[PersonFile, ...], Plan, dict[str, Log]]:
    """The files, the plan, and the log that the plan would make of each person file."""
    files = register.read(register.lines_of(content))
    made = plan(files, takeover=takeover(*files), catalogue=CATALOGUE)
    persons = {object_id: str(number) for number, object_id in takeover(*files).subjects.ids.items()}
    events: dict[str, list[Event]] = defaultdict(list)
    for order, item in enumerate(made.events):
        events[persons[item.draft.object_ids[0]]].append(
            Event.from_draft(item.draft, created_at=item.recorded_at, order=order)
        )
    return files, made, {number: Log(found) for number, found in events.items()}


def registered(text: str | None, *, before: datetime | None) -> datetime:
    """The formal moment as the brief of the national set has it; written apart from the product's own."""
    digits = text if text and text.strip("0") and len(text) == 8 else ""
    day = f"{digits[:4]}-{digits[4:6].replace('00', '01')}-{digits[6:].replace('00', '01')}" if digits else ""
    try:
        moment = first_instant(day)
    except ValueError:
        return UNKNOWN_MOMENT if before is None else before + TICK
    uncertain = digits.removesuffix("00").removesuffix("00") if digits.endswith("00") else ""
    local = "" if before is None else f"{before.astimezone(AMSTERDAM):%Y%m%d}"
    if before is not None and uncertain and moment <= before and local.startswith(uncertain):
        return before + TICK
    return min(moment, TAKEN_OVER_AT)


def expected(file: PersonFile, *, as_at: datetime) -> Rows:
    """The rows registered by then, without those whose correction was registered by then, newest first."""
    found: Rows = defaultdict(list)
    for category, rows in file.categories.items():
        stacks: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            stacks[row.get("stapel_nr", 0)].append(dict(row))
        for number, stack in stacks.items():
            before: datetime | None = None
            moments = []
            for row in sorted(stack, key=lambda row: -row.get("volg_nr", 0)):
                moment = registered(row.get(REGISTERED), before=before)
                moments.append((row, moment))
                before = moment
            for (row, moment), after in zip(moments, [*moments[1:], None], strict=True):
                ends = after[1] if after is not None and after[1] >= moment else moment + TICK
                corrected = FLAG in row and ends <= as_at
                no_death = category == "06" and not any("(08." in key for key in row)
                if moment <= as_at and not corrected and not no_death:
                    said = {key: value for key, value in row.items() if key != FLAG}
                    found[Stack(str(file.number), category, number)].insert(0, said)
    return {stack: rows for stack, rows in found.items() if rows}


def odd(file: PersonFile) -> bool:
    """Whether a date of registration of the file is no date (19660013): the product reads its year."""
    return any(row.get(REGISTERED, "").endswith("0013") for rows in file.categories.values() for row in rows)


def assert_known(files: tuple[PersonFile, ...], logs: dict[str, Log]) -> int:
    """At every moment at which something was registered, and just before, the fold is what was registered by then."""
    asked = 0
    for file in files:
        log = logs[str(file.number)]
        moments = {event.created_at for event in log}
        for as_at in sorted(moments | {m - TICK for m in moments if m > UNKNOWN_MOMENT} | {TAKEN_OVER_AT}):
            known = known_rows(facts(log, catalogue=CATALOGUE, as_at=as_at))
            assert {stack: list(rows) for stack, rows in known.items()} == expected(file, as_at=as_at)
            asked += 1
    return asked


def test_the_demo_register_as_it_was_known_at_every_moment() -> None:
    files, made, logs = planned(REGISTER_FILE.read_bytes())
    assert (made.report.rows, made.report.imported, made.report.refused) == (187, 187, ())
    assert assert_known(files, logs) > 200


def test_a_name_written_wrongly_shows_until_it_was_corrected() -> None:
    _, _, logs = planned(REGISTER_FILE.read_bytes())
    names = {}
    for day in ("2017-12-01", "2018-01-08"):
        for log in logs.values():
            for row in current_rows(facts(log, catalogue=CATALOGUE, as_at=first_instant(day))).values():
                if row.get("voornamen (02.10)") in ("Fluer", "Fleur"):
                    names[day] = row["voornamen (02.10)"]
    assert names == {"2017-12-01": "Fluer", "2018-01-08": "Fleur"}


def test_the_plan_says_how_everything_stands() -> None:
    _, made, logs = planned(REGISTER_FILE.read_bytes())
    said = {item.draft.id: item.standing for item in made.events if item.standing is not None}
    found = {key: value for log in logs.values() for key, value in standings(log, CATALOGUE).items()}
    assert said == found


@needs_shared_material
@pytest.mark.verify
def test_the_national_test_set_as_it_was_known_at_every_moment() -> None:
    files, made, logs = planned(NATIONAL_REGISTER.read_bytes())
    assert made.report.rows == made.report.imported == 11_107
    assert made.report.stacks_out_of_order == 19
    assert sum(line.corrections for line in made.report.lines) == 192 + 5
    assert_known(tuple(file for file in files if not odd(file)), logs)
    for file in files:
        now = current_rows(facts(logs[str(file.number)], catalogue=CATALOGUE, as_at=TAKEN_OVER_AT))
        for stack, row in now.items():
            assert row.get("volg_nr", 0) == 0
            assert row in file.categories[stack.category]
    assert_pairs(logs)


def assert_pairs(logs: dict[str, Log]) -> None:
    """A wrong row registered on D1 shows in [D1, D2), the one that corrected it from D2 on."""
    for pair in oracle("formal_time_pairs"):
        stack = Stack(str(pair["pl"]), pair["category"][:2], pair["stack"])
        wrong = {key: value for key, value in pair["wrong_row"].items() if key != FLAG}
        right = {key: value for key, value in pair["correcting_row"].items() if key != FLAG}
        log = logs[stack.person]
        second = day(pair["known_as_corrected_from"])
        known_from = {day(pair["known_as_wrong_from"])} - {UNKNOWN_MOMENT}
        for as_at in {*known_from, second - TICK}:
            rows = known_rows(facts(log, catalogue=CATALOGUE, as_at=as_at)).get(stack, ())
            assert wrong in rows
            assert right not in rows
        rows = known_rows(facts(log, catalogue=CATALOGUE, as_at=second + TICK)).get(stack, ())
        assert wrong not in rows
        no_death = stack.category == "06" and not any("(08." in key for key in right)
        assert no_death or right in rows


def day(text: str) -> datetime:
    """The first instant of a date of a pair; the first moment of all when it is unknown."""
    return (
        first_instant(f"{text[:4]}-{text[4:6]}-{text[6:]}".replace("-00", "-01")) if text.strip("0") else UNKNOWN_MOMENT
    )
