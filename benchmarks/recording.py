"""A forwarder in front of a NetBox that notes which requests pass, and which of them were under way at the same time."""

import contextlib
import http.client
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Recording:
    """The requests that passed since they were last taken, as (path with query, began, ended)."""

    def __init__(self) -> None:
        self._passed: list[tuple[str, float, float]] = []
        self.url = ""

    def note(self, path: str, began: float, ended: float) -> None:
        """Note a request."""
        self._passed.append((path, began, ended))

    def waves(self) -> list[list[str]]:
        """Take the requests, grouped: those of one wave were under way together."""
        waves: list[list[str]] = []
        until = 0.0
        for path, began, ended in sorted(self._passed, key=lambda each: each[1]):
            if began >= until or not waves:
                waves.append([])
            waves[-1].append(path)
            until = max(until, ended)
        self._passed.clear()
        return waves


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
            connection = http.client.HTTPConnection(host, timeout=60)
            kept = {name: value for name, value in self.headers.items() if name.lower() not in {"host", "connection"}}
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
            recording.note(self.path, began, time.perf_counter())

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
