"""The inway: every address of the listener that is not the manager's (FSC Core 2.0.0, 4.7).

Which service a request is for follows from its token, never from its address. What a service answers goes back as it
is, its errors too; what the inway itself refuses is told in its own shape.
"""

from typing import Final

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from events import processing
from federation.api import connections, peer_rates, services
from federation.commands import admitting_calls
from federation.commands.admitting_calls import Admitted, Call
from federation.domain import transactions
from federation.domain.certificates import CertificateUnusable, PeerCertificate
from federation.domain.refusals import INWAY_STATUS, Code, InwayCode, InwayRefusal
from federation.queries import offered
from federation.transport import identity
from federation.transport.identity import FederationOff, IdentityUnusable

log = structlog.get_logger(__name__)

DOMAIN: Final = "ERROR_DOMAIN_INWAY"
CODE_HEADER: Final = "Fsc-Error-Code"
AUTHORIZATION: Final = "Fsc-Authorization"
CHALLENGE: Final = "Bearer"


@csrf_exempt
def call(request: HttpRequest) -> HttpResponseBase:
    """What the service answers, or why the call is not passed on."""
    try:
        certificate = connections.certificate_of(request, now=timezone.now())
    except CertificateUnusable as refusal:
        return _refused(Code.PEER_CERTIFICATE_VERIFICATION_FAILED.value, refusal.reason, status=400)
    try:
        peer_rates.count_request(certificate.peer_id, at="inway")
    except peer_rates.TooMuch as refusal:
        answer = _refused(InwayCode.TOO_MANY.value, refusal.message, status=INWAY_STATUS[InwayCode.TOO_MANY])
        answer["Retry-After"] = str(refusal.wait)
        return answer
    return _answered(request, certificate)


def _answered(request: HttpRequest, certificate: PeerCertificate) -> HttpResponseBase:
    try:
        admitted = admitting_calls.admit_call(
            Call(
                authorization=request.headers.get(AUTHORIZATION),
                transaction_id=request.headers.get(transactions.HEADER),
                client=connections.client_of(certificate),
            ),
            serves=offered.answers,
            own=identity.own(),
            now=timezone.now(),
        )
        answer = _passed_on(request, admitted, certificate)
    except InwayRefusal as refusal:
        return _refused(refusal.code.value, refusal.message, status=refusal.status)
    except (DatabaseError, FederationOff, IdentityUnusable):
        log.exception("fsc_inway_unusable")
        return _refused(
            InwayCode.TRANSACTION_LOG_WRITE_ERROR.value,
            "Try again later: nothing can be looked up or written down here now.",
            status=500,
        )
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _passed_on(request: HttpRequest, admitted: Admitted, certificate: PeerCertificate) -> HttpResponseBase:
    service = services.answering(admitted.claims.service)
    with processing.telling(transaction=str(admitted.transaction_id), grant=admitted.claims.grant_hash):
        try:
            return service(request, admitted, certificate.peer_name)
        except Exception as fault:
            log.exception("fsc_service_gave_no_answer", service=admitted.claims.service)
            raise InwayRefusal(
                code=InwayCode.SERVICE_UNREACHABLE, message="Try again later: the service gave no answer."
            ) from fault


def _refused(code: str, message: str, *, status: int) -> JsonResponse:
    headers = {CODE_HEADER: code, "Cache-Control": "no-store"}
    if status == 401:
        headers["WWW-Authenticate"] = CHALLENGE
    return JsonResponse({"message": message, "domain": DOMAIN, "code": code}, status=status, headers=headers)
