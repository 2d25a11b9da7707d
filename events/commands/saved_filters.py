"""Filters of the work queue that an official keeps by a name."""

from django.db import transaction

from events.domain.refusals import InvalidRequest, TooManyFilters, Violation
from events.models import SavedFilter, User
from events.models.work import QUERY_LENGTH_MAX

SAVED_MAX = 20
"""Filters of one official."""


@transaction.atomic
def save_filter(name: str, *, query: str, owner: User) -> SavedFilter:
    """Keep a filter by this name, in the place of one that has it already.

    Raises `TooManyFilters`, and `InvalidRequest` for one that is too long to keep.
    """
    if len(query) > QUERY_LENGTH_MAX:
        message = f"Keep a filter of at most {QUERY_LENGTH_MAX} characters."
        raise InvalidRequest(violations=(Violation(pointer="/query", code="max-length", message=message),))
    User.objects.select_for_update().get(pk=owner.pk)
    others = SavedFilter.objects.filter(owner=owner).exclude(name=name).count()
    if others >= SAVED_MAX:
        raise TooManyFilters(limit=SAVED_MAX)
    saved, _created = SavedFilter.objects.update_or_create(owner=owner, name=name, defaults={"query": query})
    return saved


def forget_filter(pk: int, *, owner: User) -> None:
    """Throw a filter of one's own away; one that is not there, or somebody else's, is left as it is."""
    SavedFilter.objects.filter(pk=pk, owner=owner).delete()
