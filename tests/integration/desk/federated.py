"""What the tests of federation's pages share: their addresses, and reading a page."""

import re
from html import unescape

from django.test import Client

PAGES = "/beheer/federation/"
CONNECTIONS = f"{PAGES}storedcontract/"
PEERS = f"{PAGES}peer/"
CALLS = f"{PAGES}transactionrecord/"


def page_of(client: Client, path: str, code: int = 200) -> str:
    """The page as it is sent."""
    answer = client.get(path)
    assert answer.status_code == code, answer.content.decode()
    return answer.content.decode()


def text_of(page: str) -> str:
    """What one reads of a page: its main part without tags, on one line."""
    main = page[page.index('id="main"') :] if 'id="main"' in page else page
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def read(client: Client, path: str) -> str:
    """What one reads at an address."""
    return text_of(page_of(client, path))


def one(row_hash: str, act: str = "change") -> str:
    """The address of one connection, or of what is asked before an act on it."""
    return f"{CONNECTIONS}{row_hash}/{act}/"
