"""Administering what stands beside the log: who may do it for the whole organisation, and the record of every change.

Whoever changes something leaves who, when, and what it was before and after. One call writes both lines in the
transaction of the act: that of the log of processing, as for every act, and the change itself. A test holds that no
administrative command and no page of the administration goes without.
"""

import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.models import Group
from django.utils import timezone

from events import processing
from events.domain.permissions import Permission, Principal
from events.models import (
    AdministrativeChange,
    ApiClient,
    EventType,
    LegalTerm,
    Organisation,
    ReceiverAllowance,
    Subscription,
    User,
    Zone,
)

Action = AdministrativeChange.Action
Subject = AdministrativeChange.Subject

OPERATOR: Final = Principal(source_id=UUID(int=0), source_type="operator", name="")
"""Who runs a command on the server: no account of F6, so he may do nothing else. A change tells his name there."""
NAME_LENGTH_MAX: Final = 300
ID_LENGTH_MAX: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What a change is about: its kind, its id, and what it is called now."""

    kind: AdministrativeChange.Subject
    id: str
    name: str


def record(
    said: str | None,
    action: AdministrativeChange.Action,
    thing: Thing,
    *,
    by: Principal,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    details: Mapping[str, Any] | None = None,
) -> AdministrativeChange:
    """Write down one change. Must be called in the transaction of the change.

    `said` names the act in the log of processing, whose access line takes `details`; None when the act has its line
    there already. `before` is None for what is new, `after` for what is gone; a secret stands in neither.
    """
    if said is not None:
        processing.record(said, principal=by, activity=processing.Activity.ADMINISTER, details=details)
    return AdministrativeChange.objects.create(
        changed_at=timezone.now(),
        source_id=by.source_id,
        source_type=by.source_type,
        action=action,
        subject_type=thing.kind,
        subject_id=thing.id[:ID_LENGTH_MAX],
        subject=thing.name[:NAME_LENGTH_MAX],
        before=before,
        after=after,
        trace_id=processing.trace_id(),
    )


def operator_name() -> str:
    """What the operating system calls who runs this; nothing where it does not know (as in some containers)."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def is_administrator(principal: Principal) -> bool:
    """Whether he manages every zone there is (and there is one): what a superuser does, and who was granted it.

    A type of events or a view holds in every zone, so MANAGE in one zone is not enough to change it.
    """
    zones = list(Zone.objects.values_list("slug", flat=True))
    return bool(zones) and all(principal.may(Permission.MANAGE, zone=zone) for zone in zones)


def require_administrator(principal: Principal) -> None:
    """Pass who manages every zone; raise `ZoneForbidden` for another."""
    zones = list(Zone.objects.values_list("slug", flat=True))
    for zone in zones or [""]:
        principal.require(Permission.MANAGE, zone=zone)


Row = User | Group | ApiClient | Zone | Organisation | EventType | LegalTerm | Subscription | ReceiverAllowance
KINDS: Final[Mapping[type[Row], AdministrativeChange.Subject]] = {
    User: Subject.ACCOUNT,
    Group: Subject.GROUP,
    ApiClient: Subject.API_CLIENT,
    Zone: Subject.ZONE,
    Organisation: Subject.ORGANISATION,
    EventType: Subject.EVENT_TYPE,
    LegalTerm: Subject.LEGAL_TERM,
    Subscription: Subject.SUBSCRIPTION,
    ReceiverAllowance: Subject.RECEIVER_ALLOWANCE,
}
"""Of what kind the rows of the administration are."""


def thing_of(row: Row) -> Thing:
    """The thing that a row is, by its name of now. An account by its user name: a person may change his name."""
    return Thing(kind=KINDS[type(row)], id=str(row.pk), name=_name(row))


def _name(row: Row) -> str:
    if isinstance(row, User):
        return row.username
    return str(row) if isinstance(row, LegalTerm | ReceiverAllowance) else row.name
