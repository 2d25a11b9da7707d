"""Event types and their published versions: immutable, so only shown."""

import json

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from events.catalogue import from_stored
from events.domain import type_declarations
from events.models import EventType, EventTypeVersion
from management_ui.admin.reading import ReadOnlyAdmin, ReadOnlyInline
from management_ui.site import site


class VersionInline(ReadOnlyInline):
    """The versions of a type, oldest first."""

    model = EventTypeVersion
    fields = readonly_fields = ("version", "published_at", "declared")

    @admin.display(description=_("declaration"))
    def declared(self, version: EventTypeVersion) -> SafeString:
        """The declaration as published."""
        declared = type_declarations.render(from_stored(version.declaration))
        text = json.dumps(declared, ensure_ascii=False, indent=2)
        return format_html('<details><summary>{}</summary><pre tabindex="0">{}</pre></details>', _("Show"), text)


@admin.register(EventType, site=site)
class EventTypeAdmin(ReadOnlyAdmin):
    """The types of the catalogue with every version ever published."""

    list_display = ("title", "name", "versions_published")
    search_fields = ("name", "title")
    inlines = (VersionInline,)

    @admin.display(description=_("versions"))
    def versions_published(self, event_type: EventType) -> str:
        """The versions, in the order of publication."""
        return ", ".join(event_type.versions.values_list("version", flat=True))
