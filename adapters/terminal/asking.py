"""Puts a line on the road and waits for its answer: what the chat, the JSON lines and a single question have in common."""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from adapters.terminal.listener import Line, incoming_now
from adapters.terminal.outbox import Posted, Wire, Working, read_event
from orchestration.errors import NotAllowed, StoreUnavailable, Unavailable
from orchestration.messages import Author, Click, Utterance

# A worker that was killed is replaced within 30 s, and a slow NetBox is asked three times: whoever waits longer waits in vain.
LONGEST_WAIT = 180.0
# A store that is being restarted is back within a second or two.
STORE_GRACE = 3.0
_GLANCE = 1.0

Result = TypeVar("Result")


class NoAnswerYet(Unavailable):
    """No worker has answered in time; the message is kept and will be answered."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A way to ask the bot and hear what comes back.

    Args:
        accept: stores a message and rings; returns its turn's id, None where nobody is answered. May raise StoreUnavailable.
        wire: brings what workers post.
        owner: who speaks where a line names nobody else.
        rows: rows of a listing that are shown at once.
        clock: seconds, monotonic.
        longest: seconds to wait for an answer.
        grace: seconds to try again while the store is away.
    """

    accept: Callable[[Utterance | Click], str | None]
    wire: Wire
    owner: Author
    rows: int
    clock: Callable[[], float] = time.monotonic
    longest: float = LONGEST_WAIT
    grace: float = STORE_GRACE

    def send(self, line: Line) -> Utterance | Click:
        """Put a line on the road.

        Returns:
            The message it became; its correlation id tells its answer from others.

        Raises:
            NotAllowed: nobody is answered here.
            StoreUnavailable: it is not stored.
            Refused: too much is waiting already.
        """
        incoming = incoming_now(line, self.owner, self.rows)
        tries = itertools.count(1)
        tried, turn = self._while_away(lambda: (next(tries), self.accept(incoming)))
        # After a try that broke off, "it was there already" is the best news there can be.
        if turn is None and tried == 1:
            raise NotAllowed("Nobody is answered here.", "The policy names the places and people that are.")
        return incoming

    def wait(self, incoming: Utterance | Click, hear: Callable[[Working | Posted], None]) -> Posted:
        """Wait for the answer of a message.

        Args:
            incoming: the message.
            hear: told all that comes meanwhile: progress, late answers, messages that are amended.

        Raises:
            NoAnswerYet: none came in time.
            StoreUnavailable: the store is away.
        """
        until = self.clock() + self.longest
        while self.clock() < until:
            stored = self._while_away(lambda: self.wire.get(incoming.address.key, _GLANCE))
            if stored is None:
                continue
            event = read_event(stored)
            if isinstance(event, Posted) and event.reply.receipt.correlation == incoming.correlation:
                return event
            hear(event)
        told = (
            f"No answer within {self.longest:.0f} seconds; the question is kept and answered as soon as a worker runs."
        )
        raise NoAnswerYet(told, "Run `netbot doctor` to see what is wrong.")

    def _while_away(self, step: Callable[[], Result]) -> Result:
        """Do a step that may be done again, and try again for a while where the store is away."""
        until = self.clock() + self.grace
        while True:
            try:
                return step()
            except StoreUnavailable:
                if self.clock() >= until:
                    raise
                time.sleep(0.2)
