"""Who checks decisions against the state of persons: named by a setting, as Django names its own back ends.

Events know nothing of persons, and import nothing from the rooms above. `EXAMINER` names the pure function that does
know (`events.domain.examining.Examiner`), so that a decision and its record still are one act.
"""

from functools import cache
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from events.domain.examining import Examiner


@cache
def examiner() -> Examiner:
    """The examiner that the settings name."""
    return cast("Examiner", import_string(settings.EXAMINER))
