"""Log in, and what is shown when logging in is paused after too many failed attempts."""

from typing import Any

from axes.helpers import get_cool_off
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from management_ui.presenters.problems import Problem, problems_of

TOO_MANY_REQUESTS = 429


class LogIn(LoginView):
    """The one way in for people: desk and administration alike."""

    template_name = "session/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and its errors as a summary that links to the fields."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        problems: tuple[Problem, ...] = problems_of(form) if form.is_bound else ()
        return context | {"problems": problems}


def locked_out(request: HttpRequest, *_arguments: object, **_named: object) -> HttpResponse:
    """Answer in plain words, with 429, when django-axes pauses logging in."""
    cool_off = get_cool_off(request)
    minutes = max(1, round(cool_off.total_seconds() / 60)) if cool_off else 60
    return render(request, "session/locked.html", {"minutes": minutes}, status=TOO_MANY_REQUESTS)
