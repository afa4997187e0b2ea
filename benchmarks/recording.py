"""A forwarder in front of a NetBox that notes which requests pass, and which of them were under way at the same time."""

import contextlib
import http.client
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Passed:
    """A request that passed.

    Args:
        path: with its query.
        correlation: id of the turn that sent it.
        size: bytes of the answer.
        began, ended: seconds.
    """

    path: str
    correlation: str
    size: int
    began: float
    ended: float


# On a busy machine requests that are sent at the same time may end one by one: held back so long, they are under way together.
HELD = 0.05


class Recording:
    """The requests that passed since they were last forgotten."""

    def __init__(self) -> None:
        self.passed: list[Passed] = []
        self.url = ""
        self.held = 0.0

    @contextlib.contextmanager
    def holding(self) -> Iterator[None]:
        """Hold each request back for a moment, so that those of one wave show as such."""
        self.held = HELD
        try:
            yield
        finally:
            self.held = 0.0

    def of(self, correlation: str) -> list[Passed]:
        """Return the requests of a turn."""
        return [each for each in self.passed if each.correlation == correlation]


def waves(passed: Iterable[Passed]) -> list[list[str]]:
    """Return the paths of requests, grouped: those of one wave were under way together."""
    found: list[list[str]] = []
    until = 0.0
    for each in sorted(passed, key=lambda each: each.began):
        if each.began >= until or not found:
            found.append([])
        found[-1].append(each.path)
        until = max(until, each.ended)
    return found


def depth(passed: Iterable[Passed]) -> int:
    """Return how many requests came one after another at most, each begun when the one before had ended."""
    amount, until = 0, 0.0
    for each in sorted(passed, key=lambda each: each.ended):
        if each.began >= until:
            amount, until = amount + 1, each.ended
    return amount


@contextlib.contextmanager
def recorded(upstream: str) -> Iterator[Recording]:
    """Forward requests to a NetBox and note them."""
    recording = Recording()
    host = urlsplit(upstream).netloc

    class Forwarder(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Forward a request, note it, hand back the answer."""
            began = time.perf_counter()
            time.sleep(recording.held)
            connection = http.client.HTTPConnection(host, timeout=60)
            kept = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
            connection.request(self.command, self.path, headers=kept)
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in {"transfer-encoding", "connection", "content-length", "date", "server"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            recording.passed.append(
                Passed(self.path, self.headers.get("X-Correlation-ID", ""), len(body), began, time.perf_counter())
            )

        do_OPTIONS = do_GET  # noqa: N815 - the library's name

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Forwarder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    recording.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield recording
    finally:
        server.shutdown()
        server.server_close()
