"""Whose session it was, once it has ended: a signed cookie that names the account and opens nothing.

It says to whom a form belongs that is sent after the session ended, so that nobody else is shown what was typed.
"""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from events.models import User

LAST_ACCOUNT_SECONDS_MAX: Final = int(timedelta(days=7).total_seconds())
COOKIE: Final = "__Host-f6_account" if settings.PRODUCTION else "f6_account"
SALT: Final = "f6 last account"


def remember(response: HttpResponse, *, account: User) -> None:
    """Let the browser say whose session this is, until it is closed."""
    response.set_signed_cookie(
        COOKIE, str(account.pk), salt=SALT, secure=settings.PRODUCTION, httponly=True, samesite="Lax"
    )


def last_account(request: HttpRequest) -> User | None:
    """Who is logged in, or else was the last to be so in this browser."""
    if isinstance(request.user, User):
        return request.user
    told = request.get_signed_cookie(COOKIE, default=None, salt=SALT, max_age=LAST_ACCOUNT_SECONDS_MAX)
    return User.objects.filter(pk=told, is_active=True).first() if told else None
