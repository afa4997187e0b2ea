"""What a tool works with, for one turn."""

import contextvars
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from orchestration.catalogue.catalogue import Catalogue
from orchestration.errors import NotAllowed
from orchestration.messages import Author
from orchestration.ports import Drawing, Inventory, Names, Page, Query, Sessions, scope_of

# As many at once as one turn may take of the ten requests that all workers together may have under way on one NetBox.
MOST_AT_ONCE = 8

Result = TypeVar("Result")
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class Kit:
    """The ports a tool may use, and what it must know of the turn.

    Args:
        catalogue: the object types.
        inventory: NetBox, with the rights of whoever asks.
        names: the index of names.
        sessions: where listings are kept.
        now: seconds since the epoch.
        session: key of the session.
        turn: id of the turn.
        author: who asks.
        rows: rows of a listing this client takes at once.
        drawing: makes pictures; None where there are to be none.
    """

    catalogue: Catalogue
    inventory: Inventory
    names: Names
    sessions: Sessions
    now: Callable[[], float]
    session: str
    turn: str
    author: Author
    rows: int = 10
    drawing: Drawing | None = None

    @property
    def scope(self) -> str:
        """Whose names are known."""
        return scope_of(self.inventory)

    def pages(self, queries: Sequence[Query]) -> list[Page]:
        """Ask several lists at once; the answers in the order of the questions."""
        return together([lambda query=query: self.inventory.list(query) for query in queries])  # type: ignore[misc]

    def pages_allowed(self, queries: Sequence[Query]) -> list[Page | None]:
        """Ask several lists at once; None in the place of one that whoever asks may not see."""

        def one(query: Query) -> Page | None:
            try:
                return self.inventory.list(query)
            except NotAllowed:
                return None

        return together([partial(one, query) for query in queries])


def together(calls: Sequence[Callable[[], Result]]) -> list[Result]:
    """Run calls at the same time and return their results in order; the first error is raised when all have ended.

    A pool of its own for each use: threads do not outlive a fork, and a pool that waits on itself would stand still.
    """
    if len(calls) == 1:
        return [calls[0]()]
    if not calls:
        return []
    with ThreadPoolExecutor(min(MOST_AT_ONCE, len(calls)), thread_name_prefix="netbox") as pool:
        # Log lines of a thread carry the ids of the turn: https://www.structlog.org/en/stable/contextvars.html
        return [each.result() for each in [pool.submit(contextvars.copy_context().run, call) for call in calls]]


def both(first: Callable[[], Result], second: Callable[[], Other]) -> tuple[Result, Other]:
    """Run two calls at the same time and return both results."""
    with ThreadPoolExecutor(1, thread_name_prefix="netbox") as pool:
        later = pool.submit(contextvars.copy_context().run, second)
        return first(), later.result()
