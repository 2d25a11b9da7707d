"""Messages between who decides on a claim and its source: asked for more, and answered."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api import cursors, openapi
from events.api.parameters import PAGE_SIZE, PAGING, Parameter, identifier
from events.api.views import ApiView
from events.commands.messages import send
from events.commands.work_entries import TEXT_LENGTH_MAX
from events.domain.canonical import instant_text
from events.domain.plain_json import pointer_token
from events.domain.refusals import InvalidRequest, Violation
from events.models import WorkEntry
from events.queries.messages import PAGE_MAX, messages

CREATED = 201
MEMBERS = ("eventId", "text")
MESSAGE_FILTERS = (
    Parameter(
        name="eventId",
        field="event_id",
        read=identifier,
        schema={"type": "string", "format": "uuid"},
        description="Alleen over deze claim of correctie: een van uzelf, of een waarover u mag besluiten.",
    ),
)


class MessagesView(ApiView):
    """What was asked and answered."""

    parameters: ClassVar[tuple[Parameter, ...]] = (*MESSAGE_FILTERS, *PAGING)

    @extend_schema(
        operation_id="leesBerichten",
        summary="Lees wat u gevraagd wordt over wat u indiende",
        description=openapi.MESSAGES,
        tags=["berichten"],
        parameters=openapi.described(parameters),
        responses=openapi.responds("MessagePage"),
    )
    def get(self, _request: Request) -> Response:
        """One page, in the order in which they were written."""
        filters = {name: value for name, value in self.asked.items() if name not in {"size", "cursor"}}
        page = messages(
            principal=self.principal,
            event_id=self.asked.get("event_id"),
            after=cursors.unseal(self.asked.get("cursor"), asked=filters, principal=self.principal),
            size=min(self.asked.get("size", PAGE_SIZE), PAGE_MAX),
        )
        cursor = cursors.seal(page.after, asked=filters, principal=self.principal)
        return Response({"messages": [_told(it) for it in page.messages], "cursor": cursor, "more": page.more})

    @extend_schema(
        operation_id="stuurBericht",
        summary="Vraag de bron om aanvulling, of beantwoord een vraag",
        description=openapi.MESSAGE,
        tags=["berichten"],
        request=openapi.body("NewMessage"),
        responses={(201, openapi.JSON): openapi.responds("Message")[200, openapi.JSON]},
    )
    def post(self, request: Request) -> Response:
        """Write one."""
        event_id, text = _read(request.data)
        return Response(_told(send(event_id, text=text, by=self.principal)), status=CREATED)


def _told(entry: WorkEntry) -> dict[str, Any]:
    return {
        "eventId": str(entry.event_id),
        "kind": "question" if entry.action == WorkEntry.Action.ASKED else "answer",
        "text": entry.text,
        "sourceType": entry.source_type,
        "sentAt": instant_text(entry.recorded_at),
    }


def _read(body: Any) -> tuple[UUID, str]:
    """The event and the text. Raises `InvalidRequest` with everything that is wrong."""
    if not isinstance(body, Mapping):
        raise InvalidRequest(violations=(Violation(pointer="", code="type", message=_("Send one JSON object.")),))
    violations = [
        Violation(
            pointer=f"/{pointer_token(name)}",
            code="unknown-field",
            message=_("Remove this field: a message has eventId and text."),
        )
        for name in body
        if name not in MEMBERS
    ]
    event_id, text = _identifier(body.get("eventId")), body.get("text")
    if event_id is None:
        message = _("Give a UUID, such as 0192f3c4-8d3e-7c41-9f30-3b0d2a6f1e55.")
        violations.append(Violation(pointer="/eventId", code="uuid", message=message))
    if not isinstance(text, str) or not text.strip() or len(text) > TEXT_LENGTH_MAX:
        message = _("Give text, of at most %(limit)s characters.") % {"limit": TEXT_LENGTH_MAX}
        violations.append(Violation(pointer="/text", code="type", message=message))
    if violations or event_id is None or not isinstance(text, str):
        raise InvalidRequest(violations=tuple(violations))
    return event_id, text


def _identifier(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
