"""What gives or takes rights outside the matrix is for superusers only, and leaves a line in the log of processing.

Django's model permissions (`change_user`, `change_group`, `change_apiclient`) say who keeps names and addresses up to
date. They never reach what somebody may do in a zone: that takes MANAGE there, or a superuser.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from events import access, processing
from events.administration import Action
from events.models import User
from management_ui.admin import changes


def asks(request: HttpRequest) -> bool:
    """Whether a superuser asks this."""
    return bool(getattr(request.user, "is_superuser", False))


def record(action: str, *, request: HttpRequest, details: Mapping[str, Any]) -> None:
    """The line of an administrative act, in the transaction of that act."""
    by = access.principal_of(request.user)
    processing.record(action, principal=by, activity=processing.Activity.ADMINISTER, details=details)


def record_password(account: User, *, request: HttpRequest) -> None:
    """The change itself: whether one could log in with a password before and after, never what it is or was."""
    now = User.objects.get(pk=account.pk)
    changes.record(
        Action.PASSWORD_SET,
        changes.thing_of(now),
        request=request,
        before={"usable_password": account.has_usable_password()},
        after={"usable_password": now.has_usable_password()},
    )


class RecordsRights:
    """Records which fields that give rights were changed, and to what; mixed into a ModelAdmin."""

    rights_fields: tuple[str, ...] = ()
    rights_action: str
    """What the log calls such a change."""

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        """Save, and record what changed of the fields that give rights."""
        super().save_model(request, obj, form, change)  # type: ignore[misc]  # mixed into a ModelAdmin
        changed = [name for name in self.rights_fields if name in form.changed_data]
        if changed:
            now = {name: _plain(form.cleaned_data[name]) for name in changed}
            record(self.rights_action, request=request, details={str(obj._meta.model_name): obj.pk, "changed": now})


def _plain(value: Any) -> Any:
    return [row.pk for row in value] if isinstance(value, QuerySet) else value
