"""The secrets of an installation that runs on embedded servers: made once, kept where only its owner can read them."""

import json
import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Final

from f6_project.embedded.places import Place, PlaceUnusable

NAMES: Final = ("f6_super", "f6_owner", "f6_app", "f6_reader", "valkey", "secret_key")


def make_secrets(place: Place) -> dict[str, str]:
    """Return the secrets of `place`, made when there are none yet. Two who make them at once get the same."""
    path = _path(place)
    place.directory(place.root, private=False)
    draft = path.with_suffix(f".{os.getpid()}")
    if not path.exists():
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump({name: secrets.token_urlsafe(32) for name in NAMES}, file)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        _read.cache_clear()
    return read_secrets(place)


def read_secrets(place: Place) -> dict[str, str]:
    """Return the secrets of `place`; empty when there are none yet. Raises PlaceUnusable when we may not read them."""
    path = _path(place)
    return dict(_read(path)) if path.exists() else {}


def _path(place: Place) -> Path:
    return place.root / "secrets.json"


@lru_cache(maxsize=4)
def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text())
    except PermissionError as error:
        raise PlaceUnusable(
            f"{path} belongs to another account. Run this as the account that ran `make run`, or set F6_DATA."
        ) from error
    return {str(name): str(value) for name, value in found.items()}
