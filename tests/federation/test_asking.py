"""Asking another peer over mutual TLS."""

import asyncio
import contextlib
import os
from pathlib import Path

import pytest

from federation.transport import client, engine
from federation.transport.client import Reason, Reply
from tests.federation.asking import PATIENT, SHORT, asked, refusal
from tests.federation.conftest import MakeOrganisation
from tests.federation.peers import says, sends, serving, silent
from tests.federation.pki import Group, Organisation


def test_a_peer_answers_and_is_who_his_certificate_says(own: Organisation, other: Organisation) -> None:
    with serving(other, says("201 Created", b'{"a": 1}', "Fsc-Error-Code: X")) as server:
        reply = client.ask(asked(other, method="PUT", headers={"Fsc-Manager-Address": own.address}, body=b"{}"))
    assert (reply.status, reply.body, reply.headers["fsc-error-code"]) == (201, b'{"a": 1}', "X")
    assert (reply.certificate.peer_id, reply.certificate.peer_name) == (other.oin, "Meerdorp")
    assert server.names == ["Zonnendaal"]
    assert f"Fsc-Manager-Address: {own.address}" in server.heads[0]


def test_a_path_arrives_as_it_was_written(own: Organisation, other: Organisation) -> None:
    with serving(other) as server:
        for path in ("/v1/contracts/$1$1$a-_/accept", "/v1/contracts/%241%241%24a/accept?x=%2F&y=a+b", "/a//b/../c"):
            client.ask(asked(other, path))
            assert server.heads[-1].startswith(f"GET {path} HTTP/1.1")


def test_a_connection_is_used_again_for_the_same_peer(own: Organisation, other: Organisation) -> None:
    with serving(other) as server:
        for _ in range(3):
            client.ask(asked(other))
    assert len(set(server.connections)) == 1


@pytest.mark.parametrize("repeatable", [True, False])
def test_a_kept_connection_that_the_server_ends_as_we_send_is_no_failure_of_what_may_be_sent_again(
    *, repeatable: bool, own: Organisation, other: Organisation
) -> None:
    ends = iter([says(), sends(b""), says()])

    async def answer(to: asyncio.StreamWriter) -> None:
        await next(ends)(to)

    with serving(other, answer) as server:
        first = client.ask(asked(other, method="POST", body=b"{}"))
        again = asked(other, method="POST", body=b"{}", repeatable=repeatable)
        if repeatable:
            assert client.ask(again).status == first.status == 200
        else:  # it may have had its effect
            assert refusal(again).sent
    kept, ended, *new = server.connections
    assert kept == ended
    assert (len(new), ended in new) == (int(repeatable), False)


def test_a_server_that_ends_every_connection_is_not_asked_again(own: Organisation, other: Organisation) -> None:
    with serving(other, sends(b"")) as server:
        assert refusal(asked(other, method="POST", body=b"{}", repeatable=True)).sent
    assert len(server.heads) == 1


def shown_to_one_server(
    organisation: MakeOrganisation, other: Organisation, directory: Path, *, names: tuple[str, str]
) -> list[str]:
    """Whom a server saw, asked by two organisations one after the other."""
    with serving(other) as server:
        for name in names:
            with organisation(name).as_own(directory):
                client.ask(asked(other))
    return server.names


def test_two_identities_never_share_a_connection(
    organisation: MakeOrganisation, other: Organisation, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("Zonnendaal", "Laagveen")
    assert shown_to_one_server(organisation, other, directory, names=names) == [*names]
    # The planted fault: connections that are kept by the peer alone are shared.
    monkeypatch.setattr(engine, "key_of", lambda _own, peer_id: (None, peer_id, ()))
    monkeypatch.setattr(engine, "_of_this_process", None)
    assert shown_to_one_server(organisation, other, directory, names=names) == ["Zonnendaal", "Zonnendaal"]


def test_a_proxy_of_the_environment_is_not_asked(
    own: Organisation, other: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving(other):
        assert client.ask(asked(other)).status == 200


def test_several_are_asked_side_by_side_and_who_does_not_answer_holds_up_nobody(
    own: Organisation, organisation: MakeOrganisation
) -> None:
    quick, slow, absent, other = (organisation(name) for name in ("Vlot", "Traag", "Weg", "Ook vlot"))
    with contextlib.ExitStack() as stack:
        stack.enter_context(serving(quick, says(body=b"1")))
        stack.enter_context(serving(slow, silent))
        stack.enter_context(serving(other, says(body=b"4")))
        found = client.ask_all([asked(it) for it in (quick, slow, absent, other)], seconds=PATIENT)
    assert [it.body if isinstance(it, Reply) else it.reason for it in found] == [
        *(b"1", Reason.TIMEOUT, Reason.NO_CONNECTION, b"4")
    ]


def test_nobody_asked_is_no_answer(own: Organisation) -> None:
    assert client.ask_all([], seconds=SHORT) == []


def test_a_renewed_certificate_is_shown_from_then_on(
    own: Organisation, other: Organisation, directory: Path, group: Group
) -> None:
    with serving(other) as server:
        client.ask(asked(other))
        renewed = group.organisation("Zonnendaal na herindeling", oin=own.oin, host=own.host)
        renewed.files(directory)
        client.ask(asked(other))
    assert server.names == ["Zonnendaal", "Zonnendaal na herindeling"]


def test_a_process_that_was_forked_asks_over_connections_of_its_own(own: Organisation, other: Organisation) -> None:
    """As the workers of Celery are, whatever was asked before."""
    with serving(other) as server:
        client.ask(asked(other))
        child = os.fork()
        if child == 0:
            status = 1
            try:
                status = 0 if client.ask(asked(other, seconds=30.0)).status == 200 else 1
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        client.ask(asked(other))
    first, forked, last = server.connections
    assert first == last != forked
