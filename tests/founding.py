"""The municipality of the story, founded once for each worker: later tests get the same rows and people back.

Founding takes some three hundred statements, and most tests of the desk begin with it.
"""

import copy
from dataclasses import dataclass
from typing import Final

from tests.database import Database
from tests.desk_story import Municipality
from tests.emptying import Emptier, Filling


@dataclass(frozen=True)
class Founded:
    """What founding left in the database, and the people as the test sees them."""

    filling: Filling
    town: Municipality


FOUNDED: Final[dict[str, Founded]] = {}
"""By the name of the database: each worker has its own."""


def found(database: Database, emptier: Emptier) -> Municipality:
    """The municipality in an emptied database. A copy: what a test does to its people is not seen by the next."""
    with database.connect("owner") as owner:
        known = FOUNDED.get(database.name)
        if known is None:
            town = Municipality()
            known = FOUNDED[database.name] = Founded(emptier.filling(owner), copy.deepcopy(town))
            return town
        emptier.fill(owner, known.filling)
    return copy.deepcopy(known.town)
