"""That a file is suspended (group 67): always told with what it says."""

from collections.abc import Callable
from typing import Any

from readmodels.domain.national import said
from readmodels.domain.national.fixed_codes import SUSPENSION, fixed
from readmodels.domain.national.person_file import REGISTRATION, PersonFile


def suspension(file: PersonFile, *, dated: Callable[[str | None], Any]) -> dict[str, Any] | None:
    """Why and since when the file is no longer kept up (67.10, 67.20); None while it is."""
    row = file.present(REGISTRATION)
    reason = said.text(row, "redenOpschortingBijhouding")
    if reason is None:
        return None
    on = dated(said.text(row, "datumOpschortingBijhouding"))
    return said.filled(reden=fixed(reason, SUSPENSION), datum=on)
