"""Whether what a theme chose can be read: every pair of colours that stand on one another, light and dark."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from management_ui.theming.colours import contrast, parse
from management_ui.theming.tokens import Tokens, laid_over

TEXT: Final = 4.5
"""WCAG 1.4.3."""
SHAPE: Final = 3.0
"""WCAG 1.4.11: the edge of a field, the ring around what has the focus."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a theme, in words for who makes it."""

    text: str


def faults(theme: Tokens, *, house: Tokens) -> Iterator[Fault]:
    """Everything that is wrong with a theme for F6."""
    if theme.rest:
        yield Fault(text=f"A theme sets tokens and nothing else; this is more: {theme.rest[:80]}")
    for name in sorted({*theme.light, *theme.dark} - set(house.light)):
        yield Fault(text=f"{name} is no token of F6: nothing reads it")
    shown = laid_over(house, theme)
    yield from _unreadable(shown.light, when="light")
    yield from _unreadable(shown.dark, when="dark")


def _unreadable(values: Mapping[str, str], *, when: str) -> Iterator[Fault]:
    for front, back, least in pairs():
        colours = parse(values[front]), parse(values[back])
        if colours[0] is None or colours[1] is None:
            unclear = front if colours[0] is None else back
            yield Fault(text=f"{when}: {unclear} is {values[unclear]}: write it as #rrggbb, so that it can be judged")
            continue
        found = contrast(*colours)  # type: ignore[arg-type]  # neither is None
        if found < least:
            yield Fault(text=f"{when}: {front} on {back} has a contrast of {found:.2f}; {least} is the least")


def pairs() -> Iterator[tuple[str, str, float]]:
    """What stands on what, and the contrast it needs."""
    for front, backs in TEXT_ON.items():
        for back in backs:
            yield f"--{front}", f"--{back}", TEXT
    for front, backs in SHAPE_ON.items():
        for back in backs:
            yield f"--{front}", f"--{back}", SHAPE


GROUNDS: Final = ("utrecht-document-background-color", "utrecht-surface-background-color")
_ACTION: Final = "utrecht-button-secondary-action"
_PRIMARY: Final = "utrecht-button-primary-action"
_FEEDBACK: Final = tuple(f"utrecht-feedback-{tone}" for tone in ("safe", "warning", "danger", "info"))
_KINDS: Final = tuple(f"f6-kind-{kind}" for kind in ("claim", "correction", "validation"))

TEXT_ON: Final[Mapping[str, tuple[str, ...]]] = {
    "utrecht-document-color": GROUNDS,
    "nl-paragraph-meta-color": GROUNDS,
    "utrecht-link-color": GROUNDS,
    "utrecht-link-hover-color": GROUNDS,
    "utrecht-table-header-color": GROUNDS,
    "utrecht-page-header-color": ("utrecht-page-header-background-color",),
    "utrecht-form-control-color": ("utrecht-form-control-background-color",),
    "utrecht-form-control-placeholder-color": ("utrecht-form-control-background-color",),
    f"{_PRIMARY}-color": (f"{_PRIMARY}-background-color", f"{_PRIMARY}-hover-background-color"),
    f"{_ACTION}-color": (f"{_ACTION}-background-color", f"{_ACTION}-hover-background-color"),
    f"{_ACTION}-danger-color": (f"{_ACTION}-background-color", f"{_ACTION}-danger-hover-background-color"),
    **{f"{name}-color": (f"{name}-background-color",) for name in (*_FEEDBACK, *_KINDS) if "danger" not in name},
    "utrecht-feedback-danger-color": ("utrecht-feedback-danger-background-color", *GROUNDS),
}
SHAPE_ON: Final[Mapping[str, tuple[str, ...]]] = {
    "utrecht-form-control-border-color": ("utrecht-form-control-background-color", *GROUNDS),
    "utrecht-form-control-invalid-border-color": ("utrecht-form-control-background-color", *GROUNDS),
    "utrecht-focus-outline-color": GROUNDS,
    "utrecht-focus-inverse-outline-color": ("utrecht-page-header-background-color",),
}
