"""The listener as it is shipped: who comes in, and what nobody can do to it."""

from tests.federation.conftest import MakeOrganisation
from tests.federation.listeners import MakeListener
from tests.federation.pki import Organisation


def test_a_peer_comes_in_and_is_told_that_there_is_nothing(
    other: Organisation, organisation: MakeOrganisation, listener: MakeListener
) -> None:
    with listener(other) as found:
        answer = found.ask(organisation("Zonnendaal"), "GET", "/v1/nothing")
    assert answer.status == 404
    assert answer.told["domain"] == "ERROR_DOMAIN_MANAGER"
