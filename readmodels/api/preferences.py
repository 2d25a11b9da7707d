"""The header Prefer (RFC 7240): a reader who waits until the view has taken in what he wrote.

`Prefer: wait=10, after="0193b5c2-7a1e-7c3f-9d43-3c1d6c0a51e2"` waits at most ten seconds for that event. A preference
that is not known here is passed over, as the standard says; one that is known and cannot be read is refused.
"""

import re
from collections.abc import Iterator
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from events.api.parameters import Unreadable, identifier
from events.domain.refusals import InvalidRequest, Violation
from readmodels.queries.live_views import WAIT_SECONDS_MAX, Freshness

HEADER: Final = "Prefer"
LENGTH_MAX: Final = 500
_PREFERENCE = re.compile(r'\s*([A-Za-z][\w-]*)\s*(?:=\s*(?:"([^"]*)"|([^\s,;"]+)))?\s*(?:;[^,]*)?', re.ASCII)


class InvalidHeader(InvalidRequest):
    """A request header cannot be read."""

    place: ClassVar[str] = "header"


def freshness(header: str) -> Freshness:
    """What is preferred; nothing in an empty header. Raises `InvalidHeader`."""
    if len(header) > LENGTH_MAX:
        message = _("Write at most %(limit)s characters.") % {"limit": LENGTH_MAX}
        raise InvalidHeader(violations=(Violation(pointer="/Prefer", code="max-length", message=message),))
    said = dict(_said(header))
    violations: list[Violation] = []
    seconds = 0
    if "wait" in said:
        if said["wait"].isascii() and said["wait"].isdigit() and int(said["wait"][:6]) <= WAIT_SECONDS_MAX:
            seconds = int(said["wait"])
        else:
            message = _("Wait 0 to %(limit)s seconds.") % {"limit": WAIT_SECONDS_MAX}
            violations.append(Violation(pointer="/Prefer/wait", code="range", message=message))
    after = None
    if "after" in said:
        try:
            after = identifier(said["after"])
        except Unreadable as problem:
            violations.append(Violation(pointer="/Prefer/after", code=problem.code, message=problem.message))
    if violations:
        raise InvalidHeader(violations=tuple(violations))
    return Freshness(after=after, wait_seconds=seconds)


def applied(fresh: Freshness) -> str:
    """What `Preference-Applied` says; nothing when nothing was waited for."""
    return "" if fresh.after is None else f'wait={fresh.wait_seconds:g}, after="{fresh.after}"'


def _said(header: str) -> Iterator[tuple[str, str]]:
    """Each preference with its value, the first of a name first (RFC 7240, section 2: later ones are ignored)."""
    for part in reversed(header.split(",")):
        match = _PREFERENCE.fullmatch(part)
        if match is not None:
            yield match[1].lower(), match[2] or match[3] or ""
