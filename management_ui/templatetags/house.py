"""What every page shows around its content: the organisation, the menu, the zones, the languages, the theme."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import access
from events.domain.permissions import Permission, Principal
from events.models import Organisation, User, Zone
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


@register.simple_tag
def house_of(request: HttpRequest) -> House:
    """The surroundings of a page, for whoever looks at it."""
    organisation = Organisation.objects.first()
    user = request.user
    principal = access.principal_of(user) if isinstance(user, User) else access.NOBODY
    return House(
        organisation=organisation.name if organisation else "",
        theme=bool(getattr(settings, "F6_THEME_CSS", "")),
        menu=_menu(request, principal) if isinstance(user, User) else (),
        zones=_zones(principal),
        other_languages=tuple((code, name) for code, name in settings.LANGUAGES if code != get_language()),
    )


def _menu(request: HttpRequest, principal: Principal) -> tuple[MenuItem, ...]:
    places = [(_("Work queue"), reverse("queue"))]
    if principal.zones_with(Permission.VIEW):
        places.append((_("Persons"), reverse("persons")))
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
    under_queue = address == reverse("queue") and path.startswith("/claims/")
    under_another = address in (reverse("admin:index"), reverse("views"), reverse("persons")) and path.startswith(
        address
    )
    return "true" if under_queue or under_another else ""


def _zones(principal: Principal) -> tuple[str, ...]:
    slugs = principal.zones_with(Permission.VALIDATE)
    names = list(Zone.objects.filter(slug__in=slugs).values_list("name", flat=True))
    if len(names) > ZONES_SHOWN_MAX:
        return (_("%(count)d zones") % {"count": len(names)},)
    return tuple(_("Zone: %(name)s") % {"name": name} for name in names)
