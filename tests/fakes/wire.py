"""A wire and a bot behind it, in memory: for what a terminal does with what comes back."""

from collections import deque
from collections.abc import Callable, Iterable

from adapters.terminal.outbox import TerminalOutbox
from orchestration.errors import StoreUnavailable
from orchestration.messages import Click, Reply, Utterance


class FakeWire:
    """A wire in memory that remembers what was put under which key.

    Args:
        away: how many calls find the store away before it is back.
    """

    def __init__(self, away: int = 0) -> None:
        self._events: dict[str, deque[str]] = {}
        self._seen: set[tuple[str, str]] = set()
        self.away = away

    def put(self, thread: str, once: str, event: str) -> None:
        """Keep an event unless its key was there."""
        if (thread, once) not in self._seen:
            self._seen.add((thread, once))
            self._events.setdefault(thread, deque()).append(event)

    def get(self, thread: str, seconds: float) -> str | None:
        """Return the next event at once, or None; `seconds` do not pass."""
        if self.away > 0:
            self.away -= 1
            raise StoreUnavailable("Redis does not answer.")
        waiting = self._events.get(thread)
        return waiting.popleft() if waiting else None


class FakeBot:
    """Answers each accepted message through the outbox, at once.

    Args:
        wire: where its replies go.
        think: what it says to a message; several replies are posted in order, none leaves the message unanswered.
    """

    def __init__(self, wire: FakeWire, think: Callable[[Utterance | Click, str], Iterable[Reply]]) -> None:
        self._outbox, self._think = TerminalOutbox(wire), think
        self.accepted: list[Utterance | Click] = []

    def accept(self, incoming: Utterance | Click) -> str | None:
        """Take a message and answer it."""
        self.accepted.append(incoming)
        turn = f"t{len(self.accepted)}"
        self._outbox.working(incoming.address, incoming.author, turn, "asking NetBox")
        for reply in self._think(incoming, turn):
            receipt = reply.receipt.model_copy(update={"correlation": incoming.correlation})
            marked = reply.model_copy(update={"receipt": receipt})
            self._outbox.deliver(incoming.address, reply.turn, marked, (reply.amends,) if reply.amends else ())
        return turn
