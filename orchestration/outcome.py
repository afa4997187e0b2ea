"""What thinking about one message comes to."""

from dataclasses import dataclass

from orchestration.messages import Reply
from orchestration.sessions.listing import Listing
from orchestration.sessions.session import Session


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a turn, to be saved in one step.

    Args:
        session: the thread's memory after it.
        replies: what to deliver, in order; the first answers the turn, others amend earlier messages (an old preview loses its buttons).
        listings: snapshots that were made or went on.
    """

    session: Session
    replies: tuple[Reply, ...]
    listings: tuple[Listing, ...] = ()
