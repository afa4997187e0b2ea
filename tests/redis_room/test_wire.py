"""The wire to terminals on a real server."""

import threading

from adapters.redis.connect import connect
from adapters.redis.wire import RedisWire


def test_events_come_in_order_and_once(redis_client):
    """Events are read in the order they were sent; one sent again under its key is dropped."""
    wire = RedisWire(redis_client)
    for once, event in (("1", "first"), ("2", "second"), ("1", "first again"), ("3", "third")):
        wire.put("t", once, event)
    assert [wire.get("t", 0) for _ in range(4)] == ["first", "second", "third", None]


def test_threads_do_not_mix(redis_client):
    """An event goes to its thread alone."""
    wire = RedisWire(redis_client)
    wire.put("one", "1", "for one")
    assert (wire.get("two", 0), wire.get("one", 0)) == (None, "for one")


def test_a_terminal_that_comes_back_misses_nothing(redis_client):
    """A new reader of a thread goes on where the last one stopped."""
    wire = RedisWire(redis_client)
    wire.put("t", "1", "read")
    wire.put("t", "2", "not read")
    wire.get("t", 0)
    assert RedisWire(redis_client).get("t", 0) == "not read"


def test_a_waiting_reader_is_woken(redis_url):
    """Who waits gets what another process sends meanwhile."""
    got = []
    with connect(redis_url) as reading, connect(redis_url) as writing:
        thread = threading.Thread(target=lambda: got.append(RedisWire(reading).get("t", 30)))
        thread.start()
        RedisWire(writing).put("t", "1", "hello")
        thread.join()
    assert got == ["hello"]


def test_events_expire(redis_client):
    """Nothing of a thread is kept for ever."""
    wire = RedisWire(redis_client)
    wire.put("t", "1", "event")
    wire.get("t", 0)
    assert all(redis_client.ttl(key) > 0 for key in redis_client.keys("*"))
