"""How long to wait between tries, as one types it: "5 s, 5 min, 2 h, 1 d"."""

import re
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

SECONDS: Final = {"s": 1, "min": 60, "h": 3_600, "d": 86_400}
DIGITS_MAX: Final = 9
_UNITS: Final = {
    **dict.fromkeys(("", "s", "sec", "seconde", "seconden", "second", "seconds"), "s"),
    **dict.fromkeys(("m", "min", "minuut", "minuten", "minute", "minutes"), "min"),
    **dict.fromkeys(("h", "u", "uur", "uren", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "dag", "dagen", "day", "days"), "d"),
}
_WAIT: Final = re.compile(rf"(\d{{1,{DIGITS_MAX}}})\s*([a-z]*)\.?")


class NoWait(ValueError):
    """A part that is no length of time; its text is that part."""


def waits_read(text: str) -> list[int]:
    """The seconds; a number alone is one of seconds. Raises `NoWait` with the first part that cannot be read."""
    return [_wait_read(part.strip()) for part in re.split(r"[,;\n]", text) if part.strip()]


def waits_written(seconds: Iterable[int]) -> str:
    """As one would type them, each in the largest unit that fits it exactly."""
    return ", ".join(wait_written(each) for each in seconds)


def wait_written(seconds: int) -> str:
    """One length of time, in the largest unit that fits it exactly."""
    unit = next((it for it in ("d", "h", "min") if seconds and seconds % SECONDS[it] == 0), "s")
    words = {"s": _("s"), "min": _("min"), "h": _("h"), "d": _("d")}
    return f"{seconds // SECONDS[unit]} {words[unit]}"


def _wait_read(part: str) -> int:
    found = _WAIT.fullmatch(part.lower())
    if found is None or found[2] not in _UNITS:
        raise NoWait(part)
    return int(found[1]) * SECONDS[_UNITS[found[2]]]
