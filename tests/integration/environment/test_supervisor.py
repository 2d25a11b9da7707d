"""The supervisor: starts again what crashes, gives up with a clear word, and is the only one."""

import io
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from f6_project.embedded.places import Place, temporary_place
from f6_project.processes.children import Program
from f6_project.supervision import keeping, services
from f6_project.supervision.console import Console
from f6_project.supervision.keeping import GaveUp, Kept
from f6_project.supervision.single import AlreadyRuns, PortTaken, only_one, refuse_taken_port
from f6_project.supervision.supervisor import Supervisor
from tests.federation import listeners, loopback, pki

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture
def said() -> io.StringIO:
    return io.StringIO()


def _look_after(kept: Kept, *, until: object, seconds: float = 20.0) -> None:
    patience_ends = time.monotonic() + seconds
    while not until():  # type: ignore[operator]
        assert time.monotonic() < patience_ends
        kept.look_after()
        time.sleep(0.02)


def test_what_crashes_is_started_again(said: io.StringIO, tmp_path: Path) -> None:
    file = tmp_path / "starts"
    code = f"import time; open({str(file)!r}, 'a').write('x')\nif len(open({str(file)!r}).read()) > 2: time.sleep(600)"
    kept = Kept(Program(name="crashing", command=[sys.executable, "-c", code + "\nraise SystemExit(3)"]), Console(said))
    kept.start()
    _look_after(kept, until=lambda: file.exists() and file.read_text() == "xxx")
    kept.stop()
    assert "crashing ended (exit code 3); starting it again in 0.5 s" in said.getvalue()
    assert "starting it again in 1.0 s" in said.getvalue()


def test_what_keeps_crashing_is_given_up_with_its_last_words(
    said: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "WAIT_SECONDS_MAX", 0.01)
    kept = Kept(
        Program(name="broken", command=[sys.executable, "-c", "raise SystemExit('no such thing')"]), Console(said)
    )
    kept.start()
    with pytest.raises(GaveUp, match=r"broken ended 6 times in a row \(exit code 1\); it last said:\nno such thing"):
        _look_after(kept, until=lambda: False)


def test_what_is_optional_is_not_given_up_and_stops_nothing(said: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "WAIT_SECONDS_MAX", 0.01)
    program = Program(name="broken", command=[sys.executable, "-c", "raise SystemExit('no such thing')"])
    kept = Kept(program, Console(said), optional=True)
    kept.start()
    _look_after(kept, until=lambda: said.getvalue().count("starting it again") > keeping.FAILURES_MAX)
    kept.stop()


def test_a_second_supervisor_is_told_where_the_first_one_is(tmp_path: Path) -> None:
    with only_one(tmp_path / "lock", address="http://127.0.0.1:8000/"):
        refused = pytest.raises(AlreadyRuns, match=rf"at http://127.0.0.1:8000/ \(process {os.getpid()}\)")
        with refused, only_one(tmp_path / "lock", address="elsewhere"):
            pytest.fail("two at once")
    with only_one(tmp_path / "lock", address="again"):
        pass


def test_a_port_in_use_is_refused_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"Port {port} cannot be used.*F6_PORT={port + 1} make run"):
            refuse_taken_port("127.0.0.1", port)


def test_the_example_is_told_where_f6_is_and_none_of_its_secrets(tmp_path: Path) -> None:
    environment = {
        "SECRET_KEY": "one",
        "DATABASE_URL": "two",
        "EMAIL_PASSWORD": "three",
        "F6_BASE_URL": "https://f6.nl",
    }
    given = services.bsn(environment, f6_port=8000, port=8001, directory=tmp_path).environment
    assert given is not None
    assert {it for it in given.values() if it in {"one", "two", "three"}} == set()
    assert (given["SECRET_KEY"], given["BSN_F6_ORIGIN"]) == ("", "f6.nl")
    assert given["BSN_F6_TOKEN_FILE"] == str(tmp_path / "token")


@pytest.mark.parametrize("port", ["taken", "none", "99999"])
def test_without_a_port_the_example_is_left_out_and_f6_goes_on(said: io.StringIO, tmp_path: Path, port: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        asked = str(taken.getsockname()[1]) if port == "taken" else port
        place = Place(tmp_path, account=None)
        supervisor = Supervisor(place=place, environment={"F6_BSN_PORT": asked}, port=1, console=Console(said))
        (tmp_path / "bsn").mkdir()
        (tmp_path / "bsn" / "token").write_text("x")
        supervisor._keep_example()
    assert supervisor.services == []
    assert f"left out: port {asked} cannot be used" in said.getvalue()


def test_lines_of_several_programs_stand_behind_their_names(said: io.StringIO) -> None:
    console = Console(said)
    console.say("one\ntwo", name="web")
    console.say("three", name="beat")
    assert said.getvalue() == "web        │ one\nweb        │ two\nbeat       │ three\n"


@pytest.fixture
def whole(worker_id: str) -> Iterator[subprocess.Popen[bytes]]:
    """All of F6, as `make run` starts it, in a place and on a port of its own; a peer of a group too."""
    place = temporary_place("whole")
    with socket.socket() as free, socket.socket() as another:
        free.bind(("127.0.0.1", 0))
        another.bind(("127.0.0.1", 0))
        port, bsn_port = free.getsockname()[1], another.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_"))}
    environment |= {"F6_DATA": str(place.root), "F6_PORT": str(port), "F6_WEB_WORKERS": "1"}
    environment["F6_BSN_PORT"] = str(bsn_port)
    peer = pki.group().organisation("Zonnendaal", oin=pki.oin(1), host=next(loopback.hosts(worker_id)))
    environment |= peer.environment(place.root / "fsc")
    log = (place.root / "log").open("wb")
    run = subprocess.Popen(
        [sys.executable, "-m", "f6_project.supervision"],
        cwd=PROJECT,
        env=environment,
        stdout=log,
        stderr=log,
    )
    run.log = place.root / "log"  # type: ignore[attr-defined]
    run.peer = peer  # type: ignore[attr-defined]
    run.url = f"http://127.0.0.1:{port}/"  # type: ignore[attr-defined]
    yield run
    if run.poll() is None:
        run.terminate()
        run.wait(60)
    log.close()
    subprocess.run(["rm", "-rf", str(place.root)], check=True)


def _wait_for(run: subprocess.Popen[bytes], text: str, *, seconds: float = 240.0) -> str:
    patience_ends = time.monotonic() + seconds
    while text not in (printed := run.log.read_text(errors="replace")):  # type: ignore[attr-defined]
        assert run.poll() is None, printed
        assert time.monotonic() < patience_ends, printed
        time.sleep(0.2)
    return str(printed)


def _family_of(pid: int) -> set[int]:
    """The process and all its descendants, from /proc."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _gone(pids: set[int], *, seconds: float = 60.0) -> set[int]:
    patience_ends = time.monotonic() + seconds
    while left := {pid for pid in pids if Path(f"/proc/{pid}/cmdline").exists() and _command(pid)}:
        if time.monotonic() > patience_ends:
            return left
        time.sleep(0.2)
    return set()


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _wait_for_listener(peer: pki.Organisation, *, seconds: float = 60.0) -> None:
    patience_ends = time.monotonic() + seconds
    context = listeners.client_context(peer, trusting=peer)
    while True:
        try:
            with socket.create_connection((peer.host, peer.port), timeout=5) as plain:
                context.wrap_socket(plain, server_hostname=peer.host).close()
        except OSError:
            assert time.monotonic() < patience_ends
            time.sleep(0.2)
        else:
            return


@pytest.mark.verify
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="descendants are found through /proc")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_all_of_f6_starts_answers_and_leaves_nothing_behind(
    whole: subprocess.Popen[bytes], end: signal.Signals
) -> None:
    printed = _wait_for(whole, "Ctrl-C stops it")
    assert "DEMO ONLY. Accounts" in printed
    assert "bsn        │ listening at" in _wait_for(whole, ": active (verified)")
    with urllib.request.urlopen(f"{whole.url}readyz", timeout=10) as answer:  # type: ignore[attr-defined]
        assert answer.status == 200
    _wait_for_listener(whole.peer)  # type: ignore[attr-defined]
    family = _family_of(whole.pid)
    assert len(family) > 12
    whole.send_signal(end)
    assert whole.wait(60) == (-signal.SIGKILL if end is signal.SIGKILL else 0)
    assert _gone(family) == set()
