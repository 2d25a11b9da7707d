"""How a person is addressed: above a letter (aanhef), on its envelope (aanschrijfwijze), and in its text.

BW 1:9: who is or was married or in a partnership may use his own name (E), that of his partner (P), his partner's
before his own (V) or after it (N). A title goes with the name that it belongs to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from readmodels.domain.national import names, nobility
from readmodels.domain.national.nobility import MAN, WOMAN, Title

OWN, PARTNER, PARTNER_FIRST, PARTNER_LAST = "E", "P", "V", "N"
NAME_USES: Final = frozenset({OWN, PARTNER, PARTNER_FIRST, PARTNER_LAST})
HONORIFICS: Final[Mapping[str, str]] = {MAN: "heer", WOMAN: "mevrouw"}
IN_TEXT: Final[Mapping[str, str]] = {MAN: "de heer", WOMAN: "mevrouw"}


@dataclass(frozen=True, slots=True)
class Part:
    """One of the surnames that somebody uses, with the title that goes with it."""

    name: str
    title: Title | None = None

    @property
    def written(self) -> str:
        """The name with its title before it."""
        return names.joined(self.title.text if self.title else "", self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressForm:
    """By what somebody is addressed. `parts` is empty when a surname that he uses is not known."""

    sex: str
    initials: str
    parts: tuple[Part, ...]
    title: Title | None

    def salutation(self) -> str:
        """The opening of a letter; empty when it cannot be told."""
        if self.title:
            return names.capital(self.title.style)
        return names.joined("Geachte", self._called(HONORIFICS)) if self.parts else ""

    def envelope(self) -> dict[str, str]:
        """The name as it stands on an envelope, and the form of address above it; empty when it cannot be told."""
        if not self.parts:
            return {}
        first, *others = self.parts
        rest = "".join(f"-{part.written}" for part in others)
        if first.title and first.title.is_predicate:
            name = names.joined(names.capital(first.title.text), self.initials, first.name + rest)
        else:
            name = names.joined(self.initials, first.written + rest)
        is_styled = self.title is not None and self.title.is_on_envelope
        return {"naam": name} | ({"aanspreekvorm": f"De {self.title.style}"} if self.title and is_styled else {})

    def in_text(self) -> str:
        """The name in the middle of a sentence; empty when it cannot be told."""
        if self.parts and self.parts[0].title and self.parts[0].title.text:
            return self._written()
        return self._called(IN_TEXT) if self.parts else ""

    def _written(self) -> str:
        return "-".join(part.written for part in self.parts)

    def _called(self, honorifics: Mapping[str, str]) -> str:
        if self.sex in honorifics:
            return names.joined(honorifics[self.sex], names.capital(self._written()))
        return names.joined(self.initials, self._written()) if self.initials else names.capital(self._written())


def address_form(person: Mapping[str, Any], partner: Mapping[str, Any] | None) -> AddressForm:
    """How a person of the data form is addressed, given the partner whose name he may use."""
    name, sex = person.get("naam", {}), str(person.get("geslacht", {}).get("code", ""))
    use = _name_use(name, partner)
    own = _own_title(name, sex, use=use, partner=partner)
    theirs = _courtesy_title(partner or {}, sex, use=use)
    return AddressForm(
        sex=sex,
        initials=names.initials(name.get("voornamen")),
        parts=_parts(Part(names.surname(name), own), Part(_surname_of(partner), theirs), use=use),
        title=theirs or (None if use == PARTNER else own),
    )


def _name_use(name: Mapping[str, Any], partner: Mapping[str, Any] | None) -> str:
    """The use of names; one's own where there is no partner whose name is known."""
    use = str(name.get("aanduidingNaamgebruik", {}).get("code", OWN))
    return use if use in NAME_USES and _surname_of(partner) else OWN


def _surname_of(partner: Mapping[str, Any] | None) -> str:
    return names.surname(partner.get("naam", {})) if partner else ""


def _own_title(name: Mapping[str, Any], sex: str, *, use: str, partner: Mapping[str, Any] | None) -> Title | None:
    """One's own title. A married jonkvrouw does not use her predicate, nor who uses the name of a former husband."""
    title = nobility.borne(nobility.code_of(name), sex)
    is_married = partner is not None and "ontbindingHuwelijkPartnerschap" not in partner
    if title and title.is_predicate and sex == WOMAN and (is_married or use != OWN):
        return None
    return title


def _courtesy_title(partner: Mapping[str, Any], sex: str, *, use: str) -> Title | None:
    """The title of the husband, for a woman who uses his name."""
    code = nobility.code_of(partner.get("naam", {}))
    return nobility.borne(code, sex) if sex == WOMAN and use != OWN and code in nobility.COURTESY else None


def _parts(own: Part, theirs: Part, *, use: str) -> tuple[Part, ...]:
    parts = {OWN: (own,), PARTNER: (theirs,), PARTNER_FIRST: (theirs, own), PARTNER_LAST: (own, theirs)}[use]
    return parts if all(part.name for part in parts) else ()
