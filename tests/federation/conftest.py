"""Organisations of one group, each at an address of its own: `peer = organisation("Zonnendaal")`."""

import functools
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from events.domain.permissions import Principal
from tests import registry
from tests.database import Database
from tests.federation import foreign_peers, listeners, loopback, pki
from tests.federation.foreign_peers import ForeignPeer
from tests.federation.pki import Group, Organisation

MakeOrganisation = Callable[..., Organisation]
OURS = pki.oin(1_001)
VERWEG = pki.oin(1_002)
ELDERS = pki.oin(1_003)
DIRECTORY = pki.oin(1_009)


@pytest.fixture(scope="session")
def group() -> Group:
    """The group that organisations of tests are peers of."""
    return pki.group()


@pytest.fixture(scope="session")
def rogue() -> Group:
    """Another group, with authorities of the same names: nobody in `group` trusts it."""
    return pki.group()


@pytest.fixture(scope="session")
def _hosts(worker_id: str) -> Iterator[str]:
    return loopback.hosts(worker_id)


@pytest.fixture(scope="session")
def _numbers() -> Iterator[int]:
    return itertools.count(1)


@pytest.fixture(scope="session")
def organisation(group: Group, _hosts: Iterator[str], _numbers: Iterator[int]) -> MakeOrganisation:
    """Makes a peer of the group with a certificate, an OIN and a loopback address that nobody else has.

    `organisation("Zonnendaal", oin=…, key=pki.rsa_key(), until=…, lists=group.lists, F6_FSC_PORTS=[443])`.
    `by`: another group that it is a peer of.
    """

    def make(name: str, *, by: Group = group, **more: object) -> Organisation:
        told = {"oin": pki.oin(next(_numbers)), "host": next(_hosts), **more}
        return by.organisation(name, **told)  # type: ignore[arg-type]  # as given

    return make


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Where the files of organisations are written."""
    return tmp_path / "fsc"


@pytest.fixture
def own(organisation: MakeOrganisation, directory: Path) -> Iterator[Organisation]:
    """This process is Zonnendaal."""
    made = organisation("Zonnendaal")
    with made.as_own(directory):
        yield made


@pytest.fixture
def other(organisation: MakeOrganisation) -> Organisation:
    """Meerdorp, which is asked: with an RSA key, where Zonnendaal has an EC one."""
    return organisation("Meerdorp", key=pki.rsa_key())


@pytest.fixture
def listener(database: Database, valkey: str, directory: Path) -> listeners.MakeListener:
    """Starts the listener of an organisation, with settings beside its own.

    with listener(zonnendaal, F6_FSC_IS_DIRECTORY="true") as found:
        found.ask(meerdorp, "GET", "/v1/peer")
    """
    return functools.partial(listeners.running, directory=directory, database=database, broker=valkey)


@pytest.fixture
def ours(organisation: MakeOrganisation, database: Database, tmp_path: Path) -> Iterator[Organisation]:
    """This process is the manager of Gemeente Zonnendaal, with two zones and nobody under contract."""
    assert database.name
    registry.furnish()
    made = organisation("Gemeente Zonnendaal", oin=OURS)
    manager = override_settings(
        ROOT_URLCONF="federation.api.listener_urls",
        MIDDLEWARE=[],
        F6_FSC_DIRECTORIES={},
        F6_FSC_IS_DIRECTORY=False,
    )
    with made.as_own(tmp_path), manager:
        yield made


@pytest.fixture
def verweg(organisation: MakeOrganisation, ours: Organisation) -> Iterator[ForeignPeer]:
    """Gemeente Verweg: a peer that is no F6."""
    assert ours.oin
    with foreign_peers.running(organisation("Gemeente Verweg", oin=VERWEG)) as peer:
        yield peer


@pytest.fixture
def elders(organisation: MakeOrganisation, ours: Organisation) -> Iterator[ForeignPeer]:
    """Gemeente Elders: another."""
    assert ours.oin
    with foreign_peers.running(organisation("Gemeente Elders", oin=ELDERS)) as peer:
        yield peer


@pytest.fixture
def lister(organisation: MakeOrganisation, ours: Organisation) -> Iterator[ForeignPeer]:
    """The directory of the group, which we know of."""
    assert ours.oin
    made = organisation("Directory", oin=DIRECTORY)
    known = override_settings(F6_FSC_DIRECTORIES={made.oin: made.address})
    with foreign_peers.running(made) as peer, known:
        yield peer


@pytest.fixture
def administrator(ours: Organisation) -> Principal:
    """Who administers every zone of Gemeente Zonnendaal."""
    assert ours.oin
    return registry.official(registry.CIVIL, registry.ADDRESSES)
