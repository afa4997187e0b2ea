"""What every queue of turns does, in memory or on a server."""

import pytest

from adapters.redis.bell import Bell
from adapters.redis.keys import PREFIX
from adapters.redis.queue import RedisTurnQueue, Terms
from adapters.redis.sessions import RedisSessions
from orchestration.errors import Refused, Superseded
from orchestration.messages import Address, Author, Reply, Utterance, prose, read_incoming
from orchestration.sessions.listing import Listing
from orchestration.sessions.session import admit
from tests.fakes.memory_queue import MemoryTurnQueue
from tests.fakes.memory_sessions import MemorySessions


class InMemory:
    """The fake, with a clock that a test moves."""

    def __init__(self):
        self.now = 1000.0
        self.sessions = MemorySessions()
        self.queue = MemoryTurnQueue(self.sessions, lambda: self.now, per_session=5, per_person=8)

    def rings(self):
        return len(self.queue.rung)

    def let_leases_run_out(self):
        self.now += 16

    def let_rests_end(self):
        self.now += 1000


class OnServer:
    """The real one; time is moved by moving what waits for it."""

    def __init__(self, client):
        self.client = client
        self.queue = RedisTurnQueue(
            client, Bell(client, "netbot", "bot.worker.answer"), Terms(per_session=5, per_person=8)
        )
        self.sessions = RedisSessions(client, kept=1000)

    def rings(self):
        return self.client.llen("rq:queue:netbot")

    def let_leases_run_out(self):
        self._move("leases")

    def let_rests_end(self):
        self._move("later")

    def _move(self, key):
        for session in self.client.zrange(f"{PREFIX}{key}", 0, -1):
            self.client.zadd(f"{PREFIX}{key}", {session: 1})


@pytest.fixture(params=["memory", "server"])
def kit(request):
    return InMemory() if request.param == "memory" else OnServer(request.getfixturevalue("redis_client"))


@pytest.fixture
def queue(kit):
    return kit.queue


def said(text, thread="t1", person="ann", id_=None):
    return Utterance(
        id=id_ or f"{thread}-{text}",
        address=Address(platform="terminal", place="local", channel="c", thread=thread),
        author=Author(platform="terminal", place="local", id=person),
        at=1.0,
        text=text,
        correlation=f"corr-{text}",
    )


def text_of(lease):
    return read_incoming(lease.incoming).text


def reply_to(turn, text="an answer", amends=None):
    return Reply(turn=turn, kind="answer", intent="find", parts=(prose(text),), amends=amends)


def finish(kit, lease, *replies, listings=()):
    incoming = read_incoming(lease.incoming)
    session = admit(kit.sessions.load(lease.address), incoming, lease.turn)
    kit.queue.finish(lease, session, replies, listings)


def answer(kit, lease):
    finish(kit, lease)
    kit.queue.release(lease)


def test_a_message_is_given_to_a_worker_as_it_came(queue):
    """What is taken is what was accepted, under the turn's id that accept returned."""
    message = said("which sites?\n\u200b“é”")
    turn = queue.accept(message)
    lease = queue.take()
    assert lease.address == message.address
    assert lease.turn == turn
    assert read_incoming(lease.incoming) == message
    assert lease.attempt == 1


def test_nothing_is_taken_where_nothing_waits(queue):
    """An empty queue gives no lease."""
    assert queue.take() is None


def test_a_worker_takes_what_it_can_post(kit, queue):
    """A session of a platform that a worker cannot post to waits for one that can, and holds nobody up."""
    for at, platform in enumerate(("slack", "terminal", "discord", "slack")):
        message = said(f"on {platform}", thread=f"t{at}")
        queue.accept(message.model_copy(update={"address": message.address.model_copy(update={"platform": platform})}))
    lease = queue.take(("terminal",))
    assert text_of(lease) == "on terminal"
    assert queue.take(("terminal",)) is None
    answer(kit, lease)
    assert text_of(queue.take(("terminal", "discord"))) == "on discord"
    assert [text_of(queue.take()) for _ in range(2)] == ["on slack", "on slack"]
    assert queue.take() is None


def test_the_same_message_twice_is_one_turn(kit, queue):
    """A message that is delivered again makes no second turn, before and after its answer, but it rings again."""
    message = said("once")
    assert queue.accept(message) is not None
    assert queue.accept(message) is None
    assert kit.rings() == 2
    answer(kit, queue.take())
    assert queue.accept(message) is None
    assert queue.take() is None


def test_turn_ids_sort(queue):
    """Later turns have greater ids of the same length."""
    turns = [queue.accept(said(str(number), thread=f"t{number}")) for number in range(8)]
    assert turns == sorted(turns)
    assert len(set(turns)) == 8
    assert len({len(turn) for turn in turns}) == 1


def test_turns_of_a_session_run_in_order_one_at_a_time(kit, queue):
    """While a session is leased nobody else gets it; its messages come in the order they were accepted."""
    for text in "abc":
        queue.accept(said(text))
    texts = []
    while (lease := queue.take()) is not None:
        assert queue.take() is None
        texts.append(text_of(lease))
        answer(kit, lease)
    assert texts == ["a", "b", "c"]


def test_sessions_run_side_by_side(queue):
    """Two sessions can be leased at once, of one person too."""
    queue.accept(said("a", thread="t1"))
    queue.accept(said("b", thread="t2"))
    assert {text_of(queue.take()), text_of(queue.take())} == {"a", "b"}


@pytest.mark.parametrize("threads", [1, 4])
def test_people_take_turns(kit, queue, threads):
    """One person's many questions, in one thread or in many, do not keep another's waiting."""
    for number in range(4):
        queue.accept(said(f"ann {number}", thread=f"a{number % threads}", person="ann"))
    for number in range(2):
        queue.accept(said(f"bob {number}", thread=f"b{number}", person="bob"))
    order = []
    while (lease := queue.take()) is not None:
        order.append(text_of(lease).split()[0])
        answer(kit, lease)
    assert order == ["ann", "bob", "ann", "bob", "ann", "ann"]


def test_a_thread_of_several_people_keeps_its_order(kit, queue):
    """Messages of two people in one thread are answered in the order they came."""
    for text, person in [("1", "ann"), ("2", "bob"), ("3", "ann")]:
        queue.accept(said(text, person=person))
    texts = []
    while (lease := queue.take()) is not None:
        texts.append(text_of(lease))
        answer(kit, lease)
    assert texts == ["1", "2", "3"]


def test_a_dead_workers_turn_is_taken_up(kit, queue):
    """A lease that ran out is given to another, with a greater fence, and told to be another attempt."""
    queue.accept(said("a"))
    first = queue.take()
    assert queue.take() is None
    kit.let_leases_run_out()
    second = queue.take()
    assert (second.turn, second.attempt) == (first.turn, 2)
    assert second.fence > first.fence


def test_a_renewed_lease_is_kept(kit, queue):
    """Renewing a lease that has run out, before anybody took it back, keeps it."""
    queue.accept(said("a"))
    lease = queue.take()
    kit.let_leases_run_out()
    queue.renew(lease)
    assert queue.take() is None


@pytest.mark.parametrize("step", ["renew", "finish", "pending", "delivered", "postpone", "release"])
def test_whoever_lost_the_lease_writes_nothing(kit, queue, step):
    """Each step of a worker that lost its lease raises Superseded and changes nothing."""
    queue.accept(said("a"))
    lost = queue.take()
    kit.let_leases_run_out()
    current = queue.take()
    steps = {
        "renew": lambda: queue.renew(lost),
        "finish": lambda: finish(kit, lost, reply_to(lost.turn, "wrong")),
        "pending": lambda: queue.pending(lost),
        "delivered": lambda: queue.delivered(lost, lost.turn, ["m"]),
        "postpone": lambda: queue.postpone(lost, lost.turn, 10),
        "release": lambda: queue.release(lost),
    }
    with pytest.raises(Superseded):
        steps[step]()
    assert kit.sessions.load(lost.address).turns == ()
    assert kit.sessions.message_ids(lost.address, lost.turn) == ()
    finish(kit, current, reply_to(current.turn, "right"))
    assert [each.reply for each in queue.pending(current)] == [reply_to(current.turn, "right")]


def test_a_turn_is_finished_once(kit, queue):
    """A second finish of the same turn raises Superseded and adds no second reply."""
    queue.accept(said("a"))
    queue.accept(said("b"))
    lease = queue.take()
    finish(kit, lease, reply_to(lease.turn))
    with pytest.raises(Superseded):
        finish(kit, lease, reply_to(lease.turn))
    assert len(queue.pending(lease)) == 1
    queue.release(lease)
    assert text_of(queue.take()) == "b"


def test_a_finished_turn_is_remembered(kit, queue):
    """Finishing saves the session and the listings."""
    queue.accept(said("a"))
    lease = queue.take()
    listing = Listing(id="l1", session=lease.address.key, ids=(1, 2), total=2, turn=lease.turn)
    finish(kit, lease, listings=[listing])
    assert [turn.said for turn in kit.sessions.load(lease.address).turns] == ["a"]
    assert kit.sessions.listing("l1") == listing


def test_a_saved_reply_is_delivered_not_worked_out_again(kit, queue):
    """After a crash between finishing and delivering, the next worker gets the reply and no message."""
    queue.accept(said("a"))
    dead = queue.take()
    finish(kit, dead, reply_to(dead.turn))
    kit.let_leases_run_out()
    lease = queue.take()
    assert (lease.turn, lease.incoming) == (None, None)
    assert [each.reply for each in queue.pending(lease)] == [reply_to(dead.turn)]


def test_replies_are_delivered_in_order_and_once(kit, queue):
    """What is delivered no longer waits, and its message ids are kept."""
    for text in "ab":
        queue.accept(said(text))
    turns = []
    for _ in "ab":
        lease = queue.take()
        turns.append(lease.turn)
        answer_with = reply_to(lease.turn, f"to {text_of(lease)}")
        finish(kit, lease, answer_with)
        queue.release(lease)
    lease = queue.take()
    assert [each.turn for each in queue.pending(lease)] == turns
    queue.delivered(lease, turns[0], ["m1", "m2"])
    assert [each.turn for each in queue.pending(lease)] == turns[1:]
    assert kit.sessions.message_ids(lease.address, turns[0]) == ("m1", "m2")
    queue.delivered(lease, turns[1], ["m3"])
    queue.release(lease)
    assert queue.take() is None


def test_a_reply_in_anothers_place_is_found_under_both_turns(kit, queue):
    """The ids of a reply that amends stand for the amended turn too, and do not hide the answer's own message."""
    queue.accept(said("a"))
    lease = queue.take()
    finish(kit, lease, reply_to(lease.turn), reply_to(lease.turn, "the old one, without buttons", amends="old"))
    for ids in (["new message"], ["old message"]):
        queue.delivered(lease, queue.pending(lease)[0].turn, ids)
    assert kit.sessions.message_ids(lease.address, lease.turn) == ("new message",)
    assert kit.sessions.message_ids(lease.address, "old") == ("old message",)
    queue.accept(said("more"))
    queue.release(lease)
    more = queue.take()
    finish(kit, more, reply_to(more.turn, amends="old"))
    queue.delivered(more, more.turn, ["old message", "next message"])
    assert kit.sessions.message_ids(lease.address, more.turn) == ("old message", "next message")
    assert kit.sessions.message_ids(lease.address, "old") == ("old message", "next message")


def test_delivering_what_is_delivered_changes_nothing(kit, queue):
    """A reply that no longer waits can be marked again, without a trace."""
    queue.accept(said("a"))
    lease = queue.take()
    finish(kit, lease, reply_to(lease.turn))
    queue.delivered(lease, lease.turn, ["m1"])
    queue.delivered(lease, lease.turn, ["m2"])
    assert kit.sessions.message_ids(lease.address, lease.turn) == ("m1",)


def test_postponed_deliveries_rest(kit, queue):
    """What is postponed waits its time, is counted, and then comes back by itself."""
    queue.accept(said("a"))
    lease = queue.take()
    finish(kit, lease, reply_to(lease.turn))
    queue.postpone(lease, lease.turn, 500)
    assert queue.pending(lease) == ()
    queue.release(lease)
    assert queue.take() is None
    kit.let_rests_end()
    again = queue.take()
    assert [(each.turn, each.tries) for each in queue.pending(again)] == [(lease.turn, 1)]


def test_messages_go_on_while_deliveries_rest(kit, queue):
    """A thread whose platform is away still thinks about new messages; all replies go out in order later."""
    queue.accept(said("a"))
    lease = queue.take()
    finish(kit, lease, reply_to(lease.turn))
    queue.postpone(lease, lease.turn, 500)
    queue.release(lease)
    second = queue.accept(said("b"))
    next_lease = queue.take()
    assert text_of(next_lease) == "b"
    finish(kit, next_lease, reply_to(second))
    assert queue.pending(next_lease) == ()
    queue.release(next_lease)
    assert queue.take() is None
    kit.let_rests_end()
    assert [each.turn for each in queue.pending(queue.take())] == [lease.turn, second]


def test_a_thread_that_waits_for_two_people_is_leased_once(kit, queue):
    """A thread with a delivery for one person and a message of another is given to one worker alone."""
    queue.accept(said("a", person="ann"))
    lease = queue.take()
    finish(kit, lease, reply_to(lease.turn))
    queue.release(lease)
    queue.accept(said("b", person="bob"))
    assert text_of(queue.take()) == "b"
    assert queue.take() is None


def test_releasing_rings_only_for_more_work(kit, queue):
    """Giving a session back rings where more waits in it, and not where nothing does."""
    queue.accept(said("a"))
    queue.accept(said("b"))
    rings = kit.rings()
    answer(kit, queue.take())
    assert kit.rings() == rings + 1
    answer(kit, queue.take())
    assert kit.rings() == rings + 1


def test_full_inboxes_are_told(queue):
    """Beyond the bounds of a thread and of a person a message is refused, and accepted when it comes again later."""
    for number in range(5):
        queue.accept(said(str(number)))
    late = said("late")
    with pytest.raises(Refused):
        queue.accept(late)
    for number in range(3):
        queue.accept(said(str(number), thread="t2"))
    with pytest.raises(Refused):
        queue.accept(said("too much", thread="t3"))
    assert queue.accept(said("somebody else", thread="t3", person="bob")) is not None


def test_room_is_made_by_answers(kit, queue):
    """An answered message no longer counts against the bounds."""
    for number in range(5):
        queue.accept(said(str(number)))
    late = said("late")
    with pytest.raises(Refused):
        queue.accept(late)
    answer(kit, queue.take())
    assert queue.accept(late) is not None


def test_what_was_forgotten_meanwhile_stays_forgotten(kit, queue):
    """A turn that ends after its author was forgotten does not bring back what was removed."""
    queue.accept(said("secret"))
    answer(kit, queue.take())
    queue.accept(said("bob's", person="bob"))
    lease = queue.take()
    session = admit(kit.sessions.load(lease.address), read_incoming(lease.incoming), lease.turn)
    kit.sessions.forget(said("secret").author.key)
    queue.finish(lease, session, (), ())
    assert [turn.said for turn in kit.sessions.load(lease.address).turns] == ["bob's"]
