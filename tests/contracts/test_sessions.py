"""What every memory of threads does, in memory or on a server."""

import pytest

from adapters.redis.bell import Bell
from adapters.redis.queue import RedisTurnQueue
from adapters.redis.sessions import RedisSessions
from orchestration.language.intent import select
from orchestration.messages import Address, Author, Reply, Utterance, prose, read_incoming
from orchestration.sessions.listing import Listing
from orchestration.sessions.session import Focus, Session, Topic, admit
from tests.fakes.memory_queue import MemoryTurnQueue
from tests.fakes.memory_sessions import MemorySessions

ANN = Author(platform="terminal", place="local", id="ann")
BOB = Author(platform="terminal", place="local", id="bob")


def thread(name):
    return Address(platform="terminal", place="local", channel="c", thread=name)


@pytest.fixture(params=["memory", "server"])
def kit(request):
    """A queue that writes, and the sessions that read."""
    if request.param == "memory":
        sessions = MemorySessions()
        return MemoryTurnQueue(sessions, lambda: 0.0), sessions
    client = request.getfixturevalue("redis_client")
    queue = RedisTurnQueue(client, Bell(client, "netbot", "bot.worker.answer"))
    return queue, RedisSessions(client, kept=1000)


def converse(kit, address, author, text):
    """Have a turn with a reply, a listing and a topic; return the turn's id."""
    queue, sessions = kit
    incoming = Utterance(id=f"{address.thread}-{text}", address=address, author=author, at=1.0, text=text)
    turn = queue.accept(incoming)
    lease = queue.take()
    session = admit(sessions.load(address), read_incoming(lease.incoming), turn)
    focus = Focus(want="find", selection=select("dcim.site"))
    session = session.model_copy(update={"topic": Topic(focus=(focus,))})
    reply = Reply(turn=turn, kind="answer", intent="find", parts=(prose("3 sites."),))
    listing = Listing(id=f"list-{text}", session=address.key, type="dcim.site", ids=(1, 2, 3), total=3, turn=turn)
    queue.finish(lease, session, [reply], [listing])
    queue.delivered(lease, turn, [f"message-{text}"])
    queue.release(lease)
    return turn


def test_an_unknown_thread_is_new(kit):
    """A thread nobody spoke in has an empty session at its address."""
    assert kit[1].load(thread("new")) == Session(address=thread("new"))


def test_unknown_ids_find_nothing(kit):
    """There is no listing and no posted message under an id that was never used."""
    assert kit[1].listing("nothing") is None
    assert kit[1].message_ids(thread("new"), "nothing") == ()


def test_threads_do_not_mix(kit):
    """Each thread remembers its own turns."""
    converse(kit, thread("a"), ANN, "one")
    converse(kit, thread("b"), ANN, "two")
    assert [turn.said for turn in kit[1].load(thread("a")).turns] == ["one"]
    assert [turn.said for turn in kit[1].load(thread("b")).turns] == ["two"]


def test_forgetting_a_person_removes_their_threads(kit):
    """Of a thread only they spoke in nothing is left: no turns, no topic, no listing, no message ids."""
    turn = converse(kit, thread("a"), ANN, "one")
    assert kit[1].forget(ANN.key) == 1
    assert kit[1].load(thread("a")) == Session(address=thread("a"))
    assert kit[1].listing("list-one") is None
    assert kit[1].message_ids(thread("a"), turn) == ()


def test_forgetting_leaves_what_others_said(kit):
    """In a thread of two people the other's turns and listings stay; what it was about goes."""
    converse(kit, thread("a"), ANN, "hers")
    turn = converse(kit, thread("a"), BOB, "his")
    converse(kit, thread("b"), BOB, "alone")
    assert kit[1].forget(ANN.key) == 1
    session = kit[1].load(thread("a"))
    assert [each.said for each in session.turns] == ["his"]
    assert session.topic == Topic()
    assert kit[1].listing("list-hers") is None
    assert kit[1].listing("list-his") is not None
    assert kit[1].message_ids(thread("a"), turn) == ("message-his",)
    assert kit[1].load(thread("b")).topic != Topic()


def test_forgetting_somebody_unknown_touches_nothing(kit):
    """Nobody's sessions are touched for a person who never spoke, nor when the same is asked again."""
    converse(kit, thread("a"), ANN, "one")
    assert kit[1].forget(BOB.key) == 0
    assert kit[1].forget(ANN.key) == 1
    assert kit[1].forget(ANN.key) == 0


def test_a_person_who_was_forgotten_may_come_back(kit):
    """What is said after being forgotten is remembered."""
    converse(kit, thread("a"), ANN, "before")
    kit[1].forget(ANN.key)
    converse(kit, thread("a"), ANN, "after")
    assert [turn.said for turn in kit[1].load(thread("a")).turns] == ["after"]
