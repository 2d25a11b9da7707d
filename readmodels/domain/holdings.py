"""What holds of an object at one point of both axes: attributes and legal consequences in one comparable form."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from readmodels.domain.attributes import Attribute
from readmodels.domain.law.consequence import Consequence
from readmodels.domain.states import State

REFERENCE_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Reference:
    """A value meant by the digest of its name: for addresses, as a name may say who somebody's relatives are."""

    digest: str

    def means(self, name: str) -> bool:
        """Whether it is the value of this name."""
        return self.digest == reference_to(name).digest


def reference_to(name: str) -> Reference:
    """How the value of a name is meant without saying it."""
    return Reference(sha256(name.encode()).hexdigest()[:REFERENCE_LENGTH])


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A value by its name, with what it rests on; of a consequence also the rule, its version and the article.

    `uncertain`: by an incomplete date it may not hold yet. Not `determined`: the law gives no answer, for `reason`.
    """

    name: str
    value: Any
    supports: tuple[UUID, ...]
    uncertain: bool = False
    in_doubt: bool = False
    rule: str = ""
    version: str = ""
    article: str = ""
    determined: bool = True
    reason: str = ""


def holdings(state: State) -> tuple[Holding, ...]:
    """Everything that holds in a state: attributes, then consequences. Names are unique within a state."""
    return held(state.attributes, state.consequences)


def held(attributes: Iterable[Attribute], consequences: Iterable[Consequence]) -> tuple[Holding, ...]:
    """These as holdings, each of its own name."""
    found: dict[str, Holding] = {}
    for holding in (*map(of_attribute, attributes), *map(of_consequence, consequences)):
        name = _free(holding.name, found)
        found[name] = holding if name == holding.name else replace(holding, name=name)
    return tuple(found.values())


def of_attribute(attribute: Attribute) -> Holding:
    """An attribute as a holding."""
    return Holding(
        name=attribute.name,
        value=attribute.value,
        supports=attribute.supports,
        uncertain=attribute.uncertain,
        in_doubt=attribute.in_doubt,
    )


def of_consequence(consequence: Consequence) -> Holding:
    """A consequence as a holding; its name says that it follows by law."""
    return Holding(
        name=f"rechtsgevolg/{consequence.name}",
        value=consequence.value,
        supports=consequence.supports,
        in_doubt=consequence.in_doubt,
        rule=consequence.rule,
        version=consequence.version,
        article=consequence.article,
        determined=consequence.determined,
        reason=consequence.reason,
    )


def _free(name: str, taken: dict[str, Holding]) -> str:
    number = 2
    free = name
    while free in taken:
        free = f"{name}#{number}"
        number += 1
    return free
