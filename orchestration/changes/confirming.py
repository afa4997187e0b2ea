"""What a press on a preview comes to: confirmed, withdrawn, run out; each by who may, where it was asked, on what was shown."""

import re
from dataclasses import dataclass
from typing import assert_never

from orchestration.changes import replies
from orchestration.changes.apply import Applier, Moved
from orchestration.changes.digest import SHOWN, is_of
from orchestration.changes.making import Maker
from orchestration.changes.proposal import Kept, Progress, Proposal
from orchestration.changes.rights import Rights
from orchestration.changes.store import Proposals
from orchestration.errors import NotAllowed, Superseded
from orchestration.language.reading import NameHit
from orchestration.messages import TIMES, Address, Author, Reply
from orchestration.messages.reply import Kind
from orchestration.ports import Drafted, Inventory
from orchestration.sessions.session import Focus

_YES = re.compile(rf"change:yes:(p-[0-9a-f]{{8}}):([0-9a-f]{{{SHOWN}}})")
_NO = re.compile(r"change:no:(p-[0-9a-f]{8})")
# How a turn's words begin that pressed a button to confirm.
PRESSED = re.compile(r"change:yes:(p-[0-9a-f]{8}):")
_DUE = re.compile(rf"{TIMES}(p-[0-9a-f]{{8}})")
GONE = "That change is not there any more. Ask for it again."


def settles(ref: str) -> bool:
    """Say whether a press writes, withdraws or ends a change: such a turn is never stopped, for half of it may be done."""
    return any(each.fullmatch(ref) for each in (_YES, _NO, _DUE))


@dataclass(frozen=True, slots=True)
class Press:
    """A press on a button of a proposal.

    Args:
        by: who pressed.
        address: where.
        turn: the turn to answer.
        ref: the button's reference.
    """

    by: Author
    address: Address
    turn: str
    ref: str


@dataclass(frozen=True, slots=True)
class Confirming:
    """Takes presses in.

    Args:
        proposals: where proposals are kept.
        rights: who may confirm and withdraw.
        maker: makes and ends proposals.
        applier: writes them.
    """

    proposals: Proposals
    rights: Rights
    maker: Maker
    applier: Applier

    def __call__(self, press: Press, inventory: Inventory) -> Drafted:
        """Do what a button stands for.

        Raises:
            Unavailable: NetBox or a lock cannot be had; the proposal still waits.
            Superseded: another worker applies it now.
        """
        if yes := _YES.fullmatch(press.ref):
            return self._for(yes[1], press, inventory, yes[2])
        if no := _NO.fullmatch(press.ref):
            return self._withdraw(no[1], press)
        if due := _DUE.fullmatch(press.ref):
            return self._time_is_over(due[1], press, inventory)
        return self._refuse(press, None, "I do not know that button. Nothing was changed.")

    def _for(self, id_: str, press: Press, inventory: Inventory, shown: str) -> Drafted:
        kept = self.proposals.find(id_)
        if kept is None:
            return self._refuse(press, None, GONE)
        if kept.proposal.address.key != press.address.key:
            return self._refuse(
                press, kept, "That change was asked for in another thread; confirm it there. Nothing was changed."
            )
        if not is_of(kept.proposal.digest, shown):
            return self._refuse(press, kept, "That is not what was previewed. Nothing was changed.")
        if not self.rights.may_confirm(press.by, kept.proposal):
            who = self.rights.told(kept.proposal).replace("only you", f"only {replies.called(kept.proposal.asker)}")
            return self._refuse(press, kept, f"You cannot confirm {id_}: {who}. Nothing was changed.")
        return self._confirmed(kept, press, inventory)

    def _confirmed(self, kept: Kept, press: Press, inventory: Inventory) -> Drafted:
        patience = self.applier.patience
        # Whoever applies it shows signs of life; who shows none for this long is gone, and the lease runs out before.
        until = self.proposals.now() + 2 * patience.hold
        while True:
            match kept.state:
                case "pending":
                    if self.proposals.now() > kept.proposal.until:
                        return self._expire(kept, press)
                case "applying":
                    if self.proposals.now() > until:
                        text = f"{kept.proposal.id} is being written right now; its message will say what came of it."
                        return Drafted(replies=(replies.plain(press.turn, text, "answer", kept.proposal.intent),))
                case "applied":
                    return self._applied(kept, press)
                case "failed" | "unknown" | "cancelled" | "expired" | "superseded":
                    return self._ended(kept, press)
                case _:
                    assert_never(kept.state)
            taken = self.proposals.take(kept.proposal.id, Progress(by=press.by, turn=press.turn), patience.hold)
            if taken is not None:
                return self._apply(taken, press, inventory)
            self.applier.pause(patience.pause)
            found = self.proposals.find(kept.proposal.id)
            if found is None:
                return self._refuse(press, None, GONE)
            kept = found

    def _apply(self, kept: Kept, press: Press, inventory: Inventory) -> Drafted:
        event = "confirmed" if kept.fence == 1 else "taken up"
        digest = kept.proposal.digest
        self.maker.ledger.note(event, proposal=kept.proposal.id, by=press.by, digest=digest, fence=kept.fence)
        try:
            return self._came_to(self.applier.apply(kept, inventory), press)
        except Moved as moved:
            return self._moved(kept, press, inventory, moved)

    def _came_to(self, kept: Kept, press: Press) -> Drafted:
        if kept.state == "applied":
            return Drafted(replies=(replies.done(kept, press.turn),), focus=_focus(kept))
        text = replies.over(kept) if kept.state == "unknown" else kept.progress.reason
        kind: Kind = "error" if kept.state == "unknown" else "refusal"
        return Drafted(replies=(replies.ended(kept, press.turn, text, kind),))

    def _applied(self, kept: Kept, press: Press) -> Drafted:
        if kept.progress.turn == press.turn:
            # This very press did it; the worker died before its answer was saved.
            return self._came_to(kept, press)
        return Drafted(replies=(replies.done_already(kept, press.turn),), focus=_focus(kept))

    def _ended(self, kept: Kept, press: Press) -> Drafted:
        if kept.progress.turn == press.turn:
            # This very press ended it; the worker died before its answer was saved.
            if kept.state in ("failed", "unknown"):
                return self._came_to(kept, press)
            if kept.state == "superseded" and (new := self.maker.made_in(press.turn)):
                return self._anew(kept, press, new)
        return Drafted(replies=(replies.ended(kept, press.turn, replies.over(kept), "refusal"),))

    def _moved(self, kept: Kept, press: Press, inventory: Inventory, moved: Moved) -> Drafted:
        """Refuse what was previewed and preview what it comes to now, as a message of its own."""
        old, reason = kept.proposal, moved.reason
        new: Proposal | None = None
        if moved.draft is not None:
            try:
                new = self.maker.make(
                    old.wishes,
                    moved.draft,
                    asker=old.asker,
                    address=old.address,
                    turn=press.turn,
                    inventory=inventory,
                    intent=old.intent,
                )
            except NotAllowed as refused:
                reason = refused.sentence
        if new is None:
            progress = Progress(by=press.by, turn=press.turn, reason=reason, ended_at=self.proposals.now())
            self._must(self.maker.close(kept, "failed", progress), kept)
            return Drafted(replies=(replies.ended(kept, press.turn, reason, "refusal"),))
        self._must(self.maker.supersede(kept, press.turn, press.by, f"{new.id} takes its place."), kept)
        return self._anew(kept, press, new)

    def _anew(self, kept: Kept, press: Press, new: Proposal) -> Drafted:
        note = "NetBox has changed since the preview. Nothing was changed by it; this is what it comes to now."
        preview = replies.preview(new, self.rights.told(new), self.rights.called(new), (note,))
        text = f"NetBox has changed since. {new.id} below takes the place of this; nothing was changed."
        return Drafted(replies=(preview, replies.ended(kept, f"{press.turn}-old", text, "refusal")), proposal=new.id)

    def _must(self, closed: bool, kept: Kept) -> None:  # noqa: FBT001 - said by its name
        if not closed:
            raise Superseded(f"Another worker applies {kept.proposal.id} now.")

    def _withdraw(self, id_: str, press: Press) -> Drafted:
        kept = self.proposals.find(id_)
        if kept is None:
            return self._refuse(press, None, GONE)
        elsewhere = kept.proposal.address.key != press.address.key
        if elsewhere or not self.rights.may_cancel(press.by, kept.proposal):
            return self._refuse(
                press, kept, f"Only {replies.called(kept.proposal.asker)} and who confirms it can cancel {id_}."
            )
        return self.cancelled(kept, press, amend=True)

    def cancelled(self, kept: Kept, press: Press, *, amend: bool) -> Drafted:
        """Withdraw a proposal that waits.

        Args:
            kept: the proposal.
            press: who withdraws it, where, in which turn.
            amend: the answer takes the preview's place; else it is a message of its own, and the preview loses its buttons.
        """
        progress = Progress(by=press.by, turn=press.turn, ended_at=self.proposals.now())
        if kept.state != "pending" and kept.progress.turn != press.turn:
            return self._ended_or_done(kept, press)
        if not self.maker.close(kept, "cancelled", progress):
            now = self.proposals.find(kept.proposal.id)
            return self._ended_or_done(now, press) if now else self._refuse(press, None, GONE)
        text = f"Cancelled by {replies.called(press.by)}. Nothing was changed."
        if amend:
            return Drafted(replies=(replies.ended(kept, press.turn, text, "done", intent="cancel"),))
        said = replies.plain(
            press.turn, f"Cancelled: {replies.title(kept.proposal)}. Nothing was changed.", "done", "cancel"
        )
        return Drafted(replies=(said, replies.ended(kept, f"{press.turn}-old", text, "done", intent="cancel")))

    def _ended_or_done(self, kept: Kept, press: Press) -> Drafted:
        if kept.state == "applying":
            text = f"{kept.proposal.id} is being written already and cannot be cancelled; its message will say what came of it."
            return Drafted(replies=(replies.plain(press.turn, text, "refusal", "cancel"),))
        return self._applied(kept, press) if kept.state == "applied" else self._ended(kept, press)

    def _time_is_over(self, id_: str, press: Press, inventory: Inventory) -> Drafted:
        """Do what time does: a preview that ran out loses its buttons, one whose worker is gone is applied to its end."""
        kept = self.proposals.find(id_)
        if kept is None or kept.proposal.address.key != press.address.key:
            return Drafted(replies=())
        if kept.state == "pending" and self.proposals.now() > kept.proposal.until:
            return self._expire(kept, press)
        if kept.progress.turn == press.turn and kept.state == "expired":
            return self._expire(kept, press)
        if kept.state == "applying" and self.proposals.now() > kept.held_until:
            return self._confirmed(kept, press, inventory)
        return Drafted(replies=())

    def _expire(self, kept: Kept, press: Press) -> Drafted:
        self.maker.close(kept, "expired", Progress(turn=press.turn, ended_at=self.proposals.now()))
        text = f"Ran out at {replies.clock_time(kept.proposal.until)}. Nothing was changed. Ask for it again."
        return Drafted(replies=(replies.ended(kept, press.turn, text, "refusal"),))

    def _refuse(self, press: Press, kept: Kept | None, text: str) -> Drafted:
        """Answer a press that may not be; for the presser alone, the preview stays as it is."""
        if kept is not None:
            self.maker.ledger.note(
                "refused", proposal=kept.proposal.id, by=press.by, reason=text, address=press.address.key
            )
        intent = kept.proposal.intent if kept is not None else "create"
        refusal: Reply = replies.plain(press.turn, text, "refusal", intent, private=kept is not None)
        here = kept is not None and kept.state == "pending" and kept.proposal.address.key == press.address.key
        return Drafted(replies=(refusal,), proposal=kept.proposal.id if kept and here else None)


def _focus(kept: Kept) -> Focus:
    """Return what the thread is about after a change: what was made or changed; what is gone is nothing to come back to."""
    operations = kept.proposal.draft.operations
    types = [each.type for each in operations]
    made = [pair for each in kept.progress.done for pair in zip(each.ids, each.names, strict=True)]
    things = tuple(
        NameHit(type=operation.type, id=id_, name=name)
        for operation, (id_, name) in zip(operations, made, strict=True)
        if operation.op != "delete"
    )
    rows = things if len(things) > 1 else ()
    return Focus(want=kept.proposal.intent, type=types[0] if len(set(types)) == 1 else None, rows=rows, things=things)
