"""Everything between Slack and NetBox, real but for the two ends: raw payloads go in over a socket, what the double has been told is looked at."""

import contextlib
import json
import threading
import time
from dataclasses import replace

from adapters.redis.cache import RedisCache
from adapters.redis.connect import connect
from adapters.slack.app import bolt_app
from adapters.slack.outbox import SlackOutbox
from adapters.slack.poster import Poster
from adapters.slack.serving import Sockets, asgi_app
from adapters.slack.workspaces import Workspaces
from bot.bootstrap import open_road
from bot.demo.standin.server import serving
from bot.settings import read_settings
from bot.slack_app import open_rooms
from orchestration.progress import UnderWay
from tests.fakes import at_work
from tests.fakes.at_work import AtOnce
from tests.fakes.slack import payloads as raw
from tests.fakes.slack.double import APP_TOKEN, SIGNING_SECRET, post_command, post_event, post_interaction
from tests.fakes.slack.payloads import ANN, BEN, TEAM

POLICY = f"""{at_work.POLICY.format(platform="slack", place=TEAM, ann=ANN, ben=BEN)}
[[grants]]
who = ["ann", "ben"]
may = ["confirm"]
"""


class Rig:
    """A workspace with the bot in it.

    Args:
        slack: the double.
        rooms: the listener.
        road: a worker's; `work` runs it.
        deliver: takes kind and payload to the listener, over a socket or by HTTP; returns what was acknowledged with.
    """

    def __init__(self, slack, rooms, road, deliver):
        self.slack, self.rooms, self.road, self.deliver = slack, rooms, road, deliver
        self.home = slack.home

    def work(self):
        """Answer all that waits."""
        at_work.work(self.road)

    def settle(self):
        """Let the listener do all that it does after the acknowledgement."""
        at_work.settle(self.rooms.listener.later)

    def event(self, payload, **more):
        """Deliver an event and wait for its acknowledgement."""
        return self.deliver("events_api", payload, **more)

    def mention(self, text, *, user=ANN, channel="C0NET", thread=None, home=None):
        """Let somebody mention the bot, as Slack tells of it: twice."""
        written = self.home.said(user, f"<@{raw.BOT}> {text}", channel=channel, thread=thread)
        about = {"ts": written["ts"], "user": user, "channel": channel, "thread": thread, "home": home}
        self.event(raw.mention(text, **about))
        self.event(raw.message(written["text"], **about))
        return written

    def say(self, text, *, user=ANN, channel="C0NET", thread=None, **more):
        """Let somebody write without a mention."""
        written = self.home.said(user, text, channel=channel, thread=thread, **more)
        self.event(raw.message(text, ts=written["ts"], user=user, channel=channel, thread=thread, **more))
        return written

    def ask(self, text, **where):
        """Mention the bot and let it answer; returns what it posted in the thread."""
        written = self.mention(text, **where)
        self.work()
        return self.answers(where.get("thread") or written["ts"], where.get("channel", "C0NET"))

    def answers(self, thread, channel="C0NET"):
        """What the bot posted in a thread, files aside."""
        return [each for each in self.home.posted(channel, thread) if "files" not in each]

    def press(self, message, label, *, user=ANN, channel="C0NET", at=None, home=TEAM):
        """Press a button of a posted message by its label; returns what the acknowledgement carried."""
        action = button(message, label)
        moment = at or f"{time.time():.6f}"
        payload = raw.press(
            action, message=message, user=user, channel=channel, at=moment, home=home, trigger=self.home.trigger()
        )
        return self.deliver("interactive", payload)


def button(message, label):
    """The element of a button whose label begins so, with the id of its block."""
    for block in message["blocks"]:
        for element in block.get("elements", ()) if block["type"] == "actions" else ():
            if element["text"]["text"].startswith(label):
                return {**element, "block_id": block["block_id"]}
    labels = [each["text"]["text"] for b in message["blocks"] if b["type"] == "actions" for each in b["elements"]]
    raise AssertionError(f"no button {label!r}, only {labels}")


def labels(message):
    """The labels of a message's buttons."""
    return [each["text"]["text"] for b in message["blocks"] if b["type"] == "actions" for each in b["elements"]]


def rows_of(message):
    """The first cell of each row of a message's table or lines."""
    shown = []
    for block in message["blocks"]:
        if block["type"] == "table":
            cells = [row[0] for row in block["rows"][1:]]
            shown += [
                cell["text"] if cell["type"] == "raw_text" else cell["elements"][0]["elements"][0]["text"]
                for cell in cells
            ]
    return shown


def environment(slack, redis_url, standin, folder, **more):
    """What the program is told."""
    ours = {"SLACK_BOT_TOKEN": slack.home.token, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET}
    return at_work.told(folder, POLICY, redis_url, standin, SLACK_API_URL=slack.url, **ours, **more)


@contextlib.contextmanager
def rigged(slack, *, over="http", thinker=None):
    """Run the listener, over sockets or HTTP; the worker runs in the test, names are gathered as one does in the background."""
    settings = read_settings()
    with connect(settings.redis_url.get_secret_value()) as client:
        at_work.names_gathered(settings, client)
        rooms = open_rooms(settings, client)
        road = open_road(settings)
        workspace = Workspaces(rooms.installations.token, settings.slack_api_url)
        outbox = SlackOutbox(workspace, Poster(RedisCache(client), AtOnce()), under_way=UnderWay(patience=60.0))
        road = replace(road, outboxes={**road.outboxes, "slack": outbox}, thinker=thinker or road.thinker)
        app = bolt_app(rooms, signing_secret=SIGNING_SECRET, url=settings.slack_api_url)
        reached = _by_http(app) if over == "http" else _by_sockets(slack, app, settings)
        with reached as deliver:
            yield Rig(slack, rooms, road, deliver)
        rooms.listener.later.shutdown()


@contextlib.contextmanager
def _by_http(app):
    with serving(asgi_app(app, lambda: True)) as address:
        events = f"{address}/slack/events"

        def deliver(kind, payload, **more):
            post = {"events_api": post_event, "slash_commands": post_command, "interactive": post_interaction}[kind]
            status, body = post(events, payload, **more)
            assert status == 200, (status, body)
            return json.loads(body) if body else None

        yield deliver


@contextlib.contextmanager
def _by_sockets(slack, app, settings):
    over = threading.Event()
    sockets = Sockets(app, APP_TOKEN, settings.slack_api_url, ping_every=1.0)
    thread = threading.Thread(target=sockets.run, args=(over,), daemon=True)
    thread.start()
    try:
        slack.connected()
        yield slack.deliver
    finally:
        over.set()
        # The library closes a socket when it has read from it, which it else waits for.
        while thread.is_alive():
            slack.hang_up()
            thread.join(0.05)
