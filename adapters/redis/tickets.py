"""Tickets that are good once: issued under a name, gone when they are used or when their time is over."""

from redis import Redis

from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX


class RedisTickets:
    """Issues and takes tickets.

    Args:
        client: where they are kept.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client

    @store_errors()
    def issue(self, name: str, seconds: int) -> None:
        """Issue a ticket that is good for some seconds."""
        self._client.set(f"{PREFIX}ticket:{name}", b"1", ex=seconds)

    @store_errors()
    def take(self, name: str) -> bool:
        """Take a ticket; say whether it was there. Of several that take it at the same moment one has it."""
        return bool(self._client.delete(f"{PREFIX}ticket:{name}"))
