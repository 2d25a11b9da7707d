"""Every change made on Django's own pages of the administration goes into the record of changes, with before and after.

`RecordsChanges` is mixed into each ModelAdmin that adds, changes or deletes; a test holds that none goes without. What
is done by a command is recorded by that command.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from guardian.models import GroupObjectPermission

from events import access, administration
from events.administration import Action, Subject, Thing
from events.models import Zone

SECRET: Final = frozenset({"password", "digest"})
OF_A_VISITOR: Final = frozenset({"post_data", "get_data", "user_agent", "ip_address", "http_accept"})
"""What a failed login holds of whoever tried: what he sent, tokens and all, and from where. No record for ever."""
INCIDENTAL: Final = frozenset({"id", "last_login", "last_used_at"})
"""What changes without anybody administering it, or tells nothing."""
_BEFORE: Final = "f6_before"


class RecordsChanges:
    """Records what a page of the administration adds, changes and deletes; mixed into a ModelAdmin."""

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        """Remember what it was, then save."""
        setattr(form, _BEFORE, told(type(obj).objects.get(pk=obj.pk)) if change else None)
        super().save_model(request, obj, form, change)  # type: ignore[misc]  # mixed into a ModelAdmin

    def save_related(self, request: HttpRequest, form: ModelForm[Any], formsets: Any, change: bool) -> None:
        """Save what belongs to it, then record what it became."""
        super().save_related(request, form, formsets, change)  # type: ignore[misc]  # idem
        if not hasattr(form, _BEFORE):  # a command saved and recorded it
            return
        row = type(form.instance).objects.get(pk=form.instance.pk)
        before, after = getattr(form, _BEFORE), told(row)
        if before != after:
            action = Action.ADDED if before is None else Action.CHANGED
            record(action, thing_of(row), request=request, before=before, after=after)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Record what goes, then delete it."""
        with transaction.atomic():
            _record_removal([obj], request=request)
            super().delete_model(request, obj)  # type: ignore[misc]  # idem

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Record each that goes, then delete them."""
        with transaction.atomic():
            _record_removal(queryset, request=request)
            super().delete_queryset(request, queryset)  # type: ignore[misc]  # idem


def record(
    action: Action,
    thing: Thing,
    *,
    request: HttpRequest,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    """Write down what somebody did on a page; what gives rights has its line in the log of processing beside this."""
    by = access.principal_of(request.user)
    administration.record(None, action, thing, by=by, before=before, after=after)


def thing_of(row: Any) -> Thing:
    """The thing that a row of the administration is."""
    if row._meta.label == "axes.AccessAttempt":
        return Thing(kind=Subject.LOGIN_ATTEMPT, id=str(row.pk), name=str(row.username or row.pk))
    return administration.thing_of(row)


def told(row: Model) -> dict[str, Any]:
    """Everything that the administration holds of a row, as plain JSON; never a secret."""
    fields = [it for it in row._meta.concrete_fields if it.name not in SECRET | OF_A_VISITOR | INCIDENTAL]
    many = {
        it.name: sorted(str(other) for other in getattr(row, it.name).all()) for it in row._meta.many_to_many if row.pk
    }
    return {it.name: _plain(getattr(row, it.name)) for it in fields} | many


def _record_removal(rows: Iterable[Any], *, request: HttpRequest) -> None:
    for row in rows:
        before = told(row) | (_rights_of(row) if isinstance(row, Group) else {})
        record(Action.REMOVED, thing_of(row), request=request, before=before, after=None)


def _rights_of(group: Group) -> dict[str, Any]:
    """What everybody in the group loses with it, per zone."""
    rows = GroupObjectPermission.objects.filter(
        group=group, content_type=ContentType.objects.get_for_model(Zone)
    ).values_list("object_pk", "permission__codename")
    slugs = {str(zone.pk): zone.slug for zone in Zone.objects.all()}
    return {"rights": sorted(f"{slugs.get(pk, pk)}: {codename}" for pk, codename in rows)}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
