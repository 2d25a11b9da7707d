"""What a grant is to us."""

import pytest

from federation.domain.directions import Direction, direction, directions
from federation.domain.grants import Grant, GrantType, Outway, Service

CONNECTION, PUBLICATION = GrantType.CONNECTION, GrantType.PUBLICATION


def connection(reader: str, provider: str, *, delegator: str | None = None) -> Grant:
    kind = GrantType.DELEGATED_CONNECTION if delegator else CONNECTION
    service, outway = Service(peer_id=provider, name="zone"), Outway(peer_id=reader)
    return Grant(type=kind, hash="", service=service, outway=outway, delegator=delegator)


def publication(provider: str, directory: str, *, delegator: str | None = None) -> Grant:
    kind = GrantType.DELEGATED_PUBLICATION if delegator else PUBLICATION
    service = Service(peer_id=provider, name="zone")
    return Grant(type=kind, hash="", service=service, directory=directory, delegator=delegator)


@pytest.mark.parametrize(
    ("grant", "part"),
    [
        (connection("wij", "zij"), Direction.READING),
        (connection("zij", "wij"), Direction.READ),
        (connection("zij", "wij", delegator="derde"), Direction.READ),
        (connection("zij", "derde", delegator="wij"), Direction.ON_BEHALF),
        (publication("wij", "gids"), Direction.PUBLISHED),
        (publication("zij", "wij"), Direction.LISTED),
        (publication("zij", "gids", delegator="wij"), Direction.ON_BEHALF),
        (connection("zij", "derde"), Direction.OTHERS),
    ],
)
def test_our_part_in_a_grant_follows_from_where_we_are_named(grant: Grant, part: Direction) -> None:
    assert direction(grant, own="wij") is part
    assert direction(grant, own=None) is Direction.OTHERS, "while we do not know who we are"


def test_of_a_contract_each_part_is_told_once_in_the_order_of_its_grants() -> None:
    class Both:
        grants = (connection("zij", "wij"), connection("wij", "zij"), connection("derde", "wij"))

    assert directions(Both, own="wij") == (Direction.READ, Direction.READING)  # type: ignore[arg-type]  # has grants
