"""What a receiver is reached with, on screen: certificates by whose they are and until when, never what is secret."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from events.subscriptions.domain.certificates import Shown
from events.subscriptions.queries.receiver_access import Reaching
from events.subscriptions.receiver_access import ToMend
from management_ui.presenters.moments import recorded_text


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateLine:
    """One certificate; `warning` when it ends soon, or has ended."""

    subject: str
    issuer: str
    fingerprint: str
    key: str
    until: str
    tone: str
    warning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialsTold:
    """With what a token is asked."""

    facts: tuple[tuple[str, str], ...]
    given: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All of it; empty where nothing was given."""

    authorities: tuple[CertificateLine, ...]
    authorities_given: str
    certificates: tuple[CertificateLine, ...]
    certificate_given: str
    credentials: CredentialsTold | None


def told(found: Reaching, *, now: datetime) -> Told:
    """What a receiver is reached with."""
    trusted, shown = found.authorities, found.certificate
    return Told(
        authorities=() if trusted is None else tuple(_line(it, now=now) for it in trusted.authorities),
        authorities_given="" if trusted is None else recorded_text(trusted.given_at, now=now),
        certificates=() if shown is None else tuple(_line(it, now=now) for it in (shown.certificate, *shown.issuers)),
        certificate_given="" if shown is None else recorded_text(shown.given_at, now=now),
        credentials=_credentials(found, now=now),
    )


def mending(found: Iterable[ToMend], *, now: datetime) -> dict[UUID, str]:
    """What is to be given anew, by subscription: what does not open first, then what ends first."""
    said: dict[UUID, str] = {}
    for it in sorted(found, key=lambda one: one.ends or datetime.min.replace(tzinfo=UTC)):
        said.setdefault(it.subscription_id, _mend(it, now=now))
    return said


def _mend(it: ToMend, *, now: datetime) -> str:
    if it.ends is None:
        return _("What was given to reach the receiver does not open any more: give it anew at “Access”.")
    moment = recorded_text(it.ends, now=now)
    if it.ends <= now:
        return _("A certificate ended %(moment)s: give another at “Access”.") % {"moment": moment}
    return _("A certificate ends %(moment)s: give another at “Access”.") % {"moment": moment}


def _line(it: Shown, *, now: datetime) -> CertificateLine:
    tone, warning = "", ""
    if it.valid_until <= now:
        tone, warning = "danger", _("Ended: give another.")
    elif it.ends_soon(now):
        tone, warning = "warning", _("Ends soon: give another in time.")
    return CertificateLine(
        subject=it.subject,
        issuer=it.issuer,
        fingerprint=it.fingerprint,
        key=it.key,
        until=recorded_text(it.valid_until, now=now),
        tone=tone,
        warning=warning,
    )


def _credentials(found: Reaching, *, now: datetime) -> CredentialsTold | None:
    it = found.credentials
    if it is None:
        return None
    facts = [
        (_("Token endpoint"), it.token_url),
        (_("Client id"), it.client_id),
        (_("How we show who we are"), str(it.method.label)),
        (_("Client secret"), _("kept sealed") if it.with_secret else _("none")),
        (_("Scope"), it.scope or _("none")),
        *([(_("Audience"), it.audience)] if it.audience else []),
    ]
    return CredentialsTold(facts=tuple(facts), given=recorded_text(it.given_at, now=now))
