"""The numbers of the BSN service: only such as pass the eleven-test, none twice, and none that an F6 would refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import bsn as stdnum_bsn

from examples.bsn_service import stock

FEW = stock.STOCK[:40]


@given(st.integers(min_value=0, max_value=999_999_999))
def test_the_eleven_test_is_that_of_an_independent_library(number: int) -> None:
    assert stock.passes_eleven_test(f"{number:09d}") == stdnum_bsn.is_valid(f"{number:09d}")


@given(st.integers(min_value=0, max_value=8), st.integers(min_value=1, max_value=9), st.sampled_from(stock.STOCK))
def test_one_digit_wrong_is_found(place: int, more: int, bsn: str) -> None:
    wrong = bsn[:place] + str((int(bsn[place]) + more) % 10) + bsn[place + 1 :]
    assert not stock.passes_eleven_test(wrong)


@pytest.mark.parametrize("text", ["", "000000000", "12345678", "1234567890", "99970000x", "٩٩٩٧٠٠٠٠٣", " 99970003"])
def test_what_is_not_nine_digits_is_no_number(text: str) -> None:
    assert not stock.passes_eleven_test(text)


def test_the_stock_lies_in_the_range_that_was_made_up() -> None:
    assert len(stock.STOCK) == len(set(stock.STOCK)) > 9_000
    assert all(int(bsn) in stock.MADE_UP and stock.passes_eleven_test(bsn) for bsn in stock.STOCK)


@given(st.randoms(use_true_random=False))
def test_everything_can_be_drawn_and_nothing_twice(random: object) -> None:
    given_so_far: set[str] = set()
    for _ in FEW:
        drawn = stock.draw(given=given_so_far, stock=FEW, choose=random.choice)  # type: ignore[attr-defined]  # a Random
        assert drawn not in given_so_far
        given_so_far.add(drawn)
    assert given_so_far == set(FEW)
    with pytest.raises(stock.StockEmpty):
        stock.draw(given=given_so_far, stock=FEW)
