"""The keyboard shortcuts, and the switch that turns them off for one's account (WCAG 2.1.4)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.models import User
from management_ui.personal.preferences import switch_shortcuts


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def shortcuts(request: HttpRequest) -> HttpResponse:
    """Every shortcut; on POST, switch them on or off."""
    if request.method != "POST":
        return render(request, "session/shortcuts.html")
    assert isinstance(request.user, User)
    on = request.POST.get("on") == "yes"
    switch_shortcuts(request.user, on=on)
    messages.success(request, _("The shortcuts are on.") if on else _("The shortcuts are off."))
    return redirect("shortcuts")
