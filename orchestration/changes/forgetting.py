"""Forgetting a person: all that is kept of them but the record."""

from dataclasses import dataclass

from orchestration.changes.linking import Unlinking
from orchestration.changes.store import Proposals
from orchestration.messages import Address, Author
from orchestration.ports import Sessions
from orchestration.sessions.listing import Listing
from orchestration.sessions.session import Session, Turn


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed.

    Args:
        threads: threads that a person spoke in.
        proposals: changes they asked for.
        token: whether they had linked a token.
    """

    threads: int
    proposals: int
    token: bool


@dataclass(frozen=True, slots=True)
class Memory:
    """`orchestration.ports.Sessions` that forgets whole: changes, tokens and all other traces go with the threads.

    Args:
        sessions: what threads remember.
        proposals: changes that wait, and what became of others.
        unlinking: people's tokens, what was read with them, and the record, which stays and notes that somebody is forgotten.
    """

    sessions: Sessions
    proposals: Proposals
    unlinking: Unlinking

    def load(self, address: Address) -> Session:
        """Return the thread's session."""
        return self.sessions.load(address)

    def listing(self, listing: str) -> Listing | None:
        """Return a listing by its id; None where it is gone."""
        return self.sessions.listing(listing)

    def message_ids(self, address: Address, turn: str) -> tuple[str, ...]:
        """Return the platform's ids of what was posted for a turn."""
        return self.sessions.message_ids(address, turn)

    def drop(self, address: Address, message: str) -> bool:
        """Forget the turn of a message that was deleted; say whether there was one."""
        return self.sessions.drop(address, message)

    def recent(self, person: str, most: int = 5) -> tuple[Turn, ...]:
        """Return the latest turns of a person."""
        return self.sessions.recent(person, most)

    def forget(self, person: str) -> int:
        """Remove what is kept of a person; return how many sessions were touched."""
        return self.forget_all(person).threads

    def forget_all(self, person: str) -> Forgotten:
        """Remove what is kept of a person.

        Args:
            person: the key of an author.
        """
        platform, place, id_ = person.split("/", 2)
        author = Author.model_validate({"platform": platform, "place": place, "id": id_})
        # The token first: the person's threads, which go next, tell what was listed with it.
        token = self.unlinking.clear(author)
        gone = Forgotten(self.sessions.forget(person), self.proposals.forget(person), token)
        self.unlinking.traces.forget(person)
        self.unlinking.ledger.note(
            "forgotten", by=author, threads=gone.threads, proposals=gone.proposals, token=gone.token
        )
        return gone
