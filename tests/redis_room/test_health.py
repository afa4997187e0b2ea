from adapters.redis.health import examine


def test_the_embedded_server_is_healthy(redis_client):
    """The embedded server is new enough, keeps what it holds, evicts nothing, and its clock is ours."""
    health = examine(redis_client)
    assert health.name.startswith("Valkey ")
    assert (health.new_enough, health.evicts, health.persists) == (True, False, True)
    assert abs(health.skew) < 5


class Old:
    """A Redis that is too old, throws keys away and keeps nothing."""

    def info(self):
        return {"redis_version": "6.0.16", "maxmemory_policy": "allkeys-lru", "aof_enabled": 0}

    def time(self):
        return 1, 0


def test_an_old_one_is_not():
    """An old Redis, one that evicts, one that keeps nothing and one whose clock is wrong are recognised."""
    health = examine(Old())
    assert (health.name, health.new_enough, health.evicts, health.persists) == ("Redis 6.0.16", False, True, False)
    assert health.skew < -1e9
