"""A service of a scenario, mounted behind the inway of the listener's process: it writes down what it is asked.

It asks the database over a connection of its own whether the call was written down already, so that only what was
committed counts.
"""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import psycopg

CALLS: Final = "F6_TEST_CALLS"
"""Names the file in which calls are written down."""
STARTED: Final = "X-Started"
_RECORD: Final = "SELECT count(*) FROM federation_transactionrecord WHERE transaction_id::text = %s"


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Tell what came in."""
    transaction_id = environ.get("HTTP_FSC_TRANSACTION_ID", "")
    with psycopg.connect(os.environ["DATABASE_URL"]) as other:
        row = other.execute(_RECORD, [transaction_id]).fetchone()
    told = {
        "method": environ["REQUEST_METHOD"],
        "path": environ["PATH_INFO"],
        "authorization": environ.get("HTTP_FSC_AUTHORIZATION"),
        "transaction_id": transaction_id,
        "written_down_before": bool(row and row[0]),
    }
    with Path(os.environ[CALLS]).open("a", encoding="utf-8") as file:
        file.write(json.dumps(told) + "\n")
    start_response("200 OK", [("Content-Type", "application/json"), (STARTED, "yes")])
    return [json.dumps(told).encode()]
