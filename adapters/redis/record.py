"""The record in Redis: a stream whose ids are the entries' numbers, so that the server itself refuses to write one twice."""

from typing import Any

from redis import Redis
from redis.exceptions import ResponseError

from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX
from adapters.redis.stored import text_of
from orchestration.ports import Entry

_KEY = f"{PREFIX}record"


class RedisRecord:
    """`orchestration.ports.Record` on Redis. Nothing here removes or shortens the stream.

    Args:
        client: where it is kept.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client

    @store_errors()
    def last(self) -> Entry | None:
        """Return the newest entry; None where there is none."""
        found = self._client.xrevrange(_KEY, count=1)
        return _entries(found)[0] if found else None

    @store_errors()
    def add(self, entry: Entry) -> bool:
        """Put an entry behind the last; False where another of its number came first."""
        try:
            self._client.xadd(_KEY, {"entry": entry.model_dump_json()}, id=f"{entry.number}-0")
        except ResponseError as refused:
            if "equal or smaller" in str(refused):
                return False
            raise
        return True

    @store_errors()
    def read(self, after: int = 0, most: int = 1000) -> tuple[Entry, ...]:
        """Return entries with greater numbers, in order."""
        return _entries(self._client.xrange(_KEY, min=f"{after + 1}-0", count=most))

    @store_errors()
    def ends_at(self) -> int:
        """Return the greatest number there ever was; the server remembers it when entries are deleted."""
        if not self._client.exists(_KEY):
            return 0
        return int(text_of(self._client.xinfo_stream(_KEY)["last-generated-id"]).partition("-")[0])


def _entries(answer: Any) -> tuple[Entry, ...]:
    return tuple(Entry.model_validate_json(fields[b"entry"]) for _, fields in answer)
