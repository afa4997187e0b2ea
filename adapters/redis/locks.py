"""Locks on natural keys in Redis: all of a change or none, fenced, gone by themselves when their holder is."""

from redis import Redis

from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX
from adapters.redis.scripts import script
from orchestration.errors import Superseded


class RedisLocks:
    """`orchestration.changes.store.Locks` on Redis.

    Args:
        client: where they are kept.
    """

    def __init__(self, client: Redis) -> None:
        self._take, self._hold, self._release = (
            script(client, f"lock_{verb}", after="locks") for verb in ("take", "hold", "release")
        )

    @store_errors()
    def take(self, keys: tuple[str, ...], holder: str, fence: int, seconds: float) -> bool:
        """Take all keys or none; those the same holder had with an older fence pass over to this one."""
        return bool(self._take(args=_args(keys, holder, fence, seconds)))

    @store_errors()
    def hold(self, keys: tuple[str, ...], holder: str, fence: int, seconds: float) -> None:
        """Hold the keys for so many seconds from now.

        Raises:
            Superseded: one is no longer this holder's.
        """
        if not self._hold(args=_args(keys, holder, fence, seconds)):
            raise Superseded(f"Another worker holds a lock of {holder} now.")

    @store_errors()
    def release(self, keys: tuple[str, ...], holder: str, fence: int) -> None:
        """Give back the keys that are still this holder's."""
        self._release(args=_args(keys, holder, fence, 0))


def _args(keys: tuple[str, ...], holder: str, fence: int, seconds: float) -> list[str | int]:
    return [PREFIX, holder, fence, int(seconds * 1000), *keys]
