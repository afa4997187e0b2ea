"""The gate before NetBox on a real server."""

import contextlib
import threading

import pytest

from adapters.redis.connect import connect
from adapters.redis.gate import RedisGate
from orchestration.errors import NetBoxUnavailable


def test_no_more_than_its_places_are_inside(redis_url):
    """Of many that want in at once, over several clients, never more than the gate's places are inside."""
    inside, most, lock = 0, 0, threading.Lock()

    def pass_through():
        nonlocal inside, most
        with connect(redis_url) as client, RedisGate(client, "n", places=3).entered():
            with lock:
                inside += 1
                most = max(most, inside)
            busy.wait(0.01)
            with lock:
                inside -= 1

    busy = threading.Event()
    threads = [threading.Thread(target=pass_through) for _ in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert 1 <= most <= 3


def test_a_full_gate_says_so(redis_client):
    """Who finds no place in time is told that NetBox is busy; with a place free nobody is."""
    gate = RedisGate(redis_client, "n", places=1, patience=0.05)
    with gate.entered(), pytest.raises(NetBoxUnavailable, match="under way"), gate.entered():
        pass
    with gate.entered():
        pass


def test_a_place_comes_free_when_its_holder_fails(redis_client):
    """An error within the block gives the place back."""
    gate = RedisGate(redis_client, "n", places=1, patience=0.05)
    with contextlib.suppress(ZeroDivisionError), gate.entered():
        raise ZeroDivisionError
    with gate.entered():
        pass


def test_the_dead_do_not_hold_places(redis_client, monkeypatch):
    """A place whose holder was killed comes free when its time is over."""
    monkeypatch.setattr("adapters.redis.gate.HELD_AT_MOST", 0.03)
    gate = RedisGate(redis_client, "n", places=1, patience=10)
    gate._wait("killed")
    with gate.entered():
        pass
