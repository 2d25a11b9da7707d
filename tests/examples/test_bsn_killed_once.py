"""The BSN service is killed once, at each step of its way: every birth is claimed, and none twice."""

import pytest

from events.domain.event import Event
from tests.desk_story import Municipality
from tests.examples.service import KILL_ONCE, SECONDS, Service, accept, born, child_of, claims, finish, told
from tests.integration.subscriptions.delivering import until

KILLS = {
    "before it is kept": "import examples.bsn_service.book as b; killed(b.Book, 'keep', 'before')",
    "kept but not answered": "import examples.bsn_service.book as b; killed(b.Book, 'keep', 'after')",
    "before F6 is asked": "import examples.bsn_service.deciding as d; killed(d, 'births_of', 'before')",
    "asked but not written": "import examples.bsn_service.book as b; killed(b.Book, 'settle', 'before')",
    "written but not sent": "import examples.bsn_service.book as b; killed(b.Book, 'settle', 'after')",
    "sent but not written": "import examples.bsn_service.book as b; killed(b.Book, 'answered', 'before')",
    "all done": "import examples.bsn_service.book as b; killed(b.Book, 'answered', 'after')",
}
ANSWERS_FIRST = """
from examples.bsn_service import book, receiving
late, keep, answer = [], book.Book.keep, receiving._Handler._answer
def answered(self, *given, **named):
    answer(self, *given, **named)
    if late:
        once()
        keep(*late.pop())
        self.server.kept()
book.Book.keep = lambda *given: late.append(given)
receiving._Handler._answer = answered
"""
NAMES_LATER = """
import json, uuid
from examples.bsn_service import f6
ask = f6.F6.ask
def forgetful(self, method, path, body=None):
    return ask(self, method, path, {**json.loads(body), "id": str(uuid.uuid4())} if path == "claims" else body)
f6.F6.ask = forgetful
"""


def killed_once(town: Municipality, service: Service, fault: str) -> list[Event]:
    """A birth, and a service that dies once on its way; another birth; the claims that are there when all is done."""
    with told(service, fault=KILL_ONCE + fault):
        accept(town, born(town))
        until(service.has_ended, seconds=SECONDS)
        service.start(fault=KILL_ONCE + fault)
        accept(town, born(town))
        finish(service)
    return claims()


ALL_DAY = {"kept but not answered", "sent but not written"}


@pytest.mark.parametrize(
    "moment", [pytest.param(it, marks=() if it in ALL_DAY else pytest.mark.verify) for it in KILLS]
)
def test_killed_at_any_moment_it_claims_once(town: Municipality, service: Service, moment: str) -> None:
    made = killed_once(town, service, KILLS[moment])
    assert len({child_of(it) for it in made}) == len({it.data["bsn"] for it in made}) == len(made) == 2


def test_answering_before_keeping_loses_a_birth(town: Municipality, service: Service) -> None:
    """The planted fault."""
    assert len(killed_once(town, service, ANSWERS_FIRST)) == 1


def test_another_id_for_every_try_claims_twice(town: Municipality, service: Service) -> None:
    """The planted fault."""
    assert len(killed_once(town, service, KILLS["sent but not written"] + NAMES_LATER)) == 3
