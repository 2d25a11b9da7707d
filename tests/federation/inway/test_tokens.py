"""Who gets a token, for what, and what it says (FSC Core 2.0.0, 4.4)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from events.models import Zone
from federation.domain import certificates, jose
from federation.domain.contracts import SignatureKind
from tests import registry
from tests.federation import agreements
from tests.federation.agreements import DAY, agreed, connection, zone_connection
from tests.federation.in_process import Connection
from tests.federation.inway.conftest import TERMS, Town


def claims(token: str, town: Town) -> dict[str, object]:
    """What a token says, once the provider's key is seen to have signed it."""
    key = town.provider.issued.certificate.public_key()
    assert jose.claimed(token).thumbprint == certificates.thumbprint(town.provider.der)
    return dict(jose.verified(token, key=key))  # type: ignore[arg-type]  # one of curve P-256


def refused(answer: object) -> str:
    assert answer.status_code == 400, answer.content  # type: ignore[attr-defined]
    assert answer["Cache-Control"] == "no-store"  # type: ignore[index]
    body = answer.json()  # type: ignore[attr-defined]
    assert body.keys() == {"error", "error_description"}
    return str(body["error"])


def test_a_valid_contract_gives_a_token_that_is_bound_to_the_certificate_of_who_asked(town: Town) -> None:
    held = agreed(zone_connection(town.reader, town.provider, zone=registry.CIVIL, terms=TERMS), by=town.both)
    before = int(datetime.now(UTC).timestamp())
    answer = town.by_reader.ask_token(held)
    body = answer.json()
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert body["token_type"] == "bearer"
    assert body["expires_in"] == 300
    said = claims(body["access_token"], town)
    begins = int(str(said.pop("nbf")))
    assert before <= begins <= before + 60
    assert said == {
        "gth": held.grants[0].hash,
        "gid": "f6-test-group",
        "sub": town.reader.oin,
        "iss": town.provider.oin,
        "svc": "f6-zone-burgerlijke-stand",
        "aud": town.provider.address,
        "exp": begins + 300,
        "cnf": {"x5t#S256": certificates.thumbprint(town.reader.der)},
        "prp": TERMS.rendered(),
        "add": {},
    }


def test_delegators_stand_in_the_token_where_there_are(town: Town) -> None:
    grant = connection(
        town.reader,
        town.provider,
        service="echo",
        type="GRANT_TYPE_DELEGATED_SERVICE_CONNECTION",
        delegator={"peer_id": town.other.oin},
    )
    grant["service"] |= {"type": "SERVICE_TYPE_DELEGATED_SERVICE", "delegator": {"peer_id": town.other.oin}}
    held = agreed(grant, by=(*town.both, town.other))
    said = claims(town.by_reader.token(held), town)
    assert said["act"] == {"sub": town.other.oin}
    assert said["pdi"] == town.other.oin
    assert "prp" not in said


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"grant_type": ""}, "invalid_request"),
        ({"scope": ""}, "invalid_request"),
        ({"client_id": ""}, "invalid_request"),
        ({"grant_type": "authorization_code"}, "unsupported_grant_type"),
        ({"client_id": "00000099000000003000"}, "invalid_client"),
        ({"scope": "no hash"}, "invalid_scope"),
        ({"scope": "$1$2$g0WFP3Na7"}, "invalid_scope"),
        ({"scope": "$1$1$g0WFP3Na7"}, "invalid_scope"),
        ({"scope": "$1$3$g0WFP3Na7"}, "invalid_scope"),
    ],
)
def test_a_request_that_is_not_right_gets_the_error_that_says_what(
    town: Town, changed: dict[str, Any], error: str
) -> None:
    held = agreed(connection(town.reader, town.provider, service="echo"), by=town.both)
    assert refused(town.by_reader.ask_token(held, **changed)) == error


def test_a_contract_that_is_not_valid_gives_no_token(town: Town) -> None:
    grant = connection(town.reader, town.provider, service="echo")
    proposed = agreements.stored(agreements.content(grant), accepted_by=[town.reader])
    to_come = agreed(grant, by=town.both, since=DAY)
    over = agreed(grant, by=town.both, since=-3 * DAY, until=-DAY)
    rejected = agreements.stored(agreements.content(grant), accepted_by=[town.reader])
    agreements.signed(rejected, by=town.provider, kind=SignatureKind.REJECT)
    revoked = agreed(grant, by=town.both)
    assert town.by_reader.token(revoked)
    agreements.signed(revoked, by=town.reader, kind=SignatureKind.REVOKE)
    for held in (proposed, to_come, over, rejected, revoked):
        assert refused(town.by_reader.ask_token(held)) == "invalid_grant"


def test_only_the_outway_that_is_named_gets_a_token(town: Town) -> None:
    held = agreed(connection(town.reader, town.provider, service="echo"), by=town.both)
    assert refused(town.by_other.ask_token(held)) == "invalid_scope"
    renewed = town.group.organisation(town.reader.name, oin=town.reader.oin, host="127.0.0.22")
    assert refused(Connection(renewed).ask_token(held)) == "unauthorized_client"


def test_a_stranger_hears_of_a_contract_what_he_hears_of_none(town: Town) -> None:
    held = agreed(connection(town.reader, town.provider, service="echo"), by=town.both)
    real, made_up = town.by_other.ask_token(held), town.by_other.ask_token(held, scope="$1$3$" + "A" * 86)
    assert (real.status_code, real.content, real.headers) == (made_up.status_code, made_up.content, made_up.headers)


def test_an_outway_may_be_known_by_a_name_of_its_certificate(town: Town) -> None:
    grant = connection(town.reader, town.provider, service="echo")
    for name, right in (("127.0.0.22", False), ("localhost", True), ("elders.example.nl", False)):
        grant["outway"] = {
            "peer_id": town.reader.oin,
            "identification": {"type": "OUTWAY_IDENTIFICATION_TYPE_DOMAIN_NAME", "domain_name": name},
        }
        if name == "127.0.0.22":
            continue
        held = agreed(grant, by=town.both)
        answer = town.by_reader.ask_token(held)
        assert (answer.status_code == 200) is right
        if not right:
            assert refused(answer) == "unauthorized_client"


def test_a_service_that_is_not_offered_now_gets_no_token(town: Town) -> None:
    held = agreed(zone_connection(town.reader, town.provider, zone=registry.CIVIL, terms=TERMS), by=town.both)
    assert town.by_reader.token(held)
    Zone.objects.filter(slug=registry.CIVIL).update(closed=True)
    assert refused(town.by_reader.ask_token(held)) == "invalid_grant"
    unknown = agreed(connection(town.reader, town.provider, service="nothing"), by=town.both)
    assert refused(town.by_reader.ask_token(unknown)) == "invalid_grant"


def test_what_is_no_form_is_refused(town: Town) -> None:
    by = town.by_reader
    for answer in (
        by.ask("POST", "/v1/token", b"{}", "application/json"),
        by.ask("POST", "/v1/token", b"grant_type=a&grant_type=b"),
        by.ask("POST", "/v1/token", b"x=\xff%ff"),
        by.ask("POST", "/v1/token", b"a=" + b"b" * 20_000),
        by.ask("POST", "/v1/token", "&".join(f"f{n}=1" for n in range(30))),
    ):
        assert refused(answer) == "invalid_request"
    assert by.ask("GET", "/v1/token").status_code == 405
    assert refused(Connection(None).ask("POST", "/v1/token", b"grant_type=a")) == "invalid_client"
