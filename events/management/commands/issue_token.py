"""`manage.py issue_token`: a bearer token for an API client, on standard output, once."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from events import access
from events.commands.tokens import LIFETIME_MAX, issue_token
from events.domain.permissions import Permission
from events.domain.refusals import InvalidRequest, ZoneForbidden
from events.models import ApiClient, User

DAYS = 90


class Command(BaseCommand):
    """Prints the secret and nothing else on standard output, so that a script can take it from there."""

    help = "Issue a bearer token for an API client. The secret is shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the client, who issues, and how far and how long the token reaches."""
        parser.add_argument("client", help="name of the API client, or of its account")
        parser.add_argument("--by", required=True, help="account that manages every zone of the client")
        parser.add_argument("--scope", action="append", choices=sorted(Permission), help="repeatable; default: all")
        parser.add_argument("--days", type=int, default=DAYS, help=f"lifetime, at most {LIFETIME_MAX.days}")

    def handle(self, **options: Any) -> None:
        """Print the secret. Raises `CommandError` with what to mend."""
        client, administrator = _client(options["client"]), _account(options["by"])
        held = access.principal_of(client.account).zones.values()
        scopes = options["scope"] or sorted({permission.value for permissions in held for permission in permissions})
        try:
            issued = issue_token(
                client,
                scopes=scopes,
                expires_at=timezone.now() + timedelta(days=options["days"]),
                by=access.principal_of(administrator),
            )
        except InvalidRequest as refusal:
            raise CommandError(" ".join(violation.message for violation in refusal.violations)) from refusal
        except ZoneForbidden as refusal:
            raise CommandError(
                f"{administrator.username} does not manage every zone of {client.name}; grant manage_zone first."
            ) from refusal
        self.stderr.write(f"Token for {client.name}, until {issued.token.expires_at:%Y-%m-%d %H:%M} UTC:")
        self.stdout.write(issued.secret)


def _client(name: str) -> ApiClient:
    found = ApiClient.objects.filter(name=name) or ApiClient.objects.filter(account__username=name)
    if len(found) != 1:
        known = ", ".join(ApiClient.objects.values_list("name", flat=True)) or "none yet"
        raise CommandError(f"Name one API client, by its name or its account. There are: {known}.")
    return found[0]


def _account(username: str) -> User:
    account = User.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise CommandError(f"No active account {username}; --by names the administrator who issues the token.")
    return account
