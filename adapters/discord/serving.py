"""Keeps listening: logs in, opens the gateway with the least intents, hands events on, leaves so that the next process goes on."""

import asyncio
import contextlib
import signal
import weakref
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord
import structlog

from adapters.discord.bridge import Bridge, point_at
from adapters.discord.budget import Budget
from adapters.discord.channels import Channels
from adapters.discord.client import GatewayClient
from adapters.discord.commands import Command, Registering
from adapters.discord.interactions import Interactions
from adapters.discord.listener import Listener
from adapters.discord.resuming import Standings
from orchestration.errors import Misconfigured, NetbotError

log = structlog.get_logger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_READERS, _PRESSED = 16, 32
NOT_GRANTED = (
    "Discord does not grant the bot message contents: in its threads people must mention it, or use /netbox ask. "
    "Switch on Message Content Intent at discord.com/developers, Bot, to change that."
)
# discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
_ENDED = {
    4004: ("Discord does not take the token.", "Check DISCORD_TOKEN."),
    4010: ("Discord does not know that shard.", "Check DISCORD_SHARDS."),
    4011: ("The bot is in too many guilds for so few connections.", "Unset DISCORD_SHARDS, or raise it."),
    4012: ("Discord speaks another version.", "Update the bot."),
    4013: ("Discord does not know the intents asked for.", "Update the bot."),
}


@dataclass(frozen=True, slots=True)
class Rooms:
    """What listens.

    Args:
        listener: takes what is written.
        interactions: takes commands, presses and forms.
        channels: knows channels and threads.
        registering: registers commands.
        commands: to register.
        standings: remembers how far events are taken care of.
        removed: told that the bot was removed from a guild.
    """

    listener: Listener
    interactions: Interactions
    channels: Channels
    registering: Registering
    commands: list[Command]
    standings: Standings
    removed: Callable[[str], object]


# bridge, id of the bot, id of the application, whether message content is granted
Opening = Callable[[Bridge, str, str, bool], Rooms]


def least_intents(*, content: bool) -> discord.Intents:
    """Return what the bot must hear of, and no more.

    Args:
        content: message content is granted.

    Source: discord.com/developers/docs/events/gateway#gateway-intents.
    """
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=content)


@dataclass(frozen=True, slots=True)
class Listening:
    """Listens to Discord.

    Args:
        token: the bot's.
        url: address of the API.
        gateway: address of the gateway in the place of the one that Discord names; None for that.
        shards: how many connections; None for as many as Discord recommends.
        opening: makes what listens, once it is known who the bot is.
        budget: how much Discord may refuse.
    """

    token: str
    url: str
    gateway: str | None
    shards: int | None
    opening: Opening
    budget: Budget

    def run(self) -> None:
        """Listen until SIGTERM or Ctrl-C; a Discord that is away is tried again for as long as it takes.

        Raises:
            Misconfigured: Discord does not take the token, or something else that a person must mend.
        """
        asyncio.run(self._run())

    async def _run(self) -> None:
        over = asyncio.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(each, over.set)
        await self.until(over)

    async def until(self, over: asyncio.Event) -> None:
        """Listen until an event is set."""
        point_at(self.url)
        content, pause = True, _FIRST_PAUSE
        while not over.is_set():
            client = GatewayClient(least_intents(content=content), self.shards, self.gateway)
            try:
                await self._once(client, over, content=content)
                pause = _FIRST_PAUSE
            except discord.PrivilegedIntentsRequired as refused:
                if not content:
                    text = "Discord closes the connection: an intent is not granted (4014)."
                    raise Misconfigured(text, "Check the intents at discord.com/developers, Bot.") from refused
                content = False
                log.warning("discord_content_not_granted", told=NOT_GRANTED)
            except discord.LoginFailure as refused:
                raise Misconfigured(*_ENDED[4004]) from refused
            except discord.ConnectionClosed as closed:
                if closed.code in _ENDED:
                    raise Misconfigured(*_ENDED[closed.code]) from closed
                log.warning("discord_closed", code=closed.code)
            except (discord.DiscordException, aiohttp.ClientError, OSError) as away:
                log.warning("discord_away", reason=type(away).__name__)
                pause = min(2 * pause, _LONGEST_PAUSE)
            except NetbotError:
                raise
            # What nobody foresaw in a connection must not leave everybody unheard.
            except Exception:
                log.exception("discord_connection_broke")
                pause = min(2 * pause, _LONGEST_PAUSE)
            finally:
                await client.close()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), pause)

    async def _once(self, client: GatewayClient, over: asyncio.Event, *, content: bool) -> None:
        await client.login(self.token)
        bot, application = str(client.user.id if client.user else ""), str(client.application_id)
        rooms = self.opening(Bridge(client.http, asyncio.get_running_loop(), self.budget), bot, application, content)
        with ThreadPoolExecutor(_READERS, "read") as readers, ThreadPoolExecutor(_PRESSED, "pressed") as pressed:
            registering = asyncio.create_task(asyncio.to_thread(rooms.registering.register, rooms.commands))
            listening = asyncio.create_task(client.listen(Taking(rooms, readers, pressed), rooms.standings))
            stopping = asyncio.create_task(over.wait())
            log.info("discord_listening", bot=bot, content=content)
            await asyncio.wait({listening, stopping}, return_when=asyncio.FIRST_COMPLETED)
            await registering
            stopping.cancel()
            if not listening.done():
                # Nobody is to open anew what is let go of.
                listening.cancel()
                await asyncio.wait({listening})
                await client.leave()
            else:
                await listening


@dataclass(frozen=True, slots=True)
class Taking:
    """Hands events on to threads: what is written in a channel in order, all else at once.

    Args:
        rooms: what listens.
        readers: threads for what is written.
        pressed: threads for what Discord waits three seconds for.
    """

    rooms: Rooms
    readers: ThreadPoolExecutor
    pressed: ThreadPoolExecutor
    _lines: "weakref.WeakValueDictionary[str, asyncio.Lock]" = field(default_factory=weakref.WeakValueDictionary)

    async def __call__(self, event: str, data: Mapping[str, Any]) -> None:
        """Take an event; what nobody foresaw is logged, and ends nothing else."""
        try:
            await self._taken(event, data)
        # A mistake over one event must not end the task that takes the next ones.
        except Exception:
            log.exception("discord_event_broke", gateway_event=event)

    async def _taken(self, event: str, data: Mapping[str, Any]) -> None:
        listener = self.rooms.listener
        match event:
            case "INTERACTION_CREATE":
                await self._do(self.pressed, self.rooms.interactions.take, data)
            case "MESSAGE_CREATE":
                await self._in_line(data, listener.created, data)
            case "MESSAGE_UPDATE":
                await self._in_line(data, listener.edited, data)
            case "MESSAGE_DELETE":
                await self._in_line(data, listener.deleted, [str(data["id"])])
            case "MESSAGE_DELETE_BULK":
                await self._in_line(data, listener.deleted, [str(each) for each in data["ids"]])
            case "GUILD_DELETE" if not data.get("unavailable"):
                await self._do(self.readers, self.rooms.removed, str(data["id"]))
            case _:
                self.rooms.channels.told(event, data)

    async def _in_line(self, data: Mapping[str, Any], take: Callable[[Any], object], given: Any) -> None:
        line = self._lines.setdefault(str(data["channel_id"]), asyncio.Lock())
        async with line:
            await self._do(self.readers, take, given)

    @staticmethod
    async def _do(threads: ThreadPoolExecutor, take: Callable[[Any], object], given: Any) -> None:
        await asyncio.get_running_loop().run_in_executor(threads, take, given)
