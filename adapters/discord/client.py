"""The connection to Discord's gateway: discord.py keeps it; what comes over it is handed on as it came.

Payloads are taken raw. After a resumption by a new process Discord tells of no guild, and the library, which looks roles and threads up among the
guilds it was told of, would find none; what is needed stands in each payload. So the library reads none: it keeps no guilds, and no field that is
missing from an event ends the connection.
"""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket
from discord.shard import Shard

from adapters.discord.introduction import Introduction, gateway_told
from adapters.discord.resuming import Standing, Standings
from adapters.discord.socket import Socket
from orchestration.errors import NetbotError

log = structlog.get_logger(__name__)

NOTED_EVERY = 1.0
# Who has noted nothing for so long, and did not say that it goes, is no more.
_ALIVE = 2.5 * NOTED_EVERY
# A gateway that says nothing for so long is taken for dead; it acknowledges a heartbeat every 41 s.
SILENT = 60.0
_RESUMED_WITHIN = 30.0

Take = Callable[[str, dict[str, Any]], Awaitable[None]]


class GatewayClient(discord.AutoShardedClient):
    """Listens to the gateway.

    Args:
        intents: what to hear of.
        shards: how many connections; None for as many as Discord recommends.
        gateway: address of the gateway in the place of the one that Discord names; None for that.
    """

    def __init__(self, intents: discord.Intents, shards: int | None, gateway: str | None) -> None:
        super().__init__(
            intents=intents,
            shard_count=shards,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            enable_debug_events=True,
            heartbeat_timeout=SILENT,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        # At their lowest level the library's logs hold payloads, and a form may hold a token.
        logging.getLogger("discord").setLevel(max(logging.INFO, logging.getLogger().level))
        self._wanted = None if gateway is None else yarl.URL(gateway)
        self._found: yarl.URL | None = None
        self._take: Take | None = None
        self._standings: Standings | None = None
        self._under_way: set[asyncio.Task[Any]] = set()
        self._connect_to = self.http.ws_connect
        # The library always goes to the gateway that Discord names; DISCORD_GATEWAY_URL has to hold at resumptions too.
        self.http.ws_connect = self._connected  # type: ignore[method-assign]
        Introduction(self.http, self._wanted)
        self._connection.parsers.clear()

    async def listen(self, take: Take, standings: Standings) -> None:
        """Listen, once logged in, until it is cancelled.

        Args:
            take: takes an event by its name and data; it raises nothing.
            standings: remembers how far events are taken care of.

        Raises:
            discord.PrivilegedIntentsRequired: an intent is not granted.
            discord.ConnectionClosed: Discord ends the connection for good.
            discord.GatewayNotFound: it does not say where the gateway is.
        """
        self._take, self._standings = take, standings
        noting = asyncio.create_task(self._keep_noting())
        try:
            await self.connect()
        finally:
            noting.cancel()

    async def leave(self) -> None:
        """Let go without a goodbye: a session that is closed properly cannot be resumed by who comes next.

        Source: discord.com/developers/docs/events/gateway#initiating-a-disconnect.
        """
        await self._note(left=True)
        await self.http.close()

    async def on_socket_raw_receive(self, message: str) -> None:
        """Hand an event on; called by the library for each, in the order they came."""
        packet = json.loads(message)
        if packet.get("op") != DiscordWebSocket.DISPATCH or self._take is None:
            return
        if packet["t"] == "READY":
            # A process that dies within its first second left a session too.
            await self._note()
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        await self._take(packet["t"], packet["d"])

    async def launch_shards(self) -> None:
        """Open all connections; called by the library."""
        try:
            self._found, count = await gateway_told(self.http)
        except discord.GatewayNotFound:
            if self._wanted is None:
                raise
            count = 1
        # With a count of its own the library asks no more, and goes to the address it holds to be Discord's: see _connected.
        self.shard_count = self.shard_count or count
        await super().launch_shards()

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Open one connection, going on with its session where another process left it; called by the library."""
        standing = await self._left(shard_id)
        if standing is not None:
            try:
                coming = DiscordWebSocket.from_client(
                    self,
                    gateway=yarl.URL(standing.gateway),
                    shard_id=shard_id,
                    session=standing.session,
                    sequence=standing.sequence,
                    resume=True,
                )
                socket = await asyncio.wait_for(coming, _RESUMED_WITHIN)
            except (OSError, TimeoutError, discord.DiscordException) as lost:
                log.info("discord_session_not_resumed", shard=shard_id, reason=type(lost).__name__)
            else:
                self._shards[shard_id] = shard = Shard(socket, self, self._events.put_nowait)
                shard.launch()
                return
        await super().launch_shard(gateway, shard_id, initial=initial)

    async def _connected(self, url: str, *, compress: int = 0) -> Any:
        """Connect to where the gateway really is: the library knows an address of its own, which it falls back to.

        Nothing is to be compressed: what so few intents bring is small, and not everybody who stands in for Discord compresses as it does.
        """
        given = yarl.URL(url)
        known = given.host != DiscordWebSocket.DEFAULT_GATEWAY.host
        there = self._wanted or (given if known else self._found or given)
        asked = {name: value for name, value in given.query.items() if name != "compress"}
        return Socket(await self._connect_to(str(there.with_query(asked)), compress=compress), str(there))

    async def _left(self, shard: int) -> Standing | None:
        """Return where the session of a process that is no more stands; None where there is none, or where the process lives: one session is not for two."""
        standing = await self._found_standing(shard)
        if standing is None or standing.left:
            return standing
        await asyncio.sleep(max(0.0, min(_ALIVE, standing.at + _ALIVE - time.time())))
        if await self._found_standing(shard) != standing:
            log.warning("discord_another_listens")
            return None
        return standing

    async def _found_standing(self, shard: int) -> Standing | None:
        if self._standings is None:
            return None
        try:
            return await asyncio.to_thread(self._standings.find, shard, self.shard_count or 1)
        except NetbotError as away:
            log.warning("discord_session_not_known", reason=away.text)
            return None

    async def _keep_noting(self) -> None:
        while True:
            await asyncio.sleep(NOTED_EVERY)
            await self._note()

    async def _note(self, *, left: bool = False) -> None:
        """Note how far events are taken care of: all that came up to now, once what is under way is done."""
        sockets = [(number, shard.ws) for number, shard in self._shards.items()]
        reached = [
            (number, ws.session_id, ws.sequence, str(ws.gateway))
            for number, ws in sockets
            if ws.session_id and ws.sequence is not None
        ]
        # Events that came a moment ago have a task each, that has not begun yet.
        await asyncio.sleep(0)
        if waited_for := set(self._under_way):
            await asyncio.wait(waited_for)
        if self._standings is None:
            return
        try:
            for number, session, sequence, gateway in reached:
                standing = Standing(session=session, sequence=sequence, gateway=gateway, at=time.time(), left=left)
                await asyncio.to_thread(self._standings.note, number, self.shard_count or 1, standing)
        except NetbotError as away:
            log.warning("discord_session_not_noted", reason=away.text)

    # The library lets nobody else resume a session, nor tell where one stands, nor leave events unread: these two and `_connection` are its own
    # (2.7, to which it is pinned).

    @property
    def _shards(self) -> dict[int, Shard]:
        shards: dict[int, Shard] = self._AutoShardedClient__shards  # type: ignore[attr-defined]
        return shards

    @property
    def _events(self) -> asyncio.PriorityQueue[Any]:
        events: asyncio.PriorityQueue[Any] = self._AutoShardedClient__queue  # type: ignore[attr-defined]
        return events
