"""What `manage.py doctor` says of federation: whether peers can reach us, and how to mend it when not."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.test import override_settings

from events import models
from f6_project import doctor
from f6_project.health import Finding
from tests.authority import DAY
from tests.database import Database
from tests.federation import pki
from tests.federation.conftest import MakeOrganisation
from tests.federation.listeners import MakeListener
from tests.federation.pki import Group, Organisation


def found(check: str) -> Finding:
    [finding] = [it for it in doctor.examine() if it.check == check]
    return finding


@pytest.fixture
def registered(database: Database, own: Organisation) -> Organisation:
    """This process is Zonnendaal, and so is its registry."""
    models.Organisation.objects.create(name="Zonnendaal", oin=own.oin)
    return own


def test_where_federation_is_off_nothing_is_wrong(database: Database) -> None:
    with override_settings(F6_FSC_GROUP_ID=""):
        assert found("federation").sound
        assert found("fsc_certificate").found == "off: this F6 is a peer of no group"


def test_a_listener_that_answers_is_sound(registered: Organisation, listener: MakeListener) -> None:
    with listener(registered):
        assert found("federation") == Finding(
            "federation", sound=True, found=f"answers at {registered.host}:{registered.port}"
        )


def test_a_listener_that_does_not_run_is_told(registered: Organisation) -> None:
    finding = found("federation")
    assert not finding.sound
    assert "Connection refused" in finding.found
    assert "F6_FSC_LISTEN" in finding.remedy


def test_a_listener_of_somebody_else_at_our_address_is_told(
    registered: Organisation, organisation: MakeOrganisation, listener: MakeListener
) -> None:
    with listener(organisation("Een ander", host=registered.host)):
        assert "another certificate is shown" in found("federation").found


def test_without_an_address_it_is_told_to_set_one(registered: Organisation) -> None:
    with override_settings(F6_FSC_LISTEN=[]):
        assert "F6_FSC_MANAGER_ADDRESS" in found("federation").remedy


def test_a_certificate_that_is_right_is_sound(registered: Organisation) -> None:
    finding = found("fsc_certificate")
    assert finding.sound
    assert f"Zonnendaal, {registered.oin}" in finding.found


def test_a_certificate_of_another_organisation_is_told(database: Database, own: Organisation) -> None:
    models.Organisation.objects.create(name="Meerdorp", oin=pki.oin(903))
    finding = found("fsc_certificate")
    assert not finding.sound
    assert f"the certificate is of {own.oin}, the registry of {pki.oin(903)}" in finding.found


def test_a_certificate_that_ends_soon_is_told_ahead(registered: Organisation, group: Group, directory: Path) -> None:
    issued = group.issue("Zonnendaal", registered.oin, names=(registered.host,), until=20 * DAY)
    replace(registered, issued=issued).files(directory)
    finding = found("fsc_certificate")
    assert not finding.sound
    assert "Ask for the next one now" in finding.remedy


def test_files_that_are_not_named_are_told(registered: Organisation) -> None:
    with override_settings(F6_FSC_KEY=""):
        for check in ("federation", "fsc_certificate"):
            assert "F6_FSC_KEY must name files" in found(check).remedy
