"""The stand-in as a whole: objects, tokens and server."""

import contextlib
import functools
from collections.abc import Iterator
from dataclasses import dataclass

from bot.demo.standin.api import Api
from bot.demo.standin.derived import derive
from bot.demo.standin.loading import Objects, as_row, load
from bot.demo.standin.permissions import Token
from bot.demo.standin.plugin import LIST as PLUGIN
from bot.demo.standin.plugin import with_plugin
from bot.demo.standin.schema import load_schema
from bot.demo.standin.server import RequestLog, application, serving
from bot.demo.standin.store import Store


def well_known_token(name: str) -> str:
    """Return the demo token of a name: public on purpose, for a server that listens on 127.0.0.1 alone and holds invented data."""
    return f"nbt_{name.ljust(12, '0')}.{name.ljust(40, '0')}"


@dataclass(frozen=True)
class Serving:
    """A stand-in that answers: its address and its tokens."""

    url: str
    token_admin: str
    token_reader: str
    token_readonly: str


class StandIn:
    """A double of NetBox 4.7.3 in memory.

    Args:
        objects: what it holds, as `{"dcim/sites": [...], ...}`, each as NetBox's API shows it or leaner.
        reader_tenant: the slug of the tenant whose sites and devices the reader's token sees; without it, it sees none.
        tokens: tokens for "admin", "reader" and "readonly" in place of the well-known ones.
    """

    def __init__(
        self, objects: Objects, reader_tenant: str | None = None, tokens: dict[str, str] | None = None
    ) -> None:
        schema = with_plugin(load_schema()) if PLUGIN in objects else load_schema()
        self.store = Store(schema)
        self.store.derived = functools.partial(derive, self.store)
        load(self.store, objects)
        self._add_users("admin", "reader")
        self.tokens = {name: well_known_token(name) for name in ("admin", "reader", "readonly")} | (tokens or {})
        self.api = Api(
            self.store,
            [
                Token(self.tokens["admin"], "admin"),
                Token(self.tokens["reader"], "reader", tenant=reader_tenant or ""),
                Token(self.tokens["readonly"], "admin", writes=False),
            ],
        )
        self.requests = RequestLog()

    def _add_users(self, *names: str) -> None:
        """Add the users whom the tokens stand for; as in NetBox the first user is the administrator."""
        about = self.store.schema.types["users.user"]
        for name in names:
            if not self.store.index(about.name, "username").get(name):
                free = 1 if not self.store.get(about.name, 1) else self.store.next_id(about.name)
                self.store.put(about.name, as_row(about, {"id": free, "username": name, "is_active": True}))

    @contextlib.contextmanager
    def serve(self, port: int = 0) -> Iterator[Serving]:
        """Serve it on 127.0.0.1 while the context is open; port 0 takes a free one."""
        with serving(application(self.api, self.requests), port) as url:
            yield Serving(url, self.tokens["admin"], self.tokens["reader"], self.tokens["readonly"])
