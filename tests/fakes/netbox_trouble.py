"""A proxy that makes trouble: it stands in front of a NetBox (or stand-in), on real sockets, and does to requests what a test tells it.

with TroubleProxy(netbox.url) as proxy:
    proxy.make(Answer(500), times=2, method="GET", path="/api/dcim/devices/")
    proxy.make(Cut(after=True), path="/api/ipam/")
    ...ask proxy.url...
    assert [each.target for each in proxy.requests] == [...]
"""

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import urlsplit

HTML = b"<!DOCTYPE html><html><body>It works!</body></html>"
# Headers that concern one connection and are not handed on.
_OF_A_CONNECTION = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"})


@dataclass(frozen=True)
class Answer:
    """Answer in place of NetBox: a status with a body, such as 403, 500, or 429 with `{"Retry-After": "1"}`."""

    status: int
    body: bytes = b'{"detail": "trouble"}'
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Delay:
    """Hand the request on after some seconds."""

    seconds: float


@dataclass(frozen=True)
class Hang:
    """Say nothing for some seconds, or until the proxy is closed; then cut the connection."""

    seconds: float = 30


@dataclass(frozen=True)
class Cut:
    """Close the connection without an answer: before NetBox hears of the request, or `after` it took effect, its answer dropped."""

    after: bool = False


Trouble = Answer | Delay | Hang | Cut


def web_page() -> Answer:
    """Answer 200 with a web page in place of JSON, as a wrong address or a portal in between does."""
    return Answer(200, HTML, "text/html")


def too_many(retry_after: int = 1) -> Answer:
    """Answer 429, to be tried again after some seconds."""
    return Answer(429, headers={"Retry-After": str(retry_after)})


@dataclass(frozen=True)
class Seen:
    """A request that reached the proxy, over the connection from which port, and what was done to it, None for nothing."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    trouble: Trouble | None
    port: int


@dataclass
class _Order:
    """Trouble that a test asked for: how often still (None for ever), for which requests."""

    trouble: Trouble
    times: int | None
    method: str
    path: str

    def meets(self, method: str, target: str) -> bool:
        """Say whether a request is one that is meant."""
        return self.times != 0 and self.method in ("", method) and self.path in target


class TroubleProxy:
    """The proxy, on a free port of 127.0.0.1 while the context is open.

    Args:
        upstream: the address of the NetBox behind it.
    """

    def __init__(self, upstream: str) -> None:
        parts = urlsplit(upstream)
        self._upstream = (parts.hostname or "", parts.port or 80)
        self._orders: list[_Order] = []
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self.requests: list[Seen] = []
        self.url = ""

    def __enter__(self) -> Self:
        self._open(0)
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._shut()

    def make(self, trouble: Trouble, times: int | None = 1, method: str = "", path: str = "") -> None:
        """Make trouble for the next requests.

        Args:
            trouble: what to do.
            times: to how many of them, None for all to come.
            method: only to those with this method.
            path: only to those whose path and query contain this.
        """
        with self._lock:
            self._orders.append(_Order(trouble, times, method, path))

    def calm(self) -> None:
        """Make no more trouble."""
        with self._lock:
            self._orders.clear()

    def count(self, method: str = "", path: str = "") -> int:
        """Return how many requests there were with a method, whose path and query contain something."""
        return sum(1 for each in self.requests if method in ("", each.method) and path in each.target)

    @contextlib.contextmanager
    def refusing(self) -> Iterator[None]:
        """Refuse connections while the context is open: nobody listens on the port."""
        port = urlsplit(self.url).port or 0
        self._shut()
        try:
            yield
        finally:
            self._open(port)

    def _open(self, port: int) -> None:
        self._server = _Server(("127.0.0.1", port), self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def _shut(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.hang_up()
            self._server.server_close()

    def take(self, method: str, target: str, headers: Mapping[str, str], body: bytes, port: int) -> Trouble | None:
        """Write a request down; return what is to be done to it."""
        with self._lock:
            order = next((each for each in self._orders if each.meets(method, target)), None)
            if order is not None and order.times is not None:
                order.times -= 1
            trouble = order.trouble if order else None
            self.requests.append(Seen(method, target, headers, body, trouble, port))
        return trouble

    def wait(self, seconds: float) -> None:
        """Let time pass, until the proxy is closed at the longest."""
        self._closing.wait(seconds)

    def forward(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        """Hand a request on to NetBox; return its status, headers and body."""
        connection = http.client.HTTPConnection(*self._upstream, timeout=60)
        try:
            connection.request(method, target, body or None, dict(headers))
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()


class _Server(ThreadingHTTPServer):
    """Threads for connections, all of which can be hung up."""

    def __init__(self, address: tuple[str, int], proxy: TroubleProxy) -> None:
        self.proxy = proxy
        self._connections: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def process_request(self, request, client_address):
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        self._connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End all connections, so that their threads end."""
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request, client_address):
        """Say nothing of clients that go away: that is what this is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def handle_any(self) -> None:
        proxy, headers = self.server.proxy, dict(self.headers.items())
        body = self.rfile.read(int(headers.get("Content-Length", 0)))
        trouble = proxy.take(self.command, self.path, headers, body, self.client_address[1])
        match trouble:
            case Answer():
                self.answer(trouble.status, {"Content-Type": trouble.media_type, **trouble.headers}, trouble.body)
                return
            case Hang():
                proxy.wait(trouble.seconds)
                self.close_connection = True
                return
            case Delay():
                proxy.wait(trouble.seconds)
            case Cut(after=False):
                self.close_connection = True
                return
            case _:
                pass
        status, answered, content = proxy.forward(self.command, self.path, headers, body)
        if trouble == Cut(after=True):
            self.close_connection = True
        else:
            self.answer(status, answered, content)

    do_GET = do_HEAD = do_OPTIONS = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any  # noqa: N815 - http.server's names

    def answer(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in _OF_A_CONNECTION:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Log nothing."""
