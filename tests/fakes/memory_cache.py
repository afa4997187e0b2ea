"""Answers that may be given again, in memory."""

from collections.abc import Callable, Sequence


class MemoryCache:
    """`orchestration.ports.Cache` as plain dictionaries.

    Args:
        clock: seconds; a test moves it by hand.
        closed: seconds for which a group that was dropped takes nothing in.
    """

    def __init__(self, clock: Callable[[], float], closed: float = 30.0) -> None:
        self._clock, self._closed = clock, closed
        self._kept: dict[str, tuple[float, bytes, frozenset[str]]] = {}
        self._dropped: dict[str, float] = {}

    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key, or None."""
        ends, value, _ = self._kept.get(key, (0.0, b"", frozenset()))
        return value if ends > self._clock() else None

    def put(self, key: str, value: bytes, seconds: float, groups: Sequence[str] = ()) -> None:
        """Keep a value for some seconds, in groups that can be dropped together."""
        now = self._clock()
        if all(now - self._dropped.get(each, float("-inf")) >= self._closed for each in groups):
            self._kept[key] = (now + seconds, value, frozenset(groups))

    def drop(self, group: str) -> None:
        """Drop all of a group."""
        self._dropped[group] = self._clock()
        self._kept = {key: kept for key, kept in self._kept.items() if group not in kept[2]}
