"""The operator's log tells nothing about persons."""

import json
import logging
import logging.config
from io import StringIO

import pytest
import structlog

from f6_project import logs


def test_an_address_is_logged_without_its_query() -> None:
    event = logs.without_persons(
        None, "info", {"event": "x", "request": "GET /api/v1/events?bsn=999990019", "code": 200}
    )
    assert event["request"] == "GET /api/v1/events"


@pytest.mark.parametrize("name", ["ip", "user_agent", "bsn", "event_data", "username"])
def test_what_may_tell_about_a_person_is_left_out(name: str) -> None:
    assert logs.without_persons(None, "info", {"event": "x", name: "999990019"}) == {"event": "x"}


def test_health_is_only_logged_when_it_is_bad() -> None:
    with pytest.raises(structlog.DropEvent):
        logs.without_health(None, "info", {"event": "request_finished", "request": "GET /readyz", "code": 200})
    bad = {"event": "request_finished", "request": "GET /readyz", "code": 503}
    assert logs.without_health(None, "info", dict(bad)) == bad


def test_a_traceback_shows_no_values_of_variables() -> None:
    before = logging.root.handlers[:], logging.root.level
    written = StringIO()
    configuration = logs.configure(as_json=True)
    configuration["handlers"]["stderr"]["stream"] = written
    try:
        logging.config.dictConfig(configuration)
        bsn = "9999" + "90019"
        try:
            int("not a number")
        except ValueError:
            logging.getLogger("f6.test").exception("failed")
    finally:
        logging.root.handlers, logging.root.level = before
    line = json.loads(written.getvalue())
    assert line["event"] == "failed"
    assert line["exception"][0]["exc_type"] == "ValueError"
    assert bsn not in written.getvalue()
