"""The HTTP server of the double's REST half, and what can go wrong on the way, scripted call by call with `fail`."""

import email
import email.policy
import json
from collections import Counter, defaultdict, deque
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.fakes.discord.rest import ROUTES, WITHOUT_TOKEN
from tests.fakes.discord.rest_call import Call
from tests.fakes.discord.rest_errors import Refused
from tests.fakes.discord.rest_limits import COMPONENTS_V2
from tests.fakes.loopback import answer, cut, serving

ROOT = "/api/v10"


class RestServer:
    """Discord's API over real HTTP, for as long as the block runs.

    Args:
        world: what there is.
    """

    def __init__(self, world):
        self.world = world
        # What stand-ins of others do otherwise than Discord: routes they lack, components they do not know, a character set.
        self.lacking = set()
        # "refused" and "ignored" is what becomes of the components of 2025 where they are not "known".
        self.components = "known"
        self.content_type = "application/json"
        self.without_files = False
        # Refusals bear their status for a code; an answer must answer a message that is there; an edit leaves nothing of a message.
        self.codes_are_statuses = self.needs_what_is_answered = self.empties_edited = False
        # Headers of every answer: docs.discord.com/developers/topics/rate-limits#header-format.
        self.headers = {}
        self.calls = Counter()
        self.log = []
        self.invalid = 0
        self._failures = defaultdict(deque)

    def __enter__(self):
        self._http = serving(self._serve)
        self._root = self._http.__enter__()
        return self

    def __exit__(self, *error):
        self._http.__exit__(*error)

    @property
    def url(self):
        """What DISCORD_API_URL is set to."""
        return f"{self._root}{ROOT}"

    def fail(self, name, *troubles):
        """Let the next calls of a route go wrong, in order.

        Args:
            name: of the route's function, "create_message".
            troubles: ("429", seconds), ("429 global", seconds), ("500",) and its like, ("html",), ("lost before",), ("lost after",),
                ("error", code), ("fine",).
        """
        self._failures[name].extend(troubles)

    def _serve(self, request):
        length = int(request.headers.get("Content-Length") or 0)
        content = request.rfile.read(length)
        if request.headers.get("Transfer-Encoding") == "chunked":
            content = _unchunked(request.rfile)
        parts = urlsplit(request.path)
        path = parts.path.removeprefix(ROOT)
        route = self._route(request.command, path)
        if route is None or route[0].__name__ in self.lacking:
            # See docs.discord.com/developers/topics/opcodes-and-status-codes: code 0, general error.
            answer(request, 404, {"message": "404: Not Found", "code": 0})
            return
        act, ids = route
        self.calls[act.__name__] += 1
        trouble = self._trouble(act.__name__, request.headers.get("Content-Type", ""))
        match trouble:
            case ("429", seconds):
                _limited(request, seconds)
            case ("429 global", seconds):
                _limited(request, seconds, everywhere=True)
            case (("500" | "502" | "503" | "504") as status,):
                answer(request, int(status), {"message": f"{status}: Server Error", "code": 0})
            case ("html",):
                answer(request, 503, "<html>Service unavailable</html>")
            case ("lost before",):
                cut(request)
            case ("lost after",):
                self._answered(request, act, ids, parts.query, content)
                cut(request)
            case ("error", code):
                refused = Refused(code)
                answer(request, refused.status, refused.body)
            case _:
                status, body = self._otherwise(act, *self._answered(request, act, ids, parts.query, content))
                # See docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
                self.invalid += status in {401, 403, 429}
                answer(request, status, body, {"Content-Type": self.content_type, **self.headers})

    def _trouble(self, name, kind):
        if self.without_files and kind.startswith("multipart/"):
            # What cannot read it breaks over it.
            return ("html",)
        return self._failures[name].popleft() if self._failures[name] else ("fine",)

    @staticmethod
    def _route(method, path):
        for verb, pattern, act in ROUTES:
            if verb == method and (found := pattern.fullmatch(path)):
                return act, [unquote(each) for each in found.groups()]
        return None

    def _answered(self, request, act, ids, query, content):
        path = urlsplit(request.path).path.removeprefix(ROOT)
        if not path.startswith(WITHOUT_TOKEN) and request.headers.get("Authorization") != f"Bot {self.world.token}":
            # See docs.discord.com/developers/reference#authentication
            return 401, {"message": "401: Unauthorized", "code": 0}
        call = _call(request.headers.get("Content-Type", ""), content, query)
        self.log.append((act.__name__, ids, call.body))
        if self.components != "known" and _knows_no_components(call.body, self.components):
            return 400, {"message": "400: Bad Request", "code": 0}
        if self.needs_what_is_answered and not _answers_something(self.world, call.body, ids):
            return 404, {"message": "404: Not Found", "code": 0}
        with self.world.lock:
            try:
                return act(self.world, call, *ids)
            except Refused as refused:
                return refused.status, refused.body

    def _otherwise(self, act, status, body):
        if self.codes_are_statuses and status >= 400:
            return status, {**body, "code": status}
        if self.empties_edited and act.__name__ == "edit_message" and status == 200:
            body |= {"content": "", "embeds": [], "attachments": []}
            return 200, {name: value for name, value in body.items() if name != "components"}
        return status, body


def _answers_something(world, body, ids):
    """Say whether the message that a new one answers is there; so it is where none is answered."""
    answered = (body.get("message_reference") or {}).get("message_id") if isinstance(body, dict) else None
    return answered is None or world.channels[ids[0]].message(answered) is not None


def _call(kind, content, query):
    parameters = dict(parse_qsl(query))
    if not kind.startswith("multipart/"):
        return Call(json.loads(content) if content else None, parameters)
    # See docs.discord.com/developers/reference#uploading-files
    whole = email.message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + content, policy=email.policy.HTTP)
    body, files = None, {}
    for part in whole.iter_parts():
        name = part.get_param("name", header="content-disposition")
        if name == "payload_json":
            body = json.loads(part.get_payload(decode=True))
        elif name and name.startswith("files["):
            files[int(name[6:-1])] = (part.get_filename(), part.get_payload(decode=True))
    return Call(body, parameters, files)


def _knows_no_components(body, become):
    """Say whether a message is refused for its components; where they are ignored they are taken out of it."""
    if not isinstance(body, dict) or not (body.get("flags") or 0) & COMPONENTS_V2:
        return False
    body |= {"flags": body["flags"] & ~COMPONENTS_V2, "components": [], "content": " "}
    return become == "refused"


def _unchunked(stream):
    found = b""
    while size := int(stream.readline().split(b";")[0], 16):
        found += stream.read(size)
        stream.readline()
    stream.readline()
    return found


def _limited(request, seconds, *, everywhere=False):
    """docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit-rate-limit-response-structure."""
    headers = {
        "Retry-After": str(max(1, round(seconds))),
        "X-RateLimit-Scope": "global" if everywhere else "user",
        "Via": "1.1 google",
    }
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    else:
        headers |= {
            "X-RateLimit-Limit": "5",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset-After": str(seconds),
            "X-RateLimit-Bucket": "double",
        }
    body = {"message": "You are being rate limited.", "retry_after": seconds, "global": everywhere}
    answer(request, 429, body, headers)
