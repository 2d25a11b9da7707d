"""What was found before, for whoever makes the rows of many persons: it makes no difference but in time."""

from events.domain.event_types import Catalogue
from readmodels.domain.becoming import Chains
from readmodels.domain.watching import Watching


class Recall:
    """What chains said, persons became and the law answered, by one catalogue. The same events say the same."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.chains = Chains(catalogue)
        self.watching = Watching()
