"""What is wrong with what somebody typed, in the words of the form: at which input, and how to mend it."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from events.domain.refusals import Violation
from management_ui.forms.entry.nodes import Kind
from management_ui.presenters.refusals import violation_text

_NAMED = re.compile(r"“(\w+)”")


def wrong_text(violation: Violation, *, kind: Kind | None, titles: Mapping[str, str]) -> str:
    """The sentence at the input; members are called by their titles."""
    if violation.code == "required":
        return _required(kind)
    if violation.code in ("form", "type", "two-forms", "object", "string", "pattern", "choice", "boolean", "uuid"):
        own = _by_kind(kind)
        if own:
            return own
    text = violation_text(violation)
    return _NAMED.sub(lambda found: f"“{titles.get(found[1], found[1])}”", text)


def _required(kind: Kind | None) -> str:
    if kind in (Kind.PERSON, Kind.PERSON_ID):
        return _("Choose a person.")
    if kind in (Kind.CHOICE, Kind.BOOLEAN, Kind.EVENT):
        return _("Make a choice.")
    return _("Fill this in.")


def _by_kind(kind: Kind | None) -> str:
    match kind:
        case Kind.PARTIAL_DATE:
            return _(
                "Give a date that exists, such as 12-04-1985, or less when less is known: 04-1985, 1985, “unknown”."
            )
        case Kind.CODE:
            return _("Choose from the list, or give the code.")
        case Kind.CHOICE | Kind.BOOLEAN | Kind.EVENT:
            return _("Make a choice.")
        case Kind.PERSON | Kind.PERSON_ID:
            return _("Choose a person.")
        case _:
            return ""
