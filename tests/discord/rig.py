"""Everything between Discord and NetBox, real but for the two ends: events go in over the gateway, what the double holds is looked at."""

import asyncio
import contextlib
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from unittest.mock import patch

from adapters.discord import serving
from adapters.discord.client import GatewayClient
from adapters.discord.handover import Handover
from adapters.discord.hooks import Hooks
from adapters.discord.outbox import DiscordOutbox
from adapters.discord.poster import Poster
from adapters.discord.rest import Rest
from adapters.discord.threads import Threads
from adapters.discord.ways import Ways
from adapters.drawing.table import draw
from adapters.redis.cache import RedisCache
from adapters.redis.quotas import RedisQuotas
from bot.bootstrap import open_queue, open_road
from bot.discord_app import connected, opened_listening
from bot.settings import read_settings
from orchestration.errors import NetbotError
from orchestration.messages import read_incoming
from orchestration.progress import UnderWay
from orchestration.sessions.session import Session
from tests.fakes import at_work
from tests.fakes.at_work import AtOnce, names_gathered, wait_for
from tests.fakes.discord import gateway_interactions as acts
from tests.fakes.discord.rest_limits import walk
from tests.fakes.discord.state import ANN, BEN, BOT, HOME, NET, OPERATORS, moment

POLICY = f"""{at_work.POLICY.format(platform="discord", place=HOME, ann=ANN, ben=BEN)}
[[places]]
where = "discord/@me"

[groups]
operators = ["@discord/{HOME}/{OPERATORS}"]

[[grants]]
who = ["operators", "ben"]
may = ["confirm"]
"""


def environment(discord, redis_url, standin, folder, **more):
    """What the program is told."""
    ours = {"DISCORD_TOKEN": discord.world.token, "DISCORD_API_URL": discord.url, "NETBOT_DISCORD_LINKING": "on"}
    return at_work.told(folder, POLICY, redis_url, standin, **ours, **more)


ROW = re.compile(r"^- \[\*\*(.+?)\*\*\]", re.MULTILINE)


def open_worker(settings, client, rest):
    """A worker's road, whose outbox waits for nothing."""
    road, marks = open_road(settings), RedisCache(client)
    poster = Poster(rest, marks, AtOnce())
    outbox = DiscordOutbox(
        poster,
        Hooks(rest, poster),
        Threads(rest, marks),
        Handover(marks),
        Ways(marks, draw=draw),
        UnderWay(patience=60.0),
    )
    return replace(road, outboxes={**road.outboxes, "discord": outbox})


class Listener:
    """A running listener.

    Args:
        discord: the double.
        client: the store.
    """

    def __init__(self, discord, client):
        self.discord, self.world, self.client = discord, discord.world, client
        self.home = HOME
        self.road = None
        self.rooms = None
        self.clients = []
        self.failed = None

    def settle(self):
        """Wait until all that the gateway told is taken care of."""
        wait_for(self._quiet)
        at_work.settle(self.later)

    def _quiet(self):
        for _ in range(2):
            asyncio.run_coroutine_threadsafe(asyncio.sleep(0), self.loop).result(30)
        client, gateway = self.clients[-1], self.discord.gateway
        told = sorted(len(each.told) for each in gateway.sessions.values() if each.connection and not each.ended)
        reached = sorted(shard.ws.sequence or 0 for shard in client._shards.values())
        return bool(told) and reached == told and not client._under_way

    def taken(self):
        """Take the next message that waits, as a worker would; None where none does."""
        queue = open_queue(read_settings(), self.client)
        lease = queue.take()
        if lease is None or lease.incoming is None:
            return None
        queue.finish(lease, Session(address=lease.address), (), ())
        queue.release(lease)
        return read_incoming(lease.incoming)

    def work(self):
        """Answer all that waits."""
        at_work.work(self.road)

    def ask(self, text, **where):
        """Mention the bot and let it answer; returns what it posted in the thread."""
        said = self.mention(text, **where)
        self.work()
        return self.world.posted(said["id"] if where.get("channel", NET) == NET else said["channel_id"])

    def mention(self, text, *, person=ANN, channel=NET, **more):
        """Let somebody mention the bot; returns the message."""
        said = self.world.said(person, f"<@{BOT}> {text}", channel=channel, mentions=[BOT], **more)
        self.settle()
        return said

    def say(self, text, *, person=ANN, channel=NET, **more):
        """Let somebody write without a mention."""
        said = self.world.said(person, text, channel=channel, **more)
        self.settle()
        return said

    def edit(self, said, text):
        """Let somebody edit what they wrote."""
        with self.world.lock:
            held = self.world.channels[said["channel_id"]].message(said["id"])
            held |= {"content": text, "edited_timestamp": moment()}
            self.world.dispatch("MESSAGE_UPDATE", self.world.told(held))
        self.settle()

    def command(self, sub, values=None, **more):
        """Let somebody use a command; returns the interaction."""
        made = acts.command(self.world, sub, values, **more)
        self.settle()
        return made

    def press(self, message, label, *, person=ANN):
        """Let somebody press what bears a label that begins so; returns the interaction."""
        custom_id, values = pressing(message, label)
        made = acts.press(self.world, message, custom_id, values=values, person=person)
        self.settle()
        return made

    def die(self):
        """End the listener as SIGKILL does: nothing is noted, nobody says goodbye."""

        async def cut():
            for shard in self.clients[-1]._shards.values():
                shard._cancel_task()
            self.clients[-1]._standings = None
            self.over.set()

        asyncio.run_coroutine_threadsafe(cut(), self.loop).result(30)
        self.thread.join(30)

    def stop(self):
        """End the listener as SIGTERM does."""
        self.loop.call_soon_threadsafe(self.over.set)
        self.thread.join(30)
        assert not self.thread.is_alive()


@contextlib.contextmanager
def listening(discord, beside=0):
    """Run the listener in a thread; it is listening when the block begins.

    Args:
        discord: the double.
        beside: how many others listen.
    """
    settings = read_settings()
    with connected(settings) as client, ThreadPoolExecutor(8) as later:
        running = Listener(discord, client)
        running.later = later
        rest = Rest(discord.world.token, discord.url, RedisQuotas(client))
        running.road = open_worker(settings, client, rest)
        names_gathered(settings, client)
        started = threading.Event()

        class Watched(GatewayClient):
            def __init__(self, *args):
                super().__init__(*args)
                running.clients.append(self)

        def run():
            async def listen():
                running.loop, running.over = asyncio.get_running_loop(), asyncio.Event()
                made = opened_listening(settings, client, later)

                def opening(*args):
                    running.rooms = made.opening(*args)
                    return running.rooms

                started.set()
                await replace(made, opening=opening).until(running.over)

            try:
                asyncio.run(listen())
            except NetbotError as failed:
                running.failed = failed

        running.thread = threading.Thread(target=run, daemon=True)
        with patch.object(serving, "GatewayClient", Watched):
            running.thread.start()
            assert started.wait(30)
            try:
                discord.gateway.connected(1 + beside)
                if not beside:
                    running.settle()
                yield running
            finally:
                rest.close()
                if running.thread.is_alive():
                    running.stop()


def labels(message):
    """The labels of a message's buttons and choices."""
    return [name for name, *_ in _pressable(message)]


def pressing(message, label):
    """The custom id and the values of what bears a label that begins so."""
    found = [(id_, values) for name, id_, values in _pressable(message) if name.startswith(label)]
    assert found, f"no button {label!r}, only {labels(message)}"
    return found[0]


def _pressable(message):
    for each in walk(message["components"]):
        if each["type"] == 2 and "custom_id" in each:
            yield each.get("label") or each["emoji"]["name"], each["custom_id"], None
        elif each["type"] == 3:
            yield from ((option["label"], each["custom_id"], [option["value"]]) for option in each["options"])


def text_of(message):
    """All text of a message."""
    return "\n".join(
        [message["content"], *(each["content"] for each in walk(message["components"]) if each["type"] == 10)]
    )


def rows_of(message):
    """The first cell of each row of a message's list."""
    return ROW.findall(text_of(message))
