"""The numbers: which there are, and drawing one that nobody has.

For residents the municipality assigns the number, out of numbers that the minister supplied (Wabb, article 8). Nobody
supplied these: they are made up, in a corner of the numbers for testing that the demo of F6 does not use.
"""

import secrets
from collections.abc import Callable, Collection, Sequence
from typing import Final

WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)
MADE_UP: Final = range(999_700_000, 999_800_000)
"""Where the numbers of this example lie; some nine thousand of them pass the eleven-test."""


class StockEmpty(Exception):
    """Every number was given."""

    def __str__(self) -> str:
        return "every number was given"


def passes_eleven_test(bsn: str) -> bool:
    """Whether this is a BSN: nine digits, not all 0, whose weighted sum is a multiple of eleven (*elfproef*)."""
    if len(bsn) != len(WEIGHTS) or not (bsn.isascii() and bsn.isdigit()) or not int(bsn):
        return False
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, bsn, strict=True)) % 11 == 0


def numbers_in(numbers: Sequence[int]) -> tuple[str, ...]:
    """Those of them that are a BSN."""
    return tuple(bsn for number in numbers if passes_eleven_test(bsn := f"{number:09d}"))


STOCK: Final = numbers_in(MADE_UP)


def draw(
    *, given: Collection[str], stock: Sequence[str] = STOCK, choose: Callable[[Sequence[str]], str] = secrets.choice
) -> str:
    """A number of the stock that was not given yet. Drawn by lot: a number says nothing of when it was given.

    Raises `StockEmpty`.
    """
    left = [bsn for bsn in stock if bsn not in given]
    if not left:
        raise StockEmpty
    return choose(left)
