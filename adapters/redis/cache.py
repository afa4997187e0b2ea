"""Answers of NetBox that may be given again, kept in Redis."""

import time
import zlib
from collections.abc import Sequence

from redis import Redis

from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX

# What is larger is not worth its memory: NetBox answers it again.
LARGEST = 4 * 1024 * 1024
LONGEST = 7 * 24 * 3600


class RedisCache:
    """`orchestration.ports.Cache` on Redis; values are compressed.

    Args:
        client: where it is kept.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client

    @store_errors()
    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key, or None."""
        kept = self._client.get(f"{PREFIX}cache:{key}")
        return zlib.decompress(kept) if isinstance(kept, bytes) else None

    @store_errors()
    def put(self, key: str, value: bytes, seconds: float, groups: Sequence[str] = ()) -> None:
        """Keep a value for some seconds, in groups that can be dropped together; one of over 4 MB is not kept."""
        packed = zlib.compress(value, 1)
        if len(packed) > LARGEST or seconds <= 0:
            return
        now, lasts = time.time(), max(1, int(min(seconds, LONGEST) * 1000))
        pipe = self._client.pipeline(transaction=True)
        pipe.set(f"{PREFIX}cache:{key}", packed, px=lasts)
        for group in groups:
            name = f"{PREFIX}cached:{group}"
            pipe.zremrangebyscore(name, "-inf", now)
            pipe.zadd(name, {key: now + seconds})
            # Longer than any entry; a bound by the entries themselves (EXPIRE ... GT) needs Redis 7.
            pipe.expire(name, LONGEST)
        pipe.execute()

    @store_errors()
    def drop(self, group: str) -> None:
        """Drop all of a group."""
        name = f"{PREFIX}cached:{group}"
        keys = [f"{PREFIX}cache:{key.decode()}" for key in self._client.zrange(name, 0, -1) if isinstance(key, bytes)]
        self._client.unlink(name, *keys)
