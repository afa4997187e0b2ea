"""What HTTP doubles on loopback have in common: a server, how it answers, and how it does not."""

import contextlib
import http.server
import json
import threading


@contextlib.contextmanager
def serving(serve):
    """Serve HTTP on loopback for as long as the block runs; the block is given its address.

    Args:
        serve: called with the handler of each request, whatever its method.
    """

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # An answer's body does not wait until its headers are acknowledged.
        disable_nagle_algorithm = True

        def handle_one_request(self):
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            serve(self)
            self.wfile.flush()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    # A short look at whether it is over: the block ends as soon as that.
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def answer(request, status, body, headers=()):
    """Answer a request.

    Args:
        request: the handler.
        status: of HTTP.
        body: a dictionary or list as JSON, a string as a page, None for nothing.
        headers: more of them; another content type too.
    """
    content = b"" if body is None else (body if isinstance(body, str) else json.dumps(body)).encode()
    request.send_response(status)
    kind = "application/json" if isinstance(body, dict | list) else "text/html"
    for name, value in {"Content-Type": kind, **dict(headers)}.items():
        request.send_header(name, value)
    request.send_header("Content-Length", str(len(content)))
    request.end_headers()
    request.wfile.write(content)


def cut(request):
    """End the connection without an answer."""
    request.close_connection = True
    request.connection.close()
