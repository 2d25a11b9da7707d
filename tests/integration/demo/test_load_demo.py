"""The demo municipality: everything is there at once, nothing comes twice, and never where it is in earnest."""

import stat
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from events import access, sequencer, store
from events.commands.decisions import validate_claim
from events.domain.event import Decision
from events.domain.permissions import Permission
from events.models import AdministrativeChange, ApiToken, Organisation, ReceiverAllowance, Standing, User
from f6_project.demo import claims, municipality, people
from f6_project.demo.loading import Demo, load_demo
from federation.queries import consulting
from readmodels.projectors import following
from readmodels.queries.reexaminations import Wanted, under_investigation
from tests.database import Database

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def demo(database: Database) -> Demo:
    assert database.name
    return load_demo(now=NOW)


def standing(name: str) -> str:
    return Standing.objects.get(event_id=claims.event_id(name)).standing


@pytest.mark.usefixtures("demo")
def test_the_desks_have_work_and_history() -> None:
    found = Counter(Standing.objects.exclude(zone__slug=municipality.REGISTER).values_list("event_type", "standing"))
    assert found == {
        ("Geboorte", "open"): 2,
        ("Erkenning", "open"): 1,
        ("Overlijden", "open"): 1 + 1,  # a death, and the retraction of another
        ("Overlijden", "accepted"): 1,
        ("Verhuizing", "open"): 1,
        ("Verhuizing", "rejected"): 1,
        ("Verhuizing", "corrected"): 1,
        ("Verhuizing", "accepted"): 1,
        ("Huwelijk", "accepted"): 2,
    }


def test_loading_again_adds_nothing_and_shows_the_same_tokens(demo: Demo) -> None:
    again = load_demo(now=NOW + timedelta(days=40))
    assert (again.taken_over, again.recorded) == (0, 0)
    assert again.secrets == demo.secrets
    assert ApiToken.objects.count() == len(people.CLIENTS)
    assert User.objects.filter(api_client=None).count() == 3


@pytest.mark.usefixtures("demo")
def test_a_visitor_puts_a_marriage_under_investigation_by_taking_a_death_back() -> None:
    official = access.principal_of(User.objects.get(username="m.dewit"))
    validate_claim(
        claim_id=claims.event_id("intrekking-overlijden"),
        decision=Decision.ACCEPTED,
        principal=official,
        motivation="Naamgenote.",
    )
    sequencer.seal_now()
    following.catch_up()
    (found,) = under_investigation(Wanted(), principal=official).items
    assert found.claim == claims.event_id("tweede-huwelijk")
    assert [shift.name for shift in found.shifts] == ["overlijden", "ongehuwd"]


@pytest.mark.usefixtures("demo")
def test_a_visitor_can_do_the_birth_by_hand() -> None:
    official = access.principal_of(User.objects.get(username="m.dewit"))
    act = {"akte": {"aktenummer": "1AA0099", "registergemeente": municipality.MUNICIPALITY, "jaar": 2026}}
    parents_claim = claims.event_id("geboorte-ouder")
    validate_claim(claim_id=parents_claim, decision=Decision.ACCEPTED, principal=official, act=act)
    assert standing("geboorte-ouder") == "accepted"
    assert standing("geboorte-verloskundige") == "settled"


def test_a_client_may_do_with_its_token_what_its_group_may(demo: Demo) -> None:
    rights = {name: access.principal_of_token(secret, now=NOW) for name, secret in demo.secrets.items()}
    midwife, portal = rights[people.MIDWIFE.name], rights[people.PORTAL.name]
    assert midwife.zones == {municipality.CIVIL_STATUS: frozenset({Permission.SUBMIT_CLAIM})}
    assert portal.intermediary
    assert not midwife.intermediary
    assert rights[people.CASES.name].may(Permission.VALIDATE, zone=municipality.CIVIL_STATUS)
    assert {name for name, it in rights.items() if consulting.may_consult(it)} == {people.CASES.name}


@pytest.mark.usefixtures("demo")
def test_officials_log_in_with_the_demo_password_and_administer_nothing() -> None:
    official = User.objects.get(username="r.jansen")
    assert official.check_password(people.PASSWORD)
    assert not official.is_staff
    assert access.principal_of(official).zones_with(Permission.IMPORT) == frozenset()
    assert consulting.may_consult(access.principal_of(official))
    assert access.principal_of(User.objects.get(username="beheerder")).zones_with(Permission.VIEW) == frozenset()


@pytest.mark.usefixtures("demo")
def test_claims_are_told_relative_to_the_day_of_loading() -> None:
    born = store.find([claims.event_id("geboorte-ouder")])[claims.event_id("geboorte-ouder")]
    assert born.data["geboortedatum"] == {"type": "Datum", "datum": "2026-11-22"}
    assert born.source_type == "ouder"


@pytest.mark.usefixtures("demo")
def test_the_bsn_service_may_look_and_claim_where_births_are_and_be_told_on_this_machine(demo: Demo) -> None:
    service = access.principal_of_token(demo.secrets[people.BSN.name], now=NOW)
    assert service.zones == {municipality.CIVIL_STATUS: frozenset({Permission.VIEW, Permission.SUBMIT_CLAIM})}
    [allowed] = ReceiverAllowance.objects.all()
    assert (allowed.network, allowed.plain_http) == ("127.0.0.1/32", True)
    [recorded] = AdministrativeChange.objects.filter(subject="127.0.0.1/32")
    assert recorded.action == AdministrativeChange.Action.ADDED


@pytest.mark.usefixtures("demo")
def test_a_network_that_was_withdrawn_is_not_allowed_again() -> None:
    ReceiverAllowance.objects.all().delete()
    load_demo(now=NOW + timedelta(days=1))
    assert not ReceiverAllowance.objects.exists()


def test_the_token_of_the_bsn_service_is_written_for_its_owner_only(database: Database, tmp_path: Path) -> None:
    assert database.name
    token = tmp_path / "token"
    token.write_text("something much longer than any token, from before " * 5)
    token.chmod(0o600)
    call_command("load_demo", bsn_token=token, stdout=StringIO())
    assert token.read_text() == people.secret_of(people.BSN)
    assert stat.S_IMODE(token.stat().st_mode) == 0o600


def test_production_refuses_the_demo(database: Database) -> None:
    assert database.name
    with override_settings(F6_ENV="production"), pytest.raises(CommandError, match="a password that everybody knows"):
        call_command("load_demo")
    assert not Organisation.objects.exists()


def test_the_database_of_another_organisation_refuses_the_demo(database: Database) -> None:
    assert database.name
    Organisation.objects.create(name="Gemeente Maandal", oin="00000099000000002000")
    with pytest.raises(CommandError, match="belongs to Gemeente Maandal"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_the_command_prints_how_to_get_in(database: Database) -> None:
    assert database.name
    said = StringIO()
    call_command("load_demo", stdout=said)
    for word in ("m.dewit", "r.jansen", "beheerder", people.PASSWORD, *map(people.secret_of, people.CLIENTS)):
        assert word in said.getvalue()
