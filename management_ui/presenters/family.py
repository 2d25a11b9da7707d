"""The family of a person in words: parents, partners, children, brothers and sisters."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from events.domain.moments import PartialDate
from management_ui.presenters import person_codes
from management_ui.presenters.moments import date_text
from management_ui.presenters.persons import Names, name_text
from readmodels.domain.family import HALF, Family, Relative


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """One of the family: what he is called, when he was born, by what he belongs to it; `linked` when he has a page."""

    id: UUID | None
    name: str
    born: str
    born_brief: str
    tie: str
    died: bool
    linked: bool
    shares_one_parent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """Those who stand to the person in one way."""

    title: str
    members: tuple[Kin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """The person with those who are known of his family."""

    itself: Kin
    parents: tuple[Kin, ...]
    partners: tuple[Kin, ...]
    children: tuple[Kin, ...]
    siblings: tuple[Kin, ...]

    @property
    def generations(self) -> tuple[Generation, ...]:
        """Those of whom anybody is known, in the order of the list."""
        titled = (
            Generation(title=_("Parents"), members=self.parents),
            Generation(title=_("Partners"), members=self.partners),
            Generation(title=_("Children"), members=self.children),
            Generation(title=_("Brothers and sisters"), members=self.siblings),
        )
        return tuple(it for it in titled if it.members)


def household(family: Family, *, names: Names, readable: frozenset[UUID]) -> Household:
    """The family; those in `readable` have a page that the reader may open."""

    def told(relatives: Sequence[Relative], *, as_what: str) -> tuple[Kin, ...]:
        return tuple(_kin(it, as_what=as_what, names=names, readable=readable) for it in relatives)

    return Household(
        itself=_kin(family.person, as_what="", names=names, readable=frozenset()),
        parents=told(family.parents, as_what="parent"),
        partners=told(family.partners, as_what="partner"),
        children=told(family.children, as_what="child"),
        siblings=told(family.siblings, as_what="sibling"),
    )


def _kin(relative: Relative, *, as_what: str, names: Names, readable: frozenset[UUID]) -> Kin:
    written = name_text(
        {
            "voornamen": relative.name.given_names,
            "voorvoegsel": relative.name.prefix,
            "geslachtsnaam": relative.name.surname,
        }
    )
    called = written or (_("unknown") if relative.id is None else names.of(relative.id))
    return Kin(
        id=relative.id,
        name=called,
        born="" if relative.born_on is None or not relative.born_on.text else date_text(relative.born_on.text),
        born_brief=_brief(relative.born_on),
        tie=_tie(relative, as_what=as_what),
        died=relative.died,
        linked=relative.id in readable,
        shares_one_parent=relative.tie == HALF,
    )


def _brief(on: PartialDate | None) -> str:
    """A day, or as much as is known of it, without words about what is not."""
    if on is None or on.year is None:
        return ""
    return date_text(on.text) if on.day else on.text


def _tie(relative: Relative, *, as_what: str) -> str:
    """By what he belongs to the family."""
    if as_what == "parent":
        return person_codes.ground(relative.tie)
    if as_what == "sibling":
        return _("shares one parent") if relative.tie else ""
    if as_what != "partner":
        return ""
    told = [person_codes.union_kind(relative.tie)]
    if relative.since is not None and relative.since.text:
        told.append(_("from %(day)s") % {"day": date_text(relative.since.text)})
    if relative.until is not None and relative.until.text:
        told.append(_("until %(day)s") % {"day": date_text(relative.until.text)})
    return ", ".join(told)
