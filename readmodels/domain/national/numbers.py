"""Numbers of the register: what counts something, and what has so many digits, zeros included."""

from typing import Final

BSN_LENGTH: Final = 9
A_NUMBER_LENGTH: Final = 10
DIGITS_MAX: Final = 9
"""A number of more digits than this says nothing: no element of LO GBA that counts something holds one."""


def padded(said: str, width: int) -> str:
    """A number of `width` digits, with the zeros that an export may have shorn; text that is no number as it is."""
    return said.zfill(width) if said.isascii() and said.isdigit() else said


def whole(said: str) -> int | None:
    """The whole number that a text says; None when it says none."""
    return int(said) if len(said) <= DIGITS_MAX and said.isascii() and said.isdigit() else None
