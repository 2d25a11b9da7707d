"""The organisation, its zones, and who may do what in them: rights go to groups, people and clients are members."""

from collections.abc import Mapping
from types import MappingProxyType

from django.contrib.auth.models import Group

from events.commands.permissions import grant_permission
from events.domain.permissions import Permission, Principal
from events.models import Organisation, Zone

NAME = "Gemeente Zonnendaal"
OIN = "00000099000000001000"
MUNICIPALITY = "9901"
CIVIL_STATUS, ADDRESSES, REGISTER = "burgerlijke-stand", "adreshuishouding", "bevolkingsregister"
ZONES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        CIVIL_STATUS: ("Burgerlijke stand", "Geboorte, erkenning, huwelijk en overlijden."),
        ADDRESSES: ("Adreshuishouding", "Verhuizingen en adressen."),
        REGISTER: ("Bevolkingsregister (overgenomen)", "Het register dat de gemeente al had, overgenomen als feiten."),
    }
)
DESK = (
    *(Permission.VIEW, Permission.SUBMIT_CLAIM, Permission.SUBMIT_CORRECTION, Permission.VALIDATE),
    Permission.CONSULT,
)
CIVIL_STATUS_GROUP, ADDRESSES_GROUP, CARE_GROUP, PORTAL_GROUP, BSN_GROUP, MANAGEMENT_GROUP = (
    "Burgerlijke stand",
    "Adreshuishouding",
    "Zorgverleners",
    "Burgerportaal",
    "BSN-voorziening",
    "Beheer",
)
GROUPS: Mapping[str, Mapping[str, tuple[Permission, ...]]] = MappingProxyType(
    {
        CIVIL_STATUS_GROUP: {CIVIL_STATUS: DESK, REGISTER: (Permission.VIEW,)},
        ADDRESSES_GROUP: {ADDRESSES: DESK, REGISTER: (Permission.VIEW,)},
        CARE_GROUP: {CIVIL_STATUS: (Permission.SUBMIT_CLAIM,)},
        PORTAL_GROUP: {CIVIL_STATUS: (Permission.SUBMIT_CLAIM,), ADDRESSES: (Permission.SUBMIT_CLAIM,)},
        BSN_GROUP: {CIVIL_STATUS: (Permission.VIEW, Permission.SUBMIT_CLAIM)},
        MANAGEMENT_GROUP: dict.fromkeys(ZONES, (Permission.MANAGE,)),
    }
)
"""Group → zone → permissions."""


def found_municipality() -> dict[str, Zone]:
    """The organisation with its zones, made as far as they are absent."""
    organisation, _ = Organisation.objects.get_or_create(oin=OIN, defaults={"name": NAME})
    return {
        slug: Zone.objects.get_or_create(
            slug=slug, defaults={"organisation": organisation, "name": name, "description": description}
        )[0]
        for slug, (name, description) in ZONES.items()
    }


def grant_to_groups(zones: Mapping[str, Zone], *, by: Principal) -> dict[str, Group]:
    """The groups with their permissions; each grant is audited once, by whoever manages the zones."""
    groups = {}
    for name, rights in GROUPS.items():
        group, made = Group.objects.get_or_create(name=name)
        groups[name] = group
        if made:
            for slug, permissions in rights.items():
                for permission in permissions:
                    grant_permission(permission, zone=zones[slug], to=group, by=by)
    return groups
