"""The gate before NetBox on a real server."""

import contextlib
import threading

import pytest

from adapters.redis.connect import connect
from adapters.redis.embedded import Embedded
from adapters.redis.gate import RedisGate
from orchestration.errors import NetBoxUnavailable, StoreUnavailable


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


def test_the_dead_do_not_hold_places(redis_client):
    """A place whose holder was killed comes free when its time is over."""
    RedisGate(redis_client, "n", places=1, held=0.03)._wait("killed")
    with RedisGate(redis_client, "n", places=1, patience=30).entered():
        pass


def test_first_come_first_served(redis_client):
    """Places are given in the order in which they were asked for, however often each asks."""
    gate = RedisGate(redis_client, "n", places=1)
    gate._wait("holder")
    for who in ("first", "second", "third"):
        assert not asks(gate, who)
    got = []
    for place in ("holder", "first", "second"):
        assert not any(asks(gate, who) for who in ("third", "second", "first"))
        gate._leave(place)
        got += [who for who in ("third", "second", "first") if who not in got and asks(gate, who)]
    assert got == ["first", "second", "third"]


def asks(gate, who):
    return bool(gate._enter(keys=gate._keys, args=[who, 1, 60_000, 60_000]))


def test_who_no_longer_asks_loses_the_place_in_the_line(redis_client):
    """One who was killed while waiting keeps nobody behind them waiting."""
    gate = RedisGate(redis_client, "n", places=1, patience=30)
    gate._wait("holder")
    assert not asks(gate, "killed")
    redis_client.zadd(gate._keys[2], {"killed": 1})
    gate._leave("holder")
    with gate.entered():
        pass


def test_who_gave_up_is_not_in_the_line(redis_client):
    """One who waited in vain leaves the line, and the gate leaves nothing behind."""
    gate = RedisGate(redis_client, "n", places=1, patience=0.01)
    with gate.entered(), pytest.raises(NetBoxUnavailable), gate.entered():
        pass
    assert redis_client.keys("*") == []


def test_a_store_that_goes_away_takes_nothing_back(tmp_path):
    """What was done behind the gate counts, though the place could not be given back."""
    with Embedded(tmp_path) as server, connect(server.url) as client:
        with RedisGate(client, "n").entered():
            server.stop()
        with pytest.raises(StoreUnavailable), RedisGate(client, "n").entered():
            pass
