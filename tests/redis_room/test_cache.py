"""The cache on a real server."""

import pytest

from adapters.redis.cache import LARGEST, RedisCache


@pytest.fixture
def cache(redis_client):
    return RedisCache(redis_client)


def test_what_is_put_is_got(cache):
    """A value comes back as it was put, and nothing under another key."""
    cache.put("one", b"value" * 100, 60)
    assert (cache.get("one"), cache.get("two")) == (b"value" * 100, None)


def test_a_group_is_dropped_together(cache):
    """Dropping a group drops all that was put in it and nothing else."""
    cache.put("one", b"1", 60, ["sites"])
    cache.put("two", b"2", 60, ["sites", "racks"])
    cache.put("three", b"3", 60, ["racks"])
    cache.drop("sites")
    assert [cache.get(key) for key in ("one", "two", "three")] == [None, None, b"3"]


def test_entries_and_groups_expire(cache, redis_client):
    """Every key has an end, however long it was asked to be kept."""
    cache.put("one", b"1", 10**9, ["sites"])
    assert all(redis_client.ttl(key) > 0 for key in redis_client.keys("*"))


def test_what_is_too_large_is_not_kept(cache, monkeypatch):
    """A value beyond the bound is left out, one within it is kept."""
    assert LARGEST > 10
    monkeypatch.setattr("adapters.redis.cache.LARGEST", 10)
    cache.put("large", bytes(range(256)), 60)
    cache.put("small", b"1", 60)
    assert (cache.get("large"), cache.get("small")) == (None, b"1")
