"""What threads remember, in Redis: pydantic JSON that expires."""

import json
from collections.abc import Callable
from typing import Any

from redis import Redis

from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX
from adapters.redis.moment import moment
from adapters.redis.scripts import script
from adapters.redis.stored import read_stored, text_of
from orchestration.messages import Address
from orchestration.sessions.forgetting import without, without_message
from orchestration.sessions.listing import Listing
from orchestration.sessions.session import Session, Turn

# Threads that are looked through for what somebody did lately.
_THREADS = 20


class RedisSessions:
    """`orchestration.ports.Sessions` on Redis; `RedisTurnQueue.finish` writes what this reads.

    Args:
        client: where it is kept.
        kept: seconds a silent session is kept; the same as the queue's.
    """

    def __init__(self, client: Redis, kept: int) -> None:
        self._client = client
        self._kept = kept
        self._swap = script(client, "swap")

    @store_errors()
    def load(self, address: Address) -> Session:
        """Return the thread's session, a new one where there is none, or where what is kept is of an unknown version."""
        stored = self._client.get(f"{PREFIX}session:{address.key}")
        found = None if stored is None else read_stored(Session, stored)
        return found or Session(address=address)

    @store_errors()
    def listing(self, listing: str) -> Listing | None:
        """Return a listing by its id; None where it is gone."""
        stored = self._client.get(f"{PREFIX}listing:{listing}")
        return None if stored is None else read_stored(Listing, stored)

    @store_errors()
    def message_ids(self, address: Address, turn: str) -> tuple[str, ...]:
        """Return the platform's ids of what was posted for a turn."""
        stored = self._client.get(_posted(address.key, turn))
        return () if stored is None else tuple(json.loads(stored))

    @store_errors()
    def forget(self, person: str) -> int:
        """Remove what is kept of a person: their turns, and with them what the thread was about and the listings behind it.

        A turn that is worked on at this moment does not bring back what is removed; see `RedisTurnQueue.finish`.

        Args:
            person: the key of an author.

        Returns:
            How many sessions were touched.
        """
        now = moment(self._client)
        self._client.set(f"{PREFIX}forgotten:{person}", now, ex=self._kept)
        sessions = [text_of(each) for each in self._client.zrange(f"{PREFIX}of:{person}", 0, -1)]
        touched = sum(self._rewrite(each, lambda kept: without(kept, person, now)) for each in sessions)
        self._client.delete(f"{PREFIX}of:{person}")
        return touched

    @store_errors()
    def drop(self, address: Address, message: str) -> bool:
        """Remove the turn of a message, by its key, and its listings; say whether there was one."""
        return self._rewrite(address.key, lambda kept: without_message(kept, message))

    @store_errors()
    def recent(self, person: str, most: int = 5) -> tuple[Turn, ...]:
        """Return a person's latest turns over all their threads, the newest first."""
        sessions = [text_of(each) for each in self._client.zrevrange(f"{PREFIX}of:{person}", 0, _THREADS - 1)]
        stored = self._client.mget([f"{PREFIX}session:{each}" for each in sessions]) if sessions else []
        kept = [read_stored(Session, each) for each in stored if each is not None]
        turns = [turn for each in kept if each for turn in each.turns if turn.author.key == person]
        return tuple(sorted(turns, key=lambda turn: turn.id, reverse=True)[:most])

    def _rewrite(self, session: str, change: Callable[[Session], Session]) -> bool:
        """Change what is kept of a session, with what was shown for turns that go; say whether anything changed.

        What this release cannot read goes as a whole.
        """
        key = f"{PREFIX}session:{session}"
        while (stored := self._client.get(key)) is not None:
            kept = read_stored(Session, stored)
            left = None if kept is None else change(kept)
            if kept is not None and left is kept:
                return False
            remains = "" if left is None or not left.turns else left.model_dump_json()
            # Another turn of the session may have ended in between: then look again.
            if not self._swap(args=[key, stored, remains]):
                continue
            turns = {turn.id for turn in kept.turns} - {turn.id for turn in left.turns} if kept and left else set()
            self._forget_shown(session, turns, everything=not remains)
            return True
        return False

    def _forget_shown(self, session: str, turns: set[str], *, everything: bool) -> None:
        index = f"{PREFIX}listings:{session}"
        for listing in [text_of(each) for each in self._client.zrange(index, 0, -1)]:
            found = self.listing(listing)
            if everything or found is None or found.turn in turns:
                self._client.delete(f"{PREFIX}listing:{listing}")
                self._client.zrem(index, listing)
        if turns:
            self._client.delete(*(_posted(session, turn) for turn in turns))
        wire = f"{PREFIX}wire:{session}"
        events: Any = self._client.xrange(wire)
        for number, fields in events:
            # What was posted for a turn, beside it that its preview lost its buttons ("<turn>-old"), and that it was worked on.
            if everything or json.loads(fields[b"event"])["turn"].partition("-")[0] in turns:
                self._client.xdel(wire, number)


def _posted(session: str, turn: str) -> str:
    return f"{PREFIX}posted:{session}:{turn}"
