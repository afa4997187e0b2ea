"""Who may confirm a proposal, as the policy stands at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.changes.policy import Policy
from orchestration.changes.proposal import Proposal, Touch
from orchestration.messages import Address, Author
from orchestration.ports import Vault


@dataclass(frozen=True, slots=True)
class Rights:
    """Looks rights up; asked again at every press.

    Args:
        policy: who may what.
        vault: tells accounts of one NetBox user.
    """

    policy: Policy
    vault: Vault

    def may_propose(self, author: Author, address: Address, touches: Sequence[Touch]) -> bool:
        """Say whether somebody may propose a change there."""
        return self.policy.may("propose", author, address, touches)

    def waits_for_another(self, asker: Author, address: Address, touches: Sequence[Touch]) -> bool:
        """Say whether somebody else than the asker must confirm: the policy wants a second person, or the asker may not."""
        return self.policy.needs_second(touches) or not self.policy.may("confirm", asker, address, touches)

    def may_confirm(self, author: Author, proposal: Proposal) -> bool:
        """Say whether somebody may confirm a proposal: the asker, who alone decides; or, where another must, any other who may."""
        touches = proposal.draft.touches
        if not self.policy.may("confirm", author, proposal.address, touches):
            return False
        if proposal.by_second or self.waits_for_another(proposal.asker, proposal.address, touches):
            return not self.same_human(author, proposal.asker)
        return self.policy.person(author) == self.policy.person(proposal.asker)

    def may_cancel(self, author: Author, proposal: Proposal) -> bool:
        """Say whether somebody may withdraw a proposal: who asked for it, and who may confirm it."""
        return self.policy.person(author) == self.policy.person(proposal.asker) or self.may_confirm(author, proposal)

    def same_human(self, one: Author, other: Author) -> bool:
        """Say whether two accounts are one human's: by the policy's people, or because both are linked to one NetBox user.

        All accounts count that the policy says are theirs. NetBox before 4.5 tells of no token whose it is; the same token is the same user.
        """
        if self.policy.person(one) == self.policy.person(other):
            return True
        mine, theirs = (
            [linked for key in self.policy.accounts(each) if (linked := self.vault.find(key))] for each in (one, other)
        )
        return any(ours.user == its.user != "" or ours.token == its.token for ours in mine for its in theirs)

    def called(self, proposal: Proposal) -> tuple[str, ...]:
        """Return the platform's own groups, by their ids there, that are to be told that somebody else must confirm; none where the asker decides."""
        return self.policy.called(proposal.address, proposal.draft.touches) if proposal.by_second else ()

    def told(self, proposal: Proposal) -> str:
        """Return who can confirm it, in a few words."""
        touches = proposal.draft.touches
        if not proposal.by_second:
            return "only you can confirm"
        asker = self.policy.person(proposal.asker)
        named = [each for each in self.policy.confirmers(proposal.address, touches) if each != asker]
        return (
            f"somebody else must confirm: {', '.join(named)}"
            if named
            else "nobody may confirm it: the policy names nobody else"
        )
