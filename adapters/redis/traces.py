"""What answers leave behind in Redis, and how it is removed: with a token that is unlinked, with a person who is forgotten."""

from redis import Redis

from adapters.redis.askers import RedisAskers
from adapters.redis.cache import RedisCache
from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX
from adapters.redis.names import RedisNames
from adapters.redis.stored import read_stored, text_of
from orchestration.ports import kept_of
from orchestration.sessions.listing import Listing


class RedisTraces:
    """`orchestration.ports.Traces` on Redis.

    Args:
        client: where they are.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._askers = RedisAskers(client)

    @store_errors()
    def unread(self, scope: str, person: str) -> None:
        """Remove what was read with a person's own token: kept answers, names, the listings of their threads."""
        RedisCache(self._client).drop(scope)
        RedisNames(self._client).drop(scope)
        self._askers.drop(lambda asker: asker.scope == scope)
        for session in [text_of(each) for each in self._client.zrange(f"{PREFIX}of:{person}", 0, -1)]:
            index = f"{PREFIX}listings:{session}"
            for id_ in [text_of(each) for each in self._client.zrange(index, 0, -1)]:
                stored = self._client.get(f"{PREFIX}listing:{id_}")
                listing = None if stored is None else read_stored(Listing, stored)
                if listing is not None and f"{listing.instance}|{listing.identity}" == scope:
                    self._client.delete(f"{PREFIX}listing:{id_}")
                    self._client.zrem(index, id_)

    @store_errors()
    def forget(self, person: str) -> None:
        """Remove what else is kept of a person: that they asked, and what waits for their press."""
        platform, _, account = person.split("/", 2)
        self._askers.drop(lambda asker: asker.author.key == person)
        # Not closed: what they are told next is kept for them again.
        RedisCache(self._client, closed=0).drop(kept_of(platform, account))
