"""The icons for yes, no and unknown in lists, named in the language of the page: Django calls them “True” and “False”.

Django has no place to say this (`_boolean_icon` is called by its lists, its read-only fields and its inlines), so its
function is replaced. A test looks at a Dutch page.
"""

from django.contrib.admin.templatetags import admin_list
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def boolean_icon(value: bool | None) -> SafeString:
    """The picture of a truth value, with what it says."""
    name, text = {True: ("yes", _("Yes")), False: ("no", _("No")), None: ("unknown", _("Unknown"))}[value]
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{name}.svg"), text)


admin_list._boolean_icon = boolean_icon  # type: ignore[attr-defined]  # noqa: SLF001 - see above
