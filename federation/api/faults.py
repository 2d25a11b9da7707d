"""What is answered where there is nothing, and when something failed: as FSC tells errors (Core 2.0.0, 4.5)."""

from django.http import HttpRequest, JsonResponse


def not_found(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:  # noqa: ARG001  # Django's
    """There is nothing at this address."""
    return _told(request, status=404, code="ERROR_CODE_F6_NOT_FOUND", message="There is nothing at this address.")


def failed(request: HttpRequest) -> JsonResponse:
    """Something failed here; the log says what."""
    return _told(request, status=500, code="ERROR_CODE_F6_FAILED", message="Something failed here. Try again later.")


def _told(request: HttpRequest, *, status: int, code: str, message: str) -> JsonResponse:
    domain = "ERROR_DOMAIN_MANAGER" if request.path_info.startswith("/v1/") else "ERROR_DOMAIN_INWAY"
    body = {"message": message, "domain": domain, "code": code}
    return JsonResponse(body, status=status, headers={"Fsc-Error-Code": code, "Cache-Control": "no-store"})
