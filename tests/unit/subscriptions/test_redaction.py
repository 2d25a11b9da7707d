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


JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJmNiJ9.c2lnbmF0dXJl_-"


@pytest.mark.parametrize(
    "text",
    [
        f"you sent {JWT}",
        f'{{"access_token": "{JWT}"}}',
        "authorization: bearer c2VjcmV0LXNlY3JldA==",
        "Bearer c2VjcmV0LXNlY3JldA==",
        '{"access_token":"c2VjcmV0LXNlY3JldA=="}',
        '{\\"access_token\\": \\"c2VjcmV0LXNlY3JldA==\\"}',
        "grant_type=client_credentials&client_secret=c2VjcmV0LXNlY3JldA%3D%3D&scope=x",
        "Client_Secret = 'c2VjcmV0LXNlY3JldA=='",
        f"client_assertion={JWT}",
    ],
)
def test_a_token_or_a_secret_of_a_client_is_not_told(text: str) -> None:
    told = text_kept(text)
    assert HIDDEN in told
    assert not any(part in told for part in (JWT, JWT[10:30], "c2VjcmV0"))


def test_a_sentence_about_tokens_is_told_whole() -> None:
    said = "no token from tokens.example.nl: its token is not of the type Bearer (token_type), client_secret missing"
    assert text_kept(said) == said
