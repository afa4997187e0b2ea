"""What a Slack workspace holds: people, channels, messages, views, files; what the double's methods read and write."""

import copy
import itertools
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from adapters.slack.manifest import SCOPES
from tests.fakes.slack.payloads import ANN, BEN, BOT, BOT_ID, GUEST, STRANGER, TEAM

# What the manifest asks for, and no more: what the bot does must work with that.
ALL_SCOPES = frozenset(SCOPES)


def person(id_, name, **more):
    """A user object: docs.slack.dev/reference/objects/user-object."""
    known = {"is_bot": False, "deleted": False, "is_restricted": False, "is_ultra_restricted": False, "team_id": TEAM}
    return {
        "id": id_,
        "name": name,
        "profile": {"display_name": name.title(), "real_name": name.title()},
        **known,
        **more,
    }


@dataclass
class Channel:
    """A channel or direct message."""

    id: str
    members: set[str]
    private: bool = False
    archived: bool = False
    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def history_scope(self):
        """The scope that reads it."""
        if self.id.startswith("D"):
            return "im:history"
        return "groups:history" if self.private else "channels:history"

    def message(self, ts):
        """A message by its timestamp; None where there is none."""
        return next((each for each in self.messages if each["ts"] == ts), None)


class Workspace:
    """One workspace and the app's place in it.

    Args:
        team: its id.
        token: the bot's token there.
        agent: the app is declared as an agent (`agent_view`).
    """

    def __init__(self, team: str = TEAM, token: str = "xoxb-home", *, agent: bool = True) -> None:
        self.team, self.token, self.agent = team, token, agent
        self.scopes = set(ALL_SCOPES)
        self.users = {
            each["id"]: each
            for each in (
                person(ANN, "ann"),
                person(BEN, "ben"),
                person(GUEST, "gus", is_restricted=True),
                person(STRANGER, "fay", team_id="T0OTHER", is_stranger=True),
                person(BOT, "netbot", is_bot=True),
            )
        }
        self.groups: list[dict[str, Any]] = []
        self.channels = {"C0NET": Channel("C0NET", {BOT, ANN, BEN, GUEST, STRANGER}), "C0FAR": Channel("C0FAR", {ANN})}
        self.views: dict[str, dict[str, Any]] = {}
        self.homes: dict[str, dict[str, Any]] = {}
        self.prompts: dict[str, list[dict[str, Any]]] = {}
        self.ephemerals: list[dict[str, Any]] = []
        self.reactions: list[tuple[str, str, str]] = []
        self.sessions: dict[tuple[str, str], str] = {}
        self.titles: dict[tuple[str, str], str] = {}
        self.files: dict[str, dict[str, Any]] = {}
        self.triggers: dict[str, float] = {}
        self.trigger_life = 3.0
        self.stream_life = 300.0
        self.lock = threading.RLock()
        self._clock = itertools.count(1)
        self._ids = itertools.count(1)

    def next_ts(self):
        """A timestamp that is unique in the workspace, and grows."""
        return f"{int(time.time())}.{next(self._clock):06}"

    def next_id(self, letter):
        """An id of some kind."""
        return f"{letter}{next(self._ids):08}"

    def trigger(self):
        """A trigger that is good for three seconds: docs.slack.dev/interactivity/handling-user-interaction#modal_responses."""
        id_ = f"{next(self._ids)}.trigger"
        self.triggers[id_] = time.monotonic()
        return id_

    def direct(self, user):
        """The direct message with a person."""
        id_ = f"D{user[1:]}"
        return self.channels.setdefault(id_, Channel(id_, {BOT, user}))

    def said(self, user, text, *, channel="C0NET", thread=None, **more):
        """Let somebody write a message; returns it."""
        with self.lock:
            ts = self.next_ts()
            found = {"type": "message", "user": user, "text": text, "ts": ts, "team": self.team, **more}
            if thread:
                found["thread_ts"] = thread
            self.place(channel).messages.append(found)
            return found

    def place(self, channel):
        """A channel by its id."""
        if channel.startswith("D") and channel not in self.channels:
            self.channels[channel] = Channel(channel, {BOT, f"U{channel[1:]}"})
        return self.channels[channel]

    def posted(self, channel="C0NET", thread=None):
        """What the bot posted there, in order."""
        with self.lock:
            mine = [copy.deepcopy(each) for each in self.place(channel).messages if each.get("bot_id") == BOT_ID]
        return [each for each in mine if thread is None or each.get("thread_ts") == thread]
