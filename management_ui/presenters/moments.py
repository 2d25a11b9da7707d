"""Moments and dates as people read them: Amsterdam time, and partial dates that say what is unknown."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.domain.moments import AMSTERDAM, UNKNOWN_MOMENT, parse


def moment_text(moment: datetime) -> str:
    """An instant in Amsterdam: "20 november 2026, 04:37"; without a time when it is the first instant of a day.

    Of the last hours of the year 9999, which in Amsterdam no calendar holds, the time of its own offset.
    """
    if moment == UNKNOWN_MOMENT:
        return _("date unknown")
    try:
        local = moment.astimezone(AMSTERDAM)
    except OverflowError:
        local = moment
    day = date_format(local, "j F Y")
    return day if (local.hour, local.minute, local.second) == (0, 0, 0) else f"{day}, {local:%H:%M}"


def recorded_text(moment: datetime, *, now: datetime) -> str:
    """When something was recorded, near days in words: "today 09:12", "yesterday 16:40", else the full moment.

    Of what a register recorded long ago often only the day is known, or nothing at all.
    """
    if moment.year == UNKNOWN_MOMENT.year:
        return _("date unknown")
    local, today = moment.astimezone(AMSTERDAM), now.astimezone(AMSTERDAM).date()
    if local.date() == today:
        return _("today %(time)s") % {"time": f"{local:%H:%M}"}
    if local.date() == today - timedelta(days=1):
        return _("yesterday %(time)s") % {"time": f"{local:%H:%M}"}
    return moment_text(moment)


def age_text(moment: datetime, *, now: datetime) -> str:
    """How long something waits, in the largest whole unit: "3 days", "5 hours", "just now"."""
    waited = max(now - moment, timedelta(0))
    if waited.days:
        return ngettext("%(n)d day", "%(n)d days", waited.days) % {"n": waited.days}
    hours, minutes = divmod(waited.seconds // 60, 60)
    if hours:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    if minutes:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return _("just now")


def is_partial_date(value: object) -> bool:
    """Whether this is a date in one of the four national shapes."""
    return isinstance(value, Mapping) and parse(value) is not None


def date_text(value: object) -> str:
    """A date as precise as it is known, saying what is not: "april 1985 (day unknown)". Never invents a day."""
    known = parse(value)
    if known is None:
        return str(value)
    if known.year is None:
        return _("date unknown")
    if known.month is None:
        return _("%(year)d (month and day unknown)") % {"year": known.year}
    if known.day is None:
        return _("%(month)s (day unknown)") % {"month": date_format(known.earliest, "F Y")}
    return date_format(known.earliest, "j F Y")


def now() -> datetime:
    """The clock of the screens: only for words such as "today"; no rule reads it."""
    return timezone.now()
