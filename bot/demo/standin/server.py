"""The API behind a real HTTP server on 127.0.0.1, in a thread of its own."""

import contextlib
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from bot.demo.standin.api import Api
from bot.demo.standin.calls import Request

METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
# What a test may want to see of a request; the token is not among them.
LOGGED_HEADERS = frozenset({"accept", "content-type", "if-match", "user-agent", "x-request-id", "x-correlation-id"})


@dataclass(frozen=True)
class Seen:
    """A request that came in: method, path with query, some of its headers, and the status answered."""

    method: str
    target: str
    headers: Mapping[str, str]
    status: int


@dataclass
class RequestLog:
    """The requests of a server, in the order they were answered; the oldest are forgotten, for a demo may run for days."""

    seen: deque[Seen] = field(default_factory=lambda: deque(maxlen=10_000))

    def clear(self) -> None:
        """Forget them."""
        self.seen.clear()

    def targets(self, method: str = "GET") -> list[str]:
        """Return paths with queries of the requests with a method."""
        return [item.target for item in self.seen if item.method == method]


def application(api: Api, log: RequestLog) -> Starlette:
    """Return the ASGI application for an API. Requests are worked at one after the other: each is quick, and each is whole."""

    async def handle(http: HttpRequest) -> Response:
        headers = {name.lower(): value for name, value in http.headers.items()}
        base = f"{http.url.scheme}://{headers.get('host', 'localhost')}"
        query = parse_qs(http.url.query, keep_blank_values=True)
        answer = api.answer(Request(http.method, http.url.path, query, headers, await http.body(), base))
        target = http.url.path + (f"?{http.url.query}" if http.url.query else "")
        kept = {name: value for name, value in headers.items() if name in LOGGED_HEADERS}
        log.seen.append(Seen(http.method, target, kept, answer.status))
        return Response(answer.encoded(), answer.status, dict(answer.headers), answer.media_type)

    return Starlette(routes=[Route("/{path:path}", handle, methods=METHODS)])


class _Server(uvicorn.Server):
    """A uvicorn server that says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


@contextlib.contextmanager
def serving(app: Starlette, port: int = 0) -> Iterator[str]:
    """Serve an application while the context is open.

    Args:
        app: what answers.
        port: the TCP port on 127.0.0.1, 0 for a free one.

    Yields: its address, once it answers.

    Raises:
        OSError: the port is taken.
    """
    # Named as TCP, for else asyncio leaves Nagle's algorithm on, and every small answer waits 40 ms for an acknowledgement.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        ready = threading.Event()
        config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False, timeout_graceful_shutdown=1)
        server = _Server(config, ready.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True, name="netbox-standin")
        thread.start()
        ready.wait(timeout=30)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)
    finally:
        listener.close()
