"""Log in, and what is shown when logging in is paused after too many failed attempts."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from axes.helpers import get_cool_off
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from events.models import User
from management_ui.personal.last_account import remember
from management_ui.presenters.problems import Problem, problems_of

TOO_MANY_REQUESTS = 429


class LogIn(LoginView):
    """The one way in for people: desk and administration alike."""

    template_name = "session/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Let him in, and let the browser remember whose session this is."""
        response = super().form_valid(form)
        account = form.get_user()
        assert isinstance(account, User)
        remember(response, account=account)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and its errors as a summary that links to the fields."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        found: tuple[Problem, ...] = problems_of(form) if form.is_bound else ()
        problems = [replace(it, field=it.field or form["username"].auto_id) for it in found]
        resumes = urlsplit(context[self.redirect_field_name]).path == reverse("resume")
        return context | {"problems": problems, "resumes": resumes}


def locked_out(request: HttpRequest, *_arguments: object, **_named: object) -> HttpResponse:
    """Answer in plain words, with 429, when django-axes pauses logging in."""
    cool_off = get_cool_off(request)
    minutes = max(1, round(cool_off.total_seconds() / 60)) if cool_off else 60
    answer = render(request, "session/locked.html", {"minutes": minutes}, status=TOO_MANY_REQUESTS)
    answer["Retry-After"] = str(minutes * 60)
    return answer
