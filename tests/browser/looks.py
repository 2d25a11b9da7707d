"""How a page is looked at, and what is wrong with how it looks: by axe, and by what axe cannot see."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page

AXE = Axe()
RUN_AXE = "options => axe.run(options).then(({ violations }) => violations)"
"""All that passes stays in the browser: it is a hundred times what does not."""

SIZES = {"narrow": (320, 900), "wide": (1280, 900), "zoomed": (320, 256)}
"""CSS pixels. `zoomed` is a window of 1280 × 1024 at 400 % (WCAG 1.4.10)."""

EVERY_RULE: dict[str, Any] = {"rules": {"target-size": {"enabled": True}}}
COLOURS: dict[str, Any] = {"runOnly": ["color-contrast"]}
NO_COLOURS: dict[str, Any] = {"rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}}}

THEME = Path(settings.BASE_DIR) / "docs/themes/duinvoorde.css"
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } "
    "p { margin-block-end: 2em !important }"
)
"""What somebody may do to the text of a page (WCAG 1.4.12)."""


@dataclass(frozen=True)
class Look:
    """A window, the colours of who looks, and what axe is asked (nothing: only the layout is looked at)."""

    size: str
    scheme: Literal["light", "dark"] = "light"
    forced: Literal["active", "none"] = "none"
    spaced: bool = False
    themed: bool = False
    """In the theme of another municipality."""
    asks: Any = None

    def __str__(self) -> str:
        special = {"forced": self.forced == "active", "spaced": self.spaced, "themed": self.themed}
        return "-".join([self.size, self.scheme, *(word for word, holds in special.items() if holds)])


LOOKS = (
    Look("wide", "light", asks=EVERY_RULE),
    Look("wide", "dark", asks=COLOURS),
    # In forced colours the system chooses the colours; axe would judge ours, which nobody sees.
    Look("wide", forced="active", asks=NO_COLOURS),
    Look("narrow", "light", asks=EVERY_RULE),
    Look("narrow", "dark", asks=COLOURS),
    Look("wide", "light", themed=True, asks=COLOURS),
    Look("wide", "dark", themed=True, asks=COLOURS),
    Look("narrow", spaced=True),
    Look("wide", spaced=True),
    Look("zoomed"),
)


def looks_in(language: str) -> tuple[Look, ...]:
    """All of them in Dutch, which officials see first; what only colours tell apart is not looked at in English too."""
    return LOOKS if language == "nl" else tuple(it for it in LOOKS if not it.themed and it.forced == "none")


def set_up(page: Page, look: Look) -> None:
    """Let the page be seen so. Motion is always reduced: the pages must do without."""
    width, height = SIZES[look.size]
    page.emulate_media(color_scheme=look.scheme, forced_colors=look.forced, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": height})


def faults(page: Page, look: Look) -> Iterator[str]:
    """What is wrong with the page when it is looked at so."""
    set_up(page, look)
    content = SPACED * look.spaced + THEME.read_text(encoding="utf-8") * look.themed
    style = page.add_style_tag(content=content) if content else None
    yield from page.evaluate(LAYOUT)
    if look.asks is not None:
        yield from _axe(page, look.asks)
    if style is not None:
        style.evaluate("it => it.remove()")


def _axe(page: Page, options: dict[str, Any]) -> Iterator[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    for violation in page.evaluate(RUN_AXE, {"resultTypes": ["violations"], **options}):
        for node in violation["nodes"][:3]:
            yield f"{violation['id']} {node['html'][:300]} {node['failureSummary']}"


LAYOUT = """
() => {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`);
  const named = (it) => it.outerHTML.slice(0, 160);
  const hidden = (it) => it.closest(".visually-hidden, .skip, [hidden], thead, .cell-label, script, style") !== null;
  for (const it of document.body.querySelectorAll("*")) {
    if (hidden(it) || it.getClientRects().length === 0) continue;
    const style = getComputedStyle(it);
    const clips = ["hidden", "clip"].includes(style.overflowX) && !["INPUT", "SELECT", "OPTION"].includes(it.tagName);
    if (clips && it.clientWidth > 1 && it.scrollWidth > it.clientWidth + 1) found.push(`clips its text: ${named(it)}`);
    const sticks = ["fixed", "sticky"].includes(style.position) && it.tagName !== "DIALOG";
    if (sticks && it.clientHeight > innerHeight / 2) {
      found.push(`takes more than half of the window: ${named(it)}`);
    }
    const lasts = `${style.transitionDuration},${style.animationDuration}`.split(",");
    if (lasts.some((it) => parseFloat(it) > 0)) found.push(`moves, although motion is to be reduced: ${named(it)}`);
  }
  return found;
}
"""
