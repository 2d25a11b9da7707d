"""What stands beside the data of a draft, in words: the day, the reason, the right, the grounds."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from events.domain.shapes import COURT_RULING, ERROR_OF_THE_OFFICE
from management_ui.forms.entry.body import COURT, OCCURRED, REASON, RIGHT
from management_ui.forms.partial_dates import typed_date
from management_ui.presenters.moments import date_text
from management_ui.presenters.writing import Writing


def beside_rows(writing: Writing) -> tuple[tuple[str, str], ...]:
    """Label and text of each."""
    return tuple(_rows(writing))


def _rows(writing: Writing) -> Iterator[tuple[str, str]]:
    typed = writing.draft.typed
    yield _("Zone"), writing.draft.zone.name
    day = typed_date(typed.get(OCCURRED, ""))
    if day is not None:
        yield _("Happened on"), date_text(day.text)
    for ground in writing.grounds():
        if ground.ticked:
            yield _("Rests on"), f"{ground.title}, {ground.persons}, {ground.occurred}"
    if typed.get(REASON):
        yield _("Reason"), typed[REASON]
    rights = {ERROR_OF_THE_OFFICE: _("misslag"), COURT_RULING: _("beschikking")}
    if typed.get(RIGHT) in rights:
        yield _("Ground"), rights[typed[RIGHT]]
    if typed.get(COURT):
        yield _("Reference of the court"), typed[COURT]
