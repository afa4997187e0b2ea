"""Counting what a turn asks of NetBox, over all its threads."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

from orchestration.ports import Meter


class Counting:
    """The meter of one turn; its seconds are wall clock, however many requests run at once.

    Args:
        clock: seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._under_way = 0
        self._since = 0.0
        self._requests = 0
        self._proofs = 0
        self._seconds = 0.0
        self._request_ids: list[str] = []
        self._oldest: float | None = None
        self._cached = False

    @contextlib.contextmanager
    def request(self, *, proof: bool = False) -> Iterator[None]:
        """Count one request, and the time within the block."""
        with self._lock:
            self._proofs += proof
            self._requests += not proof
            if not self._under_way:
                self._since = self._clock()
            self._under_way += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way -= 1
                if not self._under_way:
                    self._seconds += self._clock() - self._since

    def answered(self, request_id: str) -> None:
        """Keep the id that NetBox gave a request."""
        with self._lock:
            self._request_ids.append(request_id)

    def read(self, at: float, *, cached: bool) -> None:
        """Note how old some data is.

        Args:
            at: when NetBox was asked for it, seconds since the epoch.
            cached: whether it came from the cache.
        """
        with self._lock:
            self._oldest = at if self._oldest is None else min(at, self._oldest)
            self._cached = self._cached or cached

    def reading(self) -> Meter:
        """Return what was counted so far."""
        with self._lock:
            return Meter(
                requests=self._requests,
                proof_requests=self._proofs,
                seconds=self._seconds,
                request_ids=tuple(self._request_ids),
                oldest=self._oldest,
                cached=self._cached,
            )
