"""Legal terms: how long there is to decide on a claim or correction of each type, and by which article."""

from django.contrib import admin
from django.http import HttpRequest

from events.models import LegalTerm
from management_ui.admin.changes import RecordsChanges
from management_ui.admin.reading import Admin
from management_ui.site import site


@admin.register(LegalTerm, site=site)
class LegalTermAdmin(RecordsChanges, Admin):
    """A change counts for what is submitted from now on; `manage.py verify_standings --mend` counts the rest anew."""

    list_display = ("__str__", "amount", "unit", "counted_from", "suspendable", "article")
    list_filter = ("event_kind", "unit")
    list_select_related = ("event_type",)

    def get_readonly_fields(self, request: HttpRequest, obj: LegalTerm | None = None) -> tuple[str, ...]:
        """Of what it is the term never changes: another is added."""
        return ("event_type", "event_kind") if obj else ()
