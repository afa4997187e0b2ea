"""Posts to terminals: what is posted waits on a wire until the terminal of its thread reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, Protocol

from pydantic import Field, TypeAdapter

from orchestration.messages import Address, Author, Frozen, Reply


class Working(Frozen):
    """A turn is being worked on.

    Args:
        turn: which.
        note: at what.
    """

    kind: Literal["working"] = "working"
    turn: str
    note: str


class Posted(Frozen):
    """A reply was posted.

    Args:
        turn: the turn it answers.
        message: id of the message it is shown in; one that was shown before where it amends that.
        reply: the reply.
    """

    kind: Literal["posted"] = "posted"
    turn: str
    message: str
    reply: Reply


_events: TypeAdapter[Working | Posted] = TypeAdapter(Annotated[Working | Posted, Field(discriminator="kind")])


def read_event(stored: str | bytes) -> Working | Posted:
    """Read back what came over a wire."""
    return _events.validate_json(stored)


class Wire(Protocol):
    """Carries events from workers to the terminal of a thread."""

    def put(self, thread: str, once: str, event: str) -> None:
        """Send an event to a thread; a second one under the same key is dropped. Raises StoreUnavailable."""

    def get(self, thread: str, seconds: float) -> str | None:
        """Wait for the thread's next event, in order; None where none came in time. Raises StoreUnavailable."""


@dataclass(frozen=True, slots=True)
class TerminalOutbox:
    """An outbox whose platform is a wire.

    Args:
        wire: carries what is posted.
    """

    wire: Wire

    def working(self, address: Address, asker: Author, turn: str, note: str) -> None:  # noqa: ARG002 - the port gives it
        """Say that a turn is being worked on, and at what."""
        self.wire.put(address.key, f"{turn}/{note}", Working(turn=turn, note=note).model_dump_json())

    def deliver(self, address: Address, turn: str, reply: Reply, amended: Sequence[str]) -> tuple[str, ...]:
        """Post a reply once, in the place of a message that was posted before where it amends one."""
        message = amended[0] if amended else turn
        self.wire.put(address.key, turn, Posted(turn=turn, message=message, reply=reply).model_dump_json())
        return (message,)
