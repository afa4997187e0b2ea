"""Discord's API for workers: without the gateway, connected at the first call, mindful of how many refusals Discord puts up with."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog
from discord.http import HTTPClient, Route

from adapters.discord.bridge import PATIENCE, Bridge, Refusal, point_at
from adapters.discord.pieces import Upload
from orchestration.errors import Misconfigured, PlatformUnavailable

log = structlog.get_logger(__name__)

# See docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans: 10,000 within 10 minutes ban an address.
MOST_INVALID = 5000
_WINDOW = 600
_INVALID = frozenset({401, 403, 429})
# A longer wait is left to the back-off of deliveries, and the worker to others.
LONGEST_WAIT = 2.0


class Counts(Protocol):
    """Counts over all workers."""

    def spend(self, key: str, amount: int, seconds: int) -> tuple[int, float]:
        """Add to a count that begins anew every so many seconds; return the count and the seconds until it does."""


@dataclass(slots=True)
class Rest:
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

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        query: dict[str, Any] | None = None,
        uploads: Sequence[Upload] = (),
        **ids: str,
    ) -> Any:
        """Call the API; arguments and answer are those of `Bridge.ask`.

        Raises:
            Refusal: it refuses.
            PlatformUnavailable: it is away, or wants the call later.
            Misconfigured: it does not take the token.
        """
        bridge = self._connected()
        try:
            return bridge.ask(method, path, body, query, uploads, **ids)
        except Refusal as refused:
            if refused.status in _INVALID:
                self._spend(1)
            # What is answered to an interaction bears a token of its own.
            if refused.status == 401 and "webhook_token" not in ids:
                raise Misconfigured("Discord does not take the token.", "Check DISCORD_TOKEN.") from refused
            raise
        except PlatformUnavailable as away:
            if away.retry_after is not None:
                self._spend(1)
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
                self._spend(0)
                self._bridge, self._close = _connect(self.token, self.url, self.patience)
            return self._bridge

    def _spend(self, amount: int) -> None:
        count, seconds = self.counts.spend("discord:invalid", amount, _WINDOW)
        if count >= MOST_INVALID:
            raise PlatformUnavailable("Discord has refused too much; nothing is asked of it for a while.", seconds)


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


def _connect(token: str, url: str, patience: float) -> tuple[Bridge, Callable[[], None]]:
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

    return Bridge(http, loop, patience), close
