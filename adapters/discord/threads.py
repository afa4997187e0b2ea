"""Where a conversation goes on: the thread on the message that began it, opened where it is not, else the channel itself."""

from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from adapters.discord import limits
from adapters.discord.bridge import Api, Refusal
from adapters.discord.handover import Handover
from orchestration.messages import Address
from orchestration.messages.clean import clean
from orchestration.ports import Cache

log = structlog.get_logger(__name__)

# Minutes of silence after which Discord puts a thread away: docs.discord.com/developers/topics/threads#active-archived-threads.
ARCHIVED_AFTER = 1440
KEPT = 7 * 24 * 3600.0
_ON_MESSAGE = "/channels/{channel_id}/messages/{message}/threads"
_THERE_ALREADY = 160004
# The bot may not open threads there, or there are none: 50001, 50013, 50024 of Discord's error codes.
_NOT_THERE = frozenset({50001, 50013, 50024})


@dataclass(frozen=True, slots=True)
class Threads:
    """Opens threads, each once.

    Args:
        rest: Discord's API, as workers or the listener reach it.
        marks: remembers where conversations go on.
    """

    rest: Api
    marks: Cache

    def channel(self, address: Address) -> str:
        """Return the channel to post in: the thread, until it is known that there is none and none can be opened."""
        known = self.marks.get(_mark(address))
        return address.thread if known is None else known.decode()

    def open(self, address: Address, title: str, on: str = "") -> str:
        """Open the thread on the message that began the conversation.

        Args:
            address: the thread.
            title: what it is called.
            on: id of the message, where it is not the thread's.

        Returns:
            The channel to post in: the channel itself, where no thread can be opened.

        Raises:
            PlatformUnavailable: Discord does not answer.
            Refusal: there is no such message any more.
        """
        there = self._opened(address, title, on or address.thread)
        self.marks.put(_mark(address), there.encode(), KEPT)
        if there not in {address.thread, address.channel}:
            # Who stands in for Discord may number threads apart from their messages.
            Handover(self.marks).belong(there, address)
        return there

    def _opened(self, address: Address, title: str, on: str) -> str:
        body = {"name": clean(title, limits.THREAD_NAME) or "NetBox", "auto_archive_duration": ARCHIVED_AFTER}
        try:
            made = self.rest.ask("POST", _ON_MESSAGE, body, channel_id=address.channel, message=on)
        except Refusal as refused:
            # Without a code of its own the refusal is of the route: who stands in for Discord there opens no threads.
            if refused.code in _NOT_THERE or not refused.code:
                log.info("discord_no_thread", address=address.key, code=refused.code)
                return address.channel
            if refused.code != _THERE_ALREADY:
                raise
            return self.channel(address)
        return str(made.get("id") or address.thread) if isinstance(made, Mapping) else address.thread


def _mark(address: Address) -> str:
    return f"discord:place:{address.key}"
