"""Where scenarios are played: our listener as it is shipped, and three peers that are no F6, over real TLS."""

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from events.domain.permissions import Principal
from f6_project import roles
from federation.commands import agreeing
from federation.domain import hashes, jose, reading
from federation.domain.contracts import State
from federation.models import StoredContract, StoredSignature
from federation.queries import contracts
from tests import callers, registry
from tests.database import Database
from tests.federation.listeners import Listener
from tests.federation.pki import Organisation
from tests.federation.scenarios.outsiders import Outsider

SERVICE: Final = f"f6-zone-{registry.CIVIL}"
"""The query API of a zone of ours."""
MOUNTED: Final = "echo"
"""A service that tells what it was asked (`mounted`)."""
SERVICES: Final = {MOUNTED: "tests.federation.scenarios.mounted.echo"}


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Gemeente Zonnendaal is ours: its listener is a process of its own, and this process is its administrator."""

    ours: Organisation
    listener: Listener
    rsa: Outsider
    ec: Outsider
    third: Outsider
    database: Database
    directory: Path
    calls: Path
    """What the mounted service was asked."""

    def as_ours(self) -> AbstractContextManager[None]:
        """This process acts for Gemeente Zonnendaal."""
        return self.ours.as_own(self.directory, F6_FSC_SERVICES=SERVICES)

    @property
    def administrator(self) -> Principal:
        return callers.administrator()

    def nothing_is_kept(self) -> bool:
        return not (StoredContract.objects.exists() or StoredSignature.objects.exists())

    def algorithm_of_the_signature_kept(self, *, by: Outsider) -> str:
        return jose.claimed(StoredSignature.objects.get(peer_id=by.id).jws).algorithm

    def with_header(self, jws: str, **changed: Any) -> str:
        """The same signature under another header."""
        header, payload, signature = jws.split(".")
        told = json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4))) | changed
        made = base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()
        return f"{made}.{payload}.{signature}"

    def state(self, content_hash: str) -> State:
        """What a contract counts for here."""
        found = contracts.contract(content_hash)
        assert found is not None
        return found.state(datetime.now(UTC))

    def accepts(self, content: Mapping[str, Any]) -> None:
        """Our administrator accepts a contract that is here."""
        with self.as_ours():
            agreeing.accept_contract(hashes.content_hash(content), by=self.administrator)

    def revokes(self, content: Mapping[str, Any]) -> None:
        with self.as_ours():
            agreeing.revoke_contract(hashes.content_hash(content), by=self.administrator)

    def agreed(self, by: Outsider, *grants: Mapping[str, Any], and_by: tuple[Outsider, ...] = ()) -> dict[str, Any]:
        """A contract that this peer sent, and that others and we accepted."""
        content = by.content(*grants)
        assert by.posts(content).status == 201
        for other in and_by:
            assert other.puts("accept", content).status == 201
        self.accepts(content)
        return content

    @contextmanager
    def that_cannot_be_written(self, table: str) -> Iterator[None]:
        """For as long as the block lasts the application may write nothing into this table."""
        with self.database.connect("owner", autocommit=True) as owner:
            owner.execute(f"REVOKE INSERT ON {table} FROM {roles.APP}")
            try:
                yield
            finally:
                owner.execute(f"GRANT INSERT ON {table} TO {roles.APP}")

    def calls_made(self) -> list[dict[str, Any]]:
        """What the mounted service was asked in this scenario."""
        return [json.loads(line) for line in self.calls.read_text().splitlines()] if self.calls.exists() else []


def scope(content: Mapping[str, Any], at: int = 0) -> str:
    """The hash of a grant in it."""
    return reading.content_of(content).grants[at].hash
