"""What every page shows around its content: the organisation, the menu, the zones, the languages, the theme."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import access
from events.domain.permissions import Permission, Principal
from events.models import Organisation, User, Zone
from management_ui.personal import preferences
from management_ui.presenters.problems import Problem, problems_of
from management_ui.presenters.shortcuts import Group, groups
from readmodels.commands.own_views import may_define

ZONES_SHOWN_MAX = 2

register = template.Library()


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """A link of the main menu; `current` is the value of `aria-current`: this page, or a page under it."""

    label: str
    address: str
    current: str


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What stands around the content of a page."""

    organisation: str
    theme: bool
    menu: tuple[MenuItem, ...]
    zones: tuple[str, ...]
    other_languages: tuple[tuple[str, str], ...]
    shortcuts: tuple[Group, ...] = ()
    """Those of this page."""
    shortcuts_on: bool = False


@register.simple_tag
def problems_in(form: BaseForm) -> tuple[Problem, ...]:
    """What is wrong with a form of Django's administration, for the summary that leads to its fields."""
    return problems_of(form) if form.is_bound else ()


@register.simple_tag
def house_of(request: HttpRequest) -> House:
    """The surroundings of a page, for whoever looks at it."""
    organisation = Organisation.objects.first()
    user = request.user
    principal = access.principal_of(user) if isinstance(user, User) else access.NOBODY
    menu = _menu(request, principal) if isinstance(user, User) else ()
    return House(
        organisation=organisation.name if organisation else "",
        theme=bool(getattr(settings, "F6_THEME_CSS", "")),
        menu=menu,
        zones=_zones(principal),
        other_languages=tuple((code, name) for code, name in settings.LANGUAGES if code != get_language()),
        shortcuts=_shortcuts(request, menu) if menu else (),
        shortcuts_on=isinstance(user, User) and preferences.shortcuts_on(user),
    )


def _shortcuts(request: HttpRequest, menu: tuple[MenuItem, ...]) -> tuple[Group, ...]:
    """Those of this page; on the page about them, all."""
    page = request.resolver_match.view_name if request.resolver_match else ""
    places = [(item.label, item.address) for item in menu]
    return groups(places, page=None if page == "shortcuts" else page)


def _menu(request: HttpRequest, principal: Principal) -> tuple[MenuItem, ...]:
    places = [(_("Work queue"), reverse("queue"))]
    if principal.zones_with(Permission.VIEW):
        places.append((_("Persons"), reverse("persons")))
    if principal.zones_with(Permission.SUBMIT_CLAIM):
        places.append((_("New claim"), reverse("new-claim")))
    if may_define(principal):
        places.append((_("Views"), reverse("views")))
    if getattr(request.user, "is_staff", False):
        places.append((_("Administration"), reverse("admin:index")))
    return tuple(
        MenuItem(label=label, address=address, current=_current(request.path, address)) for label, address in places
    )


def _current(path: str, address: str) -> str:
    if path == address:
        return "page"
    under_queue = address == reverse("queue") and path.startswith(("/claims/", reverse("queue-found")))
    under_new = address == reverse("new-claim") and path.startswith("/concepten/")
    others = (reverse("admin:index"), reverse("views"), reverse("persons"))
    under_another = address in others and path.startswith(address)
    return "true" if under_queue or under_new or under_another else ""


def _zones(principal: Principal) -> tuple[str, ...]:
    slugs = principal.zones_with(Permission.VALIDATE)
    names = list(Zone.objects.filter(slug__in=slugs).values_list("name", flat=True))
    if len(names) > ZONES_SHOWN_MAX:
        return (_("%(count)d zones") % {"count": len(names)},)
    return tuple(_("Zone: %(name)s") % {"name": name} for name in names)
