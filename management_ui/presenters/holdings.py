"""What holds of a person, in words: the name of an attribute or legal consequence, and its value.

Attributes come from `readmodels.domain.attributes`, consequences from the rules of law; both by their Dutch names on
the wire (`naam`, `ouder/1`, `rechtsgevolg/gezag`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from management_ui.presenters import person_codes
from management_ui.presenters.moments import date_text, is_partial_date
from management_ui.presenters.persons import Names, name_text
from management_ui.presenters.values import code_text, whole_text
from readmodels.domain.holdings import Holding
from readmodels.domain.national.codes import NationalTable

BY_LAW = "rechtsgevolg/"
POSTAL = "B"
"""The function of an address where somebody gets his post only (10.10)."""
Value = Mapping[str, Any]


def is_by_law(name: str) -> bool:
    """Whether a holding of this name follows by law, rather than being told in an event."""
    return name.startswith(BY_LAW)


def holding_title(name: str) -> str:
    """What a value is called; one that an organisation's own event type tells keeps its own name."""
    kind = name.removeprefix(BY_LAW).split("#")[0].partition("/")[0]
    return {
        "anummer": _("A-number"),
        "burgerlijke staat": _("Marital status"),
        "burgerservicenummer": _("Citizen service number (BSN)"),
        "curatele": _("Guardianship of an adult"),
        "einde bijhouding": _("End of registration"),
        "geboorte": _("Birth"),
        "geheimhouding": _("Secrecy"),
        "geslacht": _("Sex"),
        "geslachtsnaam": _("Surname"),
        "gezag": _("Custody"),
        "gezagsbeslissing": _("Decision on custody"),
        "kind": _("Child"),
        "naam": _("Name"),
        "naamgebruik": _("Use of name"),
        "nationaliteit": _("Nationality"),
        "nietige erkenning": _("Void recognition"),
        "onderzoek": _("Investigation"),
        "opschorting": _("Suspension of registration"),
        "ouder": _("Parent"),
        "ouderschap": _("Legal parent"),
        "ouderschap ontvallen": _("No longer a parent"),
        "overlijden": _("Death"),
        "verbintenis": _("Marriage or partnership"),
        "verblijfplaats": _("Residence"),
        "woonadres": _("Home address"),
    }.get(kind, name.removeprefix(BY_LAW))


def holding_text(holding: Holding, *, names: Names) -> str:
    """What a value says; of a consequence that could not be determined: why not."""
    if not holding.determined:
        return _("Cannot be determined: %(reason)s") % {"reason": holding.reason or _("reason not given")}
    kind = holding.name.removeprefix(BY_LAW).split("#")[0].partition("/")[0]
    told = TOLD.get(kind)
    text = told(holding.value, names) if told is not None and isinstance(holding.value, Mapping) else None
    return text or plain_text(holding.value, kind=kind, names=names)


def plain_text(value: Any, *, kind: str, names: Names) -> str:
    """A value without words of its own: codes by their table, persons by name, members after each other."""
    if kind == "geslacht":
        return code_text(value, among=("M", "V", "O")) or str(value)
    if kind in person_codes.CODED and isinstance(value, str):
        return person_codes.coded(kind, value)
    if value is None or isinstance(value, bool):
        return {True: _("yes"), False: _("no"), None: _("unknown")}[value]
    if isinstance(value, Mapping):
        return whole_text(value, names=names) or ", ".join(_member(name, it, names=names) for name, it in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(plain_text(item, kind="", names=names) for item in value)
    return person_text(value, names=names)


def person_text(value: Any, *, names: Names) -> str:
    """A person by name, where the value is an id; else the value as it is."""
    try:
        return names.of(UUID(str(value)))
    except ValueError:
        return str(value)


def _member(name: str, value: Any, *, names: Names) -> str:
    return f"{name} {plain_text(value, kind='', names=names)}"


def _someone(value: Value, names: Names) -> str:
    """A person who is named: as he is known, else as he is named here."""
    identifier = value.get("objectId")
    if identifier and names.knows(UUID(str(identifier))):
        return names.of(UUID(str(identifier)))
    return name_text(value.get("naam", {})) or (person_text(identifier, names=names) if identifier else _("unknown"))


def _birth(value: Value, names: Names) -> str:
    place, country = str(value.get("plaats", "")), str(value.get("land", ""))
    land = names.code(NationalTable.COUNTRY, country) or country if country else ""
    return _joined(date_text(value["op"]) if "op" in value else "", _town(place, names=names) or land)


def _town(code: str, *, names: Names) -> str:
    """A municipality by its code; what is no code of four digits is its name already."""
    if not code:
        return ""
    unknown = _("municipality %(code)s") % {"code": code} if code.isdigit() else code
    return names.code(NationalTable.MUNICIPALITY, code) or unknown


def _parent(value: Value, names: Names) -> str:
    return _someone(value["ouder"], names)


def _parenthood(value: Value, names: Names) -> str:
    parent = str(value["ouder"])
    told = _("parent %(number)s") % {"number": parent} if parent.isdecimal() else person_text(parent, names=names)
    return _joined(told, person_codes.ground_word(str(value.get("grond", ""))))


def _lapsed(value: Value, names: Names) -> str:
    return person_text(value["ouder"], names=names)


def _void(value: Value, names: Names) -> str:
    return _joined(person_text(value["erkenner"], names=names), str(value.get("reden", "")))


def _union(value: Value, names: Names) -> str:
    kind = {"H": _("marriage"), "P": _("registered partnership")}.get(str(value.get("soort", "")), "")
    since = _("from %(day)s") % {"day": date_text(value["ingang"])} if "ingang" in value else ""
    until = _("until %(day)s") % {"day": date_text(value["einde"])} if "einde" in value else ""
    return _joined(_someone(value["partner"], names), kind, since, until)


def _marital_status(value: Value, names: Names) -> str:
    status = {
        "ongehuwd": _("unmarried"),
        "gehuwd": _("married"),
        "geregistreerd partner": _("in a registered partnership"),
    }.get(str(value["staat"]), str(value["staat"]))
    partner = value.get("partner")
    return _joined(status, person_text(partner, names=names) if partner else "")


def _nationality(value: Value, names: Names) -> str:
    code = str(value["nationaliteit"])
    return names.code(NationalTable.NATIONALITY, code) or {"0001": _("Dutch")}.get(code.zfill(4), code)


def _residence(value: Value, names: Names) -> str:
    since = _("from %(day)s") % {"day": date_text(value["ingang"])} if "ingang" in value else ""
    postal = _("postal address") if value.get("functie") == POSTAL else ""
    return _joined(place_text(value, names=names), postal, since)


def place_text(value: Value, *, names: Names) -> str:
    """Where a residence is: street and number with the town or municipality, a location, or abroad with its country."""
    address = value.get("adres") or {}
    told = whole_text(address, names=names) or str(address.get("locatiebeschrijving") or "")
    code, country = str(value.get("gemeente") or ""), str(value.get("land") or "")
    land = names.code(NationalTable.COUNTRY, country) or country if country else ""
    lines = _joined(*(str(address[name]) for name in sorted(address) if name.startswith("regel")))
    town = "" if address.get("woonplaats") else _town(code, names=names)
    return _joined(told or lines, town or ("" if code else land))


def _surname(value: Value, _names: Names) -> str:
    surname = value["geslachtsnaam"]
    return name_text(surname) or str(surname) if isinstance(surname, Mapping) else str(surname)


def _custody(value: Value, names: Names) -> str:
    kind = {
        "GezamenlijkOuderlijkGezag": _("Joint parental custody"),
        "EenhoofdigOuderlijkGezag": _("Custody of one parent"),
        "GezamenlijkGezag": _("Custody of a parent and another"),
        "Voogdij": _("Guardianship"),
        "TijdelijkGeenGezag": _("Nobody has custody for now"),
    }.get(str(value["soort"]), str(value["soort"]))
    third = value.get("derde")
    others = [_("somebody unknown") if third == "onbekend" else person_text(third, names=names)] if third else []
    holders = [person_text(it, names=names) for it in (*value.get("ouders", ()), *value.get("voogden", ()))]
    return ": ".join(part for part in (kind, ", ".join([*holders, *others])) if part)


def _suspension(value: Value, _names: Names) -> str:
    reasons = {
        "O": _("death"),
        "E": _("emigration"),
        "M": _("ministerial decision"),
        "R": _("moved to the register of non-residents"),
        "F": _("error"),
        "W": _("erased"),
    }
    reason = str(value.get("reden", ""))
    day = _("from %(day)s") % {"day": date_text(value["ingang"])} if "ingang" in value else ""
    return _joined(reasons.get(reason, reason), day)


def _custody_decision(value: Value, names: Names) -> str:
    code = str(value.get("indicatie") or "")
    day = _("from %(day)s") % {"day": date_text(value["ingang"])} if "ingang" in value else ""
    return _joined(names.code(NationalTable.CUSTODY, code) or code, day)


def _investigation(value: Value, _names: Names) -> str:
    code = _("code %(code)s") % {"code": value["aanduiding"]} if value.get("aanduiding") else ""
    since = _("from %(day)s") % {"day": date_text(value["ingang"])} if "ingang" in value else ""
    until = _("until %(day)s") % {"day": date_text(value["einde"])} if "einde" in value else ""
    return _joined(code, since, until)


def _date(value: Value, _names: Names) -> str | None:
    return date_text(value) if is_partial_date(value) else None


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


TOLD: Mapping[str, Callable[[Value, Names], str | None]] = {
    "burgerlijke staat": _marital_status,
    "einde bijhouding": _suspension,
    "geboorte": _birth,
    "geslachtsnaam": _surname,
    "gezag": _custody,
    "gezagsbeslissing": _custody_decision,
    "kind": _someone,
    "naam": lambda value, _names: name_text(value),
    "nationaliteit": _nationality,
    "nietige erkenning": _void,
    "onderzoek": _investigation,
    "opschorting": _suspension,
    "ouder": _parent,
    "ouderschap": _parenthood,
    "ouderschap ontvallen": _lapsed,
    "overlijden": _date,
    "verbintenis": _union,
    "verblijfplaats": _residence,
    "woonadres": _residence,
}
"""How a value is told, by the first part of its name."""
