"""`manage.py prepare`: bring the database up to date, whatever state it is in. Doing it again changes nothing."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from f6_project.databases import url_of
from f6_project.preparation import DatabaseNotReady, prepare_roles
from f6_project.supervision.services import BSN_TOKEN_FILE


class Command(BaseCommand):
    """Roles, migrations, event types and, outside production, the demo municipality."""

    help = "Bring the database up to date: roles, migrations, event types, demo municipality (F6_DEMO=0: without)."
    requires_system_checks: list[str] = []

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Do each step in turn; raise CommandError at the first that fails."""
        app_url = url_of(os.environ, "DATABASE_URL")
        if login_url := url_of(os.environ, "DATABASE_OWNER_URL") or app_url:
            try:
                prepare_roles(login_url, app_url=app_url)
            except DatabaseNotReady as refusal:
                raise CommandError(str(refusal)) from refusal
        call_command("migrate", database="owner", interactive=False, verbosity=options["verbosity"])
        call_command("load_event_types")
        if settings.F6_DEMO:
            call_command("load_demo", bsn_token=_path_in(os.environ, BSN_TOKEN_FILE))


def _path_in(environment: Mapping[str, str], name: str) -> Path | None:
    return Path(environment[name]) if environment.get(name) else None
