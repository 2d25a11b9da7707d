"""`manage.py pki check`: the certificates that an organisation brings, made by openssl as PKIoverheid makes them."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from cryptography import x509
from django.core.management import CommandError, call_command
from django.test import override_settings

from events import models
from tests.authority import CLIENT, DAY, SERVER
from tests.federation import pki
from tests.federation.conftest import MakeOrganisation
from tests.federation.openssl import Openssl, needs_openssl
from tests.federation.pki import Group, Organisation

pytestmark = pytest.mark.usefixtures("rows")
ZONNENDAAL = pki.oin(901)
SUBJECT = f"/C=NL/O=Gemeente Zonnendaal/serialNumber={ZONNENDAAL}/CN=fsc.zonnendaal.nl"


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Openssl:
    """Root, domain and issuer, and certificates below them: right ones, and wrong ones by name."""
    made = Openssl(tmp_path_factory.mktemp("openssl"))
    made.authority("root")
    made.authority("domain", by="root")
    made.authority("issuer", by="domain", path=",pathlen:0")
    made.authority("other")
    made.peer("zonnendaal", SUBJECT, by="issuer", names="DNS:fsc.zonnendaal.nl,IP:127.0.0.21")
    made.peer("unnamed", SUBJECT, by="issuer", names="")
    made.peer("short", SUBJECT.replace(ZONNENDAAL, "123"), by="issuer")
    made.peer("nobody", "/C=NL/CN=fsc.zonnendaal.nl", by="issuer")
    made.peer("soon", SUBJECT, by="issuer", days=20)
    made.peer("foreign", SUBJECT, by="other")
    for name in ("zonnendaal", "unnamed", "short", "nobody", "soon"):
        made.bundle(f"{name}-chain", name, "issuer", "domain")
    return made


def checked(*arguments: str | Path) -> tuple[int, str]:
    """The exit code, and what was said."""
    said = StringIO()
    try:
        call_command("pki", "check", *(str(it) for it in arguments), stdout=said, no_color=True)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue()
    return 0, said.getvalue()


def of(state: Openssl, name: str, *more: str, key: str = "") -> tuple[int, str]:
    key = key or name.removesuffix("-chain")
    places = (
        "--certificate",
        state.file(name),
        "--key",
        state.file(key, "key"),
        "--trust-anchors",
        state.file("root"),
    )
    return checked(*places, *more)


@pytest.fixture
def registered(rows: None) -> None:
    """Zonnendaal is the organisation of this registry."""
    models.Organisation.objects.create(name="Gemeente Zonnendaal", oin=ZONNENDAAL)


@needs_openssl
def test_a_chain_as_pkioverheid_makes_them_is_fine(state: Openssl, registered: None) -> None:
    code, said = of(state, "zonnendaal-chain", "--address", "fsc.zonnendaal.nl", "--address", "127.0.0.21")
    assert code == 0
    assert "WRONG" not in said
    assert f"Gemeente Zonnendaal, {ZONNENDAAL}" in said
    assert "fsc.zonnendaal.nl ← issuer ← domain ← root" in said
    assert "that of the organisation in this registry" in said


@needs_openssl
@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize(
    ("name", "more", "told", "remedy"),
    [
        ("zonnendaal", (), "does not lead to a trust anchor", "Have it issued below one, and send every intermediate"),
        ("foreign", (), "does not lead to a trust anchor", "Have it issued below one"),
        ("zonnendaal-chain", ("--address", "elders.nl"), "and not for elders.nl", "subjectAltName"),
        ("unnamed-chain", ("--address", "fsc.zonnendaal.nl"), "is for nothing", "subjectAltName"),
        ("short-chain", (), "they cannot be used", "must look like"),
        ("nobody-chain", (), "they cannot be used", "exactly one, which holds the Peer ID"),
    ],
)
def test_what_is_wrong_is_told_with_how_to_mend_it(
    name: str, more: tuple[str, ...], told: str, remedy: str, state: Openssl
) -> None:
    code, said = of(state, name, *more)
    assert code == 1
    assert told in said
    assert remedy in said


@needs_openssl
def test_a_key_of_another_certificate_is_told(state: Openssl) -> None:
    code, said = of(state, "zonnendaal-chain", key="short")
    assert code == 1
    assert "is not that of the first certificate" in said


@needs_openssl
def test_files_that_were_exchanged_are_told(state: Openssl) -> None:
    place = ("--certificate", state.file("zonnendaal", "key"), "--key", state.file("zonnendaal-chain"))
    code, said = checked(*place, "--trust-anchors", state.file("root"))
    assert code == 1
    assert "must hold certificates as PEM" in said


@needs_openssl
def test_what_ends_soon_is_a_warning_and_no_fault(state: Openssl, registered: None) -> None:
    code, said = of(state, "soon-chain")
    assert code == 0
    assert "WARNING dates" in said
    assert "Ask for the next one now" in said


@needs_openssl
def test_the_certificate_of_another_organisation_is_told(state: Openssl) -> None:
    models.Organisation.objects.create(name="Meerdorp", oin=pki.oin(902))
    code, said = of(state, "zonnendaal-chain")
    assert code == 1
    assert f"the certificate is of {ZONNENDAAL}, the registry of {pki.oin(902)}" in said


@needs_openssl
def test_a_key_that_everybody_can_read_is_a_warning(state: Openssl, registered: None, tmp_path: Path) -> None:
    key = tmp_path / "open.key"
    key.write_text(state.file("zonnendaal", "key").read_text())
    key.chmod(0o644)
    places = ("--certificate", state.file("zonnendaal-chain"), "--key", key, "--trust-anchors", state.file("root"))
    code, said = checked(*places)
    assert code == 0
    assert f"chmod 600 {key}" in said


def test_what_the_settings_name_is_looked_at_when_nothing_else_is(
    organisation: MakeOrganisation, directory: Path
) -> None:
    made = organisation("Zonnendaal")
    models.Organisation.objects.create(name="Zonnendaal", oin=made.oin)
    with made.as_own(directory):
        code, said = checked()
    assert code == 0
    assert f"for localhost, {made.host}" in said


@pytest.fixture
def zonnendaal(rows: None, organisation: MakeOrganisation) -> Organisation:
    """Zonnendaal as a peer, which is the organisation of this registry too."""
    made = organisation("Zonnendaal")
    models.Organisation.objects.create(name="Zonnendaal", oin=made.oin)
    return made


def lists_of(group: Group, which: str, zonnendaal: Organisation) -> tuple[str, ...] | None:
    """The revocation lists of the authorities."""
    made = {
        "none": None,
        "fresh": group.lists,
        "ending": (group.root.crl(), group.issuer.crl(until=DAY / 4)),
        "revoked": (group.root.crl(), group.issuer.crl(zonnendaal.issued)),
        "ended": (group.root.crl(), group.issuer.crl(until=-DAY / 2)),
        "missing": (group.root.crl(),),
    }
    return made[which]


@pytest.mark.parametrize(
    ("which", "told"),
    [
        ("none", (0, "not looked at")),
        ("fresh", (0, "is good; the next list is due on")),
        ("ending", (0, "Fetch the newest list")),
        ("revoked", (1, "was revoked by its issuer")),
        ("ended", (1, "whose revocation list has ended")),
        ("missing", (1, "stands on no revocation list that we have")),
    ],
)
def test_what_the_lists_of_the_authorities_say_is_told(
    which: str, told: tuple[int, str], zonnendaal: Organisation, group: Group, directory: Path
) -> None:
    with replace(zonnendaal, lists=lists_of(group, which, zonnendaal)).as_own(directory):
        code, said = checked()
    assert code == told[0]
    assert told[1] in said


@pytest.mark.parametrize(("purpose", "other"), [(SERVER, "client"), (CLIENT, "server")])
def test_a_certificate_for_one_purpose_is_told(
    purpose: x509.ObjectIdentifier, other: str, zonnendaal: Organisation, group: Group, directory: Path
) -> None:
    issued = group.issue("Zonnendaal", zonnendaal.oin, names=(zonnendaal.host,), purposes=[purpose])
    with replace(zonnendaal, issued=issued).as_own(directory):
        code, said = checked()
    assert code == 1
    assert f"it is not for {other} authentication" in said


def test_a_weak_key_is_told(organisation: MakeOrganisation, directory: Path) -> None:
    made = organisation("Zonnendaal", key=pki.rsa_key(1_024))
    models.Organisation.objects.create(name="Zonnendaal", oin=made.oin)
    with made.as_own(directory):
        code, said = checked()
    assert code == 1
    assert "RSA 1024" in said


def test_some_files_alone_are_not_enough() -> None:
    with pytest.raises(CommandError, match="Name all three"):
        checked("--certificate", "x.pem")


def test_without_files_and_without_a_group_it_says_what_to_set() -> None:
    with override_settings(F6_FSC_GROUP_ID=""), pytest.raises(CommandError, match="set F6_FSC_GROUP_ID"):
        checked()


def test_files_that_are_not_there_are_told(tmp_path: Path) -> None:
    code, said = checked("--certificate", tmp_path / "a", "--key", tmp_path / "b", "--trust-anchors", tmp_path / "c")
    assert code == 1
    assert "cannot be read (No such file or directory)" in said
