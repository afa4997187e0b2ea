"""Tickets on a real server."""

import threading

from adapters.redis.connect import connect
from adapters.redis.tickets import RedisTickets


def test_a_ticket_is_good_once(redis_client):
    """A ticket that was not issued, or was taken, is none."""
    tickets = RedisTickets(redis_client)
    tickets.issue("state", 60)
    assert [tickets.take("other"), tickets.take("state"), tickets.take("state")] == [False, True, False]


def test_of_many_that_take_it_at_once_one_has_it(redis_url):
    """However many take a ticket at the same moment, over connections of their own, one of them has it."""
    with connect(redis_url) as client:
        RedisTickets(client).issue("state", 60)
    together, had = threading.Barrier(16), []

    def take():
        with connect(redis_url) as client:
            client.ping()
            together.wait()
            had.append(RedisTickets(client).take("state"))

    threads = [threading.Thread(target=take) for _ in range(16)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert had.count(True) == 1


def test_tickets_expire(redis_client):
    """A ticket that nobody takes goes away by itself."""
    RedisTickets(redis_client).issue("state", 60)
    assert all(0 < redis_client.ttl(key) <= 60 for key in redis_client.keys("*"))
