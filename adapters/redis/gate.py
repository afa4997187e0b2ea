"""A gate that lets at most so many through at once, over all workers and machines."""

import contextlib
import random
import time
from collections.abc import Iterator
from uuid import uuid4

from redis import Redis

from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX
from adapters.redis.scripts import script
from orchestration.errors import NetBoxUnavailable

# Longer than any request may last (connect and read time-outs, 120 s at most): a place is only taken back from the dead.
HELD_AT_MOST = 150.0


class RedisGate:
    """`orchestration.ports.Gate` on Redis.

    Args:
        client: where the holders are kept.
        name: what is behind the gate: one NetBox.
        places: how many may hold a place at once.
        patience: seconds to wait for one.
    """

    def __init__(self, client: Redis, name: str, places: int = 10, patience: float = 20.0) -> None:
        self._client = client
        self._key = f"{PREFIX}gate:{name}"
        self._places = places
        self._patience = patience
        self._enter = script(client, "gate_enter")

    @contextlib.contextmanager
    def entered(self) -> Iterator[None]:
        """Wait for a place, hold it within the block.

        Raises:
            NetBoxUnavailable: none came free in time.
            StoreUnavailable: Redis is away.
        """
        holder = uuid4().hex
        self._wait(holder)
        try:
            yield
        finally:
            with store_errors():
                self._client.zrem(self._key, holder)

    def _wait(self, holder: str) -> None:
        until = time.monotonic() + self._patience
        pause = 0.002
        with store_errors():
            while not self._enter(keys=[self._key], args=[holder, self._places, int(HELD_AT_MOST * 1000)]):
                if time.monotonic() > until:
                    raise NetBoxUnavailable(
                        f"{self._places} requests to NetBox are under way and none ended in {self._patience:.0f} s.",
                        "Try again in a moment.",
                    )
                # Uneven, so that those who wait do not come all at once.
                time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - no secret hangs on it
                pause = min(pause * 1.5, 0.05)
