"""Where the gateway's sessions stand, kept so that a process that is started anew resumes them: nothing is lost in between.

Source: discord.com/developers/docs/events/gateway#resuming.
"""

from dataclasses import dataclass

from orchestration.messages.frozen import Stored
from orchestration.ports import Cache

# Discord keeps a session for some minutes after its connection is gone; one that is over is answered by Invalid Session.
KEPT = 600.0


class Standing(Stored):
    """Where a shard's session stands.

    Args:
        session: its id.
        sequence: number of the last event that is taken care of: what comes after it comes again.
        gateway: the address to resume it at.
        at: when that was noted, seconds since the epoch.
        left: who noted it has gone.
    """

    session: str
    sequence: int
    gateway: str
    at: float
    left: bool = False


@dataclass(frozen=True, slots=True)
class Standings:
    """Remembers where sessions stand.

    Args:
        marks: where.
        bot: id of the bot.
        intents: what sessions were begun with: those of a session cannot be changed.
    """

    marks: Cache
    bot: str
    intents: int

    def note(self, shard: int, count: int, standing: Standing) -> None:
        """Note where a shard's session stands.

        Args:
            shard: its number.
            count: how many there are.
            standing: where it stands.
        """
        self.marks.put(self._key(shard, count), standing.model_dump_json().encode(), KEPT)

    def find(self, shard: int, count: int) -> Standing | None:
        """Return where a shard's session stands; None where there is none to resume."""
        kept = self.marks.get(self._key(shard, count))
        return Standing.model_validate_json(kept) if kept else None

    def _key(self, shard: int, count: int) -> str:
        return f"discord:gateway:{self.bot}:{self.intents}:{shard}/{count}"
