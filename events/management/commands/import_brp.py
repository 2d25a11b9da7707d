"""`manage.py import_brp FILE`: take over a person register in LO GBA form into an empty zone."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from events.commands.import_register import Imported, import_register
from events.commands.takeover_zone import TakeoverImpossible, mandated_official
from events.domain.refusals import NotAnOfficial, NotAppendOnly, Refusal, ZoneForbidden
from events.domain.takeover.register import FILE_BYTES_MAX, UnreadableRegister

STEPS = {"deciding": "person files", "recording": "events", "standing": "standings"}
PLAIN_STEP = 10
"""Percents between two lines of progress where there is no terminal."""
REFUSED_SHOWN_MAX = 20


class Command(BaseCommand):
    """All or nothing; the same file twice changes nothing. Prints what became of every row, per category."""

    help = (
        "Take over a register of persons (JSON lines of LO GBA rows, plain or gzip) into an empty zone, as claims and "
        "corrections with their validations and historic registration dates."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file; the zone; the official with the mandate; where to write the report."""
        parser.add_argument("file", type=Path, help="the register: one person file per line, .jsonl or .jsonl.gz")
        parser.add_argument("--zone", default="brp", help="short name of the zone to fill; made when absent (brp)")
        parser.add_argument("--official", help="username of the official who holds the takeover mandate")
        parser.add_argument("--register", default="Basisregistratie Personen", help="name of the register taken over")
        parser.add_argument("--report", type=Path, help="write the whole report here, as JSON")

    def handle(self, *_args: Any, file: Path, zone: str, **options: Any) -> None:
        """Take over, report, and explain a refusal."""
        content = _content(file)
        progress = _Progress(self)
        try:
            imported = import_register(
                content,
                zone=zone,
                official=mandated_official(options["official"], zone=zone),
                name=options["register"],
                make_zone=True,
                progress=progress.tell,
            )
        except (UnreadableRegister, TakeoverImpossible) as refused:
            raise CommandError(f"Nothing was taken over. {file.name}: {refused}") from refused
        except Refusal as refused:
            raise CommandError(f"Nothing was taken over. {_explained(refused, zone=zone)}") from refused
        finally:
            progress.close()
        self._tell(imported)
        if options["report"] is not None:
            options["report"].write_text(json.dumps(imported.report, ensure_ascii=False, indent=2) + "\n")
            self.stdout.write(f"The whole report: {options['report']}")

    def _tell(self, imported: Imported) -> None:
        taken = imported.takeover
        for line in imported.table:
            self.stdout.write(line)
        for row in imported.report["refused_rows"][:REFUSED_SHOWN_MAX]:
            place = f"person file {row['person']}, category {row['category']}, stack {row['stack']}"
            self.stdout.write(f"refused: {place}, row {row['sequence']}: {row['reason']}")
        more = len(imported.report["refused_rows"]) - REFUSED_SHOWN_MAX
        if more > 0:
            self.stdout.write(f"… and {more} refused rows more; --report FILE lists all")
        moment = taken.taken_over_at.isoformat(timespec="seconds")
        told = (
            f"Already taken over at {moment}: nothing was done."
            if imported.repeated
            else f"Taken over into zone {taken.zone.slug} by {taken.official.username}: "
            f"{imported.report['persons']:,} person files, {imported.report['imported']:,} of "
            f"{imported.report['rows']:,} rows as {taken.events:,} events. SHA-256 {taken.sha256}"
        )
        self.stdout.write(self.style.SUCCESS(told))


class _Progress:
    """A bar on a terminal; elsewhere a plain line at every tenth part."""

    def __init__(self, command: BaseCommand) -> None:
        self.command = command
        self.step = ""
        self.shown = 0
        self.bar: tqdm[Any] | None = None

    def tell(self, step: str, done: int, total: int) -> None:
        if step != self.step:
            self.close()
            self.step, self.shown = step, 0
            if sys.stderr.isatty():
                self.bar = tqdm(total=total, desc=step, unit=f" {STEPS[step]}")
        if self.bar is not None:
            self.bar.update(done - self.bar.n)
            return
        percent = 100 * done // total
        if percent >= self.shown + PLAIN_STEP:
            self.shown = percent - percent % PLAIN_STEP
            self.command.stdout.write(f"{step}: {done:,} of {total:,} {STEPS[step]} ({percent} %)")
            self.command.stdout.flush()

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()
            self.bar = None


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > FILE_BYTES_MAX:
            raise CommandError(f"{file} is larger than {FILE_BYTES_MAX:,} bytes.")
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"Cannot read {file}: {error.strerror}.") from error


def _explained(refusal: Refusal, *, zone: str) -> str:
    match refusal:
        case NotAnOfficial(source_type=source_type):
            return f"That account is of type {source_type!r}; a takeover needs an official (ambtenaar): --official."
        case ZoneForbidden():
            return f"That account does not hold the permission “import_register” in zone {zone}: grant it in the admin."
        case NotAppendOnly(reason=reason):
            return f"Only an empty zone can be filled, once: {reason}. Name another zone with --zone."
        case _:
            return str(refusal)
