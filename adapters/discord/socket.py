"""The gateway's connection as the library reads it, where the gateway says less than Discord's does.

A resumption that is left without an answer counts as an invalid session: the bot would be connected, and deaf for ever.
"""

import json
import time
from typing import Any

import aiohttp
from discord.gateway import DiscordWebSocket

# Seconds that a resumption may take to be answered.
ANSWERED_WITHIN = 6.0
_INVALID = json.dumps({"op": DiscordWebSocket.INVALIDATE_SESSION, "d": False})
_ANSWERS = frozenset({DiscordWebSocket.DISPATCH, DiscordWebSocket.INVALIDATE_SESSION, DiscordWebSocket.RECONNECT})


class Socket:
    """A connection to a gateway, in the place of aiohttp's.

    Args:
        socket: the connection.
        url: where it leads; a session is resumed there where nothing else is said.
    """

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, url: str) -> None:
        self._socket, self._url = socket, url
        self._until: float | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)

    async def send_str(self, data: str, compress: int | None = None) -> None:
        """Send a packet; a resumption is waited for from then on, and an identification asks for nothing compressed."""
        packet = json.loads(data)
        if packet.get("op") == DiscordWebSocket.RESUME:
            self._until = time.monotonic() + ANSWERED_WITHIN
        elif packet.get("op") == DiscordWebSocket.IDENTIFY:
            data = json.dumps({**packet, "d": {**packet["d"], "compress": False}})
        await self._socket.send_str(data, compress)

    async def receive(self, timeout: float | None = None) -> aiohttp.WSMessage:  # noqa: ASYNC109 - the library's own
        """Return the next message, whole.

        Raises:
            TimeoutError: nothing came.
        """
        if self._until is None:
            return self._whole(await self._socket.receive(timeout))
        # aiohttp takes none for no limit.
        left = max(0.001, self._until - time.monotonic())
        try:
            return self._whole(await self._socket.receive(left if timeout is None else min(left, timeout)))
        except TimeoutError:
            if time.monotonic() < self._until:
                raise
            self._until = None
            return _text(_INVALID)

    def _whole(self, message: aiohttp.WSMessage) -> aiohttp.WSMessage:
        if message.type is not aiohttp.WSMsgType.TEXT:
            return message
        packet = json.loads(message.data)
        if packet.get("op") in _ANSWERS:
            self._until = None
        if packet.get("t") == "READY":
            where = {"session_id": None, "resume_gateway_url": self._url}
            return _text(json.dumps({"s": None, **packet, "d": {**where, **packet["d"]}}))
        if packet.get("t") == "RESUMED" and not isinstance(packet.get("d"), dict):
            return _text(json.dumps({**packet, "d": {}}))
        return message


def _text(data: str) -> aiohttp.WSMessage:
    return aiohttp.WSMessage(aiohttp.WSMsgType.TEXT, data, None)
