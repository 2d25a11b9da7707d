"""Defining views of one's own: making, changing and removing them. Each is audited, with what it was before.

Whoever may read something may define a view: of what it tells he sees no more than of the events themselves. A change
makes a new build; until that is right, the view answers as it was.
"""

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from events import administration
from events.administration import Action, Subject, Thing
from events.catalogue import catalogue
from events.domain.permissions import Permission, Principal
from events.domain.refusals import (
    InvalidRequest,
    NotYourView,
    TooManyViews,
    ViewNameInUse,
    ViewNotFound,
    Violation,
    ZoneForbidden,
)
from readmodels.domain.own_views.definition import Definition, parse, to_json
from readmodels.models import Build, View
from readmodels.projectors import rebuilding
from readmodels.queries.administrators import may_rebuild

OWN_VIEWS_MAX: Final = 200
VIEWS_OF_ONE_MAX: Final = 20
"""Views that one account or client may have."""
REPLACED: Final = "Vervangen door een nieuwe definitie."
MOVED: Final = "moved"
"""The code of what is wrong when somebody else changed the view meanwhile."""
REMOVED_MARK: Final = "~"
"""No name of a view holds this sign: a removed one gives its name free with it."""


@transaction.atomic
def define(body: object, *, by: Principal) -> View:
    """Make a view of one's own, and begin to fill it.

    Raises `InvalidRequest` with everything that is wrong with the definition, `ViewNameInUse`, `TooManyViews`, and
    `ZoneForbidden` for who may read nothing.
    """
    _may_define(by)
    definition = parse(body, catalogue=catalogue())
    _refuse_too_many(by)
    try:
        with transaction.atomic():
            view = View.objects.create(
                name=definition.name, title=definition.title, definition=to_json(definition), owner=by.source_id
            )
    except IntegrityError:
        raise ViewNameInUse(view=definition.name, pointer="/name") from None
    rebuilding.begin(view.name)
    _record("Eigen overzicht gemaakt", Action.VIEW_DEFINED, view, by=by, before=None, after=view.definition)
    return view


@transaction.atomic
def redefine(name: str, body: object, *, by: Principal, revision: str = "") -> View:
    """Give a view of one's own another definition, and begin to make it anew. Also the same, when making it failed.

    With the `revision` that was looked at, only while it is that still. Raises as `define`, `ViewNotFound`, and
    `NotYourView`.
    """
    view = _own(name, by=by)
    if revision and revision != view.revision:
        message = "Somebody else changed this view since you opened it. Look at it, and send yours again."
        raise InvalidRequest(violations=(Violation(pointer="", code=MOVED, message=message),))
    definition = _of_the_same_name(name, parse(body, catalogue=catalogue()))
    before, after = view.definition, to_json(definition)
    filling = view.builds.filter(state=Build.State.FILLING).exists()
    answers = view.live is not None and view.live.definition == after
    if after != before or not (filling or answers):
        for build in view.builds.filter(state=Build.State.FILLING):
            rebuilding.stop(build, reason=REPLACED)
        view.definition, view.title = after, definition.title
        view.save(update_fields=["definition", "title"])
        rebuilding.begin(name)
        _record("Eigen overzicht gewijzigd", Action.VIEW_REDEFINED, view, by=by, before=before, after=after)
    return view


@transaction.atomic
def remove(name: str, *, by: Principal) -> None:
    """Remove a view of one's own; its rows go in the background. Raises `ViewNotFound` and `NotYourView`."""
    view = _own(name, by=by)
    before, now = view.definition, timezone.now()
    _record("Eigen overzicht verwijderd", Action.VIEW_REMOVED, view, by=by, before=before, after=None)
    view.name, view.live, view.removed_at = f"{name[:60]}{REMOVED_MARK}{view.pk}", None, now
    view.save(update_fields=["name", "live", "removed_at"])
    ends = view.builds.filter(state__in=(Build.State.LIVE, Build.State.FILLING))
    ends.update(state=Build.State.RETIRED, ended_at=now)


def may_define(principal: Principal) -> bool:
    """Whether he may make views of his own: who may read something, or administers every zone."""
    return bool(principal.zones_with(Permission.VIEW)) or may_rebuild(principal)


def may_change(view: View, *, principal: Principal) -> bool:
    """Whether he may change and remove this view: who made it, or administers every zone; nobody one that F6 ships."""
    return view.definition is not None and (view.owner == principal.source_id or may_rebuild(principal))


def _refuse_too_many(by: Principal) -> None:
    views = View.objects.filter(removed_at=None).exclude(definition=None)
    if views.filter(owner=by.source_id).count() >= VIEWS_OF_ONE_MAX:
        raise TooManyViews(limit=VIEWS_OF_ONE_MAX)
    if views.count() >= OWN_VIEWS_MAX:
        raise TooManyViews(limit=OWN_VIEWS_MAX)


def _own(name: str, *, by: Principal) -> View:
    _may_define(by)
    view = View.objects.select_for_update(no_key=True, of=("self",)).filter(name=name, removed_at=None).first()
    if view is None:
        raise ViewNotFound(view=name)
    if not may_change(view, principal=by):
        raise NotYourView(view=name)
    return view


def _may_define(by: Principal) -> None:
    if not may_define(by):
        raise ZoneForbidden(zone="", permission=Permission.VIEW.value)


def _of_the_same_name(name: str, definition: Definition) -> Definition:
    if definition.name != name:
        message = f"Leave the name as it is: {name}. Another name is another view."
        raise InvalidRequest(violations=(Violation(pointer="/name", code="other-name", message=message),))
    return definition


def _record(said: str, action: Action, view: View, *, by: Principal, before: Any, after: Any) -> None:
    details = {"view": view.name, "before": before, "after": after}
    thing = Thing(kind=Subject.VIEW, id=view.name, name=view.title)
    administration.record(said, action, thing, by=by, before=before, after=after, details=details)
