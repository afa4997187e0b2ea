"""What is taken back of what was asked, on the server the queue is on."""

import pytest

from adapters.redis.bell import Bell
from adapters.redis.queue import RedisTurnQueue
from adapters.redis.sessions import RedisSessions
from adapters.redis.stops import RedisStops
from orchestration.messages import Address, Author, Click, Utterance
from orchestration.ports import Withdrawn
from orchestration.road import Road, run_turn, signal
from orchestration.sessions.session import admit
from tests.fakes.open_door import OpenDoor
from tests.fakes.wire import FakeWire
from tests.road.answering import NoNetBox, TerminalOutbox, echo

THREAD = Address(platform="terminal", place="local", channel="chat", thread="t")
ANN, BEN = (Author(platform="terminal", place="local", id=each) for each in ("ann", "ben"))


@pytest.fixture
def queue(redis_client):
    return RedisTurnQueue(redis_client, Bell(redis_client, "netbot", "nobody.rings"))


@pytest.fixture
def stops(redis_client):
    return RedisStops(redis_client)


def said(id_, author=ANN):
    return Utterance(id=id_, address=THREAD, author=author, at=1.0, text=id_)


def test_what_waits_is_gone(queue, stops):
    """Messages that had not begun leave the inbox; those of others stay."""
    for message in (said("one"), said("two", BEN), said("three")):
        queue.accept(message)
    assert signal(stops, THREAD, person=ANN.key) == Withdrawn(waiting=2, working=False)
    assert "two" in queue.take().incoming
    assert signal(stops, THREAD, person=ANN.key) == Withdrawn()


def test_one_message(queue, stops):
    """One message is taken back by its key, by nobody but whoever wrote it."""
    for message in (said("one"), said("two")):
        queue.accept(message)
    assert signal(stops, THREAD, person=BEN.key, message=said("one").key) == Withdrawn()
    assert signal(stops, THREAD, person=ANN.key, message=said("one").key) == Withdrawn(waiting=1)
    assert "two" in queue.take().incoming
    assert signal(stops, THREAD, message="slack/unknown") == Withdrawn()


def test_room_for_others(queue, stops):
    """What was taken back counts no longer against its author, and is not answered when it is delivered again."""
    for number in range(50):
        queue.accept(said(str(number)))
    signal(stops, THREAD)
    assert queue.accept(said("1")) is None
    assert queue.accept(said("new")) is not None
    assert "new" in queue.take().incoming


def test_what_is_worked_on_ends_at_its_next_step(queue, stops, redis_client):
    """A turn that is worked on is told at its next step, says that it was stopped, and the thread goes on."""
    wire, sessions = FakeWire(), RedisSessions(redis_client, 1000)

    def thinker(session, incoming, turn, inventory, progress):
        if incoming.text == "long":
            assert signal(stops, THREAD, person=ANN.key).working
        return echo(session, incoming, turn, inventory, progress)

    road = Road(queue, sessions, NoNetBox(), thinker, {"terminal": TerminalOutbox(wire)}, OpenDoor(), stops=stops)
    for text in ("long", "next"):
        queue.accept(said(text))
    queue.accept(said("other", BEN))
    while run_turn(road):
        pass
    kinds = [turn.kind for turn in sessions.load(THREAD).turns]
    assert kinds == ["refusal", "answer"]
    assert [turn.answer for turn in sessions.load(THREAD).turns] == ["Stopped. Nothing was changed.", "other #2"]


def test_a_deleted_message_is_forgotten(queue, redis_client):
    """What is kept of an answered message goes with it, and what the thread was about."""
    sessions = RedisSessions(redis_client, 1000)
    for text in ("one", "two"):
        queue.accept(said(text))
        lease = queue.take()
        queue.finish(lease, admit(sessions.load(THREAD), said(text), lease.turn), (), ())
        queue.release(lease)
    assert sessions.drop(THREAD, said("one").key)
    assert not sessions.drop(THREAD, said("one").key)
    assert [turn.said for turn in sessions.load(THREAD).turns] == ["two"]
    assert [turn.said for turn in sessions.recent(ANN.key)] == ["two"]
    assert sessions.recent(BEN.key) == ()


def test_thumbs_are_kept_with_the_turn(queue, redis_client):
    """A rating stands with the turn it is of, makes no turn of its own, and is answered by nothing."""
    sessions, wire = RedisSessions(redis_client, 1000), FakeWire()
    road = Road(queue, sessions, NoNetBox(), echo, {"terminal": TerminalOutbox(wire)}, OpenDoor())
    turn = queue.accept(said("one"))
    run_turn(road)
    queue.accept(Click(id="c", address=THREAD, author=BEN, at=2.0, ref=f"rate:down:{turn}"))
    run_turn(road)
    assert [(each.id, each.feedback) for each in sessions.load(THREAD).turns] == [(turn, "down")]
