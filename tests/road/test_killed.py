"""kill -9 at every step of the road: each message is answered once, in order."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from adapters.redis.connect import connect
from adapters.redis.wire import RedisWire
from adapters.terminal.outbox import read_event
from orchestration.messages import Address, Author, Utterance
from orchestration.road import accept
from tests.fakes.open_door import OpenDoor
from tests.road.answering import road_on

REPOSITORY = Path(__file__).parents[2]
THREAD = Address(platform="terminal", place="local", channel="chat", thread="killed")
ANN = Author(platform="terminal", place="local", id="ann")
POINTS = [
    ("queue", "take", "before"),
    ("queue", "take", "after"),
    ("sessions", "load", "after"),
    ("inventories", "open", "before"),
    ("outbox", "working", "after"),
    ("thinker", "__call__", "after"),
    ("queue", "finish", "before"),
    ("queue", "finish", "after"),
    ("outbox", "deliver", "before"),
    ("outbox", "deliver", "after"),
    ("queue", "delivered", "after"),
    ("queue", "release", "before"),
    ("queue", "release", "after"),
]


@contextlib.contextmanager
def worker(*arguments):
    """A worker in a process group of its own, killed at the end."""
    command = [sys.executable, "-m", "tests.road.answering", *map(str, arguments)]
    process = subprocess.Popen(command, cwd=REPOSITORY, start_new_session=True, stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


def say(queue, number):
    words = Utterance(id=f"m{number}", address=THREAD, author=ANN, at=time.time(), text=f"question {number}")
    return accept(queue, OpenDoor(), words)


def answers(wire, number):
    """The first so many answers that come, and what else is there right after them."""
    got = []
    while len(got) < number:
        stored = wire.get(THREAD.key, 60)
        assert stored is not None, f"only {got} came"
        event = read_event(stored)
        if event.kind == "posted":
            got.append(event.reply.parts[0].runs[0].text)
    more = wire.get(THREAD.key, 0.3)
    return got if more is None else [*got, more]


@pytest.mark.parametrize("point", POINTS, ids=["-".join(point) for point in POINTS])
def test_a_killed_workers_turns_are_answered_once_and_in_order(redis_url, tmp_path, point):
    """Whatever step a worker is killed at, another takes its turn up: one answer to each message, in the order they were asked."""
    died = tmp_path / "died"
    with connect(redis_url) as client:
        queue, wire = road_on(redis_url)["queue"], RedisWire(client)
        for number in (1, 2, 3):
            say(queue, number)
        with worker(redis_url, *point, died) as first:
            first.wait(60)
        assert died.exists()
        with worker(redis_url):
            assert answers(wire, 3) == ["question 1 #1", "question 2 #2", "question 3 #3"]


def test_a_message_that_ends_every_worker_is_given_up(redis_url, tmp_path):
    """A message over which three workers died is answered with an apology by the fourth, and the thread goes on."""
    with connect(redis_url) as client:
        queue, wire = road_on(redis_url)["queue"], RedisWire(client)
        say(queue, 1)
        for attempt in range(3):
            with worker(redis_url, "thinker", "__call__", "before", tmp_path / str(attempt)) as dying:
                dying.wait(60)
        with worker(redis_url):
            (apology,) = answers(wire, 1)
            say(queue, 2)
            assert answers(wire, 1) == ["question 2 #2"]
        assert apology.startswith("I gave up on that")


def test_the_same_message_twice_is_one_turn(redis_url):
    """A message that is delivered again while it waits, and again after its answer, is answered once."""
    with connect(redis_url) as client:
        queue, wire = road_on(redis_url)["queue"], RedisWire(client)
        assert say(queue, 1) is not None
        assert say(queue, 1) is None
        with worker(redis_url):
            assert answers(wire, 1) == ["question 1 #1"]
            assert say(queue, 1) is None
            say(queue, 2)
            assert answers(wire, 1) == ["question 2 #2"]


def test_a_message_of_another_release_does_not_hold_up_the_thread(redis_url):
    """A message in a form that this release does not know is told as such, and what comes after it is answered."""
    with connect(redis_url) as client:
        queue, wire = road_on(redis_url)["queue"], RedisWire(client)
        say(queue, 1)
        inbox = next(key for key in client.keys("*inbox:*"))
        head, _, _ = client.lindex(inbox, 0).partition(b"\n")
        client.lset(inbox, 0, head + b'\n{"kind": "hologram", "v": 9}')
        say(queue, 2)
        with worker(redis_url):
            told, answer = answers(wire, 2)
        assert told.startswith("I cannot read what was sent")
        assert answer == "question 2 #1"
