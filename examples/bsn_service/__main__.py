"""`python -m examples.bsn_service`: listen, subscribe, and give numbers until somebody asks to stop."""

import os
import signal
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from .book import Book
from .f6 import F6
from .receiving import PATH, Receiver
from .working import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the environment says; README.md tells what each is for."""

    f6_url: str
    token: str
    origin: str
    book: Path
    host: str
    port: int
    url: str

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Raises ValueError with what lacks or cannot be read."""
        if path := environment.get("BSN_F6_TOKEN_FILE"):
            token = Path(path).read_text(encoding="utf-8").strip()
        else:
            token = environment.get("BSN_F6_TOKEN", "")
        if not token:
            raise ValueError("Set BSN_F6_TOKEN_FILE (or BSN_F6_TOKEN) to the token of this client at F6.")
        f6_url = environment.get("BSN_F6_URL", "http://127.0.0.1:8000")
        host, _, port = environment.get("BSN_LISTEN", "127.0.0.1:8001").rpartition(":")
        if not port.isdigit():
            raise ValueError("Let BSN_LISTEN be host:port, such as 127.0.0.1:8001.")
        return cls(
            f6_url=f6_url,
            token=token,
            origin=environment.get("BSN_F6_ORIGIN") or urlsplit(f6_url).hostname or "",
            book=Path(environment.get("BSN_BOOK", "bsn.sqlite3")),
            host=host,
            port=int(port),
            url=environment.get("BSN_URL") or f"http://{host}:{port}{PATH}",
        )


def run(settings: Settings, *, book: Book, f6: F6) -> None:
    """Run until the process is asked to stop."""
    woken, stop = threading.Event(), threading.Event()

    def end(*_asked: object) -> None:
        stop.set()
        woken.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    with Receiver((settings.host, settings.port), book=book, origin=settings.origin, kept=woken.set) as receiver:
        threading.Thread(target=receiver.serve_forever, daemon=True).start()
        print(f"listening at {settings.url}", flush=True)
        Work(book=book, f6=f6, url=settings.url).run(woken=woken, stop=stop)
        receiver.shutdown()


def main() -> int:
    """Run; the exit code is 1 when the environment does not say enough."""
    try:
        settings = Settings.read(os.environ)
        f6 = F6(settings.f6_url, token=settings.token)
        book = Book(settings.book)
    except (ValueError, OSError) as fault:
        print(fault, flush=True)
        return 1
    run(settings, book=book, f6=f6)
    return 0


if __name__ == "__main__":
    sys.exit(main())
