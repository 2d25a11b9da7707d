"""A provider, whose manager and inway this process is, and others of its group."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from federation.domain.properties import Terms
from tests import registry
from tests.database import Database
from tests.federation import echo, pki
from tests.federation.in_process import Connection
from tests.federation.pki import Group, Organisation

TERMS = Terms(event_types=frozenset({"Geboorte"}), purpose="Bijhouding")


@dataclass(frozen=True)
class Town:
    """The provider (this process) and who else there is."""

    group: Group
    provider: Organisation
    reader: Organisation
    other: Organisation
    by_reader: Connection = field(init=False)
    by_other: Connection = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_reader", Connection(self.reader))
        object.__setattr__(self, "by_other", Connection(self.other))

    @property
    def both(self) -> tuple[Organisation, Organisation]:
        return (self.reader, self.provider)


@pytest.fixture(scope="session")
def parties() -> Town:
    group = pki.group()
    return Town(
        group=group,
        provider=group.organisation("Gemeente Zonnendaal", oin=pki.oin(1), host="127.0.0.21"),
        reader=group.organisation("Gemeente Waterdam", oin=pki.oin(2), host="127.0.0.22", key=pki.rsa_key()),
        other=group.organisation("Gemeente Elders", oin=pki.oin(3), host="127.0.0.23"),
    )


@pytest.fixture
def town(parties: Town, database: Database, tmp_path: Path) -> Iterator[Town]:
    """This process is the provider: with two zones, and two services that are none of F6."""
    assert database.name
    registry.furnish()
    echo.SEEN.clear()
    services = {
        "echo": "tests.federation.echo.application",
        "gone": "tests.federation.echo.unreachable",
        "failing": "tests.federation.echo.failing",
    }
    with parties.provider.as_own(tmp_path, F6_FSC_SERVICES=services):
        yield parties
