"""Answers of NetBox that may be given again, kept in Redis."""

import zlib
from collections.abc import Sequence

from redis import Redis

from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX
from adapters.redis.scripts import script

# What is larger is not worth its memory: NetBox answers it again.
LARGEST = 4 * 1024 * 1024
LONGEST = 7 * 24 * 3600
_BASE = f"{PREFIX}cache:"


class RedisCache:
    """`orchestration.ports.Cache` on Redis; values are compressed.

    Args:
        client: where it is kept.
        closed: seconds for which a group that was dropped takes nothing in. An answer that was under way when the write
            that dropped it happened may be from before: it must not be kept. Longer than a request lasts.
    """

    def __init__(self, client: Redis, closed: float = 30.0) -> None:
        self._client = client
        self._closed = closed
        self._put = script(client, "cache_put")
        self._drop = script(client, "cache_drop")

    @store_errors()
    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key, or None."""
        kept = self._client.get(f"{_BASE}value:{key}")
        return zlib.decompress(kept) if isinstance(kept, bytes) else None

    @store_errors()
    def put(self, key: str, value: bytes, seconds: float, groups: Sequence[str] = ()) -> None:
        """Keep a value for some seconds, in groups that can be dropped together.

        One of over 4 MB is not kept, nor one of a group that was dropped a moment ago.
        """
        packed = zlib.compress(value, 1)
        if len(packed) > LARGEST or seconds <= 0:
            return
        lasts = max(1, int(min(seconds, LONGEST) * 1000))
        self._put(keys=[_BASE], args=[key, packed, lasts, LONGEST * 1000, *groups])

    @store_errors()
    def drop(self, group: str) -> None:
        """Drop all of a group."""
        self._drop(keys=[_BASE], args=[group, int(self._closed * 1000)])
