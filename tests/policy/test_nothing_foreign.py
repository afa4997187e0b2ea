"""Nothing foreign: who may see little is never shown a name that only others may see, whatever these have asked just before."""

import hashlib
import json
import re
import time
from dataclasses import dataclass, field, replace
from itertools import count

import pytest
import requests

from adapters.discord.autocomplete import Autocomplete
from adapters.discord.commands import LOOKS
from adapters.redis.connect import connect
from adapters.redis.keys import PREFIX
from adapters.redis.names import RedisNames
from bot.bootstrap import open_inventories, open_road
from bot.demo.company import build
from bot.demo.standin import StandIn
from bot.settings import read_settings
from orchestration import graph
from orchestration.agents import response
from orchestration.catalogue.loading import load
from orchestration.changes.door import PolicyDoor
from orchestration.language.names import gather
from orchestration.language.reading import NameHit
from orchestration.messages import Address, Author, Click, Utterance
from orchestration.ports import scope_of
from orchestration.road import accept, run_turn
from orchestration.tools import examples, going_on, talk

# Everybody in the channel reads with the reader's token; the boss reads with the bot's own, which sees all.
POLICY = """
[groups]
bosses = ["slack/T1/UBOSS"]
[tokens]
bosses = "TOKEN_OF_BOSSES"
[[places]]
where = "slack/T1/C1"
token = "NETBOX_TOKEN_READER"
# Here everybody reads all, and writes nothing.
[[places]]
where = "slack/T1/C2"
token = "NETBOX_TOKEN_ALL"
[[grants]]
who = ["bosses"]
may = ["propose", "confirm"]
[[second_person]]
types = ["ipam.vrf"]
[limits]
turns_a_minute = 100000
requests_an_hour = 1000000
"""
BOSS, READER = (Author(platform="slack", place="T1", id=each, name=each) for each in ("UBOSS", "UREADER"))
# Types whose names are words of their own: a role "Router" stands in many a sentence that gives nothing away.
TELLING = {
    "dcim.device", "dcim.site", "dcim.rack", "dcim.location", "dcim.region", "tenancy.tenant", "tenancy.contact", "ipam.prefix", "ipam.vlan",
    "ipam.ipaddress", "ipam.vrf", "virtualization.virtualmachine", "virtualization.cluster", "circuits.circuit", "circuits.provider",
}  # fmt: skip


@dataclass
class Board:
    """An outbox that keeps what was delivered, each with the thread."""

    posted: list = field(default_factory=list)

    def working(self, address, asker, turn, note):
        pass

    def deliver(self, address, turn, reply, amended):
        self.posted.append((address.thread, reply))
        return (f"{address.channel}/{turn}",)


@dataclass
class Channel:
    """A channel in which two people with different rights speak."""

    road: object
    board: Board
    foreign: re.Pattern
    names: RedisNames
    scope: str
    numbers: count = field(default_factory=lambda: count(1))

    def say(self, author, thread, text, channel="C1"):
        """Say something; return what was posted for it."""
        return self._send(Utterance, author, thread, channel, text=text)

    def press(self, author, thread, ref):
        """Press a button, whoever it was shown to; return what was posted for it."""
        return self._send(Click, author, thread, ref=ref)

    def _send(self, kind, author, thread, channel="C1", **what):
        address = Address(platform="slack", place="T1", channel=channel, thread=thread)
        before = len(self.board.posted)
        accept(
            self.road.queue,
            self.road.door,
            kind(id=f"{next(self.numbers)}", address=address, author=author, at=time.time(), rows=3, **what),
        )
        while run_turn(self.road):
            pass
        return [reply for _, reply in self.board.posted[before:]]


def told(reply):
    """Return all that a reply holds as text, with what its files hold; of a picture what it tells those who do not see it."""
    files = [part.content.decode() for part in reply.parts if part.kind == "file"]
    whole = reply.model_dump(mode="json", exclude={"receipt": {"request_ids"}})
    return "\n".join([json.dumps(whole, ensure_ascii=False), *files])


@pytest.fixture(scope="module")
def served():
    """NetBox, and a reader who sees the sites and devices of one tenant."""
    with StandIn(build(), "freight-operations").serve() as serving:
        yield serving


def rows(url, token, types, fields):
    """Return what a token sees of some types, by type."""
    paths = {type_: load()[type_].path for type_ in types}
    headers = {"Authorization": f"Bearer {token}"}
    how = {"headers": headers, "params": {"limit": 1000, **fields}, "timeout": 60}
    return {type_: requests.get(f"{url}/api/{path}/", **how).json().get("results", []) for type_, path in paths.items()}


@pytest.fixture(scope="module")
def foreign(served):
    """A pattern of the names that the reader may not see."""
    seen = json.dumps(rows(served.url, served.token_reader, ("dcim.site", "dcim.device"), {}), ensure_ascii=False)
    all_ = rows(served.url, served.token_admin, TELLING, {"fields": "id,display"})
    names = {row["display"] for found in all_.values() for row in found if row["display"] not in seen}
    assert len(names) > 300
    return re.compile(
        "|".join(rf"(?<![\w.-]){re.escape(each)}(?![\w-])" for each in sorted(names, key=len, reverse=True))
    )


@pytest.fixture(scope="module")
def channel(served, foreign, redis_server, tmp_path_factory):
    """The channel, with everything of the real program but Slack. It goes on from test to test: the more is kept, the more there is to give away."""
    home = tmp_path_factory.mktemp("home")
    policy = home / "policy.toml"
    policy.write_text(POLICY)
    given = {
        "NETBOX_URL": served.url, "NETBOX_TOKEN": served.token_admin, "NETBOX_TOKEN_READER": served.token_reader,
        "TOKEN_OF_BOSSES": served.token_admin, "NETBOX_TOKEN_ALL": served.token_readonly, "REDIS_URL": redis_server,
        "NETBOT_HOME": str(home), "NETBOT_POLICY": str(policy),
    }  # fmt: skip
    board = Board()
    with pytest.MonkeyPatch.context() as patch, connect(redis_server) as client:
        for name, value in given.items():
            patch.setenv(name, value)
        client.flushall()
        names, scope = RedisNames(client), ""
        for token in (served.token_admin, served.token_reader):
            with open_inventories(read_settings()).open(token, "names") as inventory:
                gather(inventory, names, load(), time.time())
                scope = scope_of(inventory)
        yield Channel(replace(open_road(read_settings()), outboxes={"slack": board}), board, foreign, names, scope)


# What the boss asks in a thread, and what the reader then says there, each in a thread that the boss spoke in last: references to
# another's listing, choices, numbers, changes.
ASKED = {
    "list all sites": ["show the second one", "export them"],
    "sites of Corporate IT": ["those", "as csv"],
    "show Oslo Office": ["its devices", "set its status to planned"],
    "circuits per provider": ["show more"],
    "circuits of Polar Seafoods": ["the first", "delete them"],
    "elevation of rack A01": ["the first"],
    "create a vlan 990 named Spies in site Oslo Office": ["make it 991 instead", "never mind"],
    "create a vrf named Spies of tenant Polar Seafoods": ["never mind"],
    "set the status of Oslo Office to planned": ["make it active instead"],
    "delete Oslo Office": ["do it"],
    "show oslo-offise": ["the first"],
    "what changed today": ["the first"],
    "help": [],
}
# What the boss does, by pressing the first button; the number of the thread makes a name of its own of it.
DONE = {
    "create a tenant named Spies {}": ["undo that", "rename it to Moles"],
    "set the description of Oslo Office to Spies {}": ["undo that"],
}


def given_away(channel, asked, done=()):
    """Let the boss ask and the reader go on, press whatever there is to press and ask the same.

    Args:
        channel: where.
        asked: what the boss asks.
        done: what the boss asks for and confirms.

    Returns:
        What gave a foreign name away that was not in it: (what was said or pressed, the names).
    """
    found = []

    def hear(why, replies):
        for reply in replies:
            if not (reply.private and reply.person == BOSS.id):
                names = set(channel.foreign.findall(told(reply)))
                found.extend((why, each) for each in names if each.lower() not in why.lower())
        return [button.ref for each in replies for button in each.buttons]

    def begun(each):
        thread = f"{next(channel.numbers)}"
        refs = hear(each, channel.say(BOSS, thread, each.format(thread)))
        if each in done:
            hear(each, channel.press(BOSS, thread, refs[0]))
        return thread, refs

    for each in (*asked, *done):
        thread, refs = begun(each)
        for ref in refs[:3]:
            hear(ref, channel.press(READER, thread, ref))
        for follow in DONE[each] if each in done else (*ASKED[each], each):
            thread, _ = begun(each)
            for ref in hear(follow, channel.say(READER, thread, follow))[:1]:
                hear(ref, channel.press(READER, thread, ref))
    return found


def test_no_reply_shows_what_only_others_may_see(channel):
    """In no kind of reply, nor in references to what another listed or changed there, is a foreign name."""
    assert given_away(channel, ASKED, DONE) == []
    assert {reply.kind for _, reply in channel.board.posted} >= {"answer", "question", "preview", "refusal", "done"}


def test_no_name_is_completed_that_only_others_may_see(channel):
    """While somebody types, none but their own names are offered, whatever they type."""
    completing = Autocomplete(
        lambda asked, type_, most: channel.names.completing(channel.scope, type_, asked.text, most)
    )
    address = Address(platform="discord", place="T1", channel="C1", thread="1")
    typed = [
        Utterance(id="", address=address, author=READER, at=0.0, text=each)
        for each in ("", "o", "osl", "a0", "10.", "ice")
    ]
    offered = [each["name"] for kind in LOOKS for asked in typed for each in completing.choices(asked, kind)]

    assert offered
    assert [each for each in offered if channel.foreign.search(each)] == []


def _off(monkeypatch, guard):
    match guard:
        case "memory":
            monkeypatch.setattr(graph, "as_seen", lambda _, session: session)
        case "listing":
            monkeypatch.setattr(going_on, "_for_another", lambda _, listing: listing)
        case "place":
            monkeypatch.setattr(PolicyDoor, "is_private", lambda *_: False)


@pytest.mark.parametrize(
    ("guard", "asked"),
    [("memory", "sites of Corporate IT"), ("listing", "circuits per provider"), ("place", "show Oslo Office")],
)
def test_each_guard_is_what_keeps_it(channel, guard, asked, monkeypatch):
    """Control: with a thread's memory, its listings or its audience not looked at, names are given away."""
    _off(monkeypatch, guard)

    assert given_away(channel, [asked])


def preview_of(channel, text, where):
    """Return what the boss is told of a change that another must confirm, in a thread of its own."""
    return channel.say(BOSS, f"second-{next(channel.numbers)}", text, where)[-1]


def test_what_the_place_may_not_see_is_not_proposed_to_it(channel):
    """The boss, whose own rights see more than the place's, cannot leave others a change of which they see nothing."""
    told = preview_of(channel, "create a vrf named Onlookers-1", "C1")

    assert (told.kind, told.private) == ("refusal", True)
    assert "nobody else here may see all of it" in told.parts[0].runs[0].text


def test_what_the_place_sees_as_well_is_shown_to_all(channel):
    """Where the place's own rights read the same, the preview is for all in the thread, although they may not write what another confirms."""
    told = preview_of(channel, "create a vrf named Onlookers-2", "C2")

    assert (told.kind, told.private) == ("preview", False)


@pytest.fixture(scope="module")
def stale(served, redis_server, channel):
    """The channel, the reader's index of names as it would be had they lost nearly all rights since it was gathered."""
    with connect(redis_server) as client, open_inventories(read_settings()).open(served.token_admin, "names") as all_:
        theirs, mine = (f"{PREFIX}names:{{{_digest(each)}}}:" for each in (scope_of(all_), channel.scope))
        for key in [each.decode() for each in client.scan_iter(f"{theirs}*")]:
            client.copy(key, key.replace(theirs, mine), replace=True)
    return channel


def _digest(scope):
    return hashlib.sha256(scope.encode()).hexdigest()[:16]


# What makes the bot name objects that were not named: misspelt names alone, with their type, in a change and within a question; a name that
# several have; help, help about a type, and what is not understood at all. Each with where its guard stands.
UNNAMED = {
    "show oslo-offise": response,
    "show site oslo-offise": response,
    "how many devices in Oslo Offise": response,
    "create vlan 99 named Spies in site oslo-offise": response,
    "devices in rack Network closet": response,
    "help": examples,
    "help racks": talk,
}


@pytest.fixture(scope="module")
def unlisted(served):
    """The names of the index that no list of NetBox shows the reader."""

    def listed(token):
        found = rows(served.url, token, TELLING, {"fields": "id,display"})
        return {row["display"] for several in found.values() for row in several if row["display"]}

    return listed(served.token_admin) - listed(served.token_reader)


def named(channel, asked, unlisted):
    """Return the names that the reader's question brings up, of those they may no longer see and did not write themselves."""
    replies = channel.say(READER, f"{next(channel.numbers)}", asked)
    assert replies
    whole = "\n".join(map(told, replies))
    return {
        each for each in unlisted if each.lower() not in asked.lower() and re.search(rf"\b{re.escape(each)}\b", whole)
    }


@pytest.mark.parametrize("asked", UNNAMED)
def test_rights_that_were_lost_show_no_name_of_the_index(stale, asked, unlisted):
    """Nearest names, choices and examples are those that whoever asks may see now, however old the index is that they come from."""
    assert named(stale, asked, unlisted) == set()


@pytest.mark.parametrize(("asked", "guarded"), UNNAMED.items())
def test_the_look_at_names_is_what_keeps_them(stale, asked, guarded, unlisted, monkeypatch):
    """Control: shown as the index has them they give away what the reader may no longer see."""
    monkeypatch.setattr(guarded, "still_seen", lambda _, hits: tuple(hits))

    assert named(stale, asked, unlisted)


def test_a_name_that_one_of_several_still_has(stale, served):
    """Of several objects of a name those are offered that may be seen; how many there were is not said."""
    seen, all_ = (
        {row["id"]: row["name"] for row in rows(served.url, token, ("dcim.site",), {})["dcim.site"]}
        for token in (served.token_reader, served.token_admin)
    )
    mine, other = next(iter(seen)), next(each for each in all_ if each not in seen)
    hits = [NameHit(type="dcim.site", id=each, name=all_[each]) for each in (mine, other)]
    stale.names.amend(stale.scope, "dcim.site", (mine, other), [("twin", each) for each in hits])
    (reply,) = stale.say(READER, f"{next(stale.numbers)}", "devices in twin")

    assert (reply.kind, reply.parts[0].runs[0].text) == ("question", "Which twin?")
    assert [each.label for each in reply.buttons] == [all_[mine]]
