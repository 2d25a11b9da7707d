"""What holds of accepting, rejecting and revoking alike: each scenario by what is signed."""

from collections.abc import Mapping
from typing import Any

from federation.domain import hashes
from tests.federation.scenarios import grants
from tests.federation.scenarios.outsiders import Outsider, refused
from tests.federation.scenarios.stage import SERVICE, Stage

OTHER = {"accept": "revoke", "reject": "accept", "revoke": "reject"}


def proposed(stage: Stage) -> dict[str, Any]:
    """A contract that is here, of the RSA peer who acts on behalf of the EC one; both are to sign, and we."""
    given = grants.connection(stage.rsa.organisation, stage.ours, service=SERVICE, delegator=stage.ec.organisation)
    content = stage.rsa.content(given)
    assert stage.rsa.posts(content).status == 201
    return content


def stored(stage: Stage, kind: str, *, by: Outsider) -> None:
    """What a peer signs is taken, kept to the byte, and told to who is on the contract."""
    content = proposed(stage)
    signature = by.signs(content, kind)
    assert by.puts(kind, content, signature=signature).status == 201
    assert by.puts(kind, content, signature=signature).status == 201  # the same once more is the same
    [held] = stage.rsa.reads("contracts")["contracts"]
    assert held["signatures"][kind][by.id] == signature


def by_a_stranger(stage: Stage, kind: str) -> None:
    """Who is not on the contract signs nothing of it."""
    content = proposed(stage)
    refused(stage.third.puts(kind, content), "SUBMITTING_PEER_NOT_PART_OF_CONTRACT")
    _as_it_was(stage, content)


def no_jws(stage: Stage, kind: str) -> None:
    """What is no JWS is no signature."""
    content = proposed(stage)
    for text in ("no JWS", "a.b.c", "e30.e30.e30", '{"payload": "", "signatures": []}'):
        answer = stage.ec.puts(kind, content, signature=text)
        code = "UNKNOWN_ALGORITHM_SIGNATURE" if text == "e30.e30.e30" else "SIGNATURE_VERIFICATION_FAILED"
        refused(answer, code)
    _as_it_was(stage, content)


def over_another_hash(stage: Stage, kind: str) -> None:
    """What is signed is this content, and no other."""
    content = proposed(stage)
    signature = stage.ec.signs({**content, "created_at": 1}, kind)
    refused(stage.ec.puts(kind, content, signature=signature), "SIGNATURE_CONTRACT_CONTENT_HASH_MISMATCH")
    _as_it_was(stage, content)


def of_another_type(stage: Stage, kind: str) -> None:
    """What is signed is what the address is for."""
    content = proposed(stage)
    signature = stage.ec.signs(content, OTHER[kind])
    refused(stage.ec.puts(kind, content, signature=signature), "SIGNATURE_VERIFICATION_FAILED")
    _as_it_was(stage, content)


def at_another_address(stage: Stage, kind: str) -> None:
    """The hash in the address is that of the content."""
    content = proposed(stage)
    at = hashes.content_hash({**content, "created_at": 1})
    refused(stage.ec.puts(kind, content, at=at), "URL_PATH_CONTENT_HASH_MISMATCH")
    _as_it_was(stage, content)


def by_an_unsupported_algorithm(stage: Stage, kind: str) -> None:
    """Six algorithms sign, and a hash is of one."""
    content = proposed(stage)
    for algorithm in ("none", "HS256", "PS256", "EdDSA"):
        signature = stage.with_header(stage.ec.signs(content, kind), alg=algorithm)
        refused(stage.ec.puts(kind, content, signature=signature), "UNKNOWN_ALGORITHM_SIGNATURE")
    at = hashes.content_hash(content).replace("$1$1$", "$2$1$")
    refused(stage.ec.puts(kind, content, at=at), "UNKNOWN_HASH_ALGORITHM_HASH")
    _as_it_was(stage, content)


def _as_it_was(stage: Stage, content: Mapping[str, Any]) -> None:
    [held] = stage.rsa.reads("contracts")["contracts"]
    assert held["content"] == content
    assert {kind: set(by) for kind, by in held["signatures"].items()} == {
        "accept": {stage.rsa.id},
        "reject": set(),
        "revoke": set(),
    }
