"""Changing a person: what every step of a fold does."""

from typing import TYPE_CHECKING, Any

__all__ = ["changed"]

if TYPE_CHECKING:
    from dataclasses import replace as changed
else:

    def changed(person: Any, /, **members: Any) -> Any:
        """The person with these members changed: `dataclasses.replace`, ten times as fast.

        It takes a frozen class without slots, of which nothing is computed when one is made.
        """
        copy = object.__new__(type(person))
        copy.__dict__.update(person.__dict__)
        copy.__dict__.update(members)
        return copy
