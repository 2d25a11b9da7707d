"""The OpenAPI document says what the API does: design rules, conformance of answers, nothing undocumented."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from uuid import uuid4

import jsonschema_rs
import pytest
import schemathesis
from django.conf import settings
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from events.api.urls import urlpatterns as of_events
from f6_project.wsgi import application
from federation.api.urls import urlpatterns as of_federation
from readmodels.api.urls import urlpatterns as of_states
from tests import registry
from tests.callers import Caller, midwife, official
from tests.people import caught_up

LINTER = Path(settings.BASE_DIR).parent / "shared" / "adr" / "linter.yaml"
SPECTRAL = "@stoplight/spectral-cli@6.16.3"
EXAMPLES_MAX = 20
OPEN = ("/subscription-grants/{token}", "/subscriptions/{subscription_id}/public-keys")
"""What needs no token: whoever has the address of a grant is the receiver, and public keys are anybody's."""
TAKES_ANYTHING = "/subscription-grants/{token}"
"""Where nothing can be asked wrongly: it answers the same to whatever stands there."""
STREAMS = {"/subscriptions/{subscription_id}/stream": "text/event-stream"}
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    response = Caller().get("openapi.json")
    assert response.status_code == 200
    found: dict[str, Any] = json.loads(response.content)
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, found) for path, item in document["paths"].items() for method, found in item.items()]


def test_every_address_is_in_the_document(document: dict[str, Any]) -> None:
    served = {"/" + str(pattern.pattern) for pattern in (*of_events, *of_states, *of_federation)} - {"/openapi.json"}
    plain = {re.sub(r"<\w+:(\w+)>", r"{\1}", path) for path in served}
    assert set(document["paths"]) == plain
    assert document["openapi"].startswith("3.1")
    assert document["info"]["version"] == settings.API_VERSION
    assert all(server["url"].endswith("/v1") for server in document["servers"])


def test_every_answer_declares_its_version_and_every_problem_its_form(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        assert {"400", "401", "403", "406", "429", "500", "503"} <= set(operation["responses"]), (path, method)
        for status, response in operation["responses"].items():
            assert "API-Version" in response["headers"], (path, method, status)
            form = STREAMS.get(path, "application/json") if status < "400" else "application/problem+json"
            assert list(response.get("content", ())) == ([] if status == "204" else [form]), (path, method, status)


def test_every_operation_is_explained_in_dutch_and_needs_a_token_or_is_open_by_design(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        assert operation["summary"], path
        assert operation["description"], path
        assert operation["security"] == ([{}] if path in OPEN else [{"bearer": []}]), (path, method)


def test_the_examples_satisfy_their_schemas(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    shown = 0
    for name, schema in schemas.items():
        whole = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
        validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        for example in schema.get("examples", ()):
            validator.validate(example)
            shown += 1
    assert shown >= 4


@pytest.mark.verify
def test_the_nl_api_design_rules_hold(document: dict[str, Any], tmp_path: Path) -> None:
    if not LINTER.exists():
        pytest.skip(f"NOT CHECKED: the linter's rules are not at {LINTER}")
    if shutil.which("npx") is None:
        pytest.skip("NOT CHECKED: there is no Node (npx) on this machine")
    described = tmp_path / "openapi.json"
    described.write_text(json.dumps(document), encoding="utf-8")
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "f6-spectral"
    spectral = cache / "node_modules" / ".bin" / "spectral"
    if not spectral.exists():
        install = ["npm", "install", "--prefix", str(cache), "--no-audit", "--no-fund", "--silent", SPECTRAL]
        installed = subprocess.run(install, capture_output=True, text=True, timeout=300, check=False)
        if installed.returncode:
            pytest.skip(f"NOT CHECKED: {SPECTRAL} could not be installed: {installed.stderr[-500:]}")
    command = [str(spectral), "lint", "--fail-severity", "error", "-f", "json", "-r", str(LINTER), str(described)]
    linted = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert linted.returncode == 0, linted.stdout
    found = json.loads(linted.stdout[linted.stdout.index("[") : linted.stdout.rindex("]") + 1])
    assert [result for result in found if result["severity"] == 0] == []


def refuses_what_can_be_seen_to_be_wrong(
    context: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case[Any]
) -> bool | None:
    """As schemathesis asks it, but for `null` in a query: there it is the text “null”, which is right for a text."""
    try:
        return negative_data_rejection(context, response, case)
    except AcceptedNegativeData:
        if not any(value in (None, "null", [None], ["null"]) for value in (case.query or {}).values()):
            raise
        return None


@pytest.mark.verify
def test_no_request_that_can_be_made_up_breaks_the_registry_or_its_word(
    document: dict[str, Any], furnished: None
) -> None:
    official().post("claims", registry.birth(uuid4(), uuid4()))
    caught_up()  # views answer once they have followed the log at all
    by = midwife()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    checks = (
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
        refuses_what_can_be_seen_to_be_wrong,
    )

    statuses: set[int] = set()

    @hypothesis_settings(
        max_examples=EXAMPLES_MAX,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def tried(case: schemathesis.Case[Any]) -> None:
        response = case.call(headers={"Authorization": f"Bearer {by.secret}"})
        statuses.add(response.status_code)
        case.validate_response(response, checks=list(checks))

    strategies = [
        found.as_strategy(generation_mode=mode)
        for found in (result.ok() for result in schema.get_all_operations() if isinstance(result, Ok))
        for mode in MODES
        if mode is GenerationMode.POSITIVE or found.path != TAKES_ANYTHING
    ]
    for strategy in strategies:
        given(case=strategy)(tried)()
    taking_anything = len(document["paths"][TAKES_ANYTHING])
    assert len(strategies) == len(MODES) * len(operations(document)) - taking_anything
    assert {200, 400, 404} <= statuses
