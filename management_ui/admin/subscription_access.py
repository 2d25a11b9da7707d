"""How the receiver of a subscription is reached: whom we trust to be it, what we show, with what we ask a token."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.domain.permissions import Principal
from events.domain.refusals import Refusal
from events.models import Subscription
from events.subscriptions.commands import certificate_changes, credential_changes
from events.subscriptions.queries import receiver_access
from management_ui.admin.subscription_frame import page, problems_of, refuse
from management_ui.forms.receiver_access import AuthoritiesForm, CertificateForm, CredentialsForm
from management_ui.presenters.moments import now
from management_ui.presenters.problems import labelled_problems_of
from management_ui.presenters.receiver_access import told

Form = AuthoritiesForm | CertificateForm | CredentialsForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of the things that can be given: its form, what gives and removes it, and what is said then.

    `at`: which input of the form says what stands at a pointer.
    """

    form: type[Form]
    give: Callable[..., Any]
    remove: Callable[..., None]
    at: Mapping[str, str]
    given: Promise
    removed: Promise


PARTS: Final[Mapping[str, Part]] = {
    "authorities": Part(
        form=AuthoritiesForm,
        give=certificate_changes.trust_authorities,
        remove=certificate_changes.trust_as_ever,
        at={"/certificates": "certificates"},
        given=_("From now on only these authorities are trusted to vouch for the receiver."),
        removed=_("From now on the authorities of the system are trusted again."),
    ),
    "certificate": Part(
        form=CertificateForm,
        give=certificate_changes.show_certificate,
        remove=certificate_changes.show_no_certificate,
        at={"/certificate": "certificate", "/privateKey": "private_key"},
        given=_("From now on this certificate is shown to a receiver that asks for one."),
        removed=_("No certificate is shown any more."),
    ),
    "credentials": Part(
        form=CredentialsForm,
        give=credential_changes.give_credentials,
        remove=credential_changes.forget_credentials,
        at={
            "/tokenUrl": "token_url",
            "/clientId": "client_id",
            "/clientSecret": "client_secret",
            "/method": "method",
            "/scope": "scope",
            "/audience": "audience",
        },
        given=_("From now on a token is asked with these, and sent along."),
        removed=_("No token is asked or sent any more."),
    ),
}


def access(request: HttpRequest, held: Subscription, by: Principal) -> HttpResponse:
    """What the receiver is reached with; on POST give or remove one part of it."""
    if request.method != "POST":
        return _page(request, held, by)
    removed = PARTS.get(request.POST.get("remove", ""))
    if removed is not None:
        return _remove(request, removed, held, by)
    name = request.POST.get("give", "")
    if name not in PARTS:
        return redirect("admin:subscription_access", held.pk)
    part = PARTS[name]
    form = part.form(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, held, by, {name: form, "problems": labelled_problems_of(form)})
    try:
        part.give(held.pk, form.asked(), by=by)
    except Refusal as refusal:
        return _page(request, held, by, {name: form, "problems": problems_of(refusal, form=form, at=part.at)})
    messages.success(request, str(part.given))
    return redirect("admin:subscription_access", held.pk)


def _remove(request: HttpRequest, part: Part, held: Subscription, by: Principal) -> HttpResponse:
    try:
        part.remove(held.pk, by=by)
        messages.success(request, str(part.removed))
    except Refusal as refusal:
        refuse(request, refusal)
    return redirect("admin:subscription_access", held.pk)


def _page(
    request: HttpRequest, held: Subscription, by: Principal, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    found = receiver_access.reaching(held.pk, principal=by)
    shown: dict[str, Any] = {"reached": told(found, now=now()), "credentials": _filled(found)}
    shown |= {name: part.form() for name, part in PARTS.items() if name not in shown}
    return page(request, "access", held, shown | dict(context or {}), current="subscription_access")


def _filled(found: receiver_access.Reaching) -> CredentialsForm:
    """What stands there now, to be changed; the secret has to be given with it."""
    it = found.credentials
    if it is None:
        return CredentialsForm()
    initial = {
        "token_url": it.token_url,
        "client_id": it.client_id,
        "method": it.method.value,
        "scope": it.scope,
        "audience": it.audience,
    }
    return CredentialsForm(initial=initial)
