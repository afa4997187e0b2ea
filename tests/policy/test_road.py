"""The road keeps to the door: what is read with wider rights goes to the person alone, and who has used up what they may is told."""

import contextlib

import pytest
from pydantic import SecretStr

from adapters.redis.bell import Bell
from adapters.redis.queue import RedisTurnQueue, Terms
from adapters.redis.quotas import RedisQuotas
from adapters.redis.sessions import RedisSessions
from adapters.redis.vault import RedisVault
from orchestration.changes.door import PolicyDoor
from orchestration.changes.policy_file import read_policy
from orchestration.messages import Click, Form, Reply, prose
from orchestration.outcome import Outcome
from orchestration.ports import Linked, Meter
from orchestration.road import Road, accept, run_turn
from tests.policy.test_door import OWN, POLICY, said


class Reading:
    """Inventories that remember which token they were opened with, and ask NetBox 20 things a turn."""

    def __init__(self):
        self.tokens = []

    @contextlib.contextmanager
    def open(self, token, correlation):
        self.tokens.append(token)
        yield self

    def meter(self):
        return Meter(requests=20)


class Posted:
    """An outbox that keeps what is delivered."""

    def __init__(self):
        self.replies = []

    def working(self, address, asker, turn, note):
        pass

    def deliver(self, address, turn, reply, amended):
        self.replies.append(reply)
        return (turn,)


def answer(session, incoming, turn, inventory, progress):
    """Answer with a row."""
    return Outcome(session, (Reply(turn=turn, kind="answer", intent="find", parts=(prose("1 site."),)),))


@pytest.fixture
def road(redis_client):
    """A road whose door is the policy's."""
    vault = RedisVault(redis_client, b"a key of thirty-two characters or more")
    tokens = {"NETBOX_TOKEN_C1": SecretStr("c1"), "NETBOX_TOKEN_NETOPS": SecretStr("netops")}
    policy = read_policy(POLICY, ["ipam.vlan"], "terminal/local/owner")
    return Road(
        queue=RedisTurnQueue(redis_client, Bell(redis_client, "netbot", "nobody.rings"), Terms()),
        sessions=RedisSessions(redis_client, 3600),
        inventories=Reading(),
        thinker=answer,
        outboxes={"slack": Posted()},
        door=PolicyDoor(policy, vault, RedisQuotas(redis_client), tokens),
    )


def answered(road, number, account="U5", channel="C1"):
    """Return the reply to a message."""
    accept(road.queue, road.door, said(account, channel).model_copy(update={"id": str(number)}))
    run_turn(road)
    return road.outboxes["slack"].replies[-1]


def test_wider_rights_answer_privately(road):
    """What is read with the channel's token is for all; with a group's or one's own it is for the person alone, by name."""
    road.door.vault.keep("slack/T1/U7", Linked(token=SecretStr(OWN), user="x", at=1.0))
    told = [answered(road, number, account) for number, account in enumerate(["U5", "U1", "U7"])]

    assert [(each.private, each.person) for each in told] == [(False, "U5"), (True, "U1"), (True, "U7")]
    assert road.inventories.tokens == ["c1", "netops", OWN]


def test_who_has_used_up_what_they_may_is_told(road):
    """The fourth message of a minute is answered with a refusal that says when it goes on, and NetBox is not asked."""
    told = [answered(road, number, channel="C2") for number in range(4)]

    assert [each.kind for each in told] == ["answer"] * 3 + ["refusal"]
    assert "within a minute" in told[3].parts[0].runs[0].text
    assert len(road.inventories.tokens) == 3


def test_requests_are_counted_for_the_place(road):
    """When the turns of a place have asked NetBox as often as it may, the next is refused, whoever asks."""
    told = [answered(road, number, f"U{number + 20}") for number in range(4)]

    assert [each.kind for each in told] == ["answer"] * 3 + ["refusal"]
    assert "This place made 50 requests" in told[3].parts[0].runs[0].text


def test_who_types_a_token_into_a_form_is_told(road):
    """A form with a token in it is not filled in without it: the person is told to revoke it, as after a message."""
    spoken = said()
    accept(
        road.queue,
        road.door,
        Form(id="1", address=spoken.address, author=spoken.author, at=0.0, ref="x", values={"name": OWN}),
    )
    run_turn(road)

    assert "revoke it now" in road.outboxes["slack"].replies[-1].parts[0].runs[0].text
    assert road.inventories.tokens == []


def test_nobody_presses_in_the_name_of_time(road):
    """A press that looks like time's, which is not counted and asks nobody who may, is not even kept when somebody makes it."""
    spoken = said()
    where = {"address": spoken.address, "author": spoken.author, "at": 0.0}

    assert accept(road.queue, road.door, Click(id="1", ref="change:due:p-00000000", **where)) is None
    assert not run_turn(road)
    assert accept(road.queue, road.door, Click(id="2", ref="change:no:p-00000000", **where)) is not None


def test_nobody_is_answered_elsewhere(road):
    """A message from a place that is not listed is not even kept."""
    assert accept(road.queue, road.door, said(channel="C9")) is None
    assert not run_turn(road)
