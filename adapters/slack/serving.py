"""How Slack reaches the app: over sockets that the app opens (Socket Mode), or by HTTP requests to it.

Sources: docs.slack.dev/apis/events-api/using-socket-mode, docs.slack.dev/apis/events-api/using-http-request-urls.
"""

import asyncio
import json
import logging
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt import App
from slack_bolt.adapter.asgi import SlackRequestHandler
from slack_bolt.adapter.asgi.http_request import AsgiHttpRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from adapters.slack.calls import translated, web_client
from orchestration.errors import NetbotError, PlatformUnavailable

log = structlog.get_logger(__name__)

EVENTS_PATH, HEALTH_PATH = "/slack/events", "/healthz"
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Sockets:
    """The app over Socket Mode.

    Args:
        app: the app.
        app_token: the app-level token that opens sockets.
        url: address of the Web API.
        ping_every: seconds between two pings; a socket that answers none is opened anew.
    """

    app: App
    app_token: str
    url: str
    ping_every: float = 5.0

    def run(self, until: threading.Event) -> None:
        """Listen until the event is set; a Slack that is away is tried again for as long as it takes.

        Raises:
            Misconfigured: Slack does not take the app-level token.
        """
        handler = SocketModeHandler(
            self.app,
            self.app_token,
            logger=logging.getLogger("slack_bolt.socket_mode"),
            web_client=web_client(None, self.url),
            ping_interval=self.ping_every,
        )
        try:
            if self._connected(handler, until):
                log.info("slack_listening", mode="socket")
                until.wait()
        finally:
            handler.close()  # type: ignore[no-untyped-call]

    @staticmethod
    def _connected(handler: SocketModeHandler, until: threading.Event) -> bool:
        pause = _FIRST_PAUSE
        while not until.is_set():
            try:
                handler.connect()  # type: ignore[no-untyped-call]
            except SlackApiError as refused:
                known: NetbotError = translated("apps.connections.open", refused)
                if not isinstance(known, PlatformUnavailable):
                    raise known from refused
                log.warning("slack_away", reason=known.text)
                pause = max(pause, known.retry_after or 0.0)
            except OSError as away:
                log.warning("slack_away", reason=type(away).__name__)
            else:
                if handler.client.is_connected():
                    return True
            until.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        return False


class _Threaded(SlackRequestHandler):
    """Bolt's handler, each request in a thread of its own: while one waits for the store, others are taken."""

    async def dispatch(self, request: AsgiHttpRequest) -> BoltResponse:
        """Hand a request to the app."""
        body = await request.get_raw_body()
        query, headers = request.query_string, request.get_headers()
        return await asyncio.to_thread(lambda: self.app.dispatch(BoltRequest(body=body, query=query, headers=headers)))


def asgi_app(
    app: App, healthy: Callable[[], bool], install: Callable[[str, BoltRequest], BoltResponse | None] | None = None
) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """Return the app for an ASGI server: Slack's requests, the health check, and the installation where it is offered.

    Args:
        app: the app; it checks each request's signature.
        healthy: says whether messages can be stored.
        install: answers the paths of the installation; None for another path.
    """
    handler = _Threaded(app, EVENTS_PATH)

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET":
            answer = await _get(scope, receive)
            await send({"type": "http.response.start", "status": answer.status, "headers": _headers(answer)})
            await send({"type": "http.response.body", "body": answer.body.encode()})
            return
        await handler(scope, receive, send)  # type: ignore[arg-type] # Bolt's scope is a narrower dictionary

    async def _get(scope: Scope, receive: Receive) -> BoltResponse:
        if scope["path"] == HEALTH_PATH:
            well = await asyncio.to_thread(healthy)
            return BoltResponse(status=200 if well else 503, body=json.dumps({"ok": well}))
        if install is not None:
            request = AsgiHttpRequest(scope, receive)  # type: ignore[arg-type]
            asked = BoltRequest(body="", query=request.query_string, headers=request.get_headers())
            if (answer := await asyncio.to_thread(install, scope["path"], asked)) is not None:
                return answer
        return BoltResponse(status=404, body="Not found")

    return serve


def _headers(answer: BoltResponse) -> list[tuple[bytes, bytes]]:
    return [
        (name.encode("latin-1"), value.encode("latin-1")) for name, values in answer.headers.items() for value in values
    ]
