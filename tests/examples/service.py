"""The BSN service as a process of a test, beside an F6 that answers over HTTP; and births to tell it of."""

import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from django.utils import timezone
from standardwebhooks import Webhook

from events import access, sequencer, store
from events.commands.clients import register_client
from events.commands.tokens import issue_token
from events.domain.event import Event
from events.domain.permissions import Permission
from events.models import ApiClient, ParkedDelivery, Standing, Subscription
from examples.bsn_service.book import Book
from tests import subscription_story
from tests.desk_story import Municipality
from tests.integration.subscriptions.delivering import deliverers, until

PROJECT: Final = Path(__file__).resolve().parents[2]
NAME: Final = "BSN-voorziening"
ORIGIN: Final = "localhost"
SECONDS: Final = 60.0
"""What a test waits for takes one or two; after this it will not come."""
RUN: Final = "import sys; from examples.bsn_service.__main__ import main; sys.exit(main())"


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def welcome(town: Municipality) -> str:
    """What the administrator does for the service: a client with its two rights, a network, a token. The token."""
    by = access.principal_of(town.admin)
    town.allow(town.admin, Permission.MANAGE, zone=town.registry)
    by = access.principal_of(type(town.admin).objects.get(pk=town.admin.pk))
    client = register_client(NAME, source_type="systeem", by=by)
    town.allow(client.account, Permission.VIEW, Permission.SUBMIT_CLAIM, zone=town.registry)
    subscription_story.allow_loopback(town)
    scopes = [Permission.VIEW.value, Permission.SUBMIT_CLAIM.value]
    return issue_token(client, scopes=scopes, expires_at=timezone.now() + timedelta(days=1), by=by).secret


@dataclass
class Service:
    """The service, told where everything is."""

    f6_url: str
    token: str
    place: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def book(self) -> Path:
        return self.place / "book.sqlite3"

    @property
    def said(self) -> str:
        return (self.place / "said").read_text() if (self.place / "said").exists() else ""

    @property
    def settings(self) -> dict[str, str]:
        return {
            "BSN_F6_URL": self.f6_url,
            "BSN_F6_ORIGIN": ORIGIN,
            "BSN_F6_TOKEN": self.token,
            "BSN_BOOK": str(self.book),
            "BSN_LISTEN": f"127.0.0.1:{self.port}",
            "BSN_PLACE": str(self.place),
        }

    def start(self, *, fault: str = "", environment: Mapping[str, str] | None = None) -> None:
        """`fault` is Python that runs in its process first; `environment` is in place of its settings."""
        environment = {"PATH": os.environ["PATH"], **(self.settings if environment is None else environment)}
        with (self.place / "said").open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-c", f"{fault}\n{RUN}"], cwd=PROJECT, env=environment, stdout=said, stderr=said
            )

    def kill(self) -> None:
        """Whatever it is doing."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def times_subscribed(self) -> int:
        """How often it saw that F6 tells it, once for each start."""
        return self.said.count(": active (verified)")

    def answers(self) -> dict[str, Any]:
        """How it says that it fares; empty when it does not answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/livez", timeout=5) as answer:
                return dict(json.load(answer))
        except OSError:
            return {}

    def tell(self, **notice: Any) -> int:
        """Send it a notice, signed with its own secret as F6 would; the status of its answer."""
        kept = Book(self.book).subscription()
        assert kept is not None
        now = timezone.now()
        event = {"specversion": "1.0", "id": str(uuid4()), "type": "nl.f6.geboorte.validation.v1"}
        body = json.dumps({**event, "time": now.isoformat(), "data": {}, **notice}).encode()
        headers = {"webhook-id": json.loads(body)["id"], "webhook-timestamp": str(int(now.timestamp()))}
        headers["webhook-signature"] = Webhook(kept.secret).sign(headers["webhook-id"], now, body.decode())
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}/hook", data=body, headers=headers, method="POST")
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return int(answer.status)

    def is_idle(self) -> bool:
        """Whether it has nothing left to do."""
        fares = self.answers()
        return bool(fares) and fares["messagesWaiting"] == fares["claimsWaiting"] == 0


def born(town: Municipality, child: UUID | None = None, *, zone: str = "burgerlijke-stand", **more: Any) -> Event:
    """A parent declares a birth; with everything that lacks for accepting it."""
    about = child or uuid4()
    act = {"aktenummer": f"1AA{uuid4().int % 10_000:04d}", "registergemeente": "0518", "jaar": 2026}
    data = {**town.parents_data(), "kind": {"objectId": str(about)}, "akte": act, **more}
    return town.claim(town.parent, "Geboorte", data, about, town.family.anna, zone=zone)


def claims() -> list[Event]:
    """What the service claimed, in the order in which it did."""
    source = ApiClient.objects.get(name=NAME).account.source_id
    ids = Standing.objects.filter(event_type="BsnToegekend").order_by("order").values_list("event_id", flat=True)
    found = store.find(list(ids))
    return [found[it] for it in ids if found[it].source_id == source]


@contextmanager
def told(service: Service, *, fault: str = "") -> Iterator[Service]:
    """The service, subscribed; F6 tries again after a second rather than five."""
    service.start()
    until(lambda: service.times_subscribed() == 1, seconds=SECONDS)
    Subscription.objects.update(schedule=[1] * 20)
    if fault:
        service.kill()
        service.start(fault=fault)
        until(lambda: service.times_subscribed() == 2, seconds=SECONDS)
    with deliverers():
        yield service


def accept(town: Municipality, claim: Event, *, motivation: str = "") -> None:
    town.decide(town.official, claim, motivation=motivation)
    sequencer.seal_now()


def child_of(claim: Event) -> UUID:
    return UUID(claim.data["persoon"]["objectId"])


def finish(service: Service) -> None:
    """Everything that happened was told, and everything that was told was done."""
    until(lambda: Subscription.objects.get().cursor == store.last_seq(), seconds=SECONDS)
    until(lambda: service.is_idle() and not ParkedDelivery.objects.exists(), seconds=SECONDS)


KILL_ONCE: Final = '''
import os, signal
from pathlib import Path

def once():
    """The first time, in whichever process: the end of it."""
    try:
        os.close(os.open(Path(os.environ["BSN_PLACE"]) / "killed", os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)

def killed(owner, name, when):
    real = getattr(owner, name)
    def stand_in(*given, **named):
        if when == "before":
            once()
        found = real(*given, **named)
        if when == "after":
            once()
        return found
    setattr(owner, name, stand_in)
'''
