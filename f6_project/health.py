"""Is it alive, is it ready, and if not: what is wrong and how to mend it.

`/livez` says that this process answers; restart it when it does not. `/readyz` says that it can do its work; send it
no visitors when it cannot. `manage.py doctor` prints the same checks with their remedies.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import redis
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

# Above the time after which PostgreSQL ends an idle transaction: one that hangs holds the horizon back that long.
SEQUENCER_LAG_SECONDS_MAX: Final = 120
PROJECTOR_STILL_SECONDS_MAX: Final = 120
DELIVERER_STILL_SECONDS_MAX: Final = 120
DISK_FREE_BYTES_MIN: Final = 512 * 1024 * 1024
BROKER_SECONDS_MAX: Final = 2
LOG_TABLES: Final = ("event", "event_payload", "event_object", "event_ref", "event_log", "seal")
INSERT_ONLY_TABLES: Final = (
    "events_processingrecord",
    "events_accessrecord",
    "events_workentry",
    "events_administrativechange",
    "federation_transactionrecord",
)
"""What tells who did what: the application adds to them, and nobody changes them."""


@dataclass(frozen=True)
class Finding:
    """What one check found. `remedy` says how to mend it; empty when nothing is wrong."""

    check: str
    sound: bool
    found: str
    remedy: str = ""


def livez(_request: HttpRequest) -> JsonResponse:
    """This process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when every check is sound, else 503. Says which checks failed, and nothing of the inside."""
    findings = examine()
    sound = all(finding.sound for finding in findings)
    checks = {finding.check: "ok" if finding.sound else "failed" for finding in findings}
    return JsonResponse({"status": "ok" if sound else "failed", "checks": checks}, status=200 if sound else 503)


def examine() -> list[Finding]:
    """Every check of readiness. Those that need the database are left out while it does not answer."""
    database = check_database()
    needing = [check_migrations, check_append_only_guard, check_sequencer] if database.sound else []
    return [database, *(guarded(check) for check in needing), check_broker(), check_disk()]


def guarded(check: Callable[[], Finding]) -> Finding:
    """The check's finding; a database error in the middle of it is a finding too."""
    try:
        return check()
    except DatabaseError as error:
        name = check.__name__.removeprefix("check_")
        return Finding(name, sound=False, found=in_one_line(error), remedy="See `database`.")


def in_one_line(error: Exception) -> str:
    """What an error says, without the advice that follows on further lines."""
    return str(error).strip().split("\n", 1)[0]


def check_database() -> Finding:
    """The application's role can log in."""
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version'), current_user")
            version, role = cursor.fetchone()
    except DatabaseError as error:
        return Finding(
            "database",
            sound=False,
            found=in_one_line(error),
            remedy="Start F6 with `make run`, or let DATABASE_URL name a PostgreSQL that runs.",
        )
    return Finding("database", sound=True, found=f"PostgreSQL {version}, as {role}")


def check_migrations() -> Finding:
    """Every migration of this version has been applied."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Finding(
            "migrations",
            sound=False,
            found=f"{len(waiting)} not applied, the first: {waiting[0][0]}",
            remedy="Run `manage.py migrate --database owner`.",
        )
    return Finding("migrations", sound=True, found="all applied")


def check_append_only_guard() -> Finding:
    """The logs refuse change: their triggers are on for everyone, and the application has no right to try."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(
            """
            SELECT wanted.name
            FROM (SELECT name, '{append_only}'::text[], 'INSERT, UPDATE, DELETE, TRUNCATE'
                  FROM unnest(%s::text[]) AS log (name)
                  UNION ALL
                  SELECT name, '{insert_only,insert_only_whole}', 'UPDATE, DELETE, TRUNCATE'
                  FROM unnest(%s::text[]) AS kept (name)) AS wanted (name, triggers, withheld)
            WHERE to_regclass(wanted.name) IS NULL
               OR (SELECT count(*) FROM pg_trigger
                   WHERE tgrelid = to_regclass(wanted.name) AND tgname = ANY(wanted.triggers) AND tgenabled = 'A')
                  < cardinality(wanted.triggers)
               OR has_table_privilege(to_regclass(wanted.name), wanted.withheld)
            """,
            [list(LOG_TABLES), list(INSERT_ONLY_TABLES)],
        )
        open_tables = [name for (name,) in cursor.fetchall()]
    if open_tables:
        return Finding(
            "append_only_guard",
            sound=False,
            found=f"not guarded against change: {', '.join(open_tables)}",
            remedy="Find out who switched the guard off; run the migrations on a restored copy, and compare.",
        )
    return Finding("append_only_guard", sound=True, found="triggers on, rights withheld")


def check_sequencer() -> Finding:
    """The formal horizon moves: everything recorded gets its place in the log soon."""
    from events import store

    horizon = store.horizon()
    if horizon is None:
        return Finding("sequencer", sound=False, found="it never ran", remedy=SEQUENCER_REMEDY)
    lag = (timezone.now() - horizon).total_seconds()
    if lag > SEQUENCER_LAG_SECONDS_MAX:
        return Finding(
            "sequencer", sound=False, found=f"the formal horizon is {lag:.0f} s back", remedy=SEQUENCER_REMEDY
        )
    return Finding("sequencer", sound=True, found=f"the formal horizon is {max(lag, 0):.1f} s back")


SEQUENCER_REMEDY: Final = "See that `manage.py sequencer` runs, and that no transaction hangs (pg_stat_activity)."


def check_projector() -> Finding:
    """The read models follow the log: a decision that rests on what was corrected becomes a task soon."""
    from readmodels.projectors import following

    behind = following.behind()
    if not behind.events:
        return Finding("projector", sound=True, found="up to date")
    still = None if behind.moved_at is None else (timezone.now() - behind.moved_at).total_seconds()
    if still is None or still > PROJECTOR_STILL_SECONDS_MAX:
        standing = "it never ran" if still is None else f"it stands still for {still:.0f} s"
        found = f"{behind.events} events behind, and {standing}"
        return Finding("projector", sound=False, found=found, remedy=PROJECTOR_REMEDY)
    return Finding("projector", sound=True, found=f"{behind.events} events behind, and moving")


PROJECTOR_REMEDY: Final = "See that `manage.py projector` runs; its log says what it cannot take in."


def check_deliverer() -> Finding:
    """Subscribers are told: whatever came into the log is served by somebody soon."""
    from events.subscriptions.delivering.lag import lag

    found = lag(now=timezone.now())
    told = f"{found.active} active subscriptions, {found.failing} failing, {found.dead} deliveries given up"
    if found.unserved and found.seconds > DELIVERER_STILL_SECONDS_MAX:
        standing = f"{found.unserved} of them nobody serves, for {found.seconds:.0f} s"
        return Finding("deliverer", sound=False, found=f"{told}; {standing}", remedy=DELIVERER_REMEDY)
    return Finding("deliverer", sound=True, found=told)


DELIVERER_REMEDY: Final = "See that `manage.py deliverer` runs; its log says what it meets."


def check_receiver_access() -> Finding:
    """What receivers are reached with holds: no certificate ends soon, and everything that is sealed opens."""
    from events.subscriptions.receiver_access import to_mend

    found = to_mend(now=timezone.now())
    told = [f"{it.what} of {it.name} {_what_is_wrong(it.ends)}" for it in found]
    if told:
        return Finding("receiver_access", sound=False, found="; ".join(told), remedy=RECEIVER_ACCESS_REMEDY)
    return Finding("receiver_access", sound=True, found="no certificate ends soon, and what is sealed opens")


def _what_is_wrong(ends: datetime | None) -> str:
    return "does not open" if ends is None else f"{'ends' if ends > timezone.now() else 'ended'} on {ends:%Y-%m-%d}"


RECEIVER_ACCESS_REMEDY: Final = (
    "Give a new certificate before the old one ends, under Abonnementen (Toegang); for what does not open, let "
    "SUBSCRIPTION_KEY_FALLBACKS name the key that it was sealed with, or give it anew."
)


def check_views() -> Finding:
    """Every view answers, and of every object: nothing is parked, and no definition lost what it points to."""
    from readmodels.queries.builds import states_of
    from readmodels.queries.own_views import misfits, views

    states = states_of(views())
    parked = {it.view.name: it.parked for it in states if it.parked}
    if parked:
        told = ", ".join(f"{count} in {name}" for name, count in parked.items())
        return Finding("views", sound=False, found=f"objects parked: {told}", remedy=VIEWS_REMEDY)
    wrong = misfits(it.view for it in states)
    lost = {it.view.name: [violation.pointer for violation in wrong[it.view.pk]] for it in states}
    if any(lost.values()):
        told = ", ".join(f"{name} at {' and '.join(places)}" for name, places in lost.items() if places)
        found = f"definitions that no longer fit the newest event types: {told}"
        return Finding("views", sound=False, found=found, remedy=DEFINITIONS_REMEDY)
    filling = [it.view.name for it in states if it.rebuild is not None]
    told = f"; being rebuilt: {', '.join(filling)}" if filling else ""
    return Finding("views", sound=True, found=f"{len(states)}, nothing parked{told}")


VIEWS_REMEDY: Final = (
    "Read why under Overzichten (or /api/v1/views/NAME/parked), mend the cause, and try them again there."
)


DEFINITIONS_REMEDY: Final = (
    "Let who made the view change it, under Overzichten: what it points to gives nothing any more."
)


def check_broker() -> Finding:
    """The broker answers."""
    try:
        client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=BROKER_SECONDS_MAX)
        client.ping()
        client.close()
    except (redis.RedisError, OSError) as error:
        return Finding(
            "broker",
            sound=False,
            found=in_one_line(error),
            remedy="Start F6 with `make run`, or let REDIS_URL name a Redis or Valkey that runs.",
        )
    return Finding("broker", sound=True, found="answers")


def check_disk() -> Finding:
    """There is room to write where the project lives."""
    free = shutil.disk_usage(settings.BASE_DIR).free
    found = f"{free / 2**30:.1f} GiB free"
    if free < DISK_FREE_BYTES_MIN:
        return Finding("disk", sound=False, found=found, remedy="Make room: PostgreSQL stops when the disk is full.")
    return Finding("disk", sound=True, found=found)
