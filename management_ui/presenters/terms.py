"""Legal terms as an official reads them: how many days are left, or how late it is."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON_DAYS = 1
"""Days left from which a term runs out soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLine:
    """How a legal term stands: in words, as a tone, the last day in full ("": not known), and the article."""

    text: str
    tone: str
    last_day: str
    article: str = ""


def term_line(due_on: date, *, today: date, article: str = "", asked: bool = False) -> TermLine | None:
    """How the term stands; None where there is none. `due_on` is its last day, both are local days.

    While the source is asked for more a term without a last day is suspended.
    """
    if due_on == date.max:
        return TermLine(text=_("suspended"), tone="", last_day="", article=article) if asked else None
    left = (due_on - today).days
    return TermLine(text=_left(left), tone=_tone(left), last_day=date_format(due_on, "j F Y"), article=article)


def _left(days: int) -> str:
    if days < 0:
        return ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}
    if days == 0:
        return _("last day today")
    return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}


def _tone(days: int) -> str:
    if days < 0:
        return "danger"
    return "warning" if days <= SOON_DAYS else ""
