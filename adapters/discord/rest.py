"""Discord's API for workers: without the gateway, connected at the first call, mindful of how many refusals Discord puts up with."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import structlog
from discord.http import HTTPClient, Route

from adapters.discord.bridge import PATIENCE, Api, Bridge, Call, Refusal, point_at
from adapters.discord.budget import Budget, Counts
from orchestration.errors import Misconfigured, PlatformUnavailable

log = structlog.get_logger(__name__)

# A longer wait is left to the back-off of deliveries, and the worker to others.
LONGEST_WAIT = 2.0


@dataclass(slots=True)
class Rest(Api):
    """Calls Discord's API as the bot.

    Args:
        token: the bot's.
        url: address of the API.
        counts: counts what was refused.
        patience: seconds to wait for an answer.
    """

    token: str
    url: str
    counts: Counts
    patience: float = PATIENCE
    _bridge: Bridge | None = None
    _close: Callable[[], None] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, call: Call) -> Any:
        """Send a call, connected at the first."""
        try:
            return self._connected().send(call)
        except Refusal as refused:
            # What is answered to an interaction bears a token of its own.
            if refused.status == 401 and "webhook_token" not in call.ids:
                raise Misconfigured("Discord does not take the token.", "Check DISCORD_TOKEN.") from refused
            raise

    def attempt(self, method: str, path: str, body: Any = None, **ids: str) -> bool:
        """Do what adorns and may fail; return whether it was done."""
        try:
            self.ask(method, path, body, None, (), **ids)
        except (Refusal, PlatformUnavailable) as lost:
            log.info("discord_not_done", path=path, reason=str(lost))
            return False
        return True

    def close(self) -> None:
        """Let go of the connections."""
        with self._lock:
            if self._close is not None:
                self._close()
            self._bridge = self._close = None

    def _connected(self) -> Bridge:
        with self._lock:
            if self._bridge is None:
                budget = Budget(self.counts)
                budget.spend(0)
                self._bridge, self._close = _connect(self.token, self.url, budget, self.patience)
            return self._bridge


class _LoggedIn(HTTPClient):
    """discord.py's way to the API, whose login asks nothing: who the bot is a worker need not know, and whether the token is good its first post tells."""

    def get_ratelimit(self, key: str) -> Any:
        """Return the limit of a route; while calls are left in it, it does not matter how late its window ends.

        The library, told how long to wait at most, refuses every call of a longer window; Discord's for messages last 5 s and take 5.
        """
        limit = super().get_ratelimit(key)
        if limit.remaining > 0 and not limit.is_expired():
            limit.expires = None
        return limit

    async def request(self, route: Route, **given: Any) -> Any:
        if route.path == "/users/@me":
            return {}
        return await super().request(route, **given)


def _connect(token: str, url: str, budget: Budget, patience: float) -> tuple[Bridge, Callable[[], None]]:
    point_at(url)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="discord-rest", daemon=True)
    thread.start()
    http = _LoggedIn(loop)
    # The constructor takes no less than 30 s.
    http.max_ratelimit_timeout = LONGEST_WAIT
    asyncio.run_coroutine_threadsafe(http.static_login(token), loop).result(patience)

    def close() -> None:
        asyncio.run_coroutine_threadsafe(http.close(), loop).result(patience)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(patience)
        loop.close()

    return Bridge(http, loop, budget, patience), close
