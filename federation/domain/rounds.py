"""Asking about a person in rounds: each can tell of further relatives, about whom everybody is asked again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from events.domain.log import Log
from readmodels.domain.relatives import NOBODY, RELATIVES_MAX, Ids, Reach, Ties, ties_in, who_bear_on

ROUNDS_MAX: Final = 20
"""Each tells of one tie further. The longest row at which the law looks, a partner and a parent in turn up to the
partners of great-grandparents, takes eight; some ties are told by the far end alone. Who is told of beside the person
(a guardian) begins a row of his own."""


def nobody_else(_log: Log) -> Ids:
    """An answer that describes nobody but the person."""
    return NOBODY


def nobody_bears(_persons: Ids, _ties: Ties) -> Ids:
    """An answer that rests on nobody's events but the person's."""
    return NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Who is asked about beside a person.

    `described`: whom an answer out of a log describes beside him; who bears on those is asked about too. `alone`:
    nobody bears on the answer but he himself.
    """

    described: Callable[[Log], Ids] = nobody_else
    alone: bool = False


RELATIVES: Final = Company()
"""Everybody at whom the law may look for him."""
ALONE: Final = Company(alone=True)


def asked_in_rounds(
    person: UUID,
    *,
    ask: Callable[[Ids], Log],
    reach: Reach,
    goes_on: Callable[[], bool],
    company: Company = RELATIVES,
    rounds_max: int = ROUNDS_MAX,
    relatives_max: int = RELATIVES_MAX,
) -> bool:
    """Ask about the person, and then about whoever is found to be of the company, until nobody is added.

    False when it ended before that: after too many rounds, with too many relatives, or because it does not go on.
    """
    own = ids = frozenset({person})
    closure = nobody_bears if company.alone else who_bear_on
    for _ in range(rounds_max):
        log = ask(ids)
        ties = ties_in(log, reach=reach)
        wider = ids | closure(own, ties)
        if wider == ids:
            own |= company.described(log)
            wider = ids | own | closure(own, ties)
        if wider == ids:
            return True
        if len(wider) - len(own) > relatives_max or not goes_on():
            return False
        ids = wider
    return False
