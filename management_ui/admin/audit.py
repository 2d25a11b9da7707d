"""Who did what: the log of processing, and every change in the administration. Only shown."""

from datetime import UTC, datetime

from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.models import AccessRecord, ProcessingRecord
from management_ui.admin.changes import RecordsChanges
from management_ui.admin.reading import Admin, ReadOnlyAdmin
from management_ui.presenters.moments import moment_text
from management_ui.site import site


@admin.register(ProcessingRecord, site=site)
class ProcessingRecordAdmin(ReadOnlyAdmin):
    """The log of processing (LDV), newest first. It names no subject: only the holder of the key can tell who it is."""

    list_display = ("name", "ended", "status", "is_about_a_person")
    list_filter = ("status", "name")
    ordering = ("-id",)
    show_full_result_count = False
    list_per_page = 50

    @admin.display(description=_("at"), ordering="end_time")
    def ended(self, record: ProcessingRecord) -> str:
        """When, in Amsterdam."""
        return moment_text(datetime.fromtimestamp(record.end_time / 1000, tz=UTC))

    @admin.display(description=_("about a person"), boolean=True)
    def is_about_a_person(self, record: ProcessingRecord) -> bool:
        """Whether this is the line of one data subject."""
        return "dpl.core.data_subject_id" in record.attributes


@admin.register(AccessRecord, site=site)
class AccessRecordAdmin(ReadOnlyAdmin):
    """Who acted in each line of the log of processing."""

    list_display = ("action", "recorded_at", "source_type", "source_id")
    list_filter = ("source_type", "action")
    ordering = ("-pk",)
    show_full_result_count = False
    list_per_page = 50


@admin.register(LogEntry, site=site)
class LogEntryAdmin(ReadOnlyAdmin):
    """Every change made in the administration: who, when, what."""

    list_display = ("action_time", "user", "content_type", "object_repr", "get_change_message")
    list_filter = ("action_time", "content_type")
    list_select_related = ("user", "content_type")
    list_per_page = 50


@admin.register(AccessAttempt, site=site)
class AccessAttemptAdmin(RecordsChanges, Admin):
    """Failed attempts to log in; deleting them lets somebody in again before the pause is over."""

    list_display = ("username", "ip_address", "attempt_time", "failures_since_start")
    fields = readonly_fields = ("username", "ip_address", "attempt_time", "failures_since_start")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Attempts are only made by trying."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: AccessAttempt | None = None) -> bool:
        """Attempts are only shown, or deleted."""
        return False
