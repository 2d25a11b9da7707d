"""Answers as JSON in UTF-8."""

import json
from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer

from events.subscriptions.domain import event_streams


class EventStream(BaseRenderer):
    """`text/event-stream`: named here to be agreed on; the view writes the stream itself."""

    media_type = event_streams.MEDIA_TYPE
    format = "event-stream"
    charset = None

    def render(self, data: Any, *_about: Any) -> bytes:  # noqa: ARG002  # the framework's signature
        """Nothing: a stream is no answer in one piece."""
        return b""


class Json(BaseRenderer):
    """`application/json`, compact, and never with what JSON does not know (NaN, Infinity)."""

    media_type = "application/json"
    format = "json"
    charset = None
    """JSON is UTF-8 by its own standard (RFC 8259, section 8.1): the media type has no charset parameter."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,  # noqa: ARG002  # the framework's signature
        renderer_context: Mapping[str, Any] | None = None,  # noqa: ARG002  # idem
    ) -> bytes:
        """The bytes of the answer; nothing for an answer without a body."""
        if data is None:
            return b""
        return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
