"""What every cache does, in memory or on a server."""

import pytest

from adapters.redis.cache import RedisCache
from adapters.redis.keys import PREFIX
from tests.fakes.memory_cache import MemoryCache


class InMemory:
    def __init__(self):
        self.now = 1000.0
        self.cache = MemoryCache(lambda: self.now)

    def let_all_be_over(self):
        self.now += 100

    def let_groups_open(self):
        self.now += 31


class OnServer:
    def __init__(self, client):
        self.client = client
        self.cache = RedisCache(client)

    def let_all_be_over(self):
        self._over("value")

    def let_groups_open(self):
        self._over("closed")

    def _over(self, kind):
        for key in self.client.keys(f"{PREFIX}cache:{kind}:*"):
            assert self.client.pttl(key) > 0
            self.client.delete(key)


@pytest.fixture(params=["memory", "server"])
def kit(request):
    return InMemory() if request.param == "memory" else OnServer(request.getfixturevalue("redis_client"))


@pytest.fixture
def cache(kit):
    return kit.cache


def test_what_is_put_is_got(cache):
    """A value comes back as it was put, and nothing under another key."""
    value = bytes(range(256)) * 40
    cache.put("one", value, 60)
    cache.put("empty", b"", 60)
    assert (cache.get("one"), cache.get("empty"), cache.get("other")) == (value, b"", None)


def test_the_last_put_counts(cache):
    """A value takes the place of what was under its key."""
    cache.put("one", b"old", 60)
    cache.put("one", b"new", 60)
    assert cache.get("one") == b"new"


def test_a_value_has_its_time(kit, cache):
    """A value whose time is over is gone."""
    cache.put("one", b"1", 60)
    kit.let_all_be_over()
    assert cache.get("one") is None


def test_a_group_is_dropped_together(cache):
    """Dropping a group drops all that was put in it, in whatever other groups it is, and nothing else."""
    cache.put("one", b"1", 60, ["sites"])
    cache.put("two", b"2", 60, ["sites", "racks"])
    cache.put("three", b"3", 60, ["racks"])
    cache.put("four", b"4", 60)
    cache.drop("sites")
    assert [cache.get(key) for key in ("one", "two", "three", "four")] == [None, None, b"3", b"4"]


def test_dropping_an_unknown_group_drops_nothing(cache):
    """A group nothing was put in can be dropped."""
    cache.put("one", b"1", 60, ["sites"])
    cache.drop("racks")
    assert cache.get("one") == b"1"


def test_an_answer_from_before_the_write_is_not_kept(kit, cache):
    """What is put just after its group was dropped was perhaps read before: it is not kept, and later answers are."""
    cache.drop("sites")
    cache.put("under way", b"old", 60, ["racks", "sites"])
    cache.put("other", b"1", 60, ["racks"])
    assert (cache.get("under way"), cache.get("other")) == (None, b"1")
    kit.let_groups_open()
    cache.put("under way", b"new", 60, ["racks", "sites"])
    assert cache.get("under way") == b"new"
