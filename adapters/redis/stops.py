"""What was asked and is not wanted any more, in the inboxes of the queue."""

from redis import Redis

from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX
from adapters.redis.scripts import script
from orchestration.messages import Address
from orchestration.ports import Withdrawn

# Longer than any turn lasts.
_KEPT_SECONDS = 3600


class RedisStops:
    """`orchestration.ports.Stops` on Redis.

    Args:
        client: where the queue is.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._withdraw = script(client, "withdraw", after="prelude")

    @store_errors()
    def withdraw(self, address: Address, person: str | None = None, message: str | None = None) -> Withdrawn:
        """Take back what is not answered yet in a thread; see `orchestration.ports.Stops`."""
        waiting, working = self._withdraw(args=[PREFIX, address.key, person or "", message or "", _KEPT_SECONDS])
        return Withdrawn(waiting=waiting, working=bool(working))

    @store_errors()
    def wanted(self, turn: str) -> bool:
        """Say whether a turn that is worked on is still wanted. Raises StoreUnavailable."""
        return not self._client.exists(f"{PREFIX}stopped:{turn}")
