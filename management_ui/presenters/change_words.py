"""Words for the values in the record of changes: what a member is called, and how its value is written."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _

from events.administration import Subject
from events.domain.moments import parse_instant
from events.domain.permissions import Permission
from events.models import ApiClient, Organisation, ReceiverAllowance, Subscription, User, Zone
from federation.domain.contracts import State
from management_ui.presenters.federation_words import state_title
from management_ui.presenters.moments import moment_text

TEXT_LENGTH_MAX: Final = 400
CONTEXT: Final = 20
"""How much is shown of what two values have in common, before the place from where they differ."""
_MODELS: Final[Mapping[str, type[Model]]] = {
    Subject.ACCOUNT: User,
    Subject.ZONE: Zone,
    Subject.ORGANISATION: Organisation,
    Subject.API_CLIENT: ApiClient,
    Subject.SUBSCRIPTION: Subscription,
    Subject.RECEIVER_ALLOWANCE: ReceiverAllowance,
}
OF_SUBSCRIPTIONS: Final = frozenset({Subject.SUBSCRIPTION, Subject.RECEIVER_ALLOWANCE})


def key_title(name: str, *, kind: str) -> str:
    """What people call a member of what was changed: the name of the field on its page, where it has one."""
    titles = {
        "permissions": _("rights"),
        "rights": _("rights"),
        "zone": _("zone"),
        "since": _("from"),
        "reason": _("reason"),
        "successor": _("version to use instead"),
        "declaration": _("declaration"),
        "base": _("goes on from version"),
        "title": _("title"),
        "version": _("version"),
        "token": _("token"),
        "scopes": _("may be used for"),
        "expires_at": _("valid until"),
        "revoked_at": _("revoked at"),
        "usable_password": _("can log in with a password"),
        "build": _("rebuild"),
        "state": _("state"),
        "rateMax": _("persons per second"),
        "parkedFor": _("parked for"),
        "operator": _("account on the server"),
        "sha256": _("SHA-256 of the file"),
        "codesAdded": _("codes added"),
        "codesChanged": _("codes changed"),
    }
    if kind in OF_SUBSCRIPTIONS:
        titles |= _subscription_titles()
    if kind == Subject.CONTRACT:
        titles |= {"accepted": _("approved by"), "rejected": _("rejected by"), "revoked": _("revoked by")}
    if name in titles:
        return titles[name]
    try:
        field = _MODELS[kind]._meta.get_field(name)
    except (KeyError, FieldDoesNotExist):
        return name
    return str(getattr(field, "verbose_name", name))


def _subscription_titles() -> dict[str, str]:
    return {
        "url": _("address"),
        "reason": _("reason"),
        "eventTypes": _("event types"),
        "kinds": _("kinds"),
        "zones": _("zones"),
        "standings": _("standings"),
        "corrections": _("is told of corrections"),
        "objects": _("number of objects"),
        "data": _("conditions at"),
        "mark": _("mark of what is not shown"),
        "verified": _("verified how"),
        "agreed": _("reason for agreeing by hand"),
        "schemes": _("signed with"),
        "keys": _("keys that sign"),
        "asked": _("asked for once more"),
        "events": _("events"),
        "waiting": _("of which wait"),
        "no_longer_parked": _("no longer parked"),
    }


def value_text(value: Any, *, kind: str = "") -> str:
    """A value in words: rights by their title, moments in Amsterdam, lists with commas; nothing for nothing.

    `kind`: of what it is; of a contract a state has words of its own.
    """
    if kind == Subject.CONTRACT and isinstance(value, str) and value in set(State):
        return state_title(State(value))
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list) and all(isinstance(item, str | int) for item in value):
        return _short(", ".join(value_text(item) for item in value) or _("none"))
    return _said(value) if isinstance(value, str) else _short(json.dumps(value, ensure_ascii=False))


def texts_apart(before: Any, after: Any, *, kind: str = "") -> tuple[str, str]:
    """Two values that differ, in words that differ too; else as JSON, from where they part."""
    old, new = value_text(before, kind=kind), value_text(after, kind=kind)
    if old != new:
        return old, new
    old, new = json.dumps(before, sort_keys=True), json.dumps(after, sort_keys=True)
    same = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), 0)
    start = max(same - CONTEXT, 0)
    return _from(old, start), _from(new, start)


def _from(text: str, start: int) -> str:
    return f"…{_short(text[start:])}" if start else _short(text)


def _said(value: str) -> str:
    if value in set(Permission):
        return str(dict(Zone._meta.permissions)[value])
    moment = parse_instant(value)
    return _short(value) if moment is None else moment_text(moment)


def _short(text: str) -> str:
    return text if len(text) <= TEXT_LENGTH_MAX else f"{text[:TEXT_LENGTH_MAX]}…"
