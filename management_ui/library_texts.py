"""Texts of libraries that have no Dutch of their own, so that a Dutch page holds no English. Nothing imports this.

Django looks a text up in our catalogue first; naming it here puts it there (`manage.py messages`).
"""

from django.utils.translation import gettext_noop as _

DJANGO = (_("Error:"),)
AXES = (
    _("Axes"),
    _("access attempt"),
    _("access attempts"),
    _("Attempt Time"),
    _("Failed Logins"),
    _("IP Address"),
    _("Username"),
)
