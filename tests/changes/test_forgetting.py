"""Forgetting somebody: threads, changes and token go together, others' stay, and so does the record."""

import pytest
from pydantic import SecretStr

from adapters.redis.proposals import RedisProposals
from adapters.redis.sessions import RedisSessions
from adapters.redis.vault import RedisVault
from orchestration.changes.forgetting import Memory
from orchestration.ports import Linked
from tests.changes.desk_kit import ADA, BOB, SECRET, Thread, create, value


@pytest.fixture
def memory(redis_client, thread):
    """Everything that remembers people, on one store."""
    vault = RedisVault(redis_client, SECRET)
    ledger = thread.desk.confirming.maker.ledger
    return Memory(RedisSessions(redis_client, 3600), RedisProposals(redis_client), vault, ledger)


def test_everything_of_a_person_goes_but_the_record(memory, thread, netbox):
    """Their changes and their token are gone, another's are there, and the record notes that they are forgotten."""
    other = Thread(thread.desk, netbox, author=BOB, name="other")
    mine = thread.propose(create("dcim.site", value("name", "Zz mine"))).proposal
    theirs = other.propose(create("dcim.site", value("name", "Zz theirs"))).proposal
    for author in (ADA, BOB):
        memory.vault.keep(author.key, Linked(token=SecretStr("x" * 40), user=author.id, at=1.0))
    memory.forget(ADA.key)
    entries = list(memory.ledger.entries())

    assert memory.proposals.find(mine) is None
    assert memory.proposals.find(theirs) is not None
    assert memory.vault.find(ADA.key) is None
    assert memory.vault.find(BOB.key) is not None
    assert [each.event for each in entries] == ["proposed", "proposed", "forgotten"]
    assert entries[2].about == {"threads": 0, "proposals": 1, "token": True}


def test_a_forgotten_change_confirms_nothing(memory, thread, netbox):
    """The button of a change that was forgotten finds nothing to confirm, and time does not ring for it."""
    preview = thread.propose(create("dcim.site", value("name", "Zz gone"))).replies[0]
    memory.forget(ADA.key)

    assert thread.press(preview.buttons[0].ref).replies[0].kind == "refusal"
    assert memory.proposals.due() == ()
    assert not [each for each in netbox.sent if each.startswith("POST")]
