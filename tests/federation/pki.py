"""Groups and organisations of tests: a root, an intermediate authority, and of each organisation its certificate.

GROUP = pki.group()
zonnendaal = GROUP.organisation("Gemeente Zonnendaal", oin=pki.oin(1), host="127.0.0.21")
with zonnendaal.as_own(directory): ...   # this process is a peer of the group
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.test import override_settings

from tests import authority
from tests.authority import CLIENT, DAY, SERVER, Authority, Issued, Key

GROUP_ID: Final = "f6-test-group"
PORT: Final = 8443


def oin(number: int) -> str:
    """A test OIN (prefix 00000099: anybody may use it)."""
    return f"00000099{number:09d}000"


def subject(name: str | None, *oins: str, common: str = "fsc.example.nl") -> x509.Name:
    """The subject of a peer's certificate: normally one name and one OIN."""
    found = [x509.NameAttribute(NameOID.COUNTRY_NAME, "NL"), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    if name is not None:
        found.insert(1, x509.NameAttribute(NameOID.ORGANIZATION_NAME, name))
    return x509.Name(found + [x509.NameAttribute(NameOID.SERIAL_NUMBER, it) for it in oins])


def rsa_key(bits: int = 2_048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65_537, bits)


def ec_key(curve: ec.EllipticCurve | None = None) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(curve or ec.SECP256R1())


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """A peer of a group: who it is, where its manager and inway are, and its certificate with key.

    `lists` (PEM) are the revocation lists it looks at; None: it does not.
    """

    name: str
    oin: str
    host: str
    issued: Issued
    anchors: str
    group_id: str = GROUP_ID
    port: int = PORT
    lists: tuple[str, ...] | None = None
    more: dict[str, Any] = field(default_factory=dict)
    """Other settings of its own."""

    @property
    def address(self) -> str:
        """Of its manager, and of its inway."""
        return f"https://{self.host}:{self.port}"

    @property
    def der(self) -> bytes:
        return self.issued.certificate.public_bytes(Encoding.DER)

    def files(self, directory: Path) -> dict[str, str]:
        """Write its files there; the settings that name them."""
        own = directory / self.oin
        own.mkdir(parents=True, exist_ok=True)
        told = {
            "F6_FSC_CERTIFICATE": ("certificate.pem", self.issued.chain),
            "F6_FSC_KEY": ("key.pem", self.issued.key_pem),
            "F6_FSC_TRUST_ANCHORS": ("anchors.pem", self.anchors),
        }
        for name, text in told.values():
            (own / name).write_text(text)
        found = {setting: str(own / name) for setting, (name, _) in told.items()}
        if self.lists is not None:
            (own / "crls").mkdir(exist_ok=True)
            for at, text in enumerate(self.lists):
                (own / "crls" / f"{at}.crl").write_text(text)
            found["F6_FSC_CRLS"] = str(own / "crls")
        return found

    def settings(self, directory: Path) -> dict[str, Any]:
        """What makes a process of this organisation a peer of the group; its files are written there."""
        return {
            "F6_FSC_GROUP_ID": self.group_id,
            "F6_FSC_CRLS": "",
            **self.files(directory),
            "F6_FSC_MANAGER_ADDRESS": self.address,
            "F6_FSC_INWAY_ADDRESS": self.address,
            "F6_FSC_LISTEN": [f"{self.host}:{self.port}"],
            **self.more,
        }

    def environment(self, directory: Path) -> dict[str, str]:
        """The same, for a process of its own."""
        return {name: _written(value) for name, value in self.settings(directory).items()}

    @contextmanager
    def as_own(self, directory: Path, **more: Any) -> Iterator[None]:
        """For as long as the block lasts this process is that organisation."""
        with override_settings(**{**self.settings(directory), **more}):
            yield


@dataclass(frozen=True, kw_only=True)
class Group:
    """A trust anchor, and the authority below it that issues."""

    root: Authority
    issuer: Authority
    group_id: str = GROUP_ID

    @property
    def lists(self) -> tuple[str, ...]:
        """Revocation lists on which nobody stands."""
        return (self.root.crl(), self.issuer.crl())

    def issue(
        self,
        name: str | None,
        *oins: str,
        names: Sequence[str] = (),
        key: Key | None = None,
        since: timedelta = -DAY,
        until: timedelta = 90 * DAY,
        purposes: Sequence[x509.ObjectIdentifier] | None = (SERVER, CLIENT),
    ) -> Issued:
        """A certificate of this subject."""
        return self.issuer.issue(
            subject=subject(name, *oins), names=names, key=key, since=since, until=until, purposes=purposes
        )

    def organisation(
        self,
        name: str,
        *,
        oin: str,
        host: str,
        key: Key | None = None,
        until: timedelta = 90 * DAY,
        lists: tuple[str, ...] | None = None,
        **more: Any,
    ) -> Organisation:
        """A peer whose manager and inway are at this host. `more`: settings of its own."""
        return Organisation(
            name=name,
            oin=oin,
            host=host,
            issued=self.issue(name, oin, names=(host, "localhost"), key=key, until=until),
            anchors=self.root.pem,
            group_id=self.group_id,
            lists=lists,
            more=more,
        )


def group(name: str = "Testgroep", *, group_id: str = GROUP_ID) -> Group:
    """A group with authorities of its own, which nobody else trusts."""
    root = authority.root(f"{name} root")
    return Group(root=root, issuer=root.below(f"{name} tussenliggend"), group_id=group_id)


def _written(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ",".join(str(it) for it in value)
    if isinstance(value, dict):
        return ",".join(f"{name}={it}" for name, it in value.items())
    return str(value)
