"""Two F6s as they are shipped, each with a listener and a database of its own; this process acts for the one or other.

with towns.reader.acting():  # commands and the outway of this process are now the reader's
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from federation.commands import agreeing, connecting, sending
from federation.domain.contracts import State
from federation.domain.grants import Grant
from federation.domain.properties import Terms
from federation.domain.proposals import Validity
from federation.models import Outgoing, Peer, TransactionRecord
from federation.queries import contracts
from federation.transport import held_tokens
from tests import callers, registry
from tests.database import Database, use
from tests.emptying import Emptier
from tests.federation.listeners import Listener
from tests.federation.pki import Organisation
from tests.federation.scenarios.outsiders import Outsider
from tests.federation.scenarios.stage import SERVICES

YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Town:
    """One of them. `delegator`: the third party, as it speaks to this one."""

    organisation: Organisation
    listener: Listener
    database: Database
    emptier: Emptier
    directory: Path
    delegator: Outsider

    @property
    def oin(self) -> str:
        return self.organisation.oin

    @contextmanager
    def acting(self) -> Iterator[None]:
        """This process is it: its settings, its certificate, its database."""
        use(self.database.server, database=self.database.name)
        held_tokens.forget_all()
        with self.organisation.as_own(self.directory, F6_FSC_SERVICES=SERVICES):
            yield

    def begin(self, *, knowing: Organisation) -> None:
        """Nothing but its zones, and where the other's manager is."""
        with self.database.connect("owner") as owner:
            self.emptier.empty(owner)
        with self.acting():
            registry.furnish()
            Peer.objects.create(peer_id=knowing.oin, name=knowing.name, manager_address=knowing.address)

    def asks_for(self, service: str, *, of: "Town") -> str:
        """It asks for a connection, which is not sent yet; gives the hash of the contract."""
        now = datetime.now(UTC)
        with self.acting():
            row = connecting.request_connection(
                peer_id=of.oin,
                service=service,
                terms=Terms(),
                validity=Validity(begins=now, ends=now + YEAR),
                by=callers.administrator(),
            )
        return row.content_hash

    def sends(self) -> None:
        """All that waits is sent, and arrives."""
        now = datetime.now(UTC)
        with self.acting():
            for peer_id in sending.whom_to_send_to(now=now):
                sending.send_to(peer_id, now=now)
            waiting = Outgoing.objects.filter(arrived_at=None)
            assert not waiting.exists(), list(waiting.values("peer_id", "kind", "failure"))

    def requests(self, service: str, *, of: "Town") -> str:
        """It asks for a connection, and that arrives; gives the hash of the contract."""
        content_hash = self.asks_for(service, of=of)
        self.sends()
        return content_hash

    def proposes(self, grant: Mapping[str, Any]) -> str:
        """It sends everybody a contract with this grant; gives its hash."""
        now = datetime.now(UTC)
        with self.acting():
            third = self.delegator.organisation
            Peer.objects.create(peer_id=third.oin, name=third.name, manager_address=third.address)
            validity = Validity(begins=now, ends=now + YEAR)
            row = agreeing.propose_contract([grant], validity=validity, by=callers.administrator())
        self.sends()
        return row.content_hash

    def canonical(self, content_hash: str) -> str:
        """The content of a contract that is here."""
        with self.acting():
            found = contracts.contract(content_hash)
            assert found is not None
            return found.content.canonical

    def accepts(self, content_hash: str) -> None:
        """It accepts a contract, and tells everybody."""
        with self.acting():
            agreeing.accept_contract(content_hash, by=callers.administrator())
        self.sends()

    def state(self, content_hash: str) -> State:
        """What a contract counts for here."""
        with self.acting():
            found = contracts.contract(content_hash)
            assert found is not None
            return found.state(datetime.now(UTC))

    def grant(self, content_hash: str) -> Grant:
        """The one grant of a contract that is here."""
        with self.acting():
            found = contracts.contract(content_hash)
            assert found is not None
            return found.content.grants[0]

    def records(self) -> list[TransactionRecord]:
        """Its transaction log."""
        with self.acting():
            return list(TransactionRecord.objects.order_by("id"))


@dataclass(frozen=True, kw_only=True)
class Towns:
    """Who reads, who provides, and a third on whose behalf either may act."""

    reader: Town
    provider: Town
    calls: Path
    """What the provider's mounted service was asked."""
