"""Where the embedded servers keep their data, and which account they run as.

The answer depends only on the project's directory and on who asks, so that `manage.py …` in another terminal finds
the servers that `make run` started, without any environment.
"""

import hashlib
import os
import pwd
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from f6_project.processes.children import Account

PROJECT: Final = Path(__file__).resolve().parent.parent.parent
# The longest path a Unix socket may have is 104 bytes on macOS and 108 on Linux, with a closing NUL.
SOCKET_PATH_MAX: Final = 103
LONGEST_SOCKET_NAME: Final = ".s.PGSQL.5432.lock"


class PlaceUnusable(Exception):
    """The embedded servers cannot keep their data here; the message says what to do."""


@dataclass(frozen=True)
class Place:
    """The directory of one F6's embedded servers. `account` is whom the servers run as (None: whoever starts them)."""

    root: Path
    account: Account | None
    shared_programs: Path | None = None

    @property
    def programs(self) -> Path:
        """Where, as root, the servers' binaries are copied to: once for all places of a project."""
        return self.shared_programs or self.root / "programs"

    @property
    def sockets(self) -> Path:
        """The directory of the servers' sockets: inside the place, or a short path when that is too long."""
        inside = self.root / "sockets"
        if len(os.fsencode(inside / LONGEST_SOCKET_NAME)) <= SOCKET_PATH_MAX:
            return inside
        digest = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        return Path("/tmp") / f"f6-{os.geteuid()}-{digest}"  # noqa: S108  # made 0700 and checked by `directory`

    def directory(self, path: Path, *, private: bool = True) -> Path:
        """Make a directory for the servers, and see that nobody else can have put something in it.

        Raises PlaceUnusable when it cannot be made, or belongs to someone else.
        """
        owner = self.account.uid if self.account and private else os.geteuid()
        mode = 0o700 if private else 0o755
        try:
            path.mkdir(mode=mode, parents=True, exist_ok=True)
            if os.geteuid() == 0 and private and self.account:
                os.chown(path, self.account.uid, self.account.gid, follow_symlinks=False)
            found = path.lstat()
        except OSError as error:
            raise PlaceUnusable(f"Cannot make {path}: {error.strerror}. Set F6_DATA to a directory you own.") from error
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
            raise PlaceUnusable(
                f"{path} belongs to another account. Remove it, run F6 as its owner, or set F6_DATA to another place."
            )
        if stat.S_IMODE(found.st_mode) != mode:
            path.chmod(mode)
        return path


def place_of(project: Path = PROJECT, *, environment: Mapping[str, str] = os.environ) -> Place:
    """Return where the embedded servers of this project live: `F6_DATA`, else `.f6` in the project, else elsewhere.

    As root the servers run as `nobody`, who must be able to reach the data: when a directory above the project is
    closed to others, the data lives under /var/lib/f6. When the project itself is read-only, under the user's home.
    """
    account = unprivileged_account()
    if chosen := environment.get("F6_DATA"):
        return Place(Path(chosen).absolute(), account)
    digest = hashlib.sha256(os.fsencode(project)).hexdigest()[:12]
    inside = project / ".f6"
    if account and not _open_to_others(project):
        return Place(Path("/var/lib/f6") / digest, account)
    if not inside.exists() and not os.access(project, os.W_OK):
        return Place(Path.home() / ".local/share/f6" / digest, account)
    return Place(inside, account)


def unprivileged_account() -> Account | None:
    """The account to run servers as when we are root (PostgreSQL refuses to run as root); else None."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_name, nobody.pw_uid, nobody.pw_gid)


def place_for_tests(place: Place) -> Place:
    """A second place beside `place`, whose servers tests may do anything to."""
    return Place(place.root / "tests", place.account, shared_programs=place.programs)


def temporary_place(name: str) -> Place:
    """A place that the caller removes afterwards: not under a private directory, also as root."""
    root = Path(tempfile.mkdtemp(prefix=f"f6-{name}-"))
    root.chmod(0o755)
    return Place(root, unprivileged_account(), shared_programs=place_of().programs)


def _open_to_others(directory: Path) -> bool:
    return all(above.stat().st_mode & stat.S_IXOTH for above in (directory, *directory.parents))
