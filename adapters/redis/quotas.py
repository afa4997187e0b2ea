"""Counts of what people and places use up, in Redis: one window for all workers."""

from redis import Redis

from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX


class RedisQuotas:
    """`orchestration.ports.Quotas` on Redis.

    Args:
        client: where it is kept.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client

    @store_errors()
    def spend(self, key: str, amount: int, seconds: int) -> tuple[int, float]:
        """Add to a count that begins anew every so many seconds.

        Args:
            key: what is counted.
            amount: how much is added; 0 to look only.
            seconds: length of the window, which begins with the first that is counted.

        Returns:
            The count, and the seconds until it begins anew.
        """
        name = f"{PREFIX}quota:{key}"
        with self._client.pipeline() as pipe:
            pipe.set(name, 0, ex=seconds, nx=True)
            pipe.incrby(name, amount)
            pipe.pttl(name)
            _, count, left = pipe.execute()
        return int(count), max(0.0, left / 1000)
