"""The migrations that databases outside this repository have run, each with the digest of its file.

Run as a program when a release lands: `python -m tests.architecture.landed_migrations` adds what is not listed yet. It
changes nothing that is: whoever ran a migration keeps what it did, and never sees what is written into it later.
"""

import json
from hashlib import sha256
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
LIST = Path(__file__).with_name("landed_migrations.json")


def listed() -> dict[str, str]:
    """Path → SHA-256, of migrations and of the scripts that they run."""
    found: dict[str, str] = json.loads(LIST.read_text(encoding="utf-8"))
    return found


def present() -> dict[str, str]:
    """The same of every file that is there now."""
    files = [*PROJECT.glob("*/migrations/0*.py"), *PROJECT.glob("*/sql/*.sql")]
    names = sorted(path.relative_to(PROJECT).as_posix() for path in files)
    return {name: sha256((PROJECT / name).read_bytes()).hexdigest() for name in names}


def add() -> None:
    """List what is there now and not listed yet; and of scripts what they say now."""
    known = {name: digest for name, digest in listed().items() if name.endswith(".py")}
    LIST.write_text(json.dumps(present() | known, indent=2, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    add()
