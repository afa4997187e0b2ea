"""A request and its answer, whatever carries them, and a request that has been let in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.demo.standin.changes import Actor
from bot.demo.standin.paging import Query, first
from bot.demo.standin.permissions import Token
from bot.demo.standin.render import Renderer
from bot.demo.standin.schema import Type
from bot.demo.standin.store import Row


@dataclass(frozen=True)
class Request:
    """A request: method, path, query, headers with names in lower case, body, and the address the client used."""

    method: str
    path: str
    query: Query
    headers: Mapping[str, str]
    body: bytes
    base: str


@dataclass(frozen=True)
class Answer:
    """An answer: JSON, unless it says otherwise."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"

    def encoded(self) -> bytes:
        """Return the body as bytes."""
        if self.media_type != "application/json":
            return str(self.body).encode()
        return b"" if self.status == 204 else json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Call:
    """A request that has been let in: who asks, with what body, and how to show them objects."""

    request: Request
    token: Token
    actor: Actor
    renderer: Renderer
    data: Any

    def shown_fields(self, about: Type) -> dict[str, Any]:
        """Return which fields the query asks for."""
        fields, omit = first(self.request.query, "fields"), first(self.request.query, "omit")
        if fields:
            return {"only": fields.split(",")}
        if omit:
            return {"omit": omit.split(",")}
        brief = self.request.method == "GET" and first(self.request.query, "brief")
        return {"only": about.brief} if brief and about.brief else {}

    def show(self, about: Type, row: Row) -> dict[str, Any]:
        """Show a row with the fields that the query asks for."""
        return self.renderer.full(about.name, row, **self.shown_fields(about))
