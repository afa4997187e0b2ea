from adapters.redis.pace import RedisPace


def test_places_follow_one_another(redis_client):
    """Each place is an interval after the one before, whoever takes it."""
    one, other = RedisPace(redis_client), RedisPace(redis_client)
    waits = [pace.wait("c", 100.0, 1000.0) for pace in (one, other, one)]
    assert [round(each, -1) for each in waits] == [0, 100, 200]


def test_a_place_too_far_ahead_is_not_taken(redis_client):
    """Who cannot wait so long takes no place, and is told how long it would be."""
    pace = RedisPace(redis_client)
    pace.wait("c", 100.0, 0.0)
    assert [round(pace.wait("c", 100.0, 1.0), -1) for _ in range(3)] == [100, 100, 100]


def test_keys_are_apart(redis_client):
    """One channel does not slow another."""
    pace = RedisPace(redis_client)
    assert [pace.wait(key, 100.0, 0.0) for key in ("a", "b")] == [0, 0]
