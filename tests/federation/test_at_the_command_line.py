"""`manage.py federation`: what an operator sees and does of connections, in whose name, and what he is told."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from events.models import AdministrativeChange, User
from federation.domain import hashes
from federation.models import Outgoing, StoredContract
from tests.federation.foreign_peers import ForeignPeer
from tests.federation.pki import Organisation
from tests.federation.test_receiving_contracts import asks

ADMINISTRATOR = "beheerder"


@pytest.fixture(autouse=True)
def administrator_account(ours: Organisation) -> User:
    """Whom the commands are run in the name of."""
    assert ours.oin
    return User.objects.create_superuser(ADMINISTRATOR, password=None)


def _said(*arguments: str) -> str:
    out = StringIO()
    call_command("federation", *arguments, stdout=out)
    return out.getvalue()


def _rows(*arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(_said(*arguments, "--json"))
    return found


def _requested(verweg: ForeignPeer, *more: str) -> dict[str, Any]:
    verweg.announces()
    [row] = _rows("request", verweg.id, "personen", "--types", "Geboorte, Overlijden", "--by", ADMINISTRATOR, *more)
    return row


def test_a_connection_is_asked_for_with_its_terms_in_the_name_of_an_administrator(verweg: ForeignPeer) -> None:
    row = _requested(verweg, "--purpose", "Bijhouding", "--responsible-for", "Geboorte", "--announcements")
    assert (row["state"], row["awaits"], row["about"]) == ("proposed", [verweg.id], ["f6-zone-personen"])
    [grant] = row["grants"]
    assert grant["properties"] == {
        "f6": {
            "eventTypes": ["Geboorte", "Overlijden"],
            "responsibleFor": ["Geboorte"],
            "announcements": True,
            "purpose": "Bijhouding",
        }
    }
    change = AdministrativeChange.objects.get(action="contract-proposed")
    assert change.source_id == User.objects.get(username=ADMINISTRATOR).source_id
    [waiting] = _rows("messages")
    assert (waiting["to"], waiting["what"]) == (verweg.id, "contract")


def test_what_another_asks_is_accepted_by_the_beginning_of_its_hash(verweg: ForeignPeer) -> None:
    content = asks(verweg)
    assert verweg.post(content).status_code == 201
    [shown] = _rows("contracts")
    assert shown["hash"] == hashes.content_hash(content)
    beginning = shown["hash"].removeprefix("$1$1$")[:20]
    for name in (beginning, shown["hash"][:30], shown["hash"]):
        [row] = _rows("accept", name, "--by", ADMINISTRATOR)
        assert row["state"] == "valid"
    [row] = _rows("revoke", shown["hash"], "--by", ADMINISTRATOR)
    assert row["state"] == "revoked"


def test_several_are_rejected_at_once(verweg: ForeignPeer) -> None:
    both = [asks(verweg), asks(verweg)]
    for content in both:
        assert verweg.post(content).status_code == 201
    rows = _rows("reject", *map(hashes.content_hash, both), "--by", ADMINISTRATOR)
    assert [row["state"] for row in rows] == ["rejected", "rejected"]


def test_a_table_is_shown_to_read_and_tells_who_is_silent(verweg: ForeignPeer) -> None:
    assert _said("contracts").strip() == "Nothing."
    _requested(verweg)
    head, line = _said("contracts").splitlines()
    assert head.split() == ["contract", "state", "about", "between", "awaits", "until"]
    assert line.split()[1:3] == ["proposed", "f6-zone-personen"]
    peers = _said("peers")
    assert "silent since" in peers
    assert verweg.organisation.name in peers


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["accept", "$1$1$abc", "--by", ADMINISTRATOR], "No contract begins with"),
        (["revoke", "abc", "--by", "nobody"], "No active account nobody"),
        (
            ["request", "00000099000000999000", "personen", "--types", "A", "--by", ADMINISTRATOR],
            "00000099000000999000",
        ),
        (["request", "x", "personen", "--types", "A", "--days", "0", "--by", ADMINISTRATOR], "--days must be"),
        (["request", "x", "personen", "--types", "A", "--days", "9999999999", "--by", ADMINISTRATOR], "--days must"),
        (["publish", "nergens", "--types", "A", "--by", ADMINISTRATOR], "nergens"),
        (["request", "x", "personen", "--by", ADMINISTRATOR], "--types"),
        (["walk"], "invalid choice"),
    ],
)
def test_what_is_wrong_is_told_and_leaves_nothing(arguments: list[str], told: str) -> None:
    with pytest.raises(CommandError, match=told.replace("$", r"\$")):
        _said(*arguments)
    assert not StoredContract.objects.exists()
    assert not Outgoing.objects.exists()


def test_who_administers_nothing_can_do_nothing() -> None:
    User.objects.create_user("m.dewit", password=None)
    with pytest.raises(CommandError):
        _said("publish", "burgerlijke-stand", "--types", "Geboorte", "--by", "m.dewit")


def test_without_a_group_it_says_what_to_set() -> None:
    with override_settings(F6_FSC_GROUP_ID=""), pytest.raises(CommandError, match="F6_FSC_GROUP_ID"):
        _said("directory")
