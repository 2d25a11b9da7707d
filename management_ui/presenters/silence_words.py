"""Why an organisation did not answer, was not asked, or was not believed: for an official, not for a technician."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from federation.domain.answers import Reason
from federation.domain.parts import Why
from federation.queries.fetching import NotReady, Silence
from federation.queries.sources import WhyNot
from federation.transport.outway import Why as Unanswered


def silence(reason: str) -> str:
    """Why there is no answer; a reason without words of its own is named."""
    return _silences().get(reason) or _("It gave no answer that can be used (%(reason)s).") % {"reason": reason}


def not_asked(reason: str, *, begins_later: bool) -> str:
    """Why it was not asked."""
    if reason == WhyNot.NO_CONTRACT and begins_later:
        return _("The contract by which it may be asked has yet to begin.")
    words = {
        WhyNot.NO_CONTRACT.value: _("The contract by which it could be asked has ended."),
        WhyNot.NOT_RESPONSIBLE.value: _("By contract it is responsible for nothing, so its answer would not count."),
        NotReady.OTHER_CERTIFICATE.value: _("The contract names another certificate of ours. Tell your administrator."),
        NotReady.IDENTITY_UNUSABLE.value: _("Our own certificate cannot be used. Tell your administrator."),
    }
    return words.get(reason) or _("It could not be asked (%(reason)s).") % {"reason": reason}


def left_out(why: Why) -> str:
    """Why an event that it sent does not count."""
    return {
        Why.UNREADABLE: _("it cannot be read as an event."),
        Why.OTHER_ZONE: _("it says that it is of a zone that this organisation does not have."),
        Why.NOT_ASKED_FOR: _("it is not about whom was asked for."),
        Why.DOUBLED: _("the same answer says two different things under one id."),
        Why.SAME_ID: _("another organisation recorded it first."),
        Why.NOT_RESPONSIBLE: _("by contract this organisation is not responsible for this kind of event."),
        Why.NOT_GRANTED: _("no contract says that we may have this kind of event from this zone."),
        Why.AHEAD: _("it was recorded later than now: a clock is wrong, there or here. Tell your administrator."),
        Why.TOO_MANY: _("it tells more of one person than can be true."),
    }[why]


def _silences() -> Mapping[str, str]:
    return {
        Unanswered.UNREACHABLE.value: _("It cannot be reached."),
        Unanswered.PEER_UNKNOWN.value: _("It is not known where it can be reached. Tell your administrator."),
        Unanswered.TOKEN_REFUSED.value: _("It refused us access."),
        Unanswered.TOKEN_UNFIT.value: _("It gave access that cannot be used. Tell your administrator."),
        Unanswered.NOT_WRITTEN_DOWN.value: _("The question could not be written down, so it was not sent."),
        Silence.CONTRACT_ENDED.value: _("The contract ended while it was being asked."),
        Silence.ACCESS_REFUSED.value: _("It refused us access."),
        Silence.SERVICE_GONE.value: _("It does not answer questions about this zone now."),
        Silence.FAILED.value: _("Something went wrong there."),
        Silence.IDENTITY_UNUSABLE.value: _("Our own certificate cannot be used. Tell your administrator."),
        Reason.MALFORMED.value: _("Its answer cannot be read."),
        Reason.TOO_MUCH.value: _("Its answer is larger than can be true."),
        Reason.NOTHING_HEARD.value: _("Nothing was heard of it."),
        Reason.OUT_OF_TIME.value: _("There was no time left to ask it. Ask again later."),
    }
