"""How terminals get their replies: a stream of events for each thread."""

import time
from typing import Any

from redis import Redis

from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX
from adapters.redis.scripts import script

MOST_EVENTS = 500
KEPT_SECONDS = 24 * 3600
# Below the patience of a client, so that waiting is never taken for a server that is away.
_LONGEST_BLOCK = 2.0


class RedisWire:
    """Carries events to a thread and remembers how far they were read, so that a terminal that comes back misses none.

    Args:
        client: where the events wait.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._put = script(client, "wire_put")
        self._read_to: dict[str, bytes] = {}

    @store_errors()
    def put(self, thread: str, once: str, event: str) -> None:
        """Send an event to a thread; a second one under the same key is dropped. Raises StoreUnavailable."""
        keys = [f"{PREFIX}wire:{thread}", f"{PREFIX}wired:{thread}:{once}"]
        self._put(keys=keys, args=[event, MOST_EVENTS, KEPT_SECONDS])

    @store_errors()
    def get(self, thread: str, seconds: float) -> str | None:
        """Wait for the thread's next event, in order; None where none came in time. Raises StoreUnavailable."""
        stream, mark = f"{PREFIX}wire:{thread}", f"{PREFIX}wire-read:{thread}"
        if thread not in self._read_to:
            kept = self._client.get(mark)
            self._read_to[thread] = kept if isinstance(kept, bytes) else b"0"
        until = time.monotonic() + seconds
        while True:
            left = min(until - time.monotonic(), _LONGEST_BLOCK)
            found: Any = self._client.xread({stream: self._read_to[thread]}, count=1, block=max(1, int(left * 1000)))
            if found:
                number, fields = found[0][1][0]
                self._read_to[thread] = number
                self._client.set(mark, number, ex=KEPT_SECONDS)
                return str(fields[b"event"], "utf-8")
            if time.monotonic() >= until:
                return None
