"""Identifiers that the server makes: UUID version 7 (RFC 9562, section 5.7), so that ids sort roughly by time."""

from uuid import UUID

RANDOM_BYTES = 10


def uuid7(*, unix_ms: int, random: bytes) -> UUID:
    """A UUIDv7 of a moment in milliseconds since the epoch and ten random bytes."""
    value = (unix_ms & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(random[:RANDOM_BYTES], "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
