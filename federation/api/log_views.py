"""`GET /v1/logs`: the transaction log for peers (FSC Logging 1.1.0)."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from federation.api import connections
from federation.domain import log_questions
from federation.domain.certificates import CertificateUnusable
from federation.domain.refusals import Code, FscRefusal
from federation.queries import transactions


@require_safe
def read_log(request: HttpRequest) -> JsonResponse:
    """The records of the calls that are the caller's business, page by page."""
    try:
        peer_id = connections.certificate_of(request, now=timezone.now()).peer_id
        asked = log_questions.read(dict(request.GET.lists()))
    except CertificateUnusable as refusal:
        return _refused(FscRefusal(code=Code.PEER_CERTIFICATE_VERIFICATION_FAILED, message=refusal.reason))
    except FscRefusal as refusal:
        return _refused(refusal)
    page = transactions.records(asked, peer_id=peer_id)
    cursor = "" if page.next_place is None else page.next_place.written()
    return _answer({"records": page.records, "pagination": {"next_cursor": cursor}})


def _refused(refusal: FscRefusal) -> JsonResponse:
    answer = _answer(
        {"message": refusal.message, "domain": "ERROR_DOMAIN_MANAGER", "code": refusal.code.value},
        status=refusal.status,
    )
    answer["Fsc-Error-Code"] = refusal.code.value
    return answer


def _answer(body: dict[str, Any], *, status: int = 200) -> JsonResponse:
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})
