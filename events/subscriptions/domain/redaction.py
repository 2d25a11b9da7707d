"""What is kept of what was sent and answered: nothing that signs, lets somebody in, or looks like a BSN."""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from typing import Final

HIDDEN: Final = "…"
HEADERS_MAX: Final = 50
HEADER_LENGTH_MAX: Final = 500
SECRET_HEADERS: Final = re.compile(
    r"authorization|authenticate|cookie|signature|token|secret|api-?key|callback", re.IGNORECASE
)
_UUID: Final = r"(?<![0-9a-fA-F-])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9a-fA-F-])"
_UUID_OR_BSN: Final = re.compile(rf"({_UUID})|(?<!\d)\d{{9}}(?!\d)")
"""Nine digits may stand in an id, which is told whole: by it an event is found again."""
_SECRETS: Final = re.compile(
    r"(?<=v1,)[\w+/=]{40,}|(?<=v1a,)[\w+/=]{40,}|(?<=whsec_)[\w+/=]+|(?<=Bearer )[\w.~+/=-]+"
    r"|(?<=bearer )[\w.~+/=-]{8,}|\beyJ[\w-]{10,}\.[\w-]+(?:\.[\w-]*)*"
)
"""What signs, and what lets somebody in: also a token that stands by itself, when it is a JSON Web Token."""
_NAMED: Final = re.compile(
    r"((?:access_token|refresh_token|id_token|client_secret|client_assertion)[\"'\\]{0,4}\s{0,4}[:=]\s{0,4}[\"'\\]{0,4})"
    r"[\w.~+/=%-]+",
    re.IGNORECASE,
)
"""What is called so in JSON, in a form or in a query."""
_UNKEPT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def headers_kept(headers: Mapping[str, str]) -> dict[str, str]:
    """These headers, the values of secret ones hidden; at most HEADERS_MAX, each at most HEADER_LENGTH_MAX long."""
    found = islice(headers.items(), HEADERS_MAX)
    return {name[:HEADER_LENGTH_MAX]: _header_kept(name, value) for name, value in found}


def own_headers_kept(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers that we made ourselves, the values of secret ones hidden: nobody else wrote in them."""
    return {name: HIDDEN if _is_secret(name) else value[:HEADER_LENGTH_MAX] for name, value in headers.items()}


@lru_cache(maxsize=500)
def _header_kept(name: str, value: str) -> str:
    """A receiver answers with the same headers again and again."""
    return HIDDEN if _is_secret(name) else text_kept(value)[:HEADER_LENGTH_MAX]


@lru_cache(maxsize=500)
def _is_secret(name: str) -> bool:
    return SECRET_HEADERS.search(name) is not None


def text_kept(text: str) -> str:
    """This text without secrets, without numbers of nine digits (a BSN), and without what a database cannot hold."""
    shown = _NAMED.sub(rf"\1{HIDDEN}", _SECRETS.sub(HIDDEN, _UUID_OR_BSN.sub(_kept, text)))
    return _UNKEPT.sub("�", shown)


def _kept(found: re.Match[str]) -> str:
    return found[1] or HIDDEN
