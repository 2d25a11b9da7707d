"""Certificates as others make them: by the openssl command, with the extensions that PKIoverheid puts in them."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

needs_openssl = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="SKIPPED LOUDLY: there is no openssl command, so nothing was tried with it"
)
AUTHORITY: Final = (
    "basicConstraints=critical,CA:TRUE{path}\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n"
    "authorityKeyIdentifier=keyid:always\ncertificatePolicies=2.16.528.1.1003.1.2.8.6,2.5.29.32.0\n"
    "crlDistributionPoints=URI:http://crl.pkioverheid.nl/Private.crl\n"
    "authorityInfoAccess=OCSP;URI:http://ocsp.example.nl,caIssuers;URI:http://cert.example.nl/ca.cer\n"
)
PEER: Final = (
    "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,keyEncipherment\n"
    "extendedKeyUsage=serverAuth,clientAuth\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid:always\n"
    "certificatePolicies=@policy\ncrlDistributionPoints=URI:http://crl.example.nl/ca.crl\n{names}\n"
    "[policy]\npolicyIdentifier=2.16.528.1.1003.1.2.8.6\nCPS.1=https://certificaat.example.nl/pkioverheid\n"
)


@dataclass(frozen=True)
class Openssl:
    """What openssl makes in a directory; files are named after what they are of."""

    directory: Path

    def authority(self, name: str, *, by: str | None = None, path: str = "") -> None:
        """An authority, with the extensions of PKIoverheid's."""
        self._make(name, f"/C=NL/O=Staat der Nederlanden/CN={name}", AUTHORITY.format(path=path), by=by)

    def peer(self, name: str, subject: str, *, by: str, names: str = "DNS:fsc.zonnendaal.nl", days: int = 300) -> None:
        """A certificate of an organisation."""
        told = f"subjectAltName={names}" if names else ""
        self._make(name, subject, PEER.format(names=told), by=by, days=days)

    def file(self, name: str, end: str = "pem") -> Path:
        return self.directory / f"{name}.{end}"

    def bundle(self, name: str, *parts: str) -> Path:
        """These certificates one after another, in a file of this name."""
        made = self.file(name)
        made.write_text("".join(self.file(it).read_text() for it in parts))
        return made

    def run(self, *arguments: str) -> None:
        done = subprocess.run(
            ["openssl", *arguments], cwd=self.directory, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr

    def _make(self, name: str, subject: str, extensions: str, *, by: str | None, days: int = 3_000) -> None:
        self.file(name, "ext").write_text(extensions)
        asked = ("-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-subj", subject, "-utf8")
        self.run("req", "-new", *asked, "-out", f"{name}.csr")
        signed = ["-signkey", f"{name}.key"]
        if by is not None:
            signed = ["-CA", f"{by}.pem", "-CAkey", f"{by}.key", "-CAcreateserial"]
        told = ("-sha256", "-days", str(days), "-extfile", f"{name}.ext")
        self.run("x509", "-req", "-in", f"{name}.csr", *signed, *told, "-out", f"{name}.pem")
        self.file(name, "key").chmod(0o600)
