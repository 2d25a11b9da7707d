"""How somebody likes the desk. It follows the account, not the browser."""

from events.models import User
from management_ui.models import DeskPreference


def shortcuts_on(user: User) -> bool:
    """Whether single keys do something for this account; they do until somebody switches them off."""
    found = DeskPreference.objects.filter(owner=user).values_list("shortcuts", flat=True).first()
    return True if found is None else found


def switch_shortcuts(user: User, *, on: bool) -> None:
    """From now on single keys do something for this account, or nothing (WCAG 2.1.4)."""
    DeskPreference.objects.update_or_create(owner=user, defaults={"shortcuts": on})
