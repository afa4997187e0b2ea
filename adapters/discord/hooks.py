"""Answers interactions by their webhook's token, for the fifteen minutes it is good.

Source: docs.discord.com/developers/interactions/receiving-and-responding#followup-messages.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from adapters.discord.bridge import Refusal
from adapters.discord.handover import Interaction, is_good
from adapters.discord.layout import EPHEMERAL
from adapters.discord.pieces import Message
from adapters.discord.poster import NO_MENTIONS, UNKNOWN_MESSAGE, Dropped, Poster, holds, mentioning
from adapters.discord.rest import Rest

_HOOK = "/webhooks/{webhook_id}/{webhook_token}"
_ORIGINAL = f"{_HOOK}/messages/@original"
# The token is no longer good, whatever the clock here says.
_EXPIRED = frozenset({10015, 10062, 50027, UNKNOWN_MESSAGE})
# A worker may be quicker than the listener, that acknowledges what it has stored: until then there is no such webhook.
_NOT_YET = frozenset({10015, 10062})
_ACKNOWLEDGED_WITHIN = 4.0
_BETWEEN_TRIES = 0.1
# At the end of an id: seen by one person, and edited by a token alone.
ALONE = "/alone"


@dataclass(frozen=True, slots=True)
class Hooks:
    """Answers interactions.

    Args:
        rest: Discord's API.
        poster: remembers what was posted.
        clock: seconds since the epoch.
        sleep: waits, seconds.
    """

    rest: Rest
    poster: Poster
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep

    def fill(self, interaction: Interaction, message: Message) -> str | None:
        """Put a message in the place of what "@original" means; return its id, None where the token is no longer good."""
        ids = {"webhook_id": interaction.application, "webhook_token": interaction.token}
        body = _body(message)
        if interaction.deferred and not interaction.ephemeral:
            # The answer that was waited for is new to whoever reads it.
            body["allowed_mentions"] = mentioning(message)
        return self._asked(interaction, "PATCH", _ORIGINAL, body, message, ids, alone=interaction.ephemeral)

    def follow(self, interaction: Interaction, once: str, message: Message, *, alone: bool) -> str | None:
        """Post another message, once; these know no nonce.

        Args:
            interaction: what is answered.
            once: key of the message.
            message: what to say.
            alone: only who made the interaction sees it.

        Returns:
            Its id, empty where it was begun before and nobody knows how it ended; None where the token is no longer good.
        """
        ids = {"webhook_id": interaction.application, "webhook_token": interaction.token}
        body = _body(message)
        if alone:
            body["flags"] |= EPHEMERAL
        if not is_good(interaction, self.clock()):
            return None

        def act() -> str:
            return self._asked(interaction, "POST", _HOOK, body, message, ids, alone=alone) or "-"

        done = self.poster.once(once, act)
        return None if done == "-" else done

    def _asked(
        self,
        interaction: Interaction,
        method: str,
        path: str,
        body: dict[str, Any],
        message: Message,
        ids: dict[str, str],
        *,
        alone: bool,
    ) -> str | None:
        answer = None
        while answer is None and is_good(interaction, self.clock()):
            try:
                answer = self.rest.ask(method, path, body, None, message.uploads, **ids)
            except Refusal as refused:
                if refused.code not in _EXPIRED and not refused.not_found:
                    raise
                # A command is acknowledged before it is stored.
                late = interaction.deferred or self.clock() - interaction.at > _ACKNOWLEDGED_WITHIN
                if late or refused.code not in _NOT_YET:
                    break
                self.sleep(_BETWEEN_TRIES)
        if answer is None:
            return None
        if not holds(answer, body):
            raise Dropped
        return f"{answer['channel_id']}/{answer['id']}{ALONE if alone else ''}"


def _body(message: Message) -> dict[str, Any]:
    return {**message.payload, "flags": message.payload.get("flags", 0), "allowed_mentions": NO_MENTIONS}
