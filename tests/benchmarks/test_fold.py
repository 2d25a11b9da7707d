"""What it takes to know somebody from his events, and to decide on a marriage: ratios of one run, without a database.

`make bench`. Beside each stands what decoding the payloads of the same fifty facts takes (`json.loads`, nothing else).
A log remembers its answers, so every repetition has a log of its own, built before the clock runs. Folding is given
its facts; the state finds them in the log first, and derives what follows by law; a decision finds them too, and
examines both partners; once on a log of which nothing is known yet, and once where its facts were found before, as for
the later items of a batch. Each figure is the median of one call.
"""

import json
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from uuid import UUID

import pytest

from events.domain.decide import decide
from events.domain.event import Event
from events.domain.facts import facts
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT, first_instant
from readmodels.domain.persons import fold
from readmodels.domain.state_checks import examine
from readmodels.domain.states import Question, state
from tests import builders
from tests.unit.states.stories import CATALOGUE, Story

pytestmark = pytest.mark.bench

FACTS = 50
REPETITIONS = 500
TODAY = first_instant("2026-11-01")
ASKED = Question(as_of=TODAY, as_at=LAST_MOMENT)


def fifty_facts() -> tuple[UUID, Log]:
    """Somebody who was born, and moved every year from the next on; all accepted."""
    story = Story()
    someone = story.born(on="1970-01-01")
    for year in range(1971, 1970 + FACTS):
        story.move(someone, on=f"{year}-05-01")
    return someone, story.register.log


def a_wedding() -> tuple[Event, tuple[UUID, ...], Log]:
    """Two who were born and moved once are said to have married; nobody has decided on it yet."""
    story = Story()
    one, other = story.born(on="1990-01-01"), story.born(on="1992-01-01")
    story.move(one, on="2020-05-01")
    story.move(other, on="2021-05-01")
    claim = story.claims_wedding(one, other, on="2026-10-01")
    return claim, story.register.objects_of(claim), story.register.log


def microseconds(measured: Callable[[Log], object], *, log: Log, read: bool = False) -> float:
    """The median of one call, each on a log that was asked nothing yet; `read`: on one that was asked it before."""
    logs = [log] * REPETITIONS if read else [Log(log) for _ in range(REPETITIONS)]
    taken = []
    for fresh in logs:
        began = perf_counter()
        measured(fresh)
        taken.append(perf_counter() - began)
    return median(taken) * 1_000_000


def test_knowing_and_deciding_beside_decoding(capsys: pytest.CaptureFixture[str]) -> None:
    someone, life = fifty_facts()
    known = facts(life, catalogue=CATALOGUE, as_at=LAST_MOMENT)
    payloads = [json.dumps(fact.content.data) for fact in known if someone in fact.object_ids]
    assert len(payloads) == FACTS
    claim, partners, registry = a_wedding()
    acceptance = builders.acceptance(claim, object_ids=partners)

    def decoded(_log: Log) -> None:
        for payload in payloads:
            json.loads(payload)

    def folded(_log: Log) -> object:
        return fold(someone, known, as_of=TODAY, catalogue=CATALOGUE)

    def found(log: Log) -> object:
        return facts(log, catalogue=CATALOGUE, as_at=LAST_MOMENT)

    def told(log: Log) -> object:
        return state(log, object_id=someone, asked=ASKED, catalogue=CATALOGUE)

    def decided(log: Log) -> object:
        return decide(acceptance, log=log, catalogue=CATALOGUE, examine=examine)

    bare = microseconds(decoded, log=life)
    figures = {
        f"decoding {FACTS} payloads": bare,
        f"fold of {FACTS} facts": microseconds(folded, log=life),
        f"facts of a log of {len(life)} events": microseconds(found, log=life),
        "state with consequences, same log": microseconds(told, log=life),
        f"deciding on a marriage, {len(registry)} events": microseconds(decided, log=registry),
        "the same, of a log that was read before": microseconds(decided, log=registry, read=True),
    }
    lines = [f"  {name:40} {taken:8.0f} µs  {taken / bare:6.2f} of decoding" for name, taken in figures.items()]
    with capsys.disabled():
        sys.stdout.write(f"\nmedian of {REPETITIONS} calls, in memory:\n" + "\n".join(lines) + "\n")
    assert state(life, object_id=someone, asked=ASKED, catalogue=CATALOGUE).consequences
