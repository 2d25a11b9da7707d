"""Numbers of the register that have so many digits, with the zeros before them that an export may have shorn."""

from typing import Final

BSN_LENGTH: Final = 9
A_NUMBER_LENGTH: Final = 10


def padded(said: str, width: int) -> str:
    """A number of `width` digits as LO GBA writes it; text that is no number as it is."""
    return said.zfill(width) if said.isascii() and said.isdigit() else said
