"""`GET /v1/logs`: the transaction log for peers (FSC Logging 1.1.0)."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from federation.api import answers, asking
from federation.domain import log_questions
from federation.queries import transactions


def read_log(request: HttpRequest) -> HttpResponse:
    """The records of the calls that are the caller's business, page by page. Raises `FscRefusal`."""
    caller = asking.caller(request, now=timezone.now())
    asked = log_questions.read(dict(request.GET.lists()))
    page = transactions.records(asked, peer_id=caller.peer_id)
    cursor = "" if page.next_place is None else page.next_place.written()
    return answers.answer({"records": list(page.records), "pagination": {"next_cursor": cursor}})
