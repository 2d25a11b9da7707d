"""The data of an event as rows an official reads: the schema's own titles, and values in words.

Shapes that the whole catalogue shares (a person, a name, a place, an address, an act, a partial date) are one row each;
any other object becomes a row per member. Pointers are JSON Pointers (RFC 6901) into `event_data`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from management_ui.presenters.moments import date_text, is_partial_date
from management_ui.presenters.persons import Names, name_text
from readmodels.domain.national.codes import NationalTable

DEPTH_MAX = 6
_TABLE = re.compile(r"landelijke tabel (\d{2})")
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One value of the data: where it is, what it is called (Dutch, from the schema), and what it says."""

    pointer: str
    label: str
    text: str
    person: UUID | None = None


def rows(data: Mapping[str, Any], *, schema: Schema, names: Names) -> tuple[Row, ...]:
    """Every value of the data, in the order of the schema; what the schema does not know comes last."""
    return tuple(_object(data, schema=schema, root=schema, names=names, pointer="", prefix="", depth=0))


def resolve(schema: Any, *, root: Schema) -> Schema:
    """The schema that a local `$ref` leads to, with what stands beside the `$ref` on top of it.

    Every schema that stands within another goes through here: it may be `true` (anything) or `false` (nothing) as well.
    """
    found = _as_object(schema)
    for _hop in range(DEPTH_MAX):
        reference = found.get("$ref", "")
        if not isinstance(reference, str) or not reference.startswith("#/"):
            return found
        target: Any = root
        for part in reference[2:].split("/"):
            target = target.get(part.replace("~1", "/").replace("~0", "~"), {}) if isinstance(target, Mapping) else {}
        beside = {key: value for key, value in found.items() if key != "$ref"}
        found = {**_as_object(target), **beside}
    return found


def _as_object(schema: Any) -> dict[str, Any]:
    if isinstance(schema, Mapping):
        return dict(schema)
    return {"not": {}} if schema is False else {}


def title_of(name: str, schema: Schema) -> str:
    """The Dutch title of a member; without one, its name split into words."""
    title = schema.get("title")
    if isinstance(title, str) and title:
        return title
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return words[:1].upper() + words[1:]


def _object(
    data: Mapping[str, Any], *, schema: Schema, root: Schema, names: Names, pointer: str, prefix: str, depth: int
) -> Iterator[Row]:
    properties = schema.get("properties", {})
    ordered = [name for name in properties if name in data] + [name for name in data if name not in properties]
    for name in ordered:
        member = resolve(properties.get(name, {}), root=root)
        label = title_of(name, member)
        yield from _value(
            data[name],
            schema=member,
            root=root,
            names=names,
            pointer=f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}",
            label=f"{prefix} – {label[:1].lower()}{label[1:]}" if prefix else label,
            depth=depth,
        )


def _value(
    value: Any, *, schema: Schema, root: Schema, names: Names, pointer: str, label: str, depth: int
) -> Iterator[Row]:
    person = person_of(value)
    if person is not None and len(value) == 1:
        yield Row(pointer=pointer, label=label, text=names.of(person), person=person)
    elif isinstance(value, Mapping) and whole_text(value, names=names) is None and depth < DEPTH_MAX:
        yield from _object(value, schema=schema, root=root, names=names, pointer=pointer, prefix=label, depth=depth + 1)
    elif _is_list_of_objects(value):
        items = resolve(schema.get("items", {}), root=root)
        for index, item in enumerate(value):
            yield from _value(
                item,
                schema=items,
                root=root,
                names=names,
                pointer=f"{pointer}/{index}",
                label=f"{label} {index + 1}",
                depth=depth + 1,
            )
    else:
        yield Row(pointer=pointer, label=label, text=value_text(value, schema=schema, names=names))


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and any(isinstance(v, Mapping) for v in value)


def person_of(value: Any) -> UUID | None:
    """The person that a `PersoonRef` points to; None for anything else."""
    identifier = value.get("objectId") if isinstance(value, Mapping) else None
    try:
        return UUID(identifier) if isinstance(identifier, str) else None
    except ValueError:
        return None


def value_text(value: Any, *, schema: Schema, names: Names) -> str:
    """One value in words: choices by their title, yes and no, dates, the shared shapes; else as it is."""
    if isinstance(value, Mapping):
        return whole_text(value, names=names) or ", ".join(f"{key}: {item}" for key, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        items = resolve(schema.get("items", {}), root=schema)
        return ", ".join(value_text(item, schema=items, names=names) for item in value)
    if value is None or isinstance(value, bool):
        return {True: _("yes"), False: _("no"), None: _("unknown")}[value]
    described = _described(value, schema=schema, names=names)
    return described or _titled(value, schema=schema) or _formatted(value, form=schema.get("format", ""))


def table_of(schema: Schema) -> int:
    """The national table that the values are codes of, as the description says (“landelijke tabel 33”); 0 for none."""
    found = _TABLE.search(str(schema.get("description", ""))) if schema.get("type") == "string" else None
    return int(found[1]) if found is not None else 0


def _described(value: Any, *, schema: Schema, names: Names) -> str:
    """A code of a national table with what it means; "" where the table does not say."""
    table = table_of(schema)
    meaning = names.code(table, str(value)) if table else None
    return f"{meaning} ({value})" if meaning else ""


def _titled(value: Any, *, schema: Schema) -> str:
    """The title that the schema, or a national code list, gives to this choice; "" when neither does."""
    choices = [choice for choice in schema.get("oneOf", ()) if isinstance(choice, Mapping)]
    titles = (str(choice.get("title", "")) for choice in choices if choice.get("const") == value)
    return next(titles, "") or code_text(value, among=schema.get("enum", ()))


def _formatted(value: Any, *, form: str) -> str:
    """A day in full, a time without its seconds when they are none; anything else as it is."""
    if form == "date":
        return date_text(value)
    return str(value).removesuffix(":00") if form == "time-local" else str(value)


def whole_text(value: Mapping[str, Any], *, names: Names) -> str | None:
    """A shared shape on one line; None when this is not one of them."""
    if is_partial_date(value):
        return date_text(value)
    if "geslachtsnaam" in value:
        return name_text(value)
    if "aktenummer" in value:
        return _act_text(value, names=names)
    if "land" in value and set(value) <= {"land", "gemeente", "omschrijving"}:
        return _place_text(value, names=names)
    return _address_text(value) if "huisnummer" in value or "postcode" in value else None


def code_text(value: Any, *, among: Sequence[Any]) -> str:
    """A letter of a national code list in words; "" for what is no such code."""
    lists = (
        {"M": _("male"), "V": _("female"), "O": _("sex unknown")},
        {"W": _("home address"), "B": _("postal address")},
    )
    offered = {option for option in among if isinstance(option, str)}
    is_all = all(isinstance(option, str) for option in among)
    return next((codes.get(str(value), "") for codes in lists if is_all and offered == set(codes)), "")


def _place_text(place: Mapping[str, Any], *, names: Names) -> str:
    if place.get("omschrijving"):
        return str(place["omschrijving"])
    if place.get("gemeente"):
        return _municipality_text(place["gemeente"], names=names)
    return names.code(NationalTable.COUNTRY, str(place["land"])) or _("country %(code)s") % {"code": place["land"]}


def _municipality_text(code: Any, *, names: Names) -> str:
    return names.code(NationalTable.MUNICIPALITY, str(code)) or _("municipality %(code)s") % {"code": code}


def _act_text(act: Mapping[str, Any], *, names: Names) -> str:
    parts = [str(act["aktenummer"])]
    if act.get("registergemeente"):
        parts.append(_municipality_text(act["registergemeente"], names=names))
    if act.get("jaar"):
        parts.append(str(act["jaar"]))
    return ", ".join(parts)


def _address_text(address: Mapping[str, Any]) -> str:
    """Street, number and town, by the names of our own types or those of a register that was taken over."""
    number = "".join(str(address.get(key) or "") for key in ("huisnummer", "huisletter"))
    added = address.get("toevoeging") or address.get("huisnummertoevoeging")
    addition = f"-{added}" if added else ""
    name = address.get("straat") or address.get("straatnaam") or address.get("naamOpenbareRuimte")
    street = " ".join(part for part in (str(name or ""), f"{number}{addition}") if part)
    town = " ".join(str(address[key]) for key in ("postcode", "woonplaats") if address.get(key))
    return ", ".join(part for part in (street, town) if part)
