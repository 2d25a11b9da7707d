"""The SQL that matters, one thought a file. Migrations run these files; `script` reads them."""

from pathlib import Path


def script(name: str) -> str:
    """The text of `events/sql/<name>.sql`."""
    return (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")
