"""Making a proposal of a draft: its id, its end, its place in store and record."""

import hashlib
import itertools
from dataclasses import dataclass

from orchestration.changes.digest import digest
from orchestration.changes.onlookers import Onlookers
from orchestration.changes.proposal import (
    SECONDS_FOR_A_SECOND_PERSON,
    SECONDS_TO_CONFIRM,
    Draft,
    Kept,
    Progress,
    Proposal,
)
from orchestration.changes.record import Ledger
from orchestration.changes.rights import Rights
from orchestration.changes.store import Proposals
from orchestration.changes.values import UNCHANGED
from orchestration.changes.wish import Wish
from orchestration.errors import NotAllowed
from orchestration.messages import Address, Author
from orchestration.ports import Inventory

UNSEEN = "Somebody else must confirm that, and nobody else here may see all of it."


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes proposals.

    Args:
        proposals: where they are kept.
        rights: who may propose and confirm.
        ledger: the record.
        onlookers: knows what others may see of a change; None where all may see all.
    """

    proposals: Proposals
    rights: Rights
    ledger: Ledger
    onlookers: Onlookers | None = None

    def make(
        self,
        wishes: tuple[Wish, ...],
        draft: Draft,
        *,
        asker: Author,
        address: Address,
        turn: str,
        inventory: Inventory,
        intent: str,
    ) -> Proposal:
        """Return the proposal of a turn. A turn that is run again after a crash finds the one it made before.

        Args:
            wishes: what was asked for.
            draft: what that came to.
            asker: who asked.
            address: where.
            turn: the turn whose message shows the preview.
            inventory: the NetBox it was drafted on.
            intent: what was wanted, in a word.

        Raises:
            NotAllowed: the policy does not let the asker propose it there, or nobody there could confirm it.
            Unavailable: NetBox is away.
        """
        if not self.rights.may_propose(asker, address, draft.touches):
            raise NotAllowed("You may not propose that here.", UNCHANGED)
        now = self.proposals.now()
        second = self.rights.waits_for_another(asker, address, draft.touches)
        if second and self.onlookers and not self.onlookers.see(address, wishes, draft, inventory):
            raise NotAllowed(UNSEEN, f"Ask for it in a place that may see it. {UNCHANGED}")
        made = Proposal(
            id="",
            wishes=wishes,
            draft=draft,
            instance=inventory.instance,
            identity=inventory.identity,
            digest=digest(inventory.instance, draft.operations),
            asker=asker,
            address=address,
            turn=turn,
            made_at=now,
            until=now + (SECONDS_FOR_A_SECOND_PERSON if second else SECONDS_TO_CONFIRM),
            by_second=second,
            intent=intent,
        )
        for attempt in itertools.count():
            named = made.model_copy(update={"id": _id(turn, attempt)})
            if self.proposals.add(named):
                self._note(named)
                return named
            there = self.proposals.find(named.id)
            if there is not None and there.proposal.turn == turn:
                return there.proposal
        raise AssertionError("itertools.count ends never")

    def made_in(self, turn: str) -> Proposal | None:
        """Return the proposal that a turn made; None where it made none."""
        for attempt in itertools.count():
            kept = self.proposals.find(_id(turn, attempt))
            if kept is None:
                return None
            if kept.proposal.turn == turn:
                return kept.proposal
        raise AssertionError("itertools.count ends never")

    def supersede(self, kept: Kept, turn: str, by: Author, reason: str) -> bool:
        """Put a proposal aside for another one; say whether this turn did, now or before it was run again."""
        progress = Progress(by=by, turn=turn, reason=reason, ended_at=self.proposals.now())
        return self.close(kept, "superseded", progress)

    def close(self, kept: Kept, state: str, progress: Progress) -> bool:
        """End a proposal that nothing was written of; say whether this turn did, now or before it was run again."""
        ended = Kept.model_validate({**dict(kept), "state": state, "progress": progress})
        if not self.proposals.end(kept, ended.state, progress):
            now = self.proposals.find(kept.proposal.id)
            return now is not None and (now.state, now.progress.turn) == (state, progress.turn)
        self.ledger.note(
            state, proposal=kept.proposal.id, by=progress.by, digest=kept.proposal.digest, reason=progress.reason
        )
        return True

    def _note(self, proposal: Proposal) -> None:
        self.ledger.note(
            "proposed",
            proposal=proposal.id,
            by=proposal.asker,
            address=proposal.address.key,
            digest=proposal.digest,
            instance=proposal.instance,
            operations=[each.model_dump(mode="json") for each in proposal.draft.operations],
            until=round(proposal.until, 3),
            by_second=proposal.by_second,
        )


def _id(turn: str, attempt: int) -> str:
    """Return the id of a turn's proposal: the same when the turn is run again, another where that one is somebody else's."""
    return f"p-{hashlib.sha256(f'{turn}/{attempt}'.encode()).hexdigest()[:8]}"
