"""Rate limits: so many requests a minute for each client, and for each address that shows no token."""

import logging
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from events.domain.permissions import Principal

if TYPE_CHECKING:  # views read their throttles while they are being imported
    from rest_framework.views import APIView

WINDOW_SECONDS = 60

log = logging.getLogger("f6.api")


class _PerMinute(BaseThrottle):
    """Counts in a fixed window of a minute: one increment a request, whatever the limit."""

    def counted_as(self, request: Request) -> tuple[str, int] | None:
        """Under what name this request counts, and the limit of that name; None: not here."""
        raise NotImplementedError

    def allow_request(self, request: Request, view: "APIView") -> bool:  # noqa: ARG002  # the framework's signature
        """Whether this request is within the limit."""
        counted = self.counted_as(request)
        if counted is None:
            return True
        name, limit = counted
        key = f"api-rate:{name}:{int(time.time()) // WINDOW_SECONDS}"
        try:
            cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
            return cache.incr(key) <= limit
        except RedisError:  # a registry that cannot count still answers
            log.warning("Requests are not counted: the cache does not answer.")
            return True

    def wait(self) -> float:
        """Seconds until the next window."""
        return WINDOW_SECONDS - time.time() % WINDOW_SECONDS


class ClientRate(_PerMinute):
    """The limit of a client, over all its tokens."""

    def counted_as(self, request: Request) -> tuple[str, int] | None:
        """By the client's source id."""
        if not isinstance(request.auth, Principal):
            return None
        return f"client:{request.auth.source_id}", settings.CLIENT_RATE_MAX


class AddressRate(_PerMinute):
    """The limit of an address that shows no token (the OpenAPI document)."""

    def counted_as(self, request: Request) -> tuple[str, int] | None:
        """By network address."""
        if isinstance(request.auth, Principal):
            return None
        return f"address:{self.get_ident(request)}", settings.ADDRESS_RATE_MAX
