"""Colours as CSS writes them, and the contrast between two (WCAG 2.2, “contrast ratio” and “relative luminance”)."""

import re
from dataclasses import dataclass
from typing import Final

HEX: Final = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
RGB: Final = re.compile(r"rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)", re.IGNORECASE)
NAMED: Final = {"white": "#fff", "black": "#000"}


@dataclass(frozen=True, slots=True)
class Colour:
    """An opaque colour in sRGB, 0 to 255 each."""

    red: int
    green: int
    blue: int

    @property
    def luminance(self) -> float:
        """How light it is, 0 (black) to 1 (white)."""
        red, green, blue = (_linear(channel / 255) for channel in (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def parse(text: str) -> Colour | None:
    """The colour that CSS means; nothing when it is no opaque hexadecimal or `rgb()` colour."""
    written = NAMED.get(text.strip().lower(), text.strip())
    if found := HEX.fullmatch(written):
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        return Colour(*bytes.fromhex(digits))
    if found := RGB.fullmatch(written):
        channels = [int(channel) for channel in found.groups()]
        return Colour(*channels) if max(channels) <= 255 else None
    return None


def contrast(one: Colour, other: Colour) -> float:
    """From 1 (the same) to 21 (black and white); the order does not matter."""
    lighter, darker = sorted((one.luminance, other.luminance), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
