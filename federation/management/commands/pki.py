"""`manage.py pki`: certificates for federation. `check` is for real ones; the rest is for trials."""

import re
import sys
from argparse import Action, ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from federation.domain import peer_addresses
from federation.domain.examining import Finding, Level
from federation.queries import own_certificate
from federation.queries.own_certificate import Subject
from federation.transport.identity import FederationOff, Files, IdentityUnusable
from federation.transport.trial_authority import Exists, Made, NoAuthority, TrialAuthority, Wanted

FOR_TRIALS: Final = (
    "FOR TRIALS ONLY: the keys of this authority lie unprotected in {directory}. Real certificates come from the "
    "authority of your group (PKIoverheid private root in Dutch groups)."
)
_NAME_LENGTH_MAX: Final = 64
"""X.520, upper bound of an organizationName."""


class OfPeer(Action):
    """`--peer` begins a peer; `--oin`, `--address` and `--key` say more of the one that stands before them."""

    def __call__(
        self, parser: ArgumentParser, namespace: Namespace, values: Any, option_string: str | None = None
    ) -> None:
        """Keep what was said."""
        peers: list[dict[str, Any]] = getattr(namespace, "peers", None) or []
        namespace.peers = peers
        if self.dest == "peer":
            peers.append({"peer": values, "address": []})
        elif not peers:
            parser.error(f"{option_string} says something of a peer: put --peer before it.")
        elif self.dest == "address":
            peers[-1]["address"].append(values)
        else:
            peers[-1][self.dest] = values


class Command(BaseCommand):
    """Make, renew, revoke, check."""

    help = "Certificates for federation: make, renew and revoke some for trials, or check those that you have."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """What each of them takes."""
        what = parser.add_subparsers(dest="what", required=True, metavar="make | renew | revoke | check")
        make = what.add_parser("make", help="for trials: an authority, when there is none, and certificates of peers")
        make.add_argument("directory", type=Path)
        make.add_argument("--peer", action=OfPeer, metavar="NAME", help="the organisation; may be given more than once")
        make.add_argument("--oin", action=OfPeer, help="its Peer ID; test OINs begin with 00000099")
        make.add_argument("--address", action=OfPeer, metavar="HOST", help="of its manager or inway; may be repeated")
        make.add_argument("--key", action=OfPeer, choices=["ec", "rsa"], help="which kind of key (ec)")
        renew = what.add_parser("renew", help="for trials: another certificate for a peer, on the same key")
        renew.add_argument("directory", type=Path)
        renew.add_argument("--oin", required=True)
        renew.add_argument("--new-key", action="store_true", help="on a new key: connections that name its key end")
        revoke = what.add_parser("revoke", help="for trials: put the certificate of a peer on the revocation list")
        revoke.add_argument("directory", type=Path)
        revoke.add_argument("--oin", required=True)
        check = what.add_parser(
            "check", help="look at certificate, key, anchors and lists; without files: the settings'"
        )
        for name in ("certificate", "key", "trust-anchors", "crls"):
            check.add_argument(f"--{name}", type=Path, metavar="PLACE")
        check.add_argument("--address", action="append", metavar="HOST", help="that the certificate must be for")

    def handle(self, *_: Any, what: str, **options: Any) -> None:
        """Do it; what is refused leaves nothing behind."""
        now = datetime.now(UTC)
        try:
            match what:
                case "make":
                    self._make(options, now=now)
                case "renew":
                    self._renew(options, now=now)
                case "revoke":
                    self._revoke(options, now=now)
                case _:
                    self._check(options, now=now)
        except (Exists, NoAuthority, FederationOff, IdentityUnusable) as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as fault:
            raise CommandError(f"{fault.filename}: {fault.strerror}") from fault

    def _make(self, options: dict[str, Any], *, now: datetime) -> None:
        wanted = [_wanted(it) for it in options.get("peers") or []]
        twice = {it.peer_id for it in wanted if sum(other.peer_id == it.peer_id for other in wanted) > 1}
        if twice:
            raise CommandError(f"{', '.join(sorted(twice))} stands there twice: give each peer an OIN of its own.")
        authority = TrialAuthority(options["directory"].absolute())
        made = authority.begin(now=now)
        self.stdout.write(f"{'made' if made else 'kept'} the authority in {authority.directory}")
        if not made:
            authority.write_lists(now=now)
        for asked, files in zip(wanted, authority.issue(wanted, now=now) if wanted else [], strict=True):
            self._tell(asked, files, authority)
        self.stdout.write(self.style.WARNING(FOR_TRIALS.format(directory=authority.directory)))

    def _tell(self, asked: Wanted, files: Made, authority: TrialAuthority) -> None:
        self.stdout.write(f"\n# {asked.name}, {asked.peer_id}: its settings")
        for name, value in (
            ("F6_FSC_TRUST_ANCHORS", authority.anchors),
            ("F6_FSC_CRLS", authority.lists),
            ("F6_FSC_CERTIFICATE", files.certificate),
            ("F6_FSC_KEY", files.key),
        ):
            self.stdout.write(f"{name}={value}")

    def _renew(self, options: dict[str, Any], *, now: datetime) -> None:
        authority = TrialAuthority(options["directory"].absolute())
        made = authority.renew(options["oin"], new_key=options["new_key"], now=now)
        self.stdout.write(f"{made.certificate} is renewed, on {'a new' if options['new_key'] else 'the same'} key.")

    def _revoke(self, options: dict[str, Any], *, now: datetime) -> None:
        authority = TrialAuthority(options["directory"].absolute())
        authority.revoke(options["oin"], now=now)
        self.stdout.write(f"{options['oin']} is revoked: {authority.lists / 'intermediate.crl'} says so.")

    def _check(self, options: dict[str, Any], *, now: datetime) -> None:
        findings = own_certificate.examine(_subject(options), now=now)
        width = max(len(it.check) for it in findings)
        for it in findings:
            self.stdout.write(f"{self._mark(it)} {it.check:<{width}}  {it.found}")
            if it.remedy:
                self.stdout.write(f"        {'':<{width}}  → {it.remedy}")
        if any(it.level is Level.WRONG for it in findings):
            sys.exit(1)

    def _mark(self, finding: Finding) -> str:
        match finding.level:
            case Level.FINE:
                return self.style.SUCCESS("ok     ")
            case Level.WARNING:
                return self.style.WARNING("WARNING")
            case Level.WRONG:
                return self.style.ERROR("WRONG  ")


def _wanted(asked: dict[str, Any]) -> Wanted:
    name = asked["peer"]
    if "oin" not in asked or not asked["address"]:
        raise CommandError(f"{name}: give --oin and at least one --address after --peer.")
    if not name.strip() or len(name) > _NAME_LENGTH_MAX or not name.isprintable():
        raise CommandError(f"--peer must be a name of 1 to {_NAME_LENGTH_MAX} characters.")
    if not re.fullmatch(settings.F6_FSC_PEER_ID_PATTERN, asked["oin"]) or not asked["oin"].isalnum():
        raise CommandError(f"{asked['oin']} is no Peer ID: it must look like {settings.F6_FSC_PEER_ID_PATTERN}.")
    for host in asked["address"]:
        if not peer_addresses.is_host(host):
            raise CommandError(f"{host} is no host: give a DNS name or an IP address, without https:// and port.")
    return Wanted(name=name.strip(), peer_id=asked["oin"], hosts=asked["address"], kind=asked.get("key") or "ec")


def _subject(options: dict[str, Any]) -> Subject:
    """The files that were named, or else those of the settings."""
    given: dict[str, Path | None] = {it: options[it] for it in ("certificate", "key", "trust_anchors")}
    if not any(given.values()) and options["crls"] is None:
        found = own_certificate.configured()
        return Subject(files=found.files, hosts=options["address"] or found.hosts)
    certificate, key, anchors = given.values()
    if certificate is None or key is None or anchors is None:
        raise CommandError("Name all three: --certificate, --key and --trust-anchors; or none, for the settings'.")
    hosts: Sequence[str] = options["address"] or []
    return Subject(files=Files(certificate=certificate, key=key, anchors=anchors, crls=options["crls"]), hosts=hosts)
