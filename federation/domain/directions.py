"""What a contract is to us: whether we read somewhere by it, are read, publish, list, or have it done on our behalf."""

from enum import StrEnum

from federation.domain.contracts import Content
from federation.domain.grants import Grant


class Direction(StrEnum):
    """Our part in a grant."""

    READING = "reading"
    """We read from a service of another."""
    READ = "read"
    """Another reads from a service of ours."""
    PUBLISHED = "published"
    """A service of ours stands in a directory."""
    LISTED = "listed"
    """A service of another stands in our directory."""
    ON_BEHALF = "on-behalf"
    """Another reads or publishes on our behalf."""
    OTHERS = "others"
    """No part that we know: it is between others."""


def direction(grant: Grant, *, own: str | None) -> Direction:
    """Our part in one grant. `own`: our Peer ID, None while it is not known."""
    if own is None:
        return Direction.OTHERS
    if grant.is_connection:
        if grant.outway is not None and grant.outway.peer_id == own:
            return Direction.READING
        if grant.service.peer_id == own:
            return Direction.READ
    elif grant.service.peer_id == own:
        return Direction.PUBLISHED
    elif grant.directory == own:
        return Direction.LISTED
    return Direction.ON_BEHALF if own in grant.peers else Direction.OTHERS


def directions(content: Content, *, own: str | None) -> tuple[Direction, ...]:
    """Our parts in a contract, each once, in the order of its grants."""
    return tuple(dict.fromkeys(direction(grant, own=own) for grant in content.grants))
