"""What an interaction lets a worker do: edit the answer that was deferred, and say something to the person alone, for 15 minutes.

The listener keeps a handle before it hands the message on, under the message's correlation id, which every reply to it carries in its receipt
(`reply.receipt.correlation`); and under the turn's id as soon as that is known, for progress. A message is stored before its interaction is
acknowledged, so that a quick worker may have the answer before there is anything to edit: `settled` waits for that.
Source: discord.com/developers/docs/interactions/receiving-and-responding#followup-messages.
"""

import time
from dataclasses import dataclass
from typing import Literal

from orchestration.messages.frozen import Stored
from orchestration.ports import Cache

# Discord lets a token live 15 minutes; what is begun in its last seconds would come too late.
LIVES = 14.5 * 60
# After that Discord takes no acknowledgement any more.
_ACKNOWLEDGED_WITHIN = 3.0
_LOOK_EVERY = 0.02


class Handle(Stored):
    """A way to answer an interaction.

    Args:
        application: id of the application.
        token: the interaction's token: good for its webhook, for nothing else.
        until: when it ends, seconds since the epoch.
        kind: a command, whose deferred answer waits to be edited; a press or a form, which needs no answer of its own.
        ephemeral: its answer is seen by the person alone.
        message: id of the message it was pressed under; of the deferred answer of a command; empty where it is not known.
        acknowledged: Discord has taken the acknowledgement: from now on the token is good.
    """

    application: str
    token: str
    until: float
    kind: Literal["command", "press", "form"]
    ephemeral: bool = False
    message: str = ""
    acknowledged: bool = False


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
        return Handle.model_validate_json(kept) if kept else None

    def settled(self, name: str, within: float = _ACKNOWLEDGED_WITHIN) -> Handle | None:
        """Return the handle once its interaction is acknowledged; None where it was not, or there is none: then the bot's token is left.

        Args:
            name: the correlation id, or the turn's id.
            within: seconds to wait.
        """
        until = time.monotonic() + within
        while (handle := self.find(name)) is not None and not handle.acknowledged:
            if time.monotonic() > until:
                return None
            time.sleep(_LOOK_EVERY)
        return handle

    def lost(self, name: str) -> None:
        """Forget a handle whose interaction could not be acknowledged."""
        self.marks.put(_key(name), b"", _ACKNOWLEDGED_WITHIN)


def _key(name: str) -> str:
    return f"discord:handle:{name}"
