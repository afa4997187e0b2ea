"""Where proposals and locks are kept: the ports of this room."""

from typing import Protocol

from orchestration.changes.proposal import Kept, Progress, Proposal, State


class Proposals(Protocol):
    """The proposals that wait, and what became of the others. The store's clock is the one that counts."""

    def now(self) -> float:
        """Return the store's time, seconds since the epoch: one clock for all workers."""

    def add(self, proposal: Proposal) -> bool:
        """Keep a new proposal as pending; False where its id is taken."""

    def find(self, id_: str) -> Kept | None:
        """Return a proposal; None where it was never there, or is forgotten."""

    def take(self, id_: str, progress: Progress, hold: float) -> Kept | None:
        """Begin to apply: from pending before its end, or from applying whose worker is gone; the fence grows. None where that may not be.

        Args:
            id_: which.
            progress: who confirmed; kept as it is where a worker before has begun.
            hold: seconds until this worker is believed dead.
        """

    def keep(self, kept: Kept, progress: Progress, hold: float) -> Kept:
        """Record how far applying has come and stay alive for `hold` seconds. Raises Superseded where the fence has grown."""

    def end(self, kept: Kept, state: State, progress: Progress) -> bool:
        """Move on from the state it was read in, at its fence; False where it stands elsewhere now. To "pending" it goes back."""

    def due(self) -> tuple[str, ...]:
        """Return the ids whose time is over: pending ones past their end, applying ones whose worker is gone."""

    def waiting(self, person: str) -> tuple[Proposal, ...]:
        """Return the proposals a person asked for that wait for their confirmation, the newest first."""

    def forget(self, person: str) -> int:
        """Remove the ended proposals that a person asked for; return how many."""


class Locks(Protocol):
    """Keeps two writers of the same natural key apart."""

    def take(self, keys: tuple[str, ...], holder: str, fence: int, seconds: float) -> bool:
        """Take all keys or none; those the same holder had with an older fence pass over to this one."""

    def hold(self, keys: tuple[str, ...], holder: str, fence: int, seconds: float) -> None:
        """Hold the keys for so many seconds from now. Raises Superseded where one is no longer this holder's."""

    def release(self, keys: tuple[str, ...], holder: str, fence: int) -> None:
        """Give back the keys that are still this holder's."""
