"""Logging in where less is told than Discord tells: by who stands in for it, or by a Discord of tomorrow.

Of the bot its id is needed, and that of its application; where no address tells them, the gateway does. All else the library asks for is filled in.
"""

import contextlib
import json
from collections.abc import Mapping
from typing import Any

import aiohttp
import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route

log = structlog.get_logger(__name__)

Told = Mapping[str, Any]
_VERSION = 10
_ANSWERED_WITHIN = 10.0
_USER: Told = {"username": "bot", "discriminator": "0", "avatar": None}
_APPLICATION: Told = {
    "name": "bot",
    "description": "",
    "icon": None,
    "bot_public": False,
    "bot_require_code_grant": False,
    "verify_key": "",
}
# The library looks closely at these, and nobody here does.
_UNREAD: Told = {"owner": {**_USER, "id": "0"}, "team": None, "install_params": None}


class Introduction:
    """Lets a client log in whatever it is told of itself.

    Args:
        http: the client's way to the API.
        gateway: address of the gateway in the place of the one that Discord names; None for that.
    """

    def __init__(self, http: HTTPClient, gateway: yarl.URL | None = None) -> None:
        self._http, self._gateway = http, gateway
        self._login, self._connect = http.static_login, http.ws_connect
        self._bot, self._application = "", ""
        # The library logs in with these two, and takes no client of its own making.
        http.static_login = self._logged_in  # type: ignore[method-assign]
        http.application_info = self._application_told  # type: ignore[method-assign]

    async def _logged_in(self, token: str) -> Any:
        told: Any = None
        try:
            told = await self._login(token)
        except discord.NotFound:
            self._http.token = token
        if not (isinstance(told, Mapping) and told.get("id")):
            log.info("discord_asks_gateway", reason="no address tells who the bot is")
            ready = await self._ready(token)
            told, application = ready["user"], ready.get("application") or {}
            self._application = str(application.get("id") or "")
        self._bot = str(told["id"])
        return {**_USER, **told}

    async def _application_told(self) -> Any:
        told: Any = {}
        for path in ("/oauth2/applications/@me", "/applications/@me"):
            with contextlib.suppress(discord.HTTPException):
                told = await self._http.request(Route("GET", path))
            if isinstance(told, Mapping) and told.get("id"):
                break
            told = {}
        # An application and its bot have one id: discord.com/developers/docs/topics/oauth2#bot-users.
        return {**_APPLICATION, "id": self._application or self._bot, **told, **_UNREAD}

    async def _ready(self, token: str) -> Told:
        """Ask the gateway who the bot is: what it says first of a session.

        Raises:
            discord.GatewayNotFound: it does not say.
        """
        where = self._gateway or await gateway_of(self._http)
        socket = await self._connect(str(where.with_query(v=_VERSION, encoding="json")))
        properties = {"os": "linux", "browser": "netbot", "device": "netbot"}
        about = {"token": token, "intents": discord.Intents(guilds=True).value, "properties": properties}
        try:
            await socket.receive(_ANSWERED_WITHIN)
            await socket.send_str(json.dumps({"op": DiscordWebSocket.IDENTIFY, "d": about}))
            while (message := await socket.receive(_ANSWERED_WITHIN)).type is aiohttp.WSMsgType.TEXT:
                packet = json.loads(message.data)
                if packet.get("t") == "READY" and (packet["d"].get("user") or {}).get("id"):
                    ready: Told = packet["d"]
                    return ready
        except TimeoutError as silent:
            raise discord.GatewayNotFound from silent
        finally:
            await socket.close()
        raise discord.GatewayNotFound


async def gateway_of(http: HTTPClient) -> yarl.URL:
    """Return the address of the gateway.

    Raises:
        discord.GatewayNotFound: it is not told.
    """
    return (await gateway_told(http))[0]


async def gateway_told(http: HTTPClient) -> tuple[yarl.URL, int]:
    """Return the address of the gateway, and how many connections Discord recommends.

    Raises:
        discord.GatewayNotFound: the address is not told.
    """
    for path in ("/gateway/bot", "/gateway"):
        with contextlib.suppress(discord.HTTPException):
            told = await http.request(Route("GET", path))
            if isinstance(told, Mapping) and told.get("url"):
                return yarl.URL(str(told["url"])), int(told.get("shards") or 1)
    raise discord.GatewayNotFound
