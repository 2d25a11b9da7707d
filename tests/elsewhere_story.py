"""What the tests of the page about other organisations tell: one answers, one is silent, of two the contract is not."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from federation.domain.answers import Source
from federation.queries import sources
from federation.queries.sources import NotAsked, WhyNot
from tests.federation.states.neighbours import LOOSDAM, NIEUWEGRACHT, Neighbours, silent
from tests.people import moves

MEERDORP: Source = replace(LOOSDAM, organisation="Gemeente Meerdorp", responsible_for=frozenset({"Verhuizing"}))
VERWEG: Source = replace(NIEUWEGRACHT, organisation="Gemeente Verweg")
SINCE = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
ENDED = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)


def neighbours(person: UUID) -> Neighbours:
    """Meerdorp tells of a removal and of what is no event; Verweg is silent; Elders is no partner any more."""
    found = Neighbours(logs={MEERDORP: [], VERWEG: []})
    found.accepted(MEERDORP, moves(person, on="2026-10-15"))
    found.records(MEERDORP, {**moves(person), "occurred_at": "gisteren"})
    found.instead[VERWEG, 0] = silent("unreachable", SINCE)
    found.not_asked = (
        NotAsked(peer_id="5", organisation="Gemeente Elders", service="f6-zone-bevolking", reason=WhyNot.NO_CONTRACT,
                 since=ENDED),
        NotAsked(peer_id="6", organisation="Gemeente Later", service="f6-zone-bevolking", reason=WhyNot.NO_CONTRACT,
                 harmless=True),
    )  # fmt: skip
    return found


@contextmanager
def in_a_group(found: Neighbours) -> Iterator[Neighbours]:
    """This F6 takes part in a group, with these."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "takes_part", lambda: True)
        patch.setattr(sources, "others", found.others)
        yield found


def mend(found: Neighbours) -> None:
    """Now everybody answers, and says nothing that cannot be read."""
    found.instead.clear()
    found.not_asked = ()
    found.logs[MEERDORP].pop()
