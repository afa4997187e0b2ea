"""What an interaction lets a worker do: edit the answer that was deferred, and say something to the person alone, for 15 minutes.

The listener keeps a handle before it hands the message on, under the message's correlation id, which every reply to it carries in its receipt
(`reply.receipt.correlation`); and under the turn's id as soon as that is known, for progress.
Source: discord.com/developers/docs/interactions/receiving-and-responding#followup-messages.
"""

from dataclasses import dataclass
from typing import Literal

from orchestration.messages.frozen import Stored
from orchestration.ports import Cache

# Discord lets a token live 15 minutes; what is begun in its last seconds would come too late.
LIVES = 14.5 * 60


class Handle(Stored):
    """A way to answer an interaction.

    Args:
        application: id of the application.
        token: the interaction's token: good for its webhook, for nothing else.
        until: when it ends, seconds since the epoch.
        kind: a command, whose deferred answer waits to be edited; a press or a form, which needs no answer of its own.
        ephemeral: its answer is seen by the person alone.
        message: id of the message it was pressed under; of the deferred answer of a command; empty where it is not known.
    """

    application: str
    token: str
    until: float
    kind: Literal["command", "press", "form"]
    ephemeral: bool = False
    message: str = ""


@dataclass(frozen=True, slots=True)
class Handles:
    """Keeps handles for as long as their tokens live.

    Args:
        marks: where.
    """

    marks: Cache

    def keep(self, name: str, handle: Handle) -> None:
        """Keep a handle under a correlation id or a turn's id."""
        self.marks.put(_key(name), handle.model_dump_json().encode(), LIVES)

    def find(self, name: str) -> Handle | None:
        """Return the handle of a correlation id or a turn's id; None where there is none, or none any more."""
        kept = self.marks.get(_key(name))
        return None if kept is None else Handle.model_validate_json(kept)


def _key(name: str) -> str:
    return f"discord:handle:{name}"
