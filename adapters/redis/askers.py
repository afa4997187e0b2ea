"""Who asked lately, by the rights they ask with: whose names are worth keeping up."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from redis import Redis

from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX
from adapters.redis.stored import read_stored, text_of
from orchestration.messages import Address, Author, Stored

_ORDER, _KEPT = f"{PREFIX}askers", f"{PREFIX}asker:"


class Asker(Stored):
    """Somebody who asked, and where: what tells the token to use for them.

    Args:
        scope: of the names they may see.
        author: who.
        address: where.
        at: when they asked last, seconds since the epoch.
    """

    scope: str
    author: Author
    address: Address
    at: float


@dataclass(frozen=True, slots=True)
class RedisAskers:
    """The last who asked.

    Args:
        client: where they are kept.
        kept: seconds after which one is forgotten.
        most: scopes that are kept; whoever asked longest ago is forgotten first.
    """

    client: Redis
    kept: int = 3600
    most: int = 20

    @store_errors()
    def note(self, asker: Asker) -> None:
        """Note that somebody asked."""
        place = sha256(asker.scope.encode()).hexdigest()[:16]
        pipe = self.client.pipeline(transaction=False)
        pipe.set(f"{_KEPT}{place}", asker.model_dump_json(), ex=self.kept)
        pipe.zadd(_ORDER, {place: asker.at})
        pipe.expire(_ORDER, self.kept)
        pipe.execute()

    @store_errors()
    def drop(self, whom: Callable[[Asker], bool]) -> None:
        """Forget those of whom something holds."""
        for place in [text_of(each) for each in self.client.zrange(_ORDER, 0, -1)]:
            stored = self.client.get(f"{_KEPT}{place}")
            asker = None if stored is None else read_stored(Asker, stored)
            if asker is not None and whom(asker):
                self.client.delete(f"{_KEPT}{place}")
                self.client.zrem(_ORDER, place)

    @store_errors()
    def lately(self) -> tuple[Asker, ...]:
        """Return who asked, the last first, one for each scope."""
        places = self.client.zrevrange(_ORDER, 0, self.most - 1)
        self.client.zremrangebyrank(_ORDER, 0, -self.most - 1)
        stored = self.client.mget([f"{_KEPT}{text_of(each)}" for each in places]) if places else []
        # What another release noted in another form is noted anew with the next question.
        return tuple(asker for each in stored if each is not None and (asker := read_stored(Asker, each)) is not None)
