"""Spreads what may be done so often only over time, over all workers and machines."""

from redis import Redis

from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX
from adapters.redis.scripts import script


class RedisPace:
    """Gives places in time, one after the other.

    Args:
        client: where the next free place is kept.
    """

    def __init__(self, client: Redis) -> None:
        self._script = script(client, "pace")

    @store_errors()
    def wait(self, key: str, interval: float, most: float) -> float:
        """Take the key's next place in time.

        Args:
            key: what is spread.
            interval: seconds between two places.
            most: seconds a place may be ahead; none is taken beyond that.

        Returns:
            The seconds until the place.

        Raises:
            StoreUnavailable: Redis is away.
        """
        taken = self._script(keys=[f"{PREFIX}pace:{key}"], args=[int(interval * 1000), int(most * 1000)])
        return int(taken) / 1000
