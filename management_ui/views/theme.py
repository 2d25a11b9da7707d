"""The municipality's own theme: a CSS file on disk that replaces tokens (setting `F6_THEME_CSS`)."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

THEME_BYTES_MAX = 200_000


@require_safe
@cache_control(public=True, max_age=300)
def theme(_request: HttpRequest) -> HttpResponse:
    """The theme file as it is on disk now; 404 when none is set."""
    configured = getattr(settings, "F6_THEME_CSS", "")
    if not configured:
        raise Http404
    css = Path(configured).read_bytes()[:THEME_BYTES_MAX]
    return HttpResponse(css, content_type="text/css; charset=utf-8")
