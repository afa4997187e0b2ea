"""The way of messages: what waits, what is stopped, what threads remember, where replies go."""

from collections.abc import Collection, Sequence
from typing import Protocol

from orchestration.messages import Address, Author, Click, Form, Frozen, Reply, Utterance
from orchestration.sessions.listing import Listing
from orchestration.sessions.session import Session, Turn


class Lease(Frozen):
    """A worker's right to a session, and the message it is to answer.

    Args:
        address: the thread.
        fence: grows with every lease of the session; a writer with an older one is refused.
        turn: id of the turn of the first message in the inbox; None where only deliveries are left.
        incoming: that message, as JSON.
        attempt: 1 when the message is taken for the first time, more when workers died over it.
    """

    address: Address
    fence: int
    turn: str | None
    incoming: str | None
    attempt: int = 1


class Pending(Frozen):
    """A reply that is saved and not delivered yet; `tries` is how often it was postponed."""

    turn: str
    reply: Reply
    tries: int = 0


class TurnQueue(Protocol):
    """The inboxes, the rings, the leases and the replies on their way out."""

    def accept(self, incoming: Utterance | Click | Form) -> str | None:
        """Store a message durably in its inbox and ring; return its turn's id, or None where it was there already (it rings again)."""

    def take(self, platforms: Collection[str] = ()) -> Lease | None:
        """Take the next session that has work, of these platforms or of any, fairly between people; None where there is none."""

    def renew(self, lease: Lease) -> None:
        """Keep a lease from running out. Raises Superseded where it is another's."""

    def finish(self, lease: Lease, session: Session, replies: Sequence[Reply], listings: Sequence[Listing]) -> None:
        """End a turn in one atomic step: the session and listings are saved, the message leaves the inbox, the replies wait for delivery. Raises Superseded."""

    def pending(self, lease: Lease) -> tuple[Pending, ...]:
        """Return what waits for delivery in this session, in order."""

    def delivered(self, lease: Lease, turn: str, message_ids: Sequence[str]) -> None:
        """Mark a reply delivered, with the platform's ids of what was posted."""

    def postpone(self, lease: Lease, turn: str, seconds: float) -> None:
        """Let the session's deliveries rest for a while, the platform being away."""

    def release(self, lease: Lease) -> None:
        """Give the session back; if there is more to do in it, ring."""


class Withdrawn(Frozen):
    """What was taken back.

    Args:
        waiting: messages that had not begun; they are gone.
        working: one is worked on; it ends at its next step, unless it is already writing to NetBox.
    """

    waiting: int = 0
    working: bool = False


class Stops(Protocol):
    """What was asked and is not wanted any more."""

    def withdraw(self, address: Address, person: str | None = None, message: str | None = None) -> Withdrawn:
        """Take back what is not answered yet in a thread.

        Args:
            address: the thread.
            person: key of whose messages; None for everybody's.
            message: key of the one message; None for all.

        Raises:
            StoreUnavailable: the store is away.
        """

    def wanted(self, turn: str) -> bool:
        """Say whether a turn that is worked on is still wanted. Raises StoreUnavailable."""


class Sessions(Protocol):
    """What threads remember."""

    def load(self, address: Address) -> Session:
        """Return the thread's session, a new one where there is none, or where what is kept is of an unknown version."""

    def listing(self, listing: str) -> Listing | None:
        """Return a listing by its id; None where it is gone."""

    def message_ids(self, address: Address, turn: str) -> tuple[str, ...]:
        """Return the platform's ids of what was posted for a turn."""

    def forget(self, person: str) -> int:
        """Remove what is kept of a person; return how many sessions were touched."""

    def drop(self, address: Address, message: str) -> bool:
        """Remove the turn of a message, by its key, and its listings; say whether there was one."""

    def recent(self, person: str, most: int = 5) -> tuple[Turn, ...]:
        """Return a person's latest turns over all their threads, the newest first."""


class Outbox(Protocol):
    """A platform to post to. Posting the same turn again must not show a second message."""

    def working(self, address: Address, asker: Author, turn: str, note: str) -> None:
        """Say that what somebody asked is being worked on, and at what; may be dropped."""

    def deliver(self, address: Address, turn: str, reply: Reply, amended: Sequence[str]) -> tuple[str, ...]:
        """Post a reply, or put it in the place of the messages `amended`; return the platform's ids. Raises PlatformUnavailable."""
