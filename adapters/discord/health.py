"""Asks Discord how the bot stands there: token, intents, guilds and permissions."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
from discord.http import Route

from adapters.discord.bridge import point_at
from adapters.discord.introduction import Introduction
from adapters.discord.invite import lacking
from orchestration.errors import Misconfigured, PlatformUnavailable

# discord.com/developers/docs/resources/application#application-object-application-flags
_MAY_READ = (1 << 18) | (1 << 19)


@dataclass(frozen=True, slots=True)
class Guild:
    """A guild the bot is in.

    Args:
        id: of the guild.
        name: of the guild.
        lacking: permissions that the bot lacks there, with what each is for; what single channels deny is not in it.
    """

    id: str
    name: str
    lacking: dict[str, str]


@dataclass(frozen=True, slots=True)
class Health:
    """How the bot stands.

    Args:
        bot: its name.
        application: id of its application.
        reads_all: message content is granted; None where Discord does not tell.
        public: anybody may invite it.
        elsewhere: where Discord sends commands and presses in place of the gateway; empty for nowhere else.
        guilds: it is in; None where Discord does not tell.
    """

    bot: str
    application: str
    reads_all: bool | None
    public: bool
    elsewhere: str
    guilds: tuple[Guild, ...] | None


def examine(token: str, url: str) -> Health:
    """Ask how the bot stands.

    Args:
        token: the bot's.
        url: address of the API.

    Raises:
        PlatformUnavailable: Discord does not answer.
        Misconfigured: Discord does not take the token.
    """
    point_at(url)
    try:
        return asyncio.run(_examined(token))
    except discord.LoginFailure as refused:
        raise Misconfigured("Discord does not take the token.", "Check DISCORD_TOKEN.") from refused
    except (discord.DiscordException, aiohttp.ClientError, OSError) as away:
        raise PlatformUnavailable(f"Discord does not answer at {url}.") from away


async def _examined(token: str) -> Health:
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        Introduction(client.http)
        await client.login(token)
        # The library keeps of the application what it uses itself.
        told = await _asked(client, "/applications/@me") or {}
        flags, guilds = told.get("flags"), await _asked(client, "/users/@me/guilds")
        return Health(
            bot=client.user.name if client.user else "",
            application=str(client.application_id),
            reads_all=None if flags is None else bool(int(flags) & _MAY_READ),
            public=bool(told.get("bot_public")),
            elsewhere=str(told.get("interactions_endpoint_url") or ""),
            guilds=None if guilds is None else tuple(map(_guild, guilds)),
        )


async def _asked(client: discord.Client, path: str) -> Any:
    try:
        return await client.http.request(Route("GET", path))
    except discord.HTTPException:
        return None


def _guild(told: Mapping[str, Any]) -> Guild:
    granted = told.get("permissions")
    missing = {} if granted is None else lacking(int(granted))
    return Guild(str(told["id"]), str(told.get("name") or told["id"]), missing)
