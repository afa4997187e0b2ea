"""What time does to proposals: it rings for those whose time is over, on the same road as everything else.

A preview that ran out must lose its buttons, and a change whose worker is gone must be brought to its end. Both are turns of the
thread: they wait their turn, are answered once, and survive a crash like any other. The ring carries the fence, so that each
state of a proposal rings once, however often the caretaker looks.
"""

import time
from collections.abc import Callable

from orchestration.changes.store import Proposals
from orchestration.messages import TIMES, Click
from orchestration.ports import TurnQueue


def ring(proposals: Proposals, queue: TurnQueue, clock: Callable[[], float] = time.time) -> int:
    """Ring for the proposals whose time is over.

    Args:
        proposals: where they are kept.
        queue: takes the rings in.
        clock: seconds since the epoch.

    Returns:
        How many rang for the first time.
    """
    rung = 0
    for id_ in proposals.due():
        kept = proposals.find(id_)
        if kept is None:
            continue
        # A change that was confirmed is finished with the rights of who confirmed it.
        author = kept.progress.by or kept.proposal.asker
        click = Click(
            id=f"due-{id_}-{kept.state}-{kept.fence}",
            address=kept.proposal.address,
            author=author,
            at=clock(),
            correlation=f"due-{id_}",
            ref=f"{TIMES}{id_}",
        )
        rung += queue.accept(click) is not None
    return rung
