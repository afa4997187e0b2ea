"""A Slack of the project's own: real HTTP for the Web API, a real WebSocket for Socket Mode, Slack's rules with the page that gives each.

Whatever can go wrong on the way is scripted call by call with `fail`: 429 with Retry-After, 500, an answer that is lost before or after the call
took effect. Events go out over the open sockets (docs.slack.dev/apis/events-api/using-socket-mode) or as signed HTTP requests
(docs.slack.dev/authentication/verifying-requests-from-slack).
"""

import base64
import contextlib
import hashlib
import hmac
import http.client
import json
import threading
import time
from collections import Counter, defaultdict, deque
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import serve

from tests.fakes.loopback import answer, cut, serving
from tests.fakes.slack.methods import METHODS
from tests.fakes.slack.payloads import APP, BOT
from tests.fakes.slack.rules import Refused
from tests.fakes.slack.state import Workspace

SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
APP_TOKEN = "xapp-1-A0NETBOT-1-secret"
CLIENT_ID, CLIENT_SECRET = "111.222", "client-secret"


class SlackDouble:
    """A Slack with one workspace or more, for as long as the block runs."""

    def __init__(self, *workspaces):
        self.workspaces = {each.token: each for each in workspaces or (Workspace(),)}
        self.home = next(iter(self.workspaces.values()))
        self.calls = Counter()
        self.log = []
        self.sockets = []
        self.unknown = set()
        self.refuse_connections = False
        self.acks = {}
        self.codes = {}
        self._failures = defaultdict(deque)
        self._acked = threading.Condition()
        self._opened = threading.Condition()
        self._tickets = set()

    def __enter__(self):
        self._http = serving(self._serve)
        self.root = self._http.__enter__()
        self._socket = serve(self._link, "127.0.0.1", 0)
        threading.Thread(target=self._socket.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error):
        self._http.__exit__(*error)
        self.hang_up()
        self._socket.shutdown()

    @property
    def url(self):
        """What SLACK_API_URL is set to."""
        return f"{self.root}/api"

    def fail(self, method, *troubles):
        """Let the next calls of a method go wrong, in order.

        Args:
            method: which.
            troubles: ("429", seconds), ("500",), ("404",), ("html",), ("lost before",), ("lost after",), ("error", code), ("fine",).
        """
        self._failures[method].extend(troubles)

    # The Web API.

    def _serve(self, request):
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        path = urlsplit(request.path).path
        if path.startswith("/upload/"):
            self._upload(request, path.removeprefix("/upload/"), body)
            return
        method = path.removeprefix("/api/")
        args = _arguments(request.headers.get("Content-Type", ""), body)
        self.calls[method] += 1
        trouble = self._failures[method].popleft() if self._failures[method] else ("fine",)
        match trouble:
            case ("429", seconds):
                answer(request, 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(seconds)})
            case ("500",):
                answer(request, 500, {"ok": False, "error": "internal_error"})
            case ("404",):
                answer(request, 404, "404 Not Found")
            case ("html",):
                answer(request, 503, "<html>Service unavailable</html>")
            case ("lost before",):
                cut(request)
            case ("lost after",):
                self._answer_to(request, method, args)
                cut(request)
            case ("error", code):
                answer(request, 200, {"ok": False, "error": code})
            case _:
                answer(request, 200, self._answer_to(request, method, args), self._scopes(request))

    def _scopes(self, request):
        """The header that lists a token's scopes: docs.slack.dev/authentication/installing-with-oauth."""
        workspace = self.workspaces.get((request.headers.get("Authorization") or "").removeprefix("Bearer "))
        return {"X-OAuth-Scopes": ",".join(sorted(workspace.scopes))} if workspace else {}

    def _answer_to(self, request, method, args):
        token = (request.headers.get("Authorization") or f"Bearer {args.get('token', '')}").removeprefix("Bearer ")
        if method == "apps.connections.open":
            return self._connection(token)
        if method == "oauth.v2.access":
            return self._installed(token, args)
        if method not in METHODS or method in self.unknown:
            # docs.slack.dev/apis/web-api/using-the-slack-web-api: a method that is not there.
            return {"ok": False, "error": "unknown_method", "req_method": method}
        workspace = self.workspaces.get(token)
        if workspace is None:
            return {"ok": False, "error": "invalid_auth" if token else "not_authed"}
        self.log.append((method, args))
        with workspace.lock:
            try:
                return {"ok": True, **METHODS[method](workspace, {**args, "_root": self.root})}
            except Refused as refused:
                return refused.answer

    def _installed(self, credentials, args):
        """docs.slack.dev/reference/methods/oauth.v2.access: a code is good once; the app proves itself by HTTP Basic."""
        if credentials != f"Basic {base64.b64encode(f'{CLIENT_ID}:{CLIENT_SECRET}'.encode()).decode()}":
            return {"ok": False, "error": "bad_client_secret"}
        workspace = self.codes.pop(args.get("code"), None)
        if workspace is None:
            return {"ok": False, "error": "invalid_code"}
        self.workspaces[workspace.token] = workspace
        return {
            "ok": True,
            "access_token": workspace.token,
            "token_type": "bot",
            "scope": ",".join(sorted(workspace.scopes)),
            "bot_user_id": BOT,
            "app_id": APP,
            "team": {"id": workspace.team, "name": "Another"},
            "enterprise": None,
            "is_enterprise_install": False,
            "authed_user": {"id": "U0BOSS"},
        }

    def _upload(self, request, id_, body):
        for workspace in self.workspaces.values():
            if id_ in workspace.files:
                workspace.files[id_]["content"] = body
        answer(request, 200, f"OK - {len(body)}")

    # Socket Mode: docs.slack.dev/apis/events-api/using-socket-mode.

    def _connection(self, token):
        if token != APP_TOKEN:
            return {"ok": False, "error": "not_allowed_token_type" if token.startswith("xoxb") else "invalid_auth"}
        if self.refuse_connections:
            return {"ok": False, "error": "internal_error"}
        ticket = uuid4().hex
        self._tickets.add(ticket)
        port = self._socket.socket.getsockname()[1]
        return {"ok": True, "url": f"ws://127.0.0.1:{port}/link/?ticket={ticket}&app_id={APP}"}

    def _link(self, connection):
        ticket = parse_qs(urlsplit(connection.request.path).query).get("ticket", [""])[0]
        # A ticket is good for one connection.
        if ticket not in self._tickets:
            connection.close(4001)
            return
        self._tickets.discard(ticket)
        hello = {"type": "hello", "num_connections": len(self.sockets) + 1, "connection_info": {"app_id": APP}}
        connection.send(json.dumps({**hello, "debug_info": {"host": "double", "approximate_connection_time": 18060}}))
        with self._opened:
            self.sockets.append(connection)
            self._opened.notify_all()
        with contextlib.suppress(ConnectionClosed):
            for said in connection:
                if '"envelope_id"' in str(said):
                    envelope = json.loads(said)
                    with self._acked:
                        self.acks[envelope["envelope_id"]] = envelope.get("payload")
                        self._acked.notify_all()
        with self._opened:
            self.sockets.remove(connection)
            self._opened.notify_all()

    def connected(self, number=1, within=30.0):
        """Wait until so many sockets are open."""
        with self._opened:
            assert self._opened.wait_for(lambda: len(self.sockets) >= number, within), "no socket was opened"

    def alone(self, within=30.0):
        """Wait until no socket is open."""
        with self._opened:
            assert self._opened.wait_for(lambda: not self.sockets, within), "a socket stays open"

    def send(self, kind, payload, *, socket=-1, retry=None):
        """Send an envelope over one of the sockets; returns its id."""
        envelope = {
            "type": kind,
            "envelope_id": str(uuid4()),
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if retry is not None:
            envelope |= {"retry_attempt": retry, "retry_reason": "timeout"}
        self.sockets[socket].send(json.dumps(envelope))
        return envelope["envelope_id"]

    def acked(self, envelope, within=30.0):
        """Wait for the acknowledgement of an envelope; returns its payload."""
        with self._acked:
            assert self._acked.wait_for(lambda: envelope in self.acks, within), "not acknowledged"
            return self.acks[envelope]

    def deliver(self, kind, payload, **more):
        """Send an envelope and wait for its acknowledgement; returns the payload of that."""
        return self.acked(self.send(kind, payload, **more))

    def disconnect(self, reason="refresh_requested"):
        """Tell all sockets to come anew, and close them, as Slack does every few hours."""
        for each in list(self.sockets):
            with contextlib.suppress(ConnectionClosed):
                each.send(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "double"}}))

    def hang_up(self):
        """Close all sockets in due form."""
        for each in list(self.sockets):
            with contextlib.suppress(Exception):
                each.close()

    def drop(self):
        """Close all sockets without a word."""
        for each in list(self.sockets):
            each.socket.close()


# HTTP mode.


def signed(body, secret=SIGNING_SECRET, at=None):
    """The headers Slack signs a request with: docs.slack.dev/authentication/verifying-requests-from-slack."""
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def post_event(address, payload, *, retry=None, secret=SIGNING_SECRET, at=None):
    """Send an event as Slack does; returns status and body. A retry says so in its headers."""
    body = json.dumps(payload)
    retries = {"x-slack-retry-num": str(retry), "x-slack-retry-reason": "http_timeout"} if retry is not None else {}
    return _post(address, body, {"Content-Type": "application/json", **signed(body, secret, at), **retries})


def post_interaction(address, payload):
    """Send an interaction: a form with one field, `payload`."""
    body = urlencode({"payload": json.dumps(payload)})
    return _post(address, body, {"Content-Type": "application/x-www-form-urlencoded", **signed(body)})


def post_command(address, fields):
    """Send a slash command."""
    body = urlencode(fields)
    return _post(address, body, {"Content-Type": "application/x-www-form-urlencoded", **signed(body)})


def _post(address, body, headers):
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    try:
        connection.request("POST", parts.path, body.encode(), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def _arguments(kind, body):
    if kind.startswith("application/json"):
        return json.loads(body or b"{}")
    fields = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    for name in ("blocks", "view", "metadata", "files", "prompts", "chunks"):
        if name in fields:
            fields[name] = json.loads(fields[name])
    return fields
