"""The queue of turns on a real server: what only it does; what every queue does stands in contracts/."""

import threading
from collections import Counter

import pytest

from adapters.redis.bell import Bell
from adapters.redis.connect import connect
from adapters.redis.embedded import Embedded
from adapters.redis.keys import PREFIX
from adapters.redis.queue import RedisTurnQueue, Terms
from adapters.redis.sessions import RedisSessions
from orchestration.errors import StoreUnavailable, Superseded
from orchestration.messages import Address, Author, Reply, Utterance, prose, read_incoming
from orchestration.sessions.listing import Listing
from orchestration.sessions.session import Session, admit

FUNCTION = "bot.worker.answer"


def queue_of(client, **terms):
    return RedisTurnQueue(client, Bell(client, "netbot", FUNCTION), Terms(**terms))


@pytest.fixture
def queue(redis_client):
    return queue_of(redis_client)


@pytest.fixture
def sessions(redis_client):
    return RedisSessions(redis_client, kept=1000)


def said(number, thread="t", person="ann"):
    return Utterance(
        id=f"{thread}-{number}",
        address=Address(platform="terminal", place="local", channel="c", thread=thread),
        author=Author(platform="terminal", place="local", id=person),
        at=1.0,
        text=str(number),
        correlation=f"corr-{number}",
    )


def reply_to(turn):
    return Reply(turn=turn, kind="answer", intent="find", parts=(prose("an answer"),))


def finish(queue, sessions, lease, *replies, listings=()):
    session = admit(sessions.load(lease.address), read_incoming(lease.incoming), lease.turn)
    queue.finish(lease, session, replies, listings)


def test_many_workers_keep_order_and_lose_nothing(redis_url, redis_client):
    """Of workers that all take at once, each message is answered once, each thread's in order and by one at a time."""
    accepting = queue_of(redis_client, per_session=1000, per_person=1000)
    for number in range(20):
        for thread in "abcde":
            accepting.accept(said(number, thread=thread, person=f"p{thread}"))
    answered, inside, trouble, lock = {thread: [] for thread in "abcde"}, Counter(), [], threading.Lock()

    def work():
        with connect(redis_url) as client:
            queue, sessions = queue_of(client), RedisSessions(client, kept=1000)
            while (lease := queue.take()) is not None:
                thread = lease.address.thread
                with lock:
                    inside[thread] += 1
                    if inside[thread] > 1:
                        trouble.append(thread)
                finish(queue, sessions, lease, reply_to(lease.turn))
                answered[thread].append(int(read_incoming(lease.incoming).text))
                queue.delivered(lease, lease.turn, ["m"])
                with lock:
                    inside[thread] -= 1
                queue.release(lease)

    workers = [threading.Thread(target=work) for _ in range(6)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert trouble == []
    # A worker ends when nothing waits at the moment: what another had under way then is left to the rings.
    while (lease := accepting.take()) is not None:
        finish(accepting, RedisSessions(redis_client, kept=1000), lease)
        answered[lease.address.thread].append(int(read_incoming(lease.incoming).text))
        accepting.release(lease)
    assert answered == {thread: list(range(20)) for thread in "abcde"}


def test_a_ring_carries_the_correlation_id_alone(queue, redis_client):
    """What somebody said is in the inbox, and nowhere in the job that rings."""
    queue.accept(said("a secret"))
    (key,) = redis_client.keys("rq:job:*")
    job = redis_client.hgetall(key)
    assert b"secret" not in b"".join(job.values()).replace(b"corr-a secret", b"")
    assert job[b"description"] == b"bot.worker.answer('corr-a secret')"


def test_a_lost_ring_is_made_good(queue, redis_client):
    """Where messages wait and nobody rings, looking after it rings for each session, and not again while rings wait."""
    for thread in "abc":
        queue.accept(said(1, thread=thread))
    redis_client.delete("rq:queue:netbot")
    assert queue.overdue() == 3
    assert queue.overdue() == 0
    assert redis_client.llen("rq:queue:netbot") == 3


def test_nothing_waiting_rings_nothing(queue, sessions):
    """An empty queue, or one whose sessions are all worked on, needs no ring."""
    assert queue.overdue() == 0
    queue.accept(said(1))
    lease = queue.take()
    finish(queue, sessions, lease)
    queue.release(lease)
    assert queue.overdue() == 0


def test_what_waits_behind_a_turn_under_way_needs_no_ring(queue, redis_client):
    """A message for a session that is worked on is rung for when that turn ends, not before."""
    queue.accept(said(1))
    lease = queue.take()
    queue.accept(said(2))
    redis_client.delete("rq:queue:netbot")
    assert queue.overdue() == 0
    queue.release(lease)
    assert redis_client.llen("rq:queue:netbot") == 1


def test_a_dead_workers_session_is_rung_for(queue, redis_client):
    """A lease that ran out is taken back by looking after it, and rung for."""
    queue.accept(said(1))
    queue.take()
    redis_client.delete("rq:queue:netbot")
    assert queue.overdue() == 0
    redis_client.zadd(f"{PREFIX}leases", {said(1).address.key: 1})
    assert queue.overdue() == 1


def test_what_is_stored_is_accepted_though_no_ring_came_through(redis_client):
    """A message that is stored counts as accepted even where ringing fails: it would be delivered again for nothing."""

    class Broken(Bell):
        def ring(self, correlation):
            raise StoreUnavailable("Redis does not answer.")

    queue = RedisTurnQueue(redis_client, Broken(redis_client, "netbot", FUNCTION))
    assert queue.accept(said(1)) is not None
    assert queue.take() is not None


def test_no_store_is_told(tmp_path):
    """Every step says that Redis is away when it is."""
    with Embedded(tmp_path) as server, connect(server.url) as client:
        queue = queue_of(client)
        queue.accept(said(1))
        lease = queue.take()
        server.stop()
        for step in (
            lambda: queue.accept(said(2)),
            queue.take,
            lambda: queue.renew(lease),
            lambda: queue.finish(lease, Session(address=lease.address), (), ()),
            lambda: queue.pending(lease),
            lambda: queue.delivered(lease, lease.turn, ()),
            lambda: queue.postpone(lease, lease.turn, 1),
            lambda: queue.release(lease),
            queue.overdue,
            lambda: RedisSessions(client, 10).load(lease.address),
        ):
            with pytest.raises(StoreUnavailable):
                step()


def test_all_that_is_kept_is_bounded_or_expires(queue, sessions, redis_client):
    """After a conversation only counters stay for ever; everything else has an end."""
    queue.accept(said(1))
    lease = queue.take()
    listing = Listing(id="l", session=lease.address.key, total=1, turn=lease.turn)
    finish(queue, sessions, lease, reply_to(lease.turn), reply_to(lease.turn), listings=[listing])
    queue.delivered(lease, lease.turn, ["m"])
    queue.postpone(lease, lease.turn, 1000)
    queue.release(lease)
    sessions.forget("somebody")
    lasting = {key.decode() for key in redis_client.keys(f"{PREFIX}*") if redis_client.ttl(key) < 0}
    assert lasting == {f"{PREFIX}{each}" for each in ("clock", "fence", "turnstile", "later")}
    redis_client.zadd(f"{PREFIX}later", {lease.address.key: 1})
    lease = queue.take()
    queue.delivered(lease, queue.pending(lease)[0].turn, ["m"])
    queue.release(lease)
    assert not redis_client.exists(
        f"{PREFIX}later", f"{PREFIX}rota", f"{PREFIX}held", f"{PREFIX}leases", f"{PREFIX}load"
    )


def test_a_reply_of_another_release_is_set_aside(queue, sessions, redis_client):
    """A reply this release cannot read does not stand in the way of those behind it, and is kept apart."""
    queue.accept(said(1))
    queue.accept(said(2))
    first = queue.take()
    finish(queue, sessions, first, reply_to(first.turn).model_copy(update={"v": 99}))
    queue.release(first)
    second = queue.take()
    finish(queue, sessions, second, reply_to(second.turn))
    assert [each.turn for each in queue.pending(second)] == [second.turn]
    assert redis_client.llen(f"{PREFIX}aside") == 1
    queue.delivered(second, second.turn, ["m"])
    queue.release(second)
    assert queue.take() is None


@pytest.mark.parametrize("stored", [b"{}", b"no json", b'{"v": 99, "address": {}}'])
def test_a_session_of_another_release_begins_anew(sessions, redis_client, stored):
    """A session this release cannot read is a new one, never a crash."""
    address = said(1).address
    redis_client.set(f"{PREFIX}session:{address.key}", stored)
    redis_client.set(f"{PREFIX}listing:l", stored)
    assert sessions.load(address) == Session(address=address)
    assert sessions.listing("l") is None


def test_forgetting_reaches_what_cannot_be_read(queue, sessions, redis_client):
    """A session of another release that a person spoke in is removed whole."""
    queue.accept(said(1))
    lease = queue.take()
    finish(queue, sessions, lease)
    key = f"{PREFIX}session:{lease.address.key}"
    redis_client.set(key, b'{"v": 99}')
    assert sessions.forget(said(1).author.key) == 1
    assert not redis_client.exists(key)


def test_forgetting_is_told_to_a_turn_that_ends_at_the_same_moment(queue, sessions, monkeypatch):
    """A person forgotten between the reading and the writing of a session is forgotten in what is written."""
    queue.accept(said(1))
    lease = queue.take()
    finish(queue, sessions, lease)
    queue.release(lease)
    queue.accept(said(2))
    lease = queue.take()
    real, forgotten = queue._finish, []

    def late(args):
        if not forgotten:
            forgotten.append(sessions.forget(said(1).author.key))
        return real(args=args)

    monkeypatch.setattr(queue, "_finish", late)
    finish(queue, sessions, lease)
    assert forgotten == [1]
    assert sessions.load(lease.address).turns == ()


def test_a_lease_is_taken_back_only_when_it_ran_out(redis_client):
    """A lease lasts as long as the terms say, and renewing begins that time anew."""
    queue = queue_of(redis_client, lease=1000)
    queue.accept(said(1))
    lease = queue.take()
    before = redis_client.zscore(f"{PREFIX}leases", lease.address.key)
    queue.renew(lease)
    assert redis_client.zscore(f"{PREFIX}leases", lease.address.key) >= before
    assert redis_client.time()[0] * 1000 + 900_000 < before
    queue.release(lease)
    with pytest.raises(Superseded):
        queue.renew(lease)
