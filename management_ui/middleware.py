"""What every answer of the desk carries: pages about persons stay in no cache."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

KEPT_NOWHERE = "no-store, private"


class KeptNowhere:
    """Neither a browser nor a proxy keeps an answer, unless the answer itself says how long (the theme, static files).

    Whoever presses “back” after logging out, or shares the computer, finds nothing. Stands inside WhiteNoise, whose
    static files do not come this far.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with Cache-Control."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", KEPT_NOWHERE)
        return response
