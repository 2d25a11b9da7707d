"""The material beside the project that tests may use and nobody may copy: `../shared`."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
NATIONAL_REGISTER = SHARED / "brp" / "lo3_persons.jsonl.gz"
CODE_TABLES = SHARED / "brp" / "landelijke_tabellen"
ORACLES = SHARED / "oracles"

needs_shared_material = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"SKIPPED LOUDLY: {SHARED} is absent, so nothing was compared with the national set"
)


def oracle(name: str) -> Iterator[dict[str, Any]]:
    """The cases of one oracle file."""
    with gzip.open(ORACLES / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_json(file: Path) -> Any:
    """What one of these files holds."""
    return json.loads(file.read_text(encoding="utf-8"))
