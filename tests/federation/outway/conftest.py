"""This process as the reader (Zonnendaal), and a provider under contract that is no F6."""

from collections.abc import Iterator

import pytest

from federation.domain.contracts import Content
from federation.models import Peer
from federation.transport import held_tokens
from tests.database import Database
from tests.federation import scripted
from tests.federation.agreements import agreed, connection
from tests.federation.pki import Organisation
from tests.federation.scripted import Provider


@pytest.fixture
def held(own: Organisation, other: Organisation, database: Database) -> Content:
    """A contract by which we may call a service of the other."""
    assert database.name
    held_tokens.forget_all()
    Peer.objects.create(peer_id=other.oin, name=other.name, manager_address=other.address)
    return agreed(connection(own, other, service="registers"), by=(own, other))


@pytest.fixture
def provider(own: Organisation, other: Organisation, held: Content) -> Iterator[Provider]:
    """The other, while it answers."""
    with scripted.providing(other, own, held) as found:
        yield found
