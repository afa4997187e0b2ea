"""Which channel a thread is in: what Discord told of it, else asked once."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from adapters.discord.bridge import Bridge, Refusal
from adapters.discord.incoming import THREADS, Channel

log = structlog.get_logger(__name__)

MOST = 50_000


@dataclass(frozen=True, slots=True)
class Channels:
    """Knows channels and threads.

    Args:
        bridge: Discord's API.
        most: how many are remembered.
    """

    bridge: Bridge
    most: int = MOST
    _known: OrderedDict[str, Channel] = field(default_factory=OrderedDict)

    def told(self, event: str, data: Mapping[str, Any]) -> None:
        """Take what the gateway tells of channels and threads."""
        for each in _channels_in(event, data):
            self._keep(_channel(each))

    def of(self, id_: str) -> Channel:
        """Return a guild's channel or thread by its id.

        Raises:
            PlatformUnavailable: Discord does not tell.
        """
        known = self._known.get(id_)
        if known is not None:
            self._known.move_to_end(id_)
            return known
        try:
            found = _channel(self.bridge.ask("GET", "/channels/{channel_id}", channel_id=id_))
        except Refusal as refused:
            # One the bot may write in and not look at: nothing says that it is a thread.
            log.info("discord_channel_unknown", channel=id_, code=refused.code)
            found = Channel(id_)
        return self._keep(found)

    def _keep(self, channel: Channel) -> Channel:
        self._known[channel.id] = channel
        self._known.move_to_end(channel.id)
        while len(self._known) > self.most:
            self._known.popitem(last=False)
        return channel


def _channels_in(event: str, data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if event in {"GUILD_CREATE", "THREAD_LIST_SYNC"}:
        yield from data.get("channels") or () if event == "GUILD_CREATE" else ()
        yield from data.get("threads") or ()
    elif event in {"CHANNEL_CREATE", "THREAD_CREATE"}:
        yield data


def _channel(told: Mapping[str, Any]) -> Channel:
    parent = told.get("parent_id") if told.get("type") in THREADS else None
    return Channel(str(told["id"]), None if parent is None else str(parent))
