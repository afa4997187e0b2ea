"""Proposals in Redis: each step they take is one Lua script, a compare-and-set that a fence guards."""

from redis import Redis

from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX
from adapters.redis.scripts import script
from adapters.redis.stored import read_stored, text_of
from orchestration.changes.proposal import Kept, Progress, Proposal, State
from orchestration.errors import Superseded

# Long enough to ask what became of a change; the record keeps it for good.
SECONDS_KEPT = 30 * 24 * 60 * 60

Arguments = list[str | float]


class RedisProposals:
    """`orchestration.changes.store.Proposals` on Redis.

    Args:
        client: where they are kept.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._add, self._take, self._keep, self._end = (
            script(client, f"proposal_{verb}", after="proposals") for verb in ("add", "take", "keep", "end")
        )

    @store_errors()
    def now(self) -> float:
        """Return the store's time, seconds since the epoch."""
        seconds, micros = self._client.time()
        return float(seconds) + float(micros) / 1_000_000

    @store_errors()
    def add(self, proposal: Proposal) -> bool:
        """Keep a new proposal as pending; False where its id is taken."""
        json, progress = proposal.model_dump_json(), Progress().model_dump_json()
        args: Arguments = [PREFIX, proposal.id, json, proposal.until, progress, proposal.asker.key, SECONDS_KEPT]
        return bool(self._add(args=args))

    @store_errors()
    def find(self, id_: str) -> Kept | None:
        """Return a proposal; None where it is not there, or of a form this release does not know."""
        stored = {text_of(name): text_of(value) for name, value in self._client.hgetall(_key(id_)).items()}
        if not stored:
            return None
        proposal, progress = read_stored(Proposal, stored["proposal"]), read_stored(Progress, stored["progress"])
        if proposal is None or progress is None:
            return None
        return Kept.model_validate(
            {
                "proposal": proposal,
                "state": stored["state"],
                "fence": stored["fence"],
                "held_until": stored["held"],
                "progress": progress,
            }
        )

    @store_errors()
    def take(self, id_: str, progress: Progress, hold: float) -> Kept | None:
        """Begin to apply, from pending before its end or from applying whose worker is gone; None where that may not be."""
        taken = self._take(args=[PREFIX, id_, progress.model_dump_json(), hold])
        return self.find(id_) if taken else None

    @store_errors()
    def keep(self, kept: Kept, progress: Progress, hold: float) -> Kept:
        """Record how far applying has come and stay alive for `hold` seconds.

        Raises:
            Superseded: another worker applies it now, or it has ended.
        """
        args: Arguments = [PREFIX, kept.proposal.id, kept.fence, progress.model_dump_json(), hold]
        if not self._keep(args=args):
            raise Superseded(f"Another worker applies {kept.proposal.id} now.")
        return kept.model_copy(update={"progress": progress})

    @store_errors()
    def end(self, kept: Kept, state: State, progress: Progress) -> bool:
        """Move on from the state and fence it was read with; False where it stands elsewhere now."""
        args: Arguments = [PREFIX, kept.proposal.id, kept.state, kept.fence, state, progress.model_dump_json()]
        return bool(self._end(args=args))

    @store_errors()
    def due(self) -> tuple[str, ...]:
        """Return the ids of those whose time is over, longest first."""
        found = self._client.zrangebyscore(f"{PREFIX}proposals:due", "-inf", self.now())
        return tuple(text_of(each) for each in found)

    @store_errors()
    def waiting(self, person: str) -> tuple[Proposal, ...]:
        """Return the proposals a person asked for that wait for their confirmation, the newest first."""
        ids = [text_of(each) for each in self._client.zrevrange(f"{PREFIX}proposals:of:{person}", 0, -1)]
        found = (self.find(each) for each in ids)
        now = self.now()
        return tuple(each.proposal for each in found if each and each.state == "pending" and each.proposal.until > now)

    @store_errors()
    def forget(self, person: str) -> int:
        """Remove the proposals a person asked for; one that is being applied stays until it has ended.

        Returns:
            How many were removed.
        """
        index = f"{PREFIX}proposals:of:{person}"
        gone = 0
        for id_ in [text_of(each) for each in self._client.zrange(index, 0, -1)]:
            kept = self.find(id_)
            if kept is not None and kept.state == "applying":
                continue
            self._client.zrem(f"{PREFIX}proposals:due", id_)
            self._client.zrem(index, id_)
            gone += int(self._client.delete(_key(id_)))
        return gone


def _key(id_: str) -> str:
    return f"{PREFIX}proposal:{id_}"
