"""The schema that somebody means to satisfy: of several forms that will do, the one he fills in.

What is wrong is then told of that form, at its own input, and not that none of the forms fits.
"""

from collections.abc import Mapping
from typing import Any

from management_ui.forms.entry.nodes import Group, Schema
from management_ui.forms.entry.typing_down import ROOT, Typed, is_touched, under
from management_ui.presenters.values import resolve


def meant(schema: Schema, node: Group, typed: Typed) -> Schema:
    """The schema of a type, with of each choice of forms only the one in which something is typed.

    Data that do not satisfy it do not satisfy the schema, as the members of one form are known to no other.
    """
    return {**_meant(schema, node, typed, path=ROOT, root=schema), "$defs": schema.get("$defs", {})}


def _meant(schema: Any, node: Group, typed: Typed, *, path: str, root: Schema) -> Mapping[str, Any]:
    found = resolve(schema, root=root)
    if node.forms:
        touched = [
            at
            for at, (_title, names) in enumerate(node.forms)
            if any(is_touched(typed, under(path, name)) for name in names)
        ]
        if len(touched) != 1:
            return found
        return _narrowed(resolve(found["anyOf"][touched[0]], root=root), typed, path=path)
    inner = {
        member.name: _meant(
            found["properties"][member.name],
            member,
            typed,
            path=under(path, member.name),
            root=root,
        )
        for member in node.members
        if isinstance(member, Group)
    }
    found = _narrowed(found, typed, path=path)
    return {**found, "properties": {**found.get("properties", {}), **inner}} if inner else found


def _narrowed(schema: Mapping[str, Any], typed: Typed, *, path: str) -> Mapping[str, Any]:
    """Where several sets of members will do, the one of which some member is typed must be whole."""
    branches = [resolve(branch, root=schema) for branch in schema.get("anyOf", ())]
    sets = [branch["required"] for branch in branches if set(branch) == {"required"}]
    if len(sets) != len(branches):
        return schema
    begun = [names for names in sets if any(is_touched(typed, under(path, name)) for name in names)]
    if len(begun) != 1:
        return schema
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return {**rest, "required": [*schema.get("required", ()), *begun[0]]}
