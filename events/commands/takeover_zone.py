"""The zone that an operator lets an official take a register over into: an existing one, or a new one."""

from guardian.shortcuts import assign_perm, get_objects_for_user

from events import access, administration
from events.domain.permissions import OFFICIAL, Permission
from events.models import Organisation, User, Zone


class TakeoverImpossible(Exception):
    """The operator must decide something first; the message says what and how."""


def make_zone(slug: str, *, official: User) -> Zone:
    """A new zone, with the takeover mandate there for `official`. Must be called in a transaction.

    For operators only: whoever may run commands on the server may make zones. Raises `TakeoverImpossible` when there
    is not exactly one organisation to make it in.
    """
    organisations = Organisation.objects.all()[:2]
    if len(organisations) != 1:
        found = "there is none" if not organisations else "there are several"
        raise TakeoverImpossible(
            f"Zone {slug!r} does not exist, and it is not clear in which organisation to make it: {found}. "
            "Make the organisation (or the zone) in the admin first, or run: manage.py load_demo"
        )
    zone = Zone.objects.create(organisation=organisations[0], slug=slug, name=f"Overgenomen register ({slug})")
    for permission in (Permission.IMPORT, Permission.VIEW):
        assign_perm(permission.value, official, zone)
    administration.record(
        "Zone gemaakt voor een overname",
        administration.Action.ZONE_OPENED,
        administration.thing_of(zone),
        by=access.principal_of(official),
        before=None,
        after={"zone": zone.slug, "name": zone.name, "mandate": official.username},
        details={"zone": zone.slug, "mandate": official.pk},
    )
    return zone


def mandated_official(username: str | None, *, zone: str) -> User:
    """Who takes over: the named account, else the only official who holds the takeover mandate.

    Looked for in the zone itself when it exists, else in any zone. Raises `TakeoverImpossible`.
    """
    if username is not None:
        found = User.objects.filter(username=username, is_active=True).first()
        if found is None:
            raise TakeoverImpossible(f"There is no active account {username!r}. Name an official with --official.")
        return found
    zones = Zone.objects.filter(slug=zone) or Zone.objects.all()
    officials = [
        account
        for account in User.objects.filter(is_active=True, source_type=OFFICIAL).order_by("username")
        if get_objects_for_user(
            account, f"events.{Permission.IMPORT.value}", zones, with_superuser=False, accept_global_perms=False
        ).exists()
    ]
    if len(officials) == 1:
        return officials[0]
    names = ", ".join(official.username for official in officials)
    raise TakeoverImpossible(
        f"Several officials hold the takeover mandate ({names}): name one with --official."
        if officials
        else "No official holds the takeover mandate (permission “import_register”): grant it in the admin, or name an "
        "account of type “ambtenaar” with --official to give it to for a new zone."
    )
