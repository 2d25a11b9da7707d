"""This process as the reader (Zonnendaal), and a partner under contract whose zone it may read."""

from collections.abc import Iterator

import pytest

from federation.domain.contracts import Content
from federation.domain.properties import Terms
from federation.models import Peer
from federation.transport import held_tokens
from tests import registry
from tests.database import Database
from tests.federation import scripted
from tests.federation.agreements import agreed, zone_connection
from tests.federation.pki import Organisation
from tests.federation.scripted import Provider

TERMS = Terms(
    event_types=frozenset({"Geboorte", "Overlijden"}),
    responsible_for=frozenset({"Geboorte"}),
    announces=True,
    purpose="Bijhouding",
)


@pytest.fixture
def held(own: Organisation, other: Organisation, database: Database) -> Content:
    """A contract by which we may read a zone of the other, and hear its objects announced."""
    assert database.name
    held_tokens.forget_all()
    Peer.objects.create(peer_id=other.oin, name=other.name, manager_address=other.address)
    return agreed(zone_connection(own, other, zone=registry.CIVIL, terms=TERMS), by=(own, other))


@pytest.fixture
def provider(own: Organisation, other: Organisation, held: Content) -> Iterator[Provider]:
    """The other, while it answers."""
    with scripted.providing(other, own, held) as found:
        yield found
