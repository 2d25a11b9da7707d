"""Of what is kept an id is told whole, and a number that may be a BSN is not told."""

import pytest

from events.subscriptions.domain.redaction import HIDDEN, headers_kept, text_kept

ID = "5ac4a82b-763a-5bdf-b0df-775135231a03"


@pytest.mark.parametrize("text", [ID, f"id={ID};", ID.upper(), "12345678-1234-1234-1234-123456789abc"])
def test_an_id_is_told_whole_whatever_digits_stand_in_it(text: str) -> None:
    assert text_kept(text) == text
    assert headers_kept({"webhook-id": text}) == {"webhook-id": text}


@pytest.mark.parametrize(
    "text",
    [
        "999990019",
        "bsn-999990019",
        "abcdef999990019",
        f"{ID} 999990019",
        "12345678-1234-1234-1234-999990019",
        "x999990019a",
    ],
)
def test_a_number_of_nine_digits_is_not(text: str) -> None:
    assert "999990019" not in text_kept(text)
    assert HIDDEN in text_kept(text)


def test_the_address_of_a_grant_is_not_told() -> None:
    assert headers_kept({"WebHook-Request-Callback": "https://f6.example/x"}) == {"WebHook-Request-Callback": HIDDEN}
