"""Setting and choosing members of nested objects by their path (`geboorte.datum`)."""

from collections.abc import Iterable, Mapping
from typing import Any

Tree = dict[str, Any]


def put(tree: Tree, path: str, value: Any) -> None:
    """Set the member at a path, making the objects on the way; a value of None is not set."""
    if value is None:
        return
    *groups, name = path.split(".")
    for group in groups:
        tree = tree.setdefault(group, {})
    tree[name] = value


def merge(tree: Tree, more: Mapping[str, Any]) -> None:
    """Add the members of another tree, within the objects that both have."""
    for name, value in more.items():
        if isinstance(value, Mapping) and isinstance(tree.get(name), dict):
            merge(tree[name], value)
        else:
            tree[name] = value


def get(tree: Mapping[str, Any], path: str) -> Any:
    """The member at a path; None when there is none."""
    found: Any = tree
    for name in path.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(name)
    return found


def choose(tree: Mapping[str, Any], paths: Iterable[str]) -> Tree:
    """The same with only the members at these paths, in the order of the paths."""
    chosen: Tree = {}
    for path in paths:
        put(chosen, path, get(tree, path))
    return chosen
