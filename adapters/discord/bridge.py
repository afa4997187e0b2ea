"""Discord's API for threads beside the gateway's loop; discord.py keeps to its rate limits."""

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, Ratelimit, Route

from adapters.discord.budget import INVALID, Budget
from adapters.discord.pieces import Upload
from orchestration.errors import PlatformUnavailable

PATIENCE = 10.0
_NOT_FOUND, _BUSY, _BROKEN, _FIRST_CODE = 404, 429, 500, 10_000


class _Limit(Ratelimit):
    """A limit of calls, of which nothing is learned where only what is left of it is told, and not until when."""

    __slots__ = ()

    def update(self, response: aiohttp.ClientResponse, *, use_clock: bool = False) -> None:
        """Learn from an answer's headers."""
        if "X-RateLimit-Reset" in response.headers or "X-RateLimit-Reset-After" in response.headers:
            super().update(response, use_clock=use_clock)


class Refusal(Exception):
    """Discord answered, and refused.

    Args:
        code: its error code; 0 for none, or for what is no code of Discord's, as a status.
        status: of the answer.
        text: what it says.

    Source of the codes: discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes.
    """

    def __init__(self, code: int, status: int, text: str) -> None:
        super().__init__(f"{status} {code} {text}")
        self.code, self.status = code if code >= _FIRST_CODE else 0, status

    @property
    def not_found(self) -> bool:
        """Nothing is there, and no code says what is missing: so answers who has no such route."""
        return self.status == _NOT_FOUND and not self.code


def point_at(url: str) -> None:
    """Point discord.py at an address of the API; it keeps the address in one place for the whole process."""
    Route.BASE = url
    # It reads JSON only under the media type that Discord writes, to the letter: with a character set beside it all answers would be text.
    discord.http.json_or_text = _read
    # Nor does it offer a place for a reading of rate limits of one's own: a type checker takes its class for final.
    discord.http.Ratelimit = _Limit  # type: ignore[misc]
    # It warns that what it needs for voice is not installed; nobody talks to this bot.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the API.

    Args:
        method: of HTTP.
        path: below the API's address, with the names of ids in curly brackets.
        body: to send as JSON; None for none.
        query: its parameters.
        uploads: files that go with it.
        ids: what stands in the path; channel_id, guild_id, webhook_id and webhook_token each have rate limits of their own.
    """

    method: str
    path: str
    body: Any
    query: dict[str, Any] | None
    uploads: Sequence[Upload]
    ids: Mapping[str, str]


class Api(ABC):
    """Discord's API, however it is reached."""

    __slots__ = ()

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        query: dict[str, Any] | None = None,
        uploads: Sequence[Upload] = (),
        **ids: str,
    ) -> Any:
        """Call the API; the arguments are those of `Call`.

        Returns:
            What it answers: an object or a list; empty text for nothing.

        Raises:
            Refusal: it refuses.
            PlatformUnavailable: it is away, or wants to be left alone for longer than there is time.
            Misconfigured: it does not take the token.
        """
        return self.send(Call(method, path, body, query, uploads, ids))

    @abstractmethod
    def send(self, call: Call) -> Any:
        """Send a call; see `ask`."""


@dataclass(frozen=True, slots=True)
class Bridge(Api):
    """Calls the API.

    Args:
        http: discord.py's own way there, logged in.
        loop: where it runs.
        budget: how much may be refused.
        patience: seconds to wait, its waiting for rate limits included.
    """

    http: HTTPClient
    loop: asyncio.AbstractEventLoop
    budget: Budget
    patience: float = PATIENCE

    def send(self, call: Call) -> Any:
        """Send a call from a thread beside the loop."""
        self.budget.check()
        body = {} if call.body is None else {"json": call.body}
        given: dict[str, Any] = {"form": _form(call.body, call.uploads)} if call.uploads else body
        calling = self.http.request(Route(call.method, call.path, **call.ids), params=call.query, **given)
        coming = asyncio.run_coroutine_threadsafe(calling, self.loop)
        try:
            return coming.result(self.patience)
        except TimeoutError as late:
            coming.cancel()
            raise PlatformUnavailable("Discord takes too long to answer.") from late
        except discord.RateLimited as limited:
            self.budget.spend()
            raise PlatformUnavailable("Discord wants to be asked later.", limited.retry_after) from limited
        except discord.HTTPException as refused:
            if refused.status in INVALID:
                self.budget.spend()
            if refused.status == _BUSY or refused.status >= _BROKEN:
                raise PlatformUnavailable("Discord does not answer.", _later(refused)) from refused
            raise Refusal(refused.code, refused.status, refused.text) from refused
        except (discord.DiscordException, aiohttp.ClientError, OSError) as away:
            raise PlatformUnavailable("Discord does not answer.") from away
        except ValueError as garbled:
            raise PlatformUnavailable("Discord answers what cannot be read.") from garbled


async def _read(response: aiohttp.ClientResponse) -> Any:
    text = await response.text(encoding="utf-8")
    if response.status >= _BROKEN:
        # The library would try five times, for 25 s: longer than anybody waits, and what knows no nonce would stand there twice.
        raise discord.DiscordServerError(response, text)
    if response.content_type != "application/json":
        return text
    return json.loads(text) if text else ""


def _form(body: Any, uploads: Sequence[Upload]) -> list[dict[str, Any]]:
    """Source: discord.com/developers/docs/reference#uploading-files."""
    files = [
        {"name": f"files[{number}]", "value": each.content, "filename": each.name, "content_type": each.media_type}
        for number, each in enumerate(uploads)
    ]
    return [{"name": "payload_json", "value": json.dumps(body), "content_type": "application/json"}, *files]


def _later(refused: discord.HTTPException) -> float | None:
    wait = refused.response.headers.get("Retry-After", "")
    return float(wait) if wait.isdecimal() else None
