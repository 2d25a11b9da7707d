"""From the JSON of a contract to its content: every mistake in its shape at once, each with its place (FSC Core, 4.2).

What was received is what is hashed: unknown members stay in the canonical text, whatever is read of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from federation.domain import hashes, ijson
from federation.domain.contracts import Content
from federation.domain.grants import (
    BY_KEY,
    BY_NAME,
    DELEGATED,
    DELEGATED_SERVICE,
    HASH_TYPES,
    PROTOCOLS,
    PUBLICATIONS,
    SERVICE,
    Grant,
    GrantType,
    Outway,
    Service,
)

GRANTS_MAX: Final = 10
"""Grants in one contract at most (Digikoppeling REST-API profile 4.0.1, 3.4.3)."""
PEER_ID_LENGTH_MAX: Final = 255
PROPERTIES_BYTES_MAX: Final = 1_000_000
UNIX_SECONDS_MAX: Final = ijson.INTEGER_MAX

_PEER_ID: Final = re.compile(r"[^\x00-\x1f\x7f]+")
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_GROUP: Final = re.compile(r"[a-zA-Z0-9./_-]{1,100}")
_SERVICE_NAME: Final = re.compile(r"[a-zA-Z0-9._-]{1,100}")
_THUMBPRINT: Final = re.compile(r"[0-9a-fA-F]{64}")
_DOMAIN: Final = re.compile(
    r"(?=.{1,255}\Z)[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\.?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing wrong at one place (a JSON Pointer, RFC 6901), and how to mend it."""

    pointer: str
    message: str


@dataclass(kw_only=True)
class MalformedContract(ValueError):
    """The JSON is no contract's content; every mistake is listed."""

    mistakes: tuple[Mistake, ...]

    def __str__(self) -> str:
        return " ".join(f"{it.pointer or '/'}: {it.message}" for it in self.mistakes)


def content_of(raw: object) -> Content:
    """The content of a contract. Raises `MalformedContract`, `ijson.NotIJson`."""
    if not isinstance(raw, Mapping):
        raise MalformedContract(mistakes=(Mistake(pointer="", message="Send the content as one JSON object."),))
    reader = _Reader()
    validity = reader.member(raw, "validity", at="")
    fields: dict[str, Any] = {
        "fsc_version": reader.text(raw, "fsc_version", at="", length=20),
        "iv": reader.text(raw, "iv", at="", pattern=_UUID, wanted="a UUID of 36 characters"),
        "group_id": reader.text(raw, "group_id", at="", pattern=_GROUP, wanted="the id of a group"),
        "hash_algorithm": reader.text(raw, "hash_algorithm", at="", length=100),
        "not_before": reader.seconds(validity, "not_before", at="/validity"),
        "not_after": reader.seconds(validity, "not_after", at="/validity"),
        "created_at": reader.seconds(raw, "created_at", at=""),
    }
    grants = reader.grants(raw)
    if reader.mistakes:
        raise MalformedContract(mistakes=tuple(reader.mistakes))
    canonical = ijson.canonical(raw)
    own = hashes.hash_of_text(canonical)
    hashed = tuple(
        replace(grant, hash=hashes.grant_hash(own, it["data"], hash_type=HASH_TYPES[grant.type]))
        for grant, it in zip(grants, raw["grants"], strict=True)
    )
    return Content(**{**fields, "iv": UUID(fields["iv"])}, canonical=canonical, hash=own, grants=hashed)


def content_of_text(canonical: str) -> Content:
    """The content of a contract as it was stored."""
    return content_of(ijson.parse(canonical))


class _Reader:
    """Reads members and remembers everything that is wrong with them."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def wrong(self, pointer: str, message: str) -> None:
        self.mistakes.append(Mistake(pointer=pointer, message=message))

    def member(self, raw: Mapping[str, Any], name: str, *, at: str) -> Mapping[str, Any]:
        found = raw.get(name)
        if isinstance(found, Mapping):
            return found
        self.wrong(f"{at}/{name}", "Give an object.")
        return {}

    def text(
        self,
        raw: Mapping[str, Any],
        name: str,
        *,
        at: str,
        pattern: re.Pattern[str] | None = None,
        wanted: str = "text",
        length: int = PEER_ID_LENGTH_MAX,
    ) -> str:
        found = raw.get(name)
        fits = isinstance(found, str) and 0 < len(found) <= length and found.isprintable()
        if fits and (pattern is None or pattern.fullmatch(str(found))):
            return str(found)
        self.wrong(f"{at}/{name}", f"Give {wanted}.")
        return ""

    def seconds(self, raw: Mapping[str, Any], name: str, *, at: str) -> int:
        found = raw.get(name)
        if isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= UNIX_SECONDS_MAX:
            return found
        self.wrong(f"{at}/{name}", "Give a moment in whole Unix seconds.")
        return 0

    def peer(self, raw: Mapping[str, Any], name: str, *, at: str) -> str:
        wanted = f"a peer id of at most {PEER_ID_LENGTH_MAX} characters"
        return self.text(raw, name, at=at, pattern=_PEER_ID, wanted=wanted)

    def grants(self, raw: Mapping[str, Any]) -> list[Grant]:
        found = raw.get("grants")
        if not isinstance(found, list) or not 1 <= len(found) <= GRANTS_MAX:
            self.wrong("/grants", f"Give 1 to {GRANTS_MAX} grants.")
            return []
        read = [self._wrapped(it, at=f"/grants/{index}") for index, it in enumerate(found)]
        return [grant for grant in read if grant is not None]

    def _wrapped(self, raw: object, *, at: str) -> Grant | None:
        if not isinstance(raw, Mapping):
            self.wrong(at, "Give an object with the grant in its member data.")
            return None
        data = raw.get("data")
        if not isinstance(data, Mapping):
            self.wrong(f"{at}/data", "Give an object.")
            return None
        return self._grant(data, at=f"{at}/data")

    def _grant(self, data: Mapping[str, Any], *, at: str) -> Grant | None:
        kind = data.get("type")
        if not isinstance(kind, str) or kind not in set(GrantType):
            self.wrong(f"{at}/type", f"Give one of {', '.join(GrantType)}.")
            return None
        grant_type = GrantType(kind)
        published = grant_type in PUBLICATIONS
        return Grant(
            type=grant_type,
            service=self._published(data, at=at) if published else self._connected(data, at=at),
            hash="",
            outway=None if published else self._outway(data, at=at),
            directory=self._peer_in(data, "directory", at=at) if published else None,
            delegator=self._peer_in(data, "delegator", at=at) if grant_type in DELEGATED else None,
            properties=self._properties(data, at=at),
        )

    def _peer_in(self, raw: Mapping[str, Any], name: str, *, at: str) -> str:
        return self.peer(self.member(raw, name, at=at), "peer_id", at=f"{at}/{name}")

    def _published(self, data: Mapping[str, Any], *, at: str) -> Service:
        service = self.member(data, "service", at=at)
        place = f"{at}/service"
        protocol = service.get("protocol")
        if protocol not in PROTOCOLS:
            self.wrong(f"{place}/protocol", f"Give one of {', '.join(PROTOCOLS)}.")
        return Service(
            peer_id=self.peer(service, "peer_id", at=place),
            name=self._service_name(service, at=place),
            protocol=str(protocol),
        )

    def _connected(self, data: Mapping[str, Any], *, at: str) -> Service:
        service = self.member(data, "service", at=at)
        place = f"{at}/service"
        kind = service.get("type")
        if kind not in (SERVICE, DELEGATED_SERVICE):
            self.wrong(f"{place}/type", f"Give {SERVICE} or {DELEGATED_SERVICE}.")
        return Service(
            peer_id=self.peer(service, "peer_id", at=place),
            name=self._service_name(service, at=place),
            delegator=self._peer_in(service, "delegator", at=place) if kind == DELEGATED_SERVICE else None,
        )

    def _service_name(self, service: Mapping[str, Any], *, at: str) -> str:
        return self.text(service, "name", at=at, pattern=_SERVICE_NAME, wanted="a name of letters, digits, . - and _")

    def _outway(self, data: Mapping[str, Any], *, at: str) -> Outway:
        outway = self.member(data, "outway", at=at)
        place = f"{at}/outway/identification"
        shown = self.member(outway, "identification", at=f"{at}/outway")
        peer_id = self.peer(outway, "peer_id", at=f"{at}/outway")
        kind = shown.get("type")
        if kind == BY_KEY:
            wanted = "64 hexadecimal digits"
            found = self.text(shown, "public_key_thumbprint", at=place, pattern=_THUMBPRINT, wanted=wanted)
            return Outway(peer_id=peer_id, public_key_thumbprint=found)
        if kind == BY_NAME:
            found = self.text(shown, "domain_name", at=place, pattern=_DOMAIN, wanted="a domain name (RFC 1035)")
            return Outway(peer_id=peer_id, domain_name=found)
        self.wrong(f"{place}/type", f"Give {BY_KEY} or {BY_NAME}.")
        return Outway(peer_id=peer_id)

    def _properties(self, data: Mapping[str, Any], *, at: str) -> Mapping[str, Any] | None:
        if "properties" not in data:
            return None
        found = self.member(data, "properties", at=at)
        if len(ijson.canonical(found).encode()) > PROPERTIES_BYTES_MAX:
            self.wrong(f"{at}/properties", f"Give at most {PROPERTIES_BYTES_MAX} bytes of properties.")
        return found
