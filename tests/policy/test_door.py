"""The door: whose rights are used, what must stay private, how much anybody may use up, and what is taken for a secret."""

import pytest
from pydantic import SecretStr

from adapters.redis.quotas import RedisQuotas
from adapters.redis.vault import RedisVault
from orchestration.changes.door import PolicyDoor, is_shared
from orchestration.changes.policy import Limits, Policy
from orchestration.changes.policy_file import read_policy
from orchestration.errors import Misconfigured, NotAllowed
from orchestration.messages import Address, Author, Click, Form, Utterance
from orchestration.ports import Linked
from orchestration.road import accept
from orchestration.secrets import find_secret, without_secrets

POLICY = """
[people]
ada = ["slack/T1/U1", "slack/T1/U9"]
[groups]
netops = ["ada"]
[[places]]
where = "slack/T1/C1"
token = "NETBOX_TOKEN_C1"
requests_an_hour = 50
[[places]]
where = "slack/T1/C2"
[tokens]
netops = "NETBOX_TOKEN_NETOPS"
[limits]
turns_a_minute = 3
requests_an_hour = 100
"""
OWN = "nbt_abcdefghijkl.0123456789012345678901234567890123456789"


def said(account="U5", channel="C1", text="list sites"):
    """Something said in a channel of Slack."""
    author = Author(platform="slack", place="T1", id=account)
    address = Address(platform="slack", place="T1", channel=channel, thread="1")
    return Utterance(id="1", address=address, author=author, at=0.0, text=text)


@pytest.fixture
def vault(redis_client):
    """An empty vault."""
    return RedisVault(redis_client, b"a key of thirty-two characters or more")


@pytest.fixture
def door(redis_client, vault):
    """A door with the policy above."""
    tokens = {"NETBOX_TOKEN_C1": SecretStr("c1"), "NETBOX_TOKEN_NETOPS": SecretStr("netops")}
    return PolicyDoor(
        read_policy(POLICY, ["ipam.vlan"], "terminal/local/owner"), vault, RedisQuotas(redis_client), tokens
    )


def token(door, message):
    """Return the token somebody's message is answered with."""
    return door.token_for(message.author, message)


def private(door, message):
    """Say whether the answer goes to the person alone."""
    return door.is_private(message.author, message.address)


def test_the_persons_own_token_comes_first(door, vault):
    """A linked token is used before the group's, that before the channel's, that before the bot's."""
    assert token(door, said(channel="C2")) is None
    assert token(door, said()) == "c1"
    assert token(door, said("U1")) == "netops"
    vault.keep("slack/T1/U1", Linked(token=SecretStr(OWN), user="ada", at=1.0))
    assert token(door, said("U1")) == OWN
    assert token(door, said("U9")) == OWN
    assert token(door, said("U5")) == "c1"


def test_what_is_read_with_other_rights_than_the_places_is_private(door, vault):
    """In a shared channel an answer with a group's or a person's own token goes to them alone; with the channel's it does not."""
    assert not private(door, said())
    assert private(door, said("U1"))
    vault.keep("slack/T1/U5", Linked(token=SecretStr(OWN), user="eve", at=1.0))
    assert private(door, said())


def test_nothing_is_private_where_nobody_else_reads(door):
    """In a terminal and in direct messages there is nobody to keep it from."""
    assert not is_shared(Address(platform="terminal", place="local", channel="chat", thread="1"))
    assert not is_shared(Address(platform="slack", place="T1", channel="D1", thread="1"))
    assert not is_shared(Address(platform="discord", place="@me", channel="1", thread="1"))
    assert is_shared(Address(platform="slack", place="T1", channel="C1", thread="1"))


def test_a_token_that_is_not_set_does_not_fall_back(door):
    """Where the policy names a variable that is not set, nothing is read: the bot's own token might see more."""
    bare = PolicyDoor(door.policy, door.vault, door.quotas, {})

    with pytest.raises(Misconfigured, match="NETBOX_TOKEN_C1"):
        token(bare, said())


def test_a_persons_turns_are_limited(door):
    """The fourth message within a minute is refused with when it goes on; another person's is not."""
    for _ in range(3):
        door.spend_turn(said(channel="C2"))
    with pytest.raises(NotAllowed, match="within a minute"):
        door.spend_turn(said(channel="C2"))
    door.spend_turn(said("U6", channel="C2"))


def test_another_thread_or_place_is_the_same_limit(door):
    """Somebody who goes on in another thread, or where else they are answered, has used up what they had used up."""
    for channel, thread in (("C2", "1"), ("C2", "2"), ("C1", "3")):
        message = said(channel=channel)
        door.spend_turn(message.model_copy(update={"address": message.address.model_copy(update={"thread": thread})}))
    with pytest.raises(NotAllowed):
        door.spend_turn(said(channel="C2"))


def test_accounts_of_one_person_share_their_limit(door):
    """Somebody with two accounts has one limit."""
    for account in ("U1", "U9", "U1"):
        door.spend_turn(said(account, channel="C2"))
    with pytest.raises(NotAllowed):
        door.spend_turn(said("U9", channel="C2"))


def test_requests_are_limited_for_person_and_place(door):
    """When a place has used up its requests nobody is answered there; elsewhere they are."""
    door.spend_requests(said(), 50)

    with pytest.raises(NotAllowed, match="This place made 50 requests"):
        door.spend_turn(said("U6"))
    door.spend_turn(said("U6", channel="C2"))


@pytest.mark.parametrize(
    "typed",
    [
        OWN,
        "Token 0123456789abcdefghijklmnopqrstuvwxyzABCD",
        "0123456789abcdef0123456789ABCDEF01234567",
        f"Authorization: Bearer {OWN}",
        "nbt_short.x",
        f"_{OWN}_",
        f"*{OWN}*",
        f"`{OWN}`",
        "nbt\\_abcdefghijkl.0123456789012345678901234567890123456789",
        f"https://netbox.example.com/api/?token={OWN}&x=1",
        f"<http://{OWN}|{OWN}>",
        "_0123456789abcdef0123456789ABCDEF01234567_",
        "token=0123456789abcdef0123456789ABCDEF01234567",
        "'0123456789abcdef0123456789ABCDEF01234567'.",
        "xox" + "b-012345678901-0123456789012-AbCdEfGhIjKl",
        "xapp-1-A0123456789-0123456789012-abcdef",
        "sk-proj-012345abcdefABCDEF0123456789",
        "AKI" + "A0123456789ABCDEF",
        "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.012345678901234567890123456",
    ],
)
def test_typed_tokens_are_found_and_taken_out(door, typed):
    """A NetBox token in a message is recognised, whatever stands around it, and nothing of it is left."""
    cleared = without_secrets(f"please use ({typed}), thanks")

    assert find_secret(typed)
    assert cleared.startswith("please use (")
    assert cleared.endswith("), thanks")
    assert not any(part in cleared for part in ("012345", "nbt_", "xox", "MTIz"))
    assert door.withhold(f"x {typed}") is not None


@pytest.mark.parametrize(
    "typed",
    [
        "show site North 1",
        "serial FOC2231X0AB",
        "0123456789abcdef",
        "a" * 64,
        "Token of thanks",
        "00:1a:2b:3c:4d:5e",
        "001a.2b3c.4d5e",
        "5f2d8c1e-9f3a-4c2b-8a7d-1e2f3a4b5c6d",
        "sk-core-switch-in-the-north-hall",
        "sha1: " + "0123456789" * 4,
        "commit " + "ab" * 20,
        "d41d8cd98f00b204e9800998ecf8427e",
    ],
)
def test_other_words_are_no_tokens(typed):
    """Serial numbers, checksums of other lengths and plain words are left alone."""
    assert find_secret(typed) is None
    assert without_secrets(typed) is None


def test_the_terminals_owner_is_not_limited(redis_client):
    """Whoever owns the terminal asks as quickly as they like; somebody on a platform with the same policy does not."""
    door = PolicyDoor(
        Policy(limits=Limits(turns_a_minute=1)), RedisVault(redis_client, None), RedisQuotas(redis_client)
    )
    address = Address(platform="terminal", place="local", channel="chat", thread="t")
    author = Author(platform="terminal", place="local", id="ann")
    for number in range(5):
        door.spend_turn(Utterance(id=str(number), address=address, author=author, at=0.0, text="sites"))
    elsewhere = Author(platform="slack", place="T1", id="U1")
    thread = Address(platform="slack", place="T1", channel="C1", thread="t")
    door.spend_turn(Utterance(id="a", address=thread, author=elsewhere, at=0.0, text="sites"))
    with pytest.raises(NotAllowed):
        door.spend_turn(Utterance(id="b", address=thread, author=elsewhere, at=0.0, text="sites"))


def test_a_secret_is_kept_nowhere_of_what_came_in(door):
    """What was typed, what others had typed in the thread, what is in a form and on a button: none of it reaches the queue with a token."""
    message = said()
    kept = []

    class Queue:
        def accept(self, incoming):
            kept.append(incoming)
            return "t"

    where = {"id": "1", "address": message.address, "author": message.author, "at": 0.0}
    accept(Queue(), door, Utterance(**where, text=f"use {OWN}", context=(f"mine is {OWN}", "the rack")))
    accept(Queue(), door, Form(**where, ref="change:form", values={"name": OWN, "site": "North 1"}))
    accept(Queue(), door, Click(**where, ref=f"say:{OWN}"))

    assert [OWN in each.model_dump_json() for each in kept] == [False, False, False]
    assert kept[0].withheld
    assert kept[0].context[1] == "the rack"
    assert kept[1].values["site"] == "North 1"
