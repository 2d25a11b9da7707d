"""What is read page by page over HTTP: the place in a cursor, bound to who asks and to his filter."""

from collections.abc import Mapping
from typing import Any

from rest_framework.request import Request

from events.api import cursors
from events.api.event_views import next_page
from events.api.views import ApiView


class PagedView(ApiView):
    """An address that is read page by page."""

    def wanted(self) -> dict[str, Any]:
        """What is asked but for paging."""
        return {name: value for name, value in self.asked.items() if name not in {"size", "cursor"}}

    def place(self, wanted: Mapping[str, Any]) -> Any:
        """Where the page before ended; None for the first. Raises `InvalidQuery` for a cursor of something else."""
        sealed = self.asked.get("cursor")
        return (
            None
            if sealed is None
            else cursors.unseal_place(sealed, asked=self._bound(wanted), principal=self.principal)
        )

    def following(self, request: Request, place: Any, *, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """Where the next page is; `place` is empty at the end."""
        cursor = None
        if place:
            cursor = cursors.seal_place(place, asked=self._bound(wanted), principal=self.principal)
        return {"cursor": cursor, "more": cursor is not None, "next": next_page(request, cursor=cursor)}

    def _bound(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        return {**wanted, "of": type(self).__name__}
