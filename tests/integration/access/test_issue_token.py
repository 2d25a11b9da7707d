"""`manage.py issue_token`, as an operator uses it."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from events import access
from events.commands.clients import register_client
from events.commands.permissions import grant_permission
from events.domain.permissions import Permission
from events.models import User, Zone
from tests.database import Database
from tests.registry import CIVIL, furnish, official


@pytest.fixture(autouse=True)
def registry(database: Database) -> None:
    furnish()
    register_client("Verloskundigenpraktijk", source_type="verloskundige", by=official())
    client = User.objects.get(api_client__name="Verloskundigenpraktijk")
    administrator = User.objects.create(username="beheerder", source_id=uuid4())
    zone = Zone.objects.get(slug=CIVIL)
    grant_permission(Permission.SUBMIT_CLAIM, zone=zone, to=client, by=official())
    grant_permission(Permission.MANAGE, zone=zone, to=administrator, by=official())


def issue(*arguments: str) -> str:
    output = StringIO()
    call_command("issue_token", *arguments, stdout=output, stderr=StringIO())
    return output.getvalue().strip()


def test_the_secret_alone_is_printed_and_lets_the_client_in() -> None:
    caller = access.principal_of_token(issue("Verloskundigenpraktijk", "--by", "beheerder", "--days", "1"))
    assert (caller.source_type, caller.zones[CIVIL]) == ("verloskundige", frozenset({Permission.SUBMIT_CLAIM}))


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("Onbekend", "--by", "beheerder"), "There are: Verloskundigenpraktijk"),
        (("Verloskundigenpraktijk", "--by", "niemand"), "No active account"),
        (("Verloskundigenpraktijk", "--by", "beheerder", "--days", "400"), "within 366 days"),
    ],
)
def test_what_is_wrong_is_said_with_how_to_mend_it(arguments: tuple[str, ...], hint: str) -> None:
    with pytest.raises(CommandError, match=hint):
        issue(*arguments)


def test_who_does_not_manage_the_zones_of_a_client_issues_it_no_token() -> None:
    User.objects.create(username="stagiair", source_id=uuid4())
    with pytest.raises(CommandError, match="does not manage"):
        issue("Verloskundigenpraktijk", "--by", "stagiair")
