"""Removing all that is kept of a workspace or guild: threads, listings, changes that wait, people's tokens. The record stays."""

from redis import Redis

from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX


@store_errors()
def purge(client: Redis, platform: str, place: str) -> int:
    """Remove it.

    Args:
        client: where.
        platform: "slack" or "discord".
        place: the workspace or guild.

    Returns:
        How many keys were removed.

    Raises:
        StoreUnavailable: Redis is away; the same call again removes what is left.
    """
    here = f"{platform}/{place}/"
    for key in client.scan_iter(match=f"{PREFIX}listings:{here}*", count=1000):
        listings: list[bytes] = client.zrange(key, 0, -1)  # type: ignore[assignment] # without scores
        _removed(client, "listing:", listings)
    for key in client.scan_iter(match=f"{PREFIX}proposals:of:{here}*", count=1000):
        ids: list[bytes] = client.zrange(key, 0, -1)  # type: ignore[assignment] # without scores
        _removed(client, "proposal:", ids)
        if ids:
            client.zrem(f"{PREFIX}proposals:due", *ids)
    found = list(client.scan_iter(match=f"{PREFIX}*{here}*", count=1000))
    for first in range(0, len(found), 500):
        client.delete(*found[first : first + 500])
    return len(found)


def _removed(client: Redis, kind: str, ids: list[bytes]) -> None:
    if ids:
        client.delete(*(f"{PREFIX}{kind}{each.decode()}" for each in ids))
