"""Forgetting somebody: threads, changes and token go together, others' stay, and so does the record."""

import time
from dataclasses import dataclass, field
from itertools import count

import pytest
from pydantic import SecretStr

from adapters.redis.connect import connect
from adapters.redis.names import RedisNames
from adapters.redis.proposals import RedisProposals
from adapters.redis.sessions import RedisSessions
from adapters.redis.traces import RedisTraces
from adapters.redis.vault import RedisVault
from bot.bootstrap import open_inventories, open_road
from bot.changing import open_unlinking
from bot.settings import read_settings
from orchestration.catalogue.loading import load
from orchestration.changes.forgetting import Memory
from orchestration.changes.linking import Linking, Unlinking
from orchestration.language.names import gather
from orchestration.messages import Address, Author, Utterance
from orchestration.ports import Linked, Query
from orchestration.road import accept, run_turn
from tests.changes.desk_kit import ADA, BOB, SECRET, Thread, create, value
from tests.changes.test_secrets import kept
from tests.fakes.bare_netbox import BareNetBox


@pytest.fixture
def memory(redis_client, thread):
    """Everything that remembers people, on one store."""
    vault = RedisVault(redis_client, SECRET)
    ledger = thread.desk.confirming.maker.ledger
    unlinking = Unlinking(vault, ledger, RedisTraces(redis_client))
    return Memory(RedisSessions(redis_client, 3600), RedisProposals(redis_client), unlinking)


def test_everything_of_a_person_goes_but_the_record(memory, thread, netbox):
    """Their changes and their token are gone, another's are there, and the record notes that they are forgotten."""
    other = Thread(thread.desk, netbox, author=BOB, name="other")
    mine = thread.propose(create("dcim.site", value("name", "Zz mine"))).proposal
    theirs = other.propose(create("dcim.site", value("name", "Zz theirs"))).proposal
    for author in (ADA, BOB):
        memory.unlinking.vault.keep(author.key, Linked(token=SecretStr("x" * 40), user=author.id, at=1.0))
    memory.forget(ADA.key)
    entries = list(memory.unlinking.ledger.entries())

    assert memory.proposals.find(mine) is None
    assert memory.proposals.find(theirs) is not None
    assert memory.unlinking.vault.find(ADA.key) is None
    assert memory.unlinking.vault.find(BOB.key) is not None
    assert [each.event for each in entries] == ["proposed", "proposed", "forgotten"]
    assert entries[2].about == {"threads": 0, "proposals": 1, "token": True}


def test_a_forgotten_change_confirms_nothing(memory, thread, netbox):
    """The button of a change that was forgotten finds nothing to confirm, and time does not ring for it."""
    preview = thread.propose(create("dcim.site", value("name", "Zz gone"))).replies[0]
    memory.forget(ADA.key)

    assert thread.press(preview.buttons[0].ref).replies[0].kind == "refusal"
    assert memory.proposals.due() == ()
    assert not [each for each in netbox.sent if each.startswith("POST")]


@dataclass
class Talking:
    """Somebody who talks with the whole program in a terminal."""

    road: object
    author: Author
    numbers: count = field(default_factory=lambda: count(1))

    def say(self, text, thread="wombat", kind=Utterance):
        """Say or press something; return the session."""
        address = Address(platform="terminal", place="local", channel="chat", thread=thread)
        what = {"text" if kind is Utterance else "ref": text}
        incoming = kind(id=f"{next(self.numbers)}", address=address, author=self.author, at=time.time(), rows=3, **what)
        accept(self.road.queue, self.road.door, incoming)
        while run_turn(self.road):
            pass
        return self.road.sessions.load(address)


@pytest.fixture
def talking(redis_url, standin, tmp_path, monkeypatch):
    """Zoe, who has linked a token of her own and asked this and that with it."""
    given = {
        "NETBOX_URL": standin.url,
        "NETBOX_TOKEN": standin.token_admin,
        "REDIS_URL": redis_url,
        "NETBOT_HOME": tmp_path,
    }
    for name, value_ in given.items():
        monkeypatch.setenv(name, str(value_))
    settings = read_settings()
    client = connect(redis_url)
    zoe = Author(platform="terminal", place="local", id="u-zoe", name="Zoe Zephyr")
    Linking(open_unlinking(settings, client), open_inventories(settings)).link(zoe, SecretStr(standin.token_reader))
    with open_inventories(settings).open(standin.token_reader, "names") as inventory:
        gather(inventory, RedisNames(client), load(), time.time())
    began = Talking(open_road(settings), zoe)
    for said in ("list all sites", "export them", "devices of quokka", "create a tenant named Zz Quokka"):
        began.say(said)
    began.say("devices per role", thread="numbat")
    yield began
    client.close()


def left_of(client, *words):
    """Return the keys that tell of any of some words, or are named by them, but for the record."""
    lines = kept(client).splitlines()
    return {line.split()[0] for line in lines if any(each in line for each in words) and ":record'" not in line}


def test_nothing_is_left_of_who_is_forgotten(talking, redis_client, standin):
    """Of who says "forget me" neither words, name, token nor what was read with it is left, but in the record and in the answer to that."""
    seen = [each["name"] for each in BareNetBox(standin.url, standin.token_reader).list(Query(type="dcim.site")).rows]
    traces = ("u-zoe", "Zoe Zephyr", "quokka", "Quokka", *seen)
    before = left_of(redis_client, *traces)
    talking.say("forget me", thread="bilby")

    assert len(before) > 8
    assert left_of(redis_client, *traces) == {
        # Lest a turn that is under way brings it back.
        "b'netbot:1:forgotten:terminal/local/u-zoe'",
        "b'netbot:1:wire:terminal/local/chat/bilby'",
    }


def test_with_a_token_goes_what_was_read_with_it(talking, redis_client, standin):
    """Unlinked, a token leaves no answer, listing or name that it showed; what was said stays."""
    scope = talking.road.door.vault.find(talking.author.key).scope
    kinds = ("listing:", "cache:value", "names:")
    before = {kind for kind in kinds for key in redis_client.keys(f"*{kind}*")}
    open_unlinking(read_settings(), redis_client).unlink(talking.author)
    cached = [key for key in redis_client.keys("*cache:group:*") if scope.encode() in key]

    assert before == set(kinds)
    assert cached == []
    assert redis_client.keys("*listing:*") == redis_client.keys("*vault:*") == redis_client.keys("*asker:*") == []
    assert RedisNames(redis_client).sample(scope, "dcim.site") == ()
    assert len(talking.say("list all sites").turns) == 5
