"""Relations of custody in the public form: whoever is in them by number and full name, a minor also by age."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from readmodels.domain.national import names
from readmodels.domain.national.persons.ages import age
from readmodels.domain.national.trees import Tree, get, put


def public_relation(relation: Mapping[str, Any], *, today: date) -> Tree:
    """A relation of the national custody service in the public form of the persons API."""
    return {name: _member(member, today=today) for name, member in relation.items()}


def _member(member: Any, *, today: date) -> Any:
    if isinstance(member, list):
        return [_member(item, today=today) for item in member]
    return _someone(member, today=today) if isinstance(member, Mapping) else member


def _someone(said: Mapping[str, Any], *, today: date) -> Tree:
    told: Tree = {name: said[name] for name in ("type", "burgerservicenummer") if name in said}
    sex = str(get(said, "geslacht.code") or "")
    put(told, "naam.volledigeNaam", names.full_name(said.get("naam", {}), sex) or None)
    put(told, "leeftijd", age(get(said, "geboorte.datum"), today=today))
    return told
