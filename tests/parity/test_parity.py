"""The same conversation on all three platforms comes to the same: rows, proposal and record; and the table of docs/parity.md tells of all there is."""

import re
import time
from pathlib import Path
from typing import get_args

import pytest
import requests

from adapters.discord import commands
from adapters.discord.render import render as discord_render
from adapters.redis.proposals import RedisProposals
from adapters.redis.record import RedisRecord
from adapters.redis.wire import RedisWire
from adapters.slack.render import render as slack_render
from adapters.terminal.listener import new_id
from adapters.terminal.outbox import read_event
from orchestration.messages import (
    Address,
    Author,
    Blank,
    Button,
    Click,
    Form,
    Incoming,
    Part,
    Picture,
    Reply,
    Sheet,
    Table,
    Utterance,
    prose,
)
from orchestration.messages.plain import render as plain_render
from orchestration.messages.reply import Kind
from orchestration.road import accept, run_turn
from tests.discord.rig import text_of
from tests.fakes.discord.rest_limits import walk

DOC = Path(__file__).parents[2] / "docs" / "parity.md"
VLAN = 'create VLAN 3777 "Parity" in Hamburg DC'


class InSlack:
    """The conversation in a Slack thread."""

    def __init__(self, rooms):
        self.rig, self.thread = rooms.slack, None

    def say(self, text):
        written = self.rig.mention(text, thread=self.thread)
        self.thread = self.thread or written["ts"]
        self.rig.work()
        return str(self.rig.answers(self.thread)[-1]["blocks"])

    def press(self, label):
        self.rig.press(self.rig.answers(self.thread)[-1], label)
        self.rig.work()


class InDiscord:
    """The conversation in a Discord thread."""

    def __init__(self, rooms):
        self.guild, self.thread = rooms.discord, None

    def say(self, text):
        said = self.guild.mention(text, **({"channel": self.thread} if self.thread else {}))
        self.thread = self.thread or said["id"]
        self.guild.work()
        return text_of(self.guild.world.posted(self.thread)[-1])

    def press(self, label):
        self.guild.press(self.guild.world.posted(self.thread)[-1], label)
        self.guild.work()


class InTerminal:
    """The conversation in a terminal."""

    def __init__(self, rooms):
        self.road, self.wire, self.reply = rooms.slack.road, RedisWire(rooms.client), None
        self.address = Address(platform="terminal", place="local", channel="chat", thread="parity")

    def say(self, text):
        return self._sent(Utterance, text=text)

    def press(self, label):
        self._sent(Click, ref=next(each.ref for each in self.reply.buttons if each.label.startswith(label)))

    def _sent(self, kind, **what):
        author = Author(platform="terminal", place="local", id="ann", name="Ann")
        said = kind(id=new_id(), address=self.address, author=author, at=time.time(), **what)
        accept(self.road.queue, self.road.door, said)
        while run_turn(self.road):
            pass
        while (stored := self.wire.get(self.address.key, 0)) is not None:
            event = read_event(stored)
            self.reply = event.reply if event.kind == "posted" else self.reply
        return plain_render(self.reply)


def converse(rooms, kind):
    """Hold the conversation in one room; returns rows, digest and record."""
    netbox = {"headers": {"Authorization": f"Token {rooms.standin.token_admin}"}, "timeout": 30}
    names = [each["name"] for each in requests.get(f"{rooms.standin.url}/api/dcim/sites/", **netbox).json()["results"]]
    room, record = kind(rooms), RedisRecord(rooms.client)
    listed = room.say("which sites are there?")
    found = sorted((name for name in names if name in listed), key=listed.index)
    before = record.ends_at()
    room.say(VLAN)
    room.press("Create VLAN 3777")
    entries = record.read(after=before)
    proposal = RedisProposals(rooms.client).find(entries[0].proposal).proposal
    made = requests.get(f"{rooms.standin.url}/api/ipam/vlans/?vid=3777", **netbox).json()["results"]
    assert [each["name"] for each in made] == ["Parity"]
    requests.delete(f"{rooms.standin.url}/api/ipam/vlans/{made[0]['id']}/", **netbox).raise_for_status()
    return found, proposal.digest, [(each.event, _lasting(each.about)) for each in entries]


def _lasting(about):
    """What an entry says, without what is new each time: where it was, until when, and NetBox's ids."""
    return {name: said for name, said in about.items() if name not in {"address", "until", "ids", "request_id"}}


def test_the_same_conversation_comes_to_the_same(rooms):
    """The same questions and presses list the same rows, propose the same by digest, and leave the same record, on all three."""
    slack, discord, terminal = (converse(rooms, each) for each in (InSlack, InDiscord, InTerminal))
    assert len(slack[0]) > 5
    assert slack[0] == discord[0] == terminal[0]
    assert slack[1] == discord[1] == terminal[1]
    assert [event for event, _ in slack[2]] == [event for event, _ in discord[2]] == [event for event, _ in terminal[2]]
    assert {"proposed", "applied"} <= {event for event, _ in slack[2]}
    assert slack[2] == discord[2] == terminal[2]


def table():
    """The rows of the document's table: the first cell, as its words in code, and all the others."""
    found = {}
    for line in DOC.read_text().splitlines():
        cells = [each.strip() for each in line.strip().strip("|").split(" | ")]
        if line.startswith("| ") and len(cells) == 5 and not set(line) <= set("|- "):
            for name in re.findall(r"`([^`]+)`", cells[0]) or [cells[0]]:
                found[name] = cells
    return found


def kinds(union):
    """The names of the classes of a discriminated union."""
    return {each.__name__ for each in get_args(get_args(union)[0])}


def test_the_table_tells_of_all_there_is():
    """Every kind of part, reply, incoming message, button, and every command stands in the table, with a cell for each platform."""
    told = table()
    discord = {f"/netbox {each['name']}" for each in commands.commands(linking=True)[0]["options"]}
    there = kinds(Part) | set(get_args(Kind)) | kinds(Incoming) | discord | {commands.MENU}
    there |= {f"Button {each}" for each in get_args(Button.model_fields["style"].annotation)}
    there |= {"private", "sheet", "amends"} & set(Reply.model_fields)
    assert there <= set(told), there - set(told)
    assert all(all(cells) for cells in told.values())


def test_the_table_gives_a_reason_where_they_differ():
    """Where the three cells of a row are not the same, the last says why."""
    differing = {name: cells for name, cells in table().items() if len(set(cells[1:4])) > 1 and name != "capability"}
    assert {name for name, cells in differing.items() if cells[4] == "-"} == set()
    assert differing


def a_part(kind):
    """A part of a kind that says MARK."""
    match kind:
        case "Table":
            return Table.model_validate({"columns": [{"title": "a"}, {"title": "b"}], "rows": [[{"text": "MARK"}] * 2]})
        case "Facts":
            return {"kind": "facts", "facts": [{"label": "a", "value": {"text": "MARK"}}]}
        case "Changes":
            change = {"op": "create", "type": "dcim.site", "title": "MARK"}
            return {"kind": "changes", "title": "t", "changes": [change]}
        case "Picture" | "File":
            known = {"alt": "MARK", "name": "a.png", "media_type": "image/png", "content": b"iVBORw0K"}
            return {"kind": kind.lower(), **known}
        case "Notice":
            return {"kind": "notice", "text": "MARK"}
        case _:
            return prose("MARK")


@pytest.mark.parametrize("kind", sorted(kinds(Part)))
def test_every_part_is_shown_everywhere(kind):
    """Whatever a reply may hold is shown on every platform, in both of Discord's styles."""
    given = {"turn": "t", "kind": "answer", "intent": "find", "parts": (a_part(kind),)}
    reply = Reply.model_validate(given)
    slack = slack_render(reply)
    shown = [
        plain_render(reply),
        f"{[each.blocks for each in slack.messages]} {[each.alt for each in slack.uploads]}",
        *(str([each.payload for each in discord_render(reply, style)]) for style in ("components", "embeds")),
    ]
    assert ["MARK" in each for each in shown] == [True] * 4
    assert Picture.__name__ in kinds(Part)


def test_every_button_can_be_pressed_everywhere():
    """Each style of button, and a form's opener, is there on every platform."""
    styles = get_args(Button.model_fields["style"].annotation)
    sheet = Sheet(ref="f", opener="Fill in", title="t", submit="s", blanks=(Blank(name="a", label="A"),))
    buttons = tuple(Button(label=f"Do {each}", ref=f"r:{each}", style=each) for each in styles)
    reply = Reply(turn="t", kind="question", intent="find", parts=(prose("x"),), buttons=buttons, sheet=sheet)
    slack = str([each.blocks for each in slack_render(reply).messages])
    discord = [each.get("label") for m in discord_render(reply) for each in walk(m.payload["components"])]
    for label in [each.label for each in buttons]:
        assert label in plain_render(reply)
        assert label in slack
        assert label in discord
    assert "Fill in" in slack
    assert "Fill in" in discord
    assert Form.__name__ in kinds(Incoming)
