"""Choosing what was asked out of the whole public form, and writing out the marks of what is under investigation."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from readmodels.domain.national.persons.fields import ADDRESS_LINES
from readmodels.domain.national.persons.marks import MARKS, NOT_THERE
from readmodels.domain.national.trees import Tree

KIND: Final = "type"
LINES: Final = frozenset(path.rpartition(".")[2] for path in ADDRESS_LINES)


def chosen(person: Mapping[str, Any], paths: Iterable[str]) -> Tree:
    """The members at these paths, with their marks.

    A group that exists is told of even when none of the fields asked for has a value: so the API tells that somebody
    has a name, though no given names.
    """
    return _choose(person, _nested(paths))


def _nested(paths: Iterable[str]) -> Tree:
    nested: Tree = {}
    for path in paths:
        below = nested
        for name in path.split("."):
            below = below.setdefault(name, {})
    return nested


def _choose(node: Mapping[str, Any], asked: Mapping[str, Any]) -> Tree:
    told: Tree = _told_with(node, asked)
    for name, below in asked.items():
        value = node.get(name)
        if not below or value is None:
            told |= {} if value is None else {name: value}
        elif isinstance(value, Mapping):
            told[name] = _choose(value, below)
        elif isinstance(value, Sequence):
            told[name] = [_choose(item, below) for item in value]
    marks = _written_out(node.get(MARKS, {}), (*asked, KIND))
    return told | ({MARKS: marks} if marks else {})


def _told_with(node: Mapping[str, Any], asked: Mapping[str, Any]) -> Tree:
    """What is told with any field of a group: of which kind it is, and of a residence that nobody lives there."""
    names = [KIND, NOT_THERE] if KIND in node or not LINES.isdisjoint(asked) else []
    return {name: node[name] for name in names if name in node}


def _written_out(marks: Mapping[str, Mapping[str, Any]], asked: Iterable[str]) -> Tree:
    names = [name for name in dict.fromkeys(asked) if name in marks]
    dates = {since: on for name in names for since, on in marks[name].items()}
    return {**dict.fromkeys(names, True), **dates}
