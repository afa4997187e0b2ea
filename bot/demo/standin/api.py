"""One request of NetBox's REST API, from its parts to its answer; nothing here knows of HTTP servers."""

import json
import threading
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from bot.demo.standin.bulk import atomically, each, identified
from bot.demo.standin.calls import Answer, Call, Request
from bot.demo.standin.changes import Actor
from bot.demo.standin.clock import etag
from bot.demo.standin.deletion import delete
from bot.demo.standin.errors import Missing, Refused, Stale
from bot.demo.standin.extras import answer_extra, has_extra
from bot.demo.standin.filters import equal, select
from bot.demo.standin.options import describe
from bot.demo.standin.ordering import order
from bot.demo.standin.paging import cursor_page, first, page
from bot.demo.standin.permissions import Token, authenticate
from bot.demo.standin.render import Renderer
from bot.demo.standin.schema import Type
from bot.demo.standin.store import Row, Store
from bot.demo.standin.writes import create, update

APPS = (
    "circuits",
    "core",
    "dcim",
    "extras",
    "ipam",
    "plugins",
    "tenancy",
    "users",
    "virtualization",
    "vpn",
    "wireless",
)
NOT_FOUND = "<!DOCTYPE html><html><head><title>Page Not Found | NetBox</title></head><body><h1>Page Not Found</h1></body></html>"
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Api:
    """NetBox's REST API over a store; one request at a time, from any thread."""

    def __init__(self, store: Store, tokens: list[Token]) -> None:
        self.store = store
        self.tokens = tokens
        self.lock = threading.RLock()
        self._renderers: dict[str, Renderer] = {}

    def answer(self, request: Request) -> Answer:
        """Answer a request; whatever it refuses is an answer too."""
        headers = {"X-Request-ID": str(uuid.uuid4())}
        if request.path.startswith("/api/"):
            headers["API-Version"] = ".".join(self.store.schema.version.split(".")[:2])
        try:
            with self.lock:
                answer = self._answer(request, headers["X-Request-ID"])
        except Refused as problem:
            answer = Answer(problem.status, problem.body, problem.headers)
        return Answer(answer.status, answer.body, {**headers, **answer.headers}, answer.media_type)

    def _answer(self, request: Request, request_id: str) -> Answer:
        parts = [part for part in request.path.split("/") if part]
        if not parts or parts[0] != "api":
            return Answer(404, NOT_FOUND, media_type="text/html")
        if not request.path.endswith("/"):
            return Answer(301, "", {"Location": f"{request.path}/"}, "text/html")
        route = self._route(parts[1:])
        if route is None:
            return Answer(404, NOT_FOUND, media_type="text/html")
        token = authenticate(self.tokens, request.headers.get("authorization", ""))
        renderer = self._renderers.setdefault(request.base, Renderer(self.store, request.base))
        user = min(equal(self.store, "users.user", "username", token.username))
        return route(Call(request, token, Actor(user, token.username, request_id), renderer, _read_body(request)))

    def _route(self, parts: list[str]) -> Callable[[Call], Answer] | None:  # noqa: C901, PLR0911 - one return a kind of address
        if not parts:
            return lambda call: _links(call, {**dict.fromkeys(APPS, ""), "status": ""}, "api")
        if parts == ["status"]:
            return lambda _call: self._status()
        if parts == ["authentication-check"]:
            return lambda call: Answer(
                200, call.renderer.full("users.user", self.store.rows["users.user"][call.actor.user])
            )
        if len(parts) == 1 and parts[0] in APPS:
            lists = sorted(
                {name.split("/")[1] for name in self.store.schema.by_list if name.startswith(f"{parts[0]}/")}
            )
            return lambda call: _links(call, dict.fromkeys(lists, ""), f"api/{parts[0]}")
        if parts[0] == "plugins" and len(parts) > 2:
            # Below a plugin's own root lies what elsewhere lies below an app.
            parts = ["/".join(parts[:2]), *parts[2:]]
        elif parts[0] == "plugins":
            return self._plugin(parts[1])
        about = self.store.schema.by_list.get("/".join(parts[:2]))
        if about is None or len(parts) > 4:
            return None
        if len(parts) == 2:
            return lambda call: self._list(call, about)
        if len(parts) == 3:
            return lambda call: self._object(call, about, parts[2])
        if not has_extra(about.name, parts[3]):
            return None
        return lambda call: answer_extra(self.store, call, about, self._find(call, about, parts[2]), parts[3])

    def _plugin(self, name: str) -> Callable[[Call], Answer] | None:
        under = f"plugins/{name}"
        lists = [each.rpartition("/")[2] for each in self.store.schema.by_list if each.startswith(f"{under}/")]
        return (lambda call: _links(call, dict.fromkeys(lists, ""), f"api/{under}")) if lists else None

    def _status(self) -> Answer:
        version = self.store.schema.version
        facts = {
            "django-version": "6.1.2",
            "hostname": "standin",
            "netbox-version": version,
            "netbox-full-version": version,
        }
        return Answer(200, {**facts, "plugins": {}, "python-version": "3.13.5", "rq-workers-running": 0})

    def _list(self, call: Call, about: Type) -> Answer:
        method = call.request.method
        if method == "OPTIONS":
            return Answer(200, describe(self.store, about, self._writable(call, about, ("put", "post")), "List"))
        _require(call, about)
        if method in ("GET", "HEAD"):
            return self._page(call, about)
        if method == "POST":
            return self._create(call, about)
        return self._bulk(call, about)

    def _page(self, call: Call, about: Type) -> Answer:
        query, url = call.request.query, f"{call.request.base}/api/{about.list}/"
        ids, seen = select(self.store, about.name, query), call.token.visible(self.store, about.name)
        found = ids if seen is None else seen if ids is None else ids & seen
        if "start" in query:
            cut = cursor_page(sorted(self.store.rows[about.name] if found is None else found), query, url)
        else:
            cut = page(order(self.store, about.name, found, (first(query, "ordering") or "").split(",")), query, url)
        fields, rows = call.shown_fields(about), self.store.rows[about.name]
        return Answer(200, cut.body([call.renderer.full(about.name, rows[number], **fields) for number in cut.items]))

    def _create(self, call: Call, about: Type) -> Answer:
        if isinstance(call.data, list):
            rows = each(
                self.store,
                call.data,
                lambda entry: create(self.store, about.name, entry, call.actor),
                lambda index, _entry: {"index": index},
                "created",
            )
            return Answer(201, [call.show(about, row) for row in rows])
        row = atomically(self.store, lambda: create(self.store, about.name, call.data or {}, call.actor))
        return self._versioned(201, call, about, row)

    def _bulk(self, call: Call, about: Type) -> Answer:
        seen = call.token.visible(self.store, about.name)
        rows = self.store.rows[about.name]
        entries = identified(call.data, lambda number: number in rows and (seen is None or number in seen))
        for entry in entries:
            self._check_version(call, rows[entry["id"]])

        def key(_index: int, entry: dict[str, Any]) -> dict[str, Any]:
            return {"id": entry["id"]}

        if call.request.method == "DELETE":
            each(
                self.store,
                entries,
                lambda entry: delete(
                    self.store, about.name, rows[entry["id"]], call.actor, str(entry.get("changelog_message") or "")
                ),
                key,
                "deleted",
            )
            return Answer(204)
        partial = call.request.method == "PATCH"
        each(
            self.store,
            entries,
            lambda entry: update(self.store, about.name, rows[entry["id"]], entry, call.actor, partial=partial),
            key,
            "updated",
        )
        changed = order(self.store, about.name, {entry["id"] for entry in entries})
        return Answer(200, [call.show(about, rows[number]) for number in changed])

    def _object(self, call: Call, about: Type, number: str) -> Answer:
        method = call.request.method
        if method == "OPTIONS":
            self._find(call, about, number)
            return Answer(200, describe(self.store, about, self._writable(call, about, ("put",)), "Instance"))
        _require(call, about)
        row = self._find(call, about, number)
        if method in ("GET", "HEAD"):
            return self._versioned(200, call, about, row)
        if method == "POST":
            raise Refused({"detail": 'Method "POST" not allowed.'}, 405)
        self._check_version(call, row)
        if method == "DELETE":
            message = str(call.data.get("changelog_message") or "") if isinstance(call.data, dict) else ""
            atomically(self.store, lambda: delete(self.store, about.name, row, call.actor, message))
            return Answer(204)
        partial = method == "PATCH"
        return self._versioned(
            200,
            call,
            about,
            atomically(
                self.store, lambda: update(self.store, about.name, row, call.data or {}, call.actor, partial=partial)
            ),
        )

    def _find(self, call: Call, about: Type, number: str) -> Row:
        if not number.isdigit():
            raise Missing
        row, seen = self.store.get(about.name, int(number)), call.token.visible(self.store, about.name)
        if row is None or (seen is not None and row["id"] not in seen):
            raise Missing(about.model)
        return row

    def _writable(self, call: Call, about: Type, methods: tuple[str, ...]) -> tuple[str, ...]:
        try:
            call.token.require(about.name, write=True)
        except Refused:
            return ()
        return tuple(method.upper() for method in methods if method in about.methods)

    def _versioned(self, status: int, call: Call, about: Type, row: Row) -> Answer:
        version = etag(row.get("last_updated") or row.get("created"))
        return Answer(status, call.show(about, row), {"ETag": version} if version else {})

    def _check_version(self, call: Call, row: Row) -> None:
        """Refuse a change of an object that is not the one the client read (If-Match)."""
        given, current = call.request.headers.get("if-match", ""), etag(row.get("last_updated") or row.get("created"))
        if given and given != "*" and current and current not in [item.strip() for item in given.split(",")]:
            raise Stale({"detail": "Precondition failed."}, headers={"ETag": current})


def _require(call: Call, about: Type) -> None:
    """Refuse what neither the token nor the type allows."""
    method = call.request.method
    call.token.require(about.name, write=method in WRITES)
    if method in WRITES and method.lower() not in about.methods:
        raise Refused({"detail": f'Method "{method}" not allowed.'}, 405)


def _links(call: Call, names: Mapping[str, str], under: str) -> Answer:
    return Answer(200, {name: f"{call.request.base}/{under}/{name}/" for name in sorted(names)})


def _read_body(request: Request) -> Any:
    if not request.body.strip():
        return None
    try:
        return json.loads(request.body)
    except ValueError as problem:
        raise Refused({"detail": f"JSON parse error - {problem}"}) from None
