"""How many requests a receiver allowed: a bucket that fills by the minute, and out of which each request takes one."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """What may be sent at `at` (seconds of any clock that only goes forward): `tokens` requests.

    It holds what comes in one second at most, and at least one: an allowance of a minute is not sent in a burst.
    """

    per_minute: int
    tokens: float
    at: float

    @property
    def size(self) -> float:
        """The most it holds."""
        return max(1.0, self.per_minute / 60)

    def filled(self, at: float) -> "Bucket":
        """The bucket at a later moment."""
        return replace(self, tokens=min(self.size, self.tokens + (at - self.at) * self.per_minute / 60), at=at)

    def taken(self) -> "Bucket":
        """The bucket after one request. Ask `wait` first."""
        return replace(self, tokens=self.tokens - 1)

    @property
    def wait(self) -> float:
        """Seconds until one request may be sent; 0: now."""
        return max(0.0, (1 - self.tokens) * 60 / self.per_minute)


def empty(per_minute: int, *, at: float) -> Bucket:
    """A bucket that has to fill first: who sent last, and when, is not known here."""
    return Bucket(per_minute=max(1, per_minute), tokens=0.0, at=at)
