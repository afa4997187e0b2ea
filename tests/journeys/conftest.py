"""The whole road in one process, on a real Redis, before a NetBox: the stand-in, or whichever NETBOX_URL names."""

import os
import time
from dataclasses import dataclass
from itertools import count

import pytest
import requests

from adapters.redis.connect import connect
from adapters.redis.names import RedisNames
from adapters.redis.wire import RedisWire
from adapters.terminal.listener import new_id
from adapters.terminal.outbox import read_event
from bot.bootstrap import open_inventories, open_road
from bot.demo.company import build
from bot.demo.standin import StandIn
from bot.settings import read_settings
from orchestration.catalogue.loading import load
from orchestration.language.names import gather
from orchestration.messages import Address, Author, Click, Utterance
from orchestration.messages.plain import render
from orchestration.ports import scope_of
from orchestration.road import accept, run_turn


@dataclass(frozen=True)
class Live:
    """A NetBox, asked plainly beside the bot: what it says is what the bot's answers are held against."""

    url: str
    token: str

    def get(self, path, **params):
        kind = "Bearer" if self.token.startswith("nbt_") else "Token"
        answer = requests.get(
            f"{self.url}/api/{path}", params=params, headers={"Authorization": f"{kind} {self.token}"}, timeout=60
        )
        answer.raise_for_status()
        return answer.json()

    def rows(self, path, **params):
        return self.get(path, limit=1000, **params)["results"]

    def count(self, path, **params):
        return self.get(path, limit=1, **params)["count"]


@dataclass
class Talk:
    """A thread with the bot, answered at once by a worker in this process."""

    road: object
    wire: RedisWire
    thread: str
    rows: int = 10
    reply: object = None

    def say(self, text, context=()):
        """Say something, after what others said in the thread; return the reply."""
        return self._send(Utterance, text=text, context=context)

    def press(self, label):
        """Press the button of the last reply whose label begins so; return the reply."""
        ref = next(each.ref for each in self.reply.buttons if each.label.startswith(label))
        return self._send(Click, ref=ref)

    def _send(self, kind, **what):
        address = Address(platform="terminal", place="local", channel="chat", thread=self.thread)
        author = Author(platform="terminal", place="local", id="ann", name="Ann")
        incoming = kind(id=new_id(), address=address, author=author, at=time.time(), rows=self.rows, **what)
        turn = accept(self.road.queue, self.road.door, incoming)
        while run_turn(self.road):
            pass
        while (stored := self.wire.get(address.key, 0)) is not None:
            event = read_event(stored)
            if event.kind == "posted" and event.reply.turn == turn:
                self.reply = event.reply
        return self.reply


def words(reply):
    """The whole reply as plain text."""
    return render(reply)


def names_of(reply):
    """The first column of the reply's table."""
    return [row[0].text for part in reply.parts if part.kind == "table" for row in part.rows]


@pytest.fixture(scope="module")
def live():
    """The NetBox that the journeys are about."""
    if os.environ.get("NETBOX_URL"):
        yield Live(os.environ["NETBOX_URL"].rstrip("/"), os.environ["NETBOX_TOKEN"])
        return
    with StandIn(build()).serve() as served:
        yield Live(served.url, served.token_admin)


@pytest.fixture
def settings(live, redis_url, monkeypatch, tmp_path):
    """Settings that name it all."""
    given = {"NETBOX_URL": live.url, "NETBOX_TOKEN": live.token, "REDIS_URL": redis_url, "NETBOT_HOME": str(tmp_path)}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return read_settings()


@pytest.fixture
def talk(settings, redis_client):
    """Begin a thread; names are gathered, as a worker does in the background."""
    with open_inventories(settings, redis_client).open(None, "names") as inventory:
        if RedisNames(redis_client).built_at(scope_of(inventory)) is None:
            gather(inventory, RedisNames(redis_client), load(), time.time())
    with connect(settings.redis_url.get_secret_value()) as client:
        road, wire, threads = open_road(settings), RedisWire(client), count(1)
        yield lambda rows=10: Talk(road, wire, f"journey-{next(threads)}", rows)


@pytest.fixture(scope="module")
def site(live):
    """A site with more devices than a first page shows, else the one with the most."""
    return max(live.rows("dcim/sites/"), key=lambda each: each["device_count"])


@pytest.fixture(scope="module")
def device(live, site):
    """A device there that has a name of its own, a rack and interfaces."""
    rows = live.rows("dcim/devices/", site_id=site["id"])
    names = [each["name"] for each in live.rows("dcim/devices/")]
    return next(
        each
        for each in rows
        if each["name"] and each["rack"] and each["interface_count"] and names.count(each["name"]) == 1
    )
