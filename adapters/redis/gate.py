"""A gate that lets at most so many through at once, over all workers and machines."""

import contextlib
import random
import time
from collections.abc import Iterator
from uuid import uuid4

import structlog
from redis import Redis

from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX
from adapters.redis.scripts import script
from orchestration.errors import NetBoxUnavailable, StoreUnavailable

log = structlog.get_logger(__name__)

# Seconds between two questions of one who waits; who is silent for forty of them is taken for dead.
_LONGEST_PAUSE = 0.05
_SILENCE = 2.0


class RedisGate:
    """`orchestration.ports.Gate` on Redis: first come, first served.

    Sharp edge: a place is taken back from whoever holds it for longer than `held`, dead or alive, so that one who was
    killed does not keep it; a request that lasts longer is then one too many.

    Args:
        client: where the holders are kept.
        name: what is behind the gate: one NetBox.
        places: how many may hold a place at once.
        patience: seconds to wait for one.
        held: seconds a place is held at most; more than a request lasts (three times the time-out of one read by default).
    """

    def __init__(self, client: Redis, name: str, places: int = 10, patience: float = 20.0, held: float = 45.0) -> None:
        self._client = client
        self._keys = [f"{PREFIX}gate:{name}", f"{PREFIX}gate-line:{name}", f"{PREFIX}gate-asked:{name}"]
        self._places = places
        self._patience = patience
        self._held = held
        self._enter = script(client, "gate_enter")

    @contextlib.contextmanager
    def entered(self) -> Iterator[None]:
        """Wait for a place, hold it within the block.

        Raises:
            NetBoxUnavailable: none came free in time.
            StoreUnavailable: Redis is away.
        """
        holder = uuid4().hex
        try:
            self._wait(holder)
            yield
        finally:
            self._leave(holder)

    @store_errors()
    def _wait(self, holder: str) -> None:
        until = time.monotonic() + self._patience
        pause = 0.002
        asked: list[str | int] = [holder, self._places, int(self._held * 1000), int(_SILENCE * 1000)]
        while not self._enter(keys=self._keys, args=asked):
            if time.monotonic() > until:
                raise NetBoxUnavailable(
                    f"{self._places} requests to NetBox are under way and none ended in {self._patience:.0f} s.",
                    "Try again in a moment.",
                )
            # Uneven, so that those who wait do not come all at once.
            time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - no secret hangs on it
            pause = min(pause * 1.5, _LONGEST_PAUSE)

    def _leave(self, holder: str) -> None:
        try:
            with store_errors(), self._client.pipeline() as pipe:
                for key in self._keys:
                    pipe.zrem(key, holder)
                pipe.execute()
        except StoreUnavailable as away:
            # What was done behind the gate stands; the place comes free by itself.
            log.warning("place_not_given_back", reason=away.text)
