"""The cache on a real server: what only it does; what every cache does stands in contracts/."""

import pytest

from adapters.redis.cache import LARGEST, RedisCache


@pytest.fixture
def cache(redis_client):
    return RedisCache(redis_client)


def test_entries_and_groups_expire(cache, redis_client):
    """Every key has an end, however long it was asked to be kept."""
    cache.put("one", b"1", 10**9, ["sites"])
    cache.drop("racks")
    assert all(redis_client.ttl(key) > 0 for key in redis_client.keys("*"))


def test_what_is_too_large_is_not_kept(cache, monkeypatch):
    """A value beyond the bound is left out, one within it is kept."""
    assert LARGEST > 10
    monkeypatch.setattr("adapters.redis.cache.LARGEST", 10)
    cache.put("large", bytes(range(256)), 60)
    cache.put("small", b"1", 60)
    assert (cache.get("large"), cache.get("small")) == (None, b"1")


def test_values_are_compressed(cache, redis_client):
    """An answer of NetBox, which repeats its keys for each row, takes a fraction of its size."""
    cache.put("one", b'{"name": "x", "status": "active"}' * 1000, 60)
    (key,) = redis_client.keys("*")
    assert redis_client.strlen(key) < 1000


def test_groups_do_not_grow_without_end(cache, redis_client):
    """A group forgets the values whose time is over."""
    cache.put("one", b"1", 60, ["sites"])
    (group,) = redis_client.keys("*group*")
    redis_client.zadd(group, {"one": 1})
    cache.put("two", b"2", 60, ["sites"])
    assert redis_client.zrange(group, 0, -1) == [b"two"]
