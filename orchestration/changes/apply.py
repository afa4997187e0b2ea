"""Apply: from a confirmed proposal to objects in NetBox, once, or to a plain word about why not.

What holds it together:

- The fence. Whoever begins to apply takes the next number; each step before a write is a compare-and-set on it.
- The moment before a write is recorded (`sent_at`). From then on the request may leave for `window` seconds and no longer: the
  sender looks at the clock that also runs while it is stopped, in the last instruction before the body goes to the kernel.
- Whoever takes over waits until nothing that was sent can still arrive (window, NetBox's time limit and a margin after `sent_at`)
  and reads NetBox's change log; each write carries a message there that no other has. What the log shows is done. What it does
  not show was not done, and is written by the new worker, on ground that it has read anew. What the log cannot tell is unknown.
- The locks. Natural keys are held from before the ground is read until after the last write, and as long as a write may be on its way.
"""

import contextlib
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from orchestration.catalogue.catalogue import Catalogue
from orchestration.changes.draft import drafted
from orchestration.changes.evidence import CannotTell, Marker, looked_up
from orchestration.changes.proposal import Done, Draft, Kept, filled, steps
from orchestration.changes.record import Ledger
from orchestration.changes.store import Locks, Proposals
from orchestration.changes.values import UNCHANGED
from orchestration.errors import (
    Misconfigured,
    NetbotError,
    NetBoxUnavailable,
    Refused,
    Superseded,
    Unavailable,
    Unknown,
)
from orchestration.ports import Inventory, Operation, Written

_ELSEWHERE = "That was previewed on another NetBox than the one I speak to now."
# A window is missed by a machine that is very busy; by one that is busy this often it is told.
_TRIES = 3


def boottime() -> float:
    """Return the seconds since the machine started, those it slept and those this process was stopped included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long applying waits for what, in seconds.

    Args:
        window: from recording that a write is about to be sent until it must have left.
        request: NetBox's time limit for one write.
        margin: by how much clocks and servers may be off.
        hold: without a sign of life after which a worker is believed dead.
        turn: for a lock that somebody else holds.
        pause: between two looks.
    """

    window: float = 3.0
    request: float = 15.0
    margin: float = 5.0
    hold: float = 15.0
    turn: float = 30.0
    pause: float = 0.1

    @property
    def on_its_way(self) -> float:
        """How long after it was recorded a write may still take effect."""
        return self.window + self.request + self.margin


class Busy(Unavailable):
    """Somebody else writes the same thing at this moment."""


class Moved(Exception):
    """The ground has moved since the preview.

    Args:
        draft: what the same wishes come to now; None where they come to nothing.
        reason: why, for people.
    """

    def __init__(self, draft: Draft | None, reason: str) -> None:
        super().__init__(reason)
        self.draft = draft
        self.reason = reason


class Failed(Exception):
    """NetBox did not take a step; what was written before stays.

    Args:
        reason: why, for people.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Applier:
    """Applies proposals.

    Args:
        proposals: where they are kept.
        locks: keeps two writers of one thing apart.
        ledger: the record.
        catalogue: all object types.
        patience: how long to wait for what.
        clock: seconds, running on while this process is stopped.
        pause: waits so many seconds.
    """

    proposals: Proposals
    locks: Locks
    ledger: Ledger
    catalogue: Catalogue
    patience: Patience = field(default_factory=Patience)
    clock: Callable[[], float] = boottime
    pause: Callable[[float], None] = time.sleep

    def apply(self, kept: Kept, inventory: Inventory) -> Kept:
        """Write a proposal that this worker has taken.

        Args:
            kept: the proposal, applying, at this worker's fence.
            inventory: NetBox, with the rights of whoever confirmed.

        Returns:
            The proposal in the state it ended in: applied, failed or unknown.

        Raises:
            Moved: the ground has moved, or it is another NetBox; nothing was written, and the proposal is still applying.
            Unavailable: NetBox, or the lock, could not be had; nothing was written, and the proposal waits again.
            Superseded: another worker applies it now.
        """
        cut = steps(kept.proposal.draft.operations)
        with self._locked(kept):
            if inventory.instance != kept.proposal.instance:
                return self._elsewhere(kept)
            if kept.progress.sent_at is not None:
                try:
                    kept = self._learnt(kept, inventory, cut[len(kept.progress.done)])
                except Unknown as unknown:
                    return self._ended(kept, "unknown", unknown.text)
            if not kept.progress.done:
                self._compare(kept, inventory)
            return self._written(kept, inventory, cut)

    def _written(self, kept: Kept, inventory: Inventory, cut: tuple[tuple[int, int], ...]) -> Kept:
        try:
            for step in cut[len(kept.progress.done) :]:
                kept = self._sent(kept, inventory, step)
        except Failed as failed:
            return self._ended(kept, "failed", failed.reason)
        except Unknown as unknown:
            return self._ended(kept, "unknown", unknown.text)
        return self._ended(kept, "applied", "")

    def _elsewhere(self, kept: Kept) -> Kept:
        """End what was previewed on another NetBox than this one, where its ids are other objects' and its log is another's."""
        if kept.progress.sent_at is not None:
            return self._ended(kept, "unknown", f"{_ELSEWHERE} Whether this was written cannot be told. Look there.")
        if kept.progress.done:
            return self._ended(kept, "failed", f"{_ELSEWHERE} {_so_far(kept)}")
        raise Moved(None, f"{_ELSEWHERE} {UNCHANGED} Ask for it again.")

    def _compare(self, kept: Kept, inventory: Inventory) -> None:
        """Read the ground anew; what was previewed must still be what comes of it."""
        proposal = kept.proposal
        try:
            now = drafted(proposal.wishes, inventory, self.catalogue)
        except Refused as refused:
            raise Moved(None, refused.sentence) from refused
        except Unavailable:
            self._let_wait(kept)
            raise
        if _shown(now) != _shown(proposal.draft):
            raise Moved(now, "NetBox has changed since the preview.")

    def _sent(self, kept: Kept, inventory: Inventory, step: tuple[int, int]) -> Kept:
        """Write one step and record what NetBox made of it."""
        operations, marker = _of(kept, step), _marker(kept)
        for _ in range(_TRIES):
            # Read before the moment is recorded: the window ends earlier by this clock than by the record's, never later.
            until = self.clock() + self.patience.window
            self.locks.hold(kept.proposal.draft.locks, kept.proposal.id, kept.fence, self.patience.on_its_way)
            about_to = kept.progress.model_copy(update={"sent_at": self.proposals.now()})
            kept = self.proposals.keep(kept, about_to, self.patience.hold)
            self.ledger.note("sent", proposal=kept.proposal.id, by=kept.progress.by, step=marker.step, fence=kept.fence)
            try:
                written = inventory.write(operations, marker.message, until)
            except Superseded:
                # The window was over before it left: a slow machine, or a worker that was stopped. The next look tells which.
                kept = self.proposals.keep(kept, kept.progress.model_copy(update={"sent_at": None}), self.patience.hold)
            except Unknown:
                found = self._found(kept, inventory, operations, marker)
                if found is None:
                    told = "NetBox did not answer, and its change log shows nothing of this."
                    raise Failed(f"{told} {_so_far(kept)}") from None
                return self._did(kept, found)
            except (Refused, NetBoxUnavailable, Misconfigured) as refused:
                raise Failed(f"{refused.text.removesuffix(UNCHANGED).strip()} {_so_far(kept)}") from refused
            else:
                return self._did(kept, _made(kept, step, inventory, written))
        raise Failed(f"It could not be sent in time. {_so_far(kept)}")

    def _learnt(self, kept: Kept, inventory: Inventory, step: tuple[int, int]) -> Kept:
        """Learn what became of a step that a worker before may have sent."""
        found = self._found(kept, inventory, _of(kept, step), _marker(kept))
        if found is not None:
            return self._did(kept, found)
        self.ledger.note("not done", proposal=kept.proposal.id, step=_marker(kept).step)
        return self.proposals.keep(kept, kept.progress.model_copy(update={"sent_at": None}), self.patience.hold)

    def _found(
        self, kept: Kept, inventory: Inventory, operations: tuple[Operation, ...], marker: Marker
    ) -> Done | None:
        """Return a step that NetBox's log shows; None once none can come any more.

        Raises:
            Unknown: the log could not be read when it had to be.
        """
        sent_at = kept.progress.sent_at or 0.0
        for look in itertools.count():
            over = self.proposals.now() > sent_at + self.patience.on_its_way
            try:
                found = looked_up(inventory, operations, marker, sent_at)
            except (NetbotError, CannotTell):
                if over:
                    told = "NetBox did not answer, and its change log cannot be read: whether this was written cannot be told."
                    raise Unknown(told, "Look in NetBox.") from None
            else:
                if found is not None or over:
                    return found
            self._alive(kept)
            # Quick at first, for the log is written with the object; then NetBox is left in peace.
            self.pause(min(self.patience.pause * 2**look, self.patience.hold / 5))
        raise AssertionError("itertools.count ends never")

    def _did(self, kept: Kept, done: Done) -> Kept:
        progress = kept.progress.model_copy(update={"sent_at": None, "done": (*kept.progress.done, done)})
        self.ledger.note(
            "written",
            proposal=kept.proposal.id,
            by=kept.progress.by,
            step=len(kept.progress.done) + 1,
            ids=done.ids,
            request_id=done.request_id,
        )
        return self.proposals.keep(kept, progress, self.patience.hold)

    def _ended(self, kept: Kept, state: str, reason: str) -> Kept:
        progress = kept.progress.model_copy(update={"reason": reason, "ended_at": self.proposals.now()})
        ended = Kept.model_validate({**dict(kept), "state": state, "progress": progress})
        self.ledger.note(state, proposal=kept.proposal.id, by=progress.by, digest=kept.proposal.digest, reason=reason)
        if not self.proposals.end(kept, ended.state, progress):
            raise Superseded(f"Another worker applies {kept.proposal.id} now.")
        return ended

    def _let_wait(self, kept: Kept) -> None:
        """Put a proposal back of which nothing has been sent, so that it can be confirmed again."""
        self.proposals.end(kept, "pending", kept.progress.model_copy(update={"by": None, "turn": ""}))

    def _alive(self, kept: Kept) -> None:
        """Say that this worker lives and holds its locks. Raises Superseded where another has taken over."""
        self.proposals.keep(kept, kept.progress, self.patience.hold)
        self.locks.hold(kept.proposal.draft.locks, kept.proposal.id, kept.fence, self.patience.on_its_way)

    @contextlib.contextmanager
    def _locked(self, kept: Kept) -> Iterator[None]:
        keys, holder, fence = kept.proposal.draft.locks, kept.proposal.id, kept.fence
        until = self.clock() + self.patience.turn
        while not self.locks.take(keys, holder, fence, self.patience.on_its_way):
            if self.clock() > until:
                if kept.progress.sent_at is None and not kept.progress.done:
                    self._let_wait(kept)
                raise Busy("Somebody else changes the same thing right now.", f"{UNCHANGED} Press again in a moment.")
            self.proposals.keep(kept, kept.progress, self.patience.hold)
            self.pause(self.patience.pause)
        try:
            yield
        except (Moved, NetBoxUnavailable):
            self.locks.release(keys, holder, fence)
            raise
        # Anything else that breaks out may leave a write on its way: then the locks stay until none can arrive any more.
        self.locks.release(keys, holder, fence)


def _of(kept: Kept, step: tuple[int, int]) -> tuple[Operation, ...]:
    """Return the operations of a step, with the ids that the steps before it were given."""
    ids = dict(enumerate(each for done in kept.progress.done for each in done.ids))
    wanted = kept.proposal.draft.operations[slice(*step)]
    return tuple(each.model_copy(update={"data": filled(each.data, ids)}) for each in wanted)


def _made(kept: Kept, step: tuple[int, int], inventory: Inventory, written: Written) -> Done:
    operations = kept.proposal.draft.operations[slice(*step)]
    if operations[0].op == "delete":
        titles = tuple(each.title for each in kept.proposal.draft.changes.changes[slice(*step)])
        gone = tuple(each.id or 0 for each in operations)
        return Done(ids=gone, names=titles, urls=("",) * len(gone), request_id=written.request_id)
    return Done(
        ids=tuple(int(each["id"]) for each in written.objects),
        names=tuple(str(each.get("display", "")) for each in written.objects),
        urls=tuple(inventory.page(operations[0].type, int(each["id"])) for each in written.objects),
        request_id=written.request_id,
    )


def _marker(kept: Kept) -> Marker:
    by = kept.progress.by
    return Marker(kept.proposal.id, len(kept.progress.done) + 1, (by.name or by.id) if by else "somebody")


def _so_far(kept: Kept) -> str:
    names = [name for done in kept.progress.done for name in done.names]
    return f"Before that it took {', '.join(names)}; that stays." if names else UNCHANGED


def _shown(draft: Draft) -> str:
    return draft.model_dump_json(include={"operations", "changes"})
