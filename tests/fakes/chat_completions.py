"""A double of OpenAI's Chat Completions: real HTTP, strict about what it is asked, and in any trouble that a test wants.

with ChatCompletions() as openai:
    openai.will(Fills('{"asks": []}'), Status(429, headers={"retry-after": "1"}))
    ...ask openai.url with the key openai.key...
    assert len(openai.asked) == 2

Forms: platform.openai.com/docs/api-reference/chat; error bodies: platform.openai.com/docs/guides/error-codes.
"""

import contextlib
import json
import re
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from tests.fakes.strict_schemas import faults

KEY = "sk-proj-invented0123456789abcdefghij"
MODEL = "gpt-4o-mini"
RELEASE = "gpt-4o-mini-2024-07-18"
USAGE = {"prompt_tokens": 900, "completion_tokens": 150, "prompt_tokens_details": {"cached_tokens": 400}}


@dataclass(frozen=True)
class Fills:
    """Answer with a text, as the content of a message; a function makes it of what was asked."""

    text: str | Callable[[dict[str, Any]], str]
    finish: str = "stop"
    tier: str = "default"


@dataclass(frozen=True)
class Refuses:
    """Refuse to answer."""


@dataclass(frozen=True)
class Status:
    """Answer with a status and OpenAI's error body, or with a body of another kind."""

    status: int
    code: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True)
class Hangs:
    """Say nothing until the double is closed."""


@dataclass(frozen=True)
class Drips:
    """Answer a byte at a time, without end."""


Move = Fills | Refuses | Status | Hangs | Drips


class ChatCompletions:
    """The double; it answers what it was told, in order, and 500 to a call that nobody foresaw.

    Args:
        model: the model that there is.
    """

    def __init__(self, model: str = MODEL) -> None:
        self.key, self.model = KEY, model
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.surprises = 0
        self.closing = threading.Event()
        self._moves: deque[Move] = deque()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"double": self}))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def url(self) -> str:
        """The address for OPENAI_BASE_URL."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def left(self) -> int:
        """How many moves were not asked for."""
        return len(self._moves)

    def will(self, *moves: Move) -> None:
        """Make these moves next."""
        self._moves.extend(moves)

    def take(self) -> Move:
        """Return the next move."""
        if not self._moves:
            self.surprises += 1
            return Status(500)
        return self._moves.popleft()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Answers for a double."""

    double: ChatCompletions
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer a question."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.headers.get("Authorization", "").removeprefix("Bearer ")
        self.double.keys.append(key)
        if self.path != "/v1/chat/completions":
            return self._error(404, None, f"Invalid URL (POST {self.path})")
        if key != self.double.key:
            # OpenAI repeats the ends of a wrong key.
            return self._error(401, "invalid_api_key", f"Incorrect API key provided: {key[:7]}****{key[-4:]}.")
        if asked.get("model") != self.double.model:
            return self._error(404, "model_not_found", f"The model `{asked.get('model')}` does not exist")
        wrong = _faults(asked)
        if wrong:
            return self._error(400, None, "; ".join(wrong))
        self.double.asked.append(asked)
        return self._move(self.double.take(), asked)

    def _move(self, move: Move, asked: dict[str, Any]) -> None:
        match move:
            case Fills():
                text = move.text if isinstance(move.text, str) else move.text(asked)
                self._answer(200, _completion({"content": text, "refusal": None}, move.finish, move.tier))
            case Refuses():
                self._answer(200, _completion({"content": None, "refusal": "I can't help with that."}, "stop"))
            case Status():
                if move.body is not None:
                    self._send(move.status, move.body, move.headers)
                else:
                    self._error(move.status, move.code, "trouble", move.headers)
            case Hangs():
                self.double.closing.wait(30)
                self.close_connection = True
            case Drips():
                self._drip()

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        with contextlib.suppress(OSError):
            while not self.double.closing.wait(0.01):
                self.wfile.write(b" ")
                self.wfile.flush()
        self.close_connection = True

    def _error(self, status: int, code: str | None, message: str, headers: Mapping[str, str] | None = None) -> None:
        error = {"message": message, "type": "invalid_request_error", "param": None, "code": code}
        self._answer(status, {"error": error}, headers)

    def _answer(self, status: int, body: dict[str, Any], headers: Mapping[str, str] | None = None) -> None:
        self._send(status, json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})})

    def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing on standard error."""


def _faults(asked: dict[str, Any]) -> list[str]:
    """Return what is wrong with a question."""
    form = asked.get("response_format", {})
    if form.get("type") != "json_schema":
        return ["response_format is no json_schema"]
    schema = form["json_schema"]
    named = [] if re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", schema.get("name", "")) else ["Invalid 'name'"]
    strict = [] if schema.get("strict") is True else ["not strict"]
    said = asked.get("messages", [])
    roles = {each.get("role") for each in said} - {"system", "developer", "user", "assistant"}
    empty = [] if said and not roles else ["Invalid 'messages'"]
    return [*named, *strict, *empty, *faults(schema.get("schema"))]


def _completion(message: dict[str, Any], finish: str, tier: str = "default") -> dict[str, Any]:
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": finish}
    told = {"id": "chatcmpl-1", "object": "chat.completion", "model": RELEASE, "service_tier": tier, "usage": USAGE}
    return {**told, "choices": [choice]}
