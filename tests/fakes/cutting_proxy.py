"""A proxy before NetBox that cuts connections: before a write arrives, or after NetBox has taken it."""

import contextlib
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

import requests


@dataclass
class Cutting:
    """What the proxy does to requests.

    Args:
        to: address of the NetBox behind it.
        cut: when the connection of a write is cut: before NetBox sees it, after it has taken it, or never.
        deaf: beginnings of paths that are answered 503.
        url: its own address.
        writes: how many writes came.
    """

    to: str
    cut: Literal["before", "after", "never"] = "never"
    deaf: tuple[str, ...] = ()
    url: str = ""
    writes: int = field(default=0)

    @contextlib.contextmanager
    def serve(self):
        """Serve on a free port while the block runs."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _handler(about):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass_on(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            writes = self.command in ("POST", "PATCH", "PUT", "DELETE")
            about.writes += writes
            if writes and about.cut == "before":
                self._hang_up()
                return
            if self.path.startswith(about.deaf or "\0"):
                self._answer(503, {}, b"{}")
                return
            headers = {
                name: self.headers[name]
                for name in ("Authorization", "Content-Type", "If-Match")
                if name in self.headers
            }
            with requests.Session() as session:
                got = session.request(self.command, about.to + self.path, headers=headers, data=body, timeout=30)
            if writes and about.cut == "after":
                self._hang_up()
                return
            self._answer(got.status_code, got.headers, got.content)

        def _answer(self, status, headers, content):
            self.send_response(status)
            for name in ("Content-Type", "X-Request-ID", "ETag"):
                if name in headers:
                    self.send_header(name, headers[name])
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def _hang_up(self):
            self.close_connection = True
            self.connection.close()

        def log_message(self, *_):
            pass

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = do_OPTIONS = _pass_on  # noqa: N815 - http.server's names

    return Handler
