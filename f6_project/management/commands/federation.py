"""`manage.py federation`: what an administrator does of connections with other organisations, at the command line."""

from argparse import ArgumentParser, BooleanOptionalAction
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import override

from events import access
from events.domain.permissions import Principal
from events.domain.refusals import Refusal
from events.models import User
from f6_project import federation_tables, problems
from f6_project.federation_tables import Table
from federation.commands import agreeing, connecting, publishing, reading_directories
from federation.domain import properties
from federation.domain.properties import Terms
from federation.domain.proposals import Validity
from federation.models import StoredContract
from federation.transport.identity import FederationOff, IdentityUnusable

DAYS: Final = 365
DAYS_MAX: Final = 3_650
TABLES: Final = {
    "peers": federation_tables.peers,
    "directory": federation_tables.directory,
    "contracts": federation_tables.contracts,
    "messages": federation_tables.messages,
}
SIGNS: Final = {
    "accept": agreeing.accept_contract,
    "reject": agreeing.reject_contract,
    "revoke": agreeing.revoke_contract,
}


class Command(BaseCommand):
    """Looks, asks, signs, publishes. What is sent is sent by the worker, also when the other is away now."""

    requires_system_checks: list[str] = []
    help = "Connections with other organisations (FSC): look at them, ask for them, sign contracts, publish zones."

    def add_arguments(self, parser: CommandParser) -> None:
        """What each of them takes."""
        what = parser.add_subparsers(dest="what", required=True, metavar="COMMAND")
        for name, said in (
            ("peers", "organisations that we know, and who does not answer since when"),
            ("directory", "what directories list: which organisation holds which event types"),
            ("contracts", "every contract: what it counts for, and whom it awaits"),
            ("messages", "what still waits to be sent"),
        ):
            shows = what.add_parser(name, help=said)
            _json_option(shows)
            if name == "directory":
                shows.add_argument("--anew", action="store_true", help="read the directories now")
        ask = what.add_parser("request", help="ask another organisation for a connection to a zone")
        ask.add_argument("peer", help="its Peer ID (`federation directory` lists them)")
        ask.add_argument("zone", help="slug of its zone, or the name of another service")
        ask.add_argument("--purpose", default="", help="what the data are for, in words that both sign")
        ask.add_argument("--days", type=int, default=DAYS, help=f"how long it holds from now ({DAYS})")
        publish = what.add_parser("publish", help="publish a zone of ours at the directories")
        publish.add_argument("zone", help="its slug")
        for parser_ in (ask, publish):
            _terms_options(parser_)
        unpublish = what.add_parser("unpublish", help="take a zone of ours from the directories")
        unpublish.add_argument("zone", help="its slug")
        signing = [what.add_parser(name, help=f"{name} a contract") for name in SIGNS]
        for parser_ in signing:
            parser_.add_argument(
                "contracts", nargs="+", metavar="CONTRACT", help="its hash, or enough of its beginning"
            )
        for parser_ in (ask, publish, unpublish, *signing):
            parser_.add_argument("--by", required=True, metavar="USERNAME", help="administrator in whose name it is")
            _json_option(parser_)

    def handle(self, *_args: Any, what: str, **options: Any) -> None:
        """Do it, and tell what came of it. Raises `CommandError` with what to mend."""
        now = timezone.now()
        try:
            if options.get("anew"):
                reading_directories.read_all(now=now)
            table = TABLES[what](now=now) if what in TABLES else self._changed(what, options, now=now)
        except Refusal as refusal:
            with override("en"):
                raise CommandError(problems.problem_of(refusal).detail) from refusal
        except (FederationOff, IdentityUnusable) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(table.as_json() if options["json"] else table.as_text())

    def _changed(self, what: str, options: dict[str, Any], *, now: datetime) -> Table:
        by = _account(options["by"])
        if what in SIGNS:
            rows = [SIGNS[what](it, by=by, now=now) for it in map(_hash, options["contracts"])]
        elif what == "unpublish":
            rows = publishing.unpublish_zone(options["zone"], by=by, now=now)
        elif what == "publish":
            rows = publishing.publish_zone(options["zone"], terms=_terms(options), by=by, now=now)
        else:
            rows = [_requested(options, by=by, now=now)]
        return federation_tables.contracts(now=now, only=[row.content_hash for row in rows])


def _requested(options: dict[str, Any], *, by: Principal, now: datetime) -> StoredContract:
    zone, days = options["zone"], options["days"]
    if not 1 <= days <= DAYS_MAX:
        raise CommandError(f"--days must be from 1 to {DAYS_MAX}.")
    return connecting.request_connection(
        peer_id=options["peer"],
        service=zone if properties.zone_of(zone) else properties.service_name(zone),
        terms=_terms(options),
        validity=Validity(begins=now, ends=now + timedelta(days=days)),
        by=by,
        now=now,
    )


def _terms_options(parser: ArgumentParser) -> None:
    parser.add_argument("--types", required=True, help="event types, with commas between")
    parser.add_argument(
        "--responsible-for", default="", metavar="TYPES", help="of which the organisation is believed (as published)"
    )
    told = "tell about which objects there is anything"
    parser.add_argument("--announcements", action=BooleanOptionalAction, default=False, help=told)


def _json_option(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for programs")


def _terms(options: dict[str, Any]) -> Terms:
    return Terms(
        event_types=_names(options["types"]),
        responsible_for=_names(options["responsible_for"]),
        announces=options["announcements"],
        purpose=options.get("purpose", ""),
    )


def _names(value: str) -> frozenset[str]:
    return frozenset(name.strip() for name in value.split(",") if name.strip())


def _hash(beginning: str) -> str:
    """The contract that begins so, with or without its `$1$1$`. Raises `CommandError` unless there is one."""
    whole = beginning if beginning.startswith("$") else f"$1$1${beginning}"
    found = list(StoredContract.objects.filter(content_hash__startswith=whole).values_list("pk", flat=True)[:2])
    if len(found) != 1:
        raise CommandError(f"{'More than one contract begins' if found else 'No contract begins'} with {beginning}.")
    return str(found[0])


def _account(username: str) -> Principal:
    account = User.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise CommandError(f"No active account {username}: --by names the administrator in whose name this is done.")
    return access.principal_of(account)
