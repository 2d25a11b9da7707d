"""This process as Gemeente Zonnendaal in a group of tests, and peers of that group that are no F6."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from events.domain.permissions import Principal
from tests import registry
from tests.database import Database
from tests.federation import foreign_peers, pki
from tests.federation.foreign_peers import ForeignPeer
from tests.federation.loopback import free_host
from tests.federation.pki import Group, Organisation

OURS = pki.oin(1)
VERWEG = pki.oin(2)
ELDERS = pki.oin(3)
DIRECTORY = pki.oin(9)


@pytest.fixture(scope="session")
def group() -> Group:
    return pki.group()


@pytest.fixture
def ours(group: Group, database: Database, tmp_path: Path) -> Iterator[Organisation]:
    """This process is Gemeente Zonnendaal, with two zones and nobody under contract."""
    registry.furnish()
    organisation = group.organisation("Gemeente Zonnendaal", oin=OURS, host=free_host())
    manager = override_settings(
        ROOT_URLCONF="tests.federation.manager_only", MIDDLEWARE=[], F6_FSC_DIRECTORIES={}, F6_FSC_IS_DIRECTORY=False
    )
    with organisation.as_own(tmp_path), manager:
        yield organisation


@pytest.fixture
def verweg(group: Group, ours: Organisation) -> Iterator[ForeignPeer]:
    """Gemeente Verweg: a peer that is no F6."""
    with foreign_peers.running(group.organisation("Gemeente Verweg", oin=VERWEG, host=free_host())) as peer:
        yield peer


@pytest.fixture
def elders(group: Group, ours: Organisation) -> Iterator[ForeignPeer]:
    """Gemeente Elders: another."""
    with foreign_peers.running(group.organisation("Gemeente Elders", oin=ELDERS, host=free_host())) as peer:
        yield peer


@pytest.fixture
def directory(group: Group, ours: Organisation) -> Iterator[ForeignPeer]:
    """The directory of the group, which we know of."""
    organisation = group.organisation("Directory", oin=DIRECTORY, host=free_host())
    known = override_settings(F6_FSC_DIRECTORIES={organisation.oin: organisation.address})
    with foreign_peers.running(organisation) as peer, known:
        yield peer


@pytest.fixture
def administrator(ours: Organisation) -> Principal:
    """Who administers every zone of Gemeente Zonnendaal."""
    return registry.official(registry.CIVIL, registry.ADDRESSES)
