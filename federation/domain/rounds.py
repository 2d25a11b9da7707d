"""Asking about a person in rounds: each can tell of further relatives, about whom everybody is asked again."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from events.domain.log import Log
from readmodels.domain.relatives import RELATIVES_MAX, Ids, Reach, ties_in, who_bear_on

ROUNDS_MAX: Final = 12
"""Each tells of one tie further. The longest row at which the law looks, a partner and a parent in turn up to the
partners of great-grandparents, takes eight; some ties are told by the far end alone."""


def asked_in_rounds(
    person: UUID,
    *,
    ask: Callable[[Ids], Log],
    reach: Reach,
    goes_on: Callable[[], bool],
    rounds_max: int = ROUNDS_MAX,
    relatives_max: int = RELATIVES_MAX,
) -> bool:
    """Ask about the person, and then about whoever is found to bear on him, until nobody is added.

    False when it ended before that: after too many rounds, with too many relatives, or because it does not go on.
    """
    own = ids = frozenset({person})
    for _ in range(rounds_max):
        wider = ids | who_bear_on(own, ties_in(ask(ids), reach=reach))
        if wider == ids:
            return True
        if len(wider) - len(own) > relatives_max or not goes_on():
            return False
        ids = wider
    return False
