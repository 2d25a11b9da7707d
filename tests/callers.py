"""Those who call the API in tests: clients with a real token, over HTTP as Django serves it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import connection
from django.test import Client
from django.utils import timezone

from events.commands.clients import register_client
from events.commands.permissions import grant_permission
from events.commands.tokens import issue_token
from events.domain.permissions import OFFICIAL, Permission, Principal
from events.models import ApiClient, User, Zone
from tests import registry

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

Answer: TypeAlias = "_MonkeyPatchedWSGIResponse"
"""What Django's test client gets back."""

LOG_TABLES = (
    "event",
    "event_payload",
    "event_object",
    "event_ref",
    "event_log",
    "seal",
    "events_standing",
    "events_processingrecord",
)
SUBMITS = (Permission.VIEW, Permission.SUBMIT_CLAIM, Permission.SUBMIT_CORRECTION)
DECIDES = (*SUBMITS, Permission.VALIDATE)
PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Caller:
    """A client with its token (None: nobody in particular)."""

    client: ApiClient | None = None
    secret: str | None = None
    language: str = "en"

    @property
    def source_id(self) -> str:
        """What stands in `event_source_id` of what it records."""
        return str(self.account.source_id)

    @property
    def account(self) -> User:
        """As which it acts."""
        assert self.client is not None
        return self.client.account

    def get(self, path: str, query: Mapping[str, Any] | None = None, **headers: str) -> Answer:
        """GET an address under /api/v1."""
        return self._http().get(address(path), query or {}, headers=self._headers(headers))

    def post(self, path: str, body: Any, *, content_type: str = "application/json", **headers: str) -> Answer:
        """POST a JSON body, or these very bytes, to an address under /api/v1."""
        data = body if isinstance(body, (bytes, str)) else json.dumps(body)
        return self._http().post(address(path), data, content_type=content_type, headers=self._headers(headers))

    def send(self, method: str, path: str, *, body: Any = None, **headers: str) -> Answer:
        """Any other method, with a JSON body if there is one."""
        data = b"" if body is None else json.dumps(body).encode()
        content_type = "application/octet-stream" if body is None else "application/json"
        return self._http().generic(
            method, address(path), data, content_type=content_type, headers=self._headers(headers)
        )

    def _http(self) -> Client:
        return Client(raise_request_exception=False)

    def _headers(self, more: Mapping[str, str]) -> dict[str, str]:
        token = {} if self.secret is None else {"Authorization": f"Bearer {self.secret}"}
        return {"Accept-Language": self.language, **token, **{name.replace("_", "-"): v for name, v in more.items()}}


def address(path: str) -> str:
    """The path under the API, unless it is complete already."""
    return path if path.startswith(("/", "http")) else f"/api/v1/{path}"


def administrator() -> Principal:
    """Who manages every zone there is."""
    zones = tuple(Zone.objects.values_list("slug", flat=True))
    return registry.principal(OFFICIAL, Permission.MANAGE, zones=zones)


def caller(
    source_type: str,
    *permissions: Permission,
    zones: Sequence[str] = (registry.CIVIL,),
    scopes: Sequence[str] | None = None,
    intermediary: bool = False,
) -> Caller:
    """A client of this kind with permissions in the zones, and a token with these scopes (by default: all)."""
    by = administrator()
    client = register_client(f"Systeem van {source_type}", source_type=source_type, by=by, intermediary=intermediary)
    for zone in Zone.objects.filter(slug__in=zones):
        for permission in permissions:
            grant_permission(permission, zone=zone, to=client, by=by)
    held = [permission.value for permission in Permission] if scopes is None else scopes
    issued = issue_token(client, scopes=held, expires_at=timezone.now() + timedelta(days=30), by=by)
    return Caller(client=client, secret=issued.secret)


def midwife() -> Caller:
    return caller("verloskundige", *SUBMITS)


def official() -> Caller:
    return caller(OFFICIAL, *DECIDES)


def log_counts() -> dict[str, int]:
    """How many rows each table of the log holds now."""
    with connection.cursor() as cursor:
        counts = {}
        for table in LOG_TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
    return counts


def problem(response: Answer, status: int, name: str | None = None) -> dict[str, Any]:
    """The problem that this answer holds, which must have this status (and name)."""
    body: dict[str, Any] = json.loads(response.content)
    assert response.status_code == status, body
    assert response["Content-Type"] == PROBLEM
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert response["API-Version"]
    if name is not None:
        assert body["type"] == f"urn:f6:problem:{name}", body
    return body


def content(answer: Answer) -> dict[str, Any]:
    """The JSON object of an answer."""
    found: dict[str, Any] = json.loads(answer.content)
    return found


def pointers(body: Mapping[str, Any]) -> set[str]:
    """The places that a problem names."""
    return {error["pointer"] for error in body["errors"]}
