"""Server-sent events: how a stream is written (HTML Living Standard, 9.2). UTF-8; a line ends at CR LF, CR or LF.

A notice is a message without a name: a browser's `onmessage` takes in all of them, whatever types there will be; the
type stands in the notice. An id without data moves a reader on and tells him nothing (9.2.6: it is not dispatched).
"""

import re
from typing import Final

MEDIA_TYPE: Final = "text/event-stream"
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_BREAKS_AN_ID: Final = re.compile(r"[\r\n\0]")


def message(data: str, *, event_id: str) -> bytes:
    """One message; the reader gets its lines joined by LF. Raises `ValueError` for an id that would break off."""
    lines = (f"data: {line}\n" for line in _LINE_END.split(data))
    return (_id(event_id) + "".join(lines) + "\n").encode()


def moved(event_id: str) -> bytes:
    """That the reader is at this id now, without a message. Raises `ValueError` as `message`."""
    return (_id(event_id) + "\n").encode()


def comment(text: str = "") -> bytes:
    """What no reader takes in, and every proxy passes on."""
    return ("".join(f": {line}\n" for line in _LINE_END.split(text)) + "\n").encode()


def retry(milliseconds: int) -> bytes:
    """How long the reader waits before he connects again."""
    return f"retry: {milliseconds}\n\n".encode()


def _id(event_id: str) -> str:
    if _BREAKS_AN_ID.search(event_id):
        raise ValueError("an id is one line without NUL")
    return f"id: {event_id}\n"
