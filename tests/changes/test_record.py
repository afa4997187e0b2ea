"""The record: every entry stays, and what is altered or lost is found."""

import threading

import pytest

from adapters.redis.connect import connect
from adapters.redis.keys import PREFIX
from adapters.redis.record import RedisRecord
from orchestration.changes.record import Ledger
from orchestration.messages import Author
from tests.fakes.memory_anchor import MemoryAnchor

ADA = Author(platform="terminal", place="local", id="ada")


@pytest.fixture
def ledger(redis_client):
    """A ledger on an empty store."""
    return Ledger(RedisRecord(redis_client), b"k" * 32, MemoryAnchor())


def written(ledger, count=5):
    """Write a few entries."""
    return [ledger.note("proposed", proposal=f"p-0000000{each}", by=ADA, operations=each) for each in range(count)]


def test_entries_come_back_in_order(ledger):
    """What was noted is read in order, numbered from 1, with who and what."""
    entries = written(ledger)

    assert list(ledger.entries()) == entries
    assert [each.number for each in entries] == [1, 2, 3, 4, 5]
    assert entries[3].person == "terminal/local/ada"
    assert entries[3].about == {"operations": 3}


def test_an_untouched_record_has_no_faults(ledger):
    """A record that nobody touched is found sound."""
    written(ledger)

    assert ledger.faults() == ()


@pytest.mark.parametrize("place", [1, 3, 5])
def test_an_altered_entry_is_found(ledger, redis_client, place):
    """An entry whose content was changed in the store is named, even where the changed one is well-formed."""
    written(ledger)
    entries = redis_client.xrange(f"{PREFIX}record")
    redis_client.delete(f"{PREFIX}record")
    for number, (id_, fields) in enumerate(entries, 1):
        content = fields[b"entry"].replace(b"ada", b"bob") if number == place else fields[b"entry"]
        redis_client.xadd(f"{PREFIX}record", {"entry": content}, id=id_)

    assert f"Entry {place} was altered." in ledger.faults()


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (1, "Entry 1 is missing."),
        (3, "Entry 3 is missing."),
        (5, "The record ends at entry 4, but entry 5 was written."),
    ],
)
def test_a_lost_entry_is_found(ledger, redis_client, place, told):
    """An entry that was deleted is missed, at the beginning, in the middle and at the end."""
    written(ledger)
    redis_client.xdel(f"{PREFIX}record", f"{place}-0")

    assert told in ledger.faults()


def test_the_record_goes_on_after_a_loss(ledger, redis_client):
    """After its last entry was deleted the record takes new entries, and the loss is still found."""
    written(ledger)
    redis_client.xdel(f"{PREFIX}record", "5-0")
    ledger.note("expired", proposal="p-00000009")

    assert [each.number for each in ledger.entries()] == [1, 2, 3, 4, 6]
    assert ledger.faults() == ("Entry 5 is missing.",)


def test_another_order_is_found(ledger, redis_client):
    """Two entries whose contents changed places are found, each whole and well-formed though it is."""
    written(ledger)
    entries = redis_client.xrange(f"{PREFIX}record")
    redis_client.delete(f"{PREFIX}record")
    for (id_, _), (_, fields) in zip(entries, [entries[each] for each in (0, 2, 1, 3, 4)], strict=True):
        redis_client.xadd(f"{PREFIX}record", fields, id=id_)

    assert ledger.faults()


def test_a_record_of_elsewhere_is_found(ledger, redis_client):
    """The record of another installation, with a key of its own, put in the place of this one's is found in every entry."""
    written(ledger)
    redis_client.delete(f"{PREFIX}record")
    written(Ledger(RedisRecord(redis_client), b"x" * 32, MemoryAnchor()), 3)

    altered = tuple(f"Entry {each} was altered." for each in (1, 2, 3))
    assert ledger.faults() == (*altered, "The record ends at entry 3, but entry 5 was written.")


def test_another_key_forges_nothing(ledger, redis_client):
    """An entry that somebody without the key puts in is found."""
    written(ledger)
    Ledger(RedisRecord(redis_client), b"x" * 32, MemoryAnchor()).note("applied", proposal="p-0000000f")

    assert ledger.faults() == ("Entry 6 was altered.",)


def test_many_writers_at_once_lose_nothing(redis_url):
    """Entries written at the same time by several workers are all there, each once, in one chain."""
    clients = [connect(redis_url) for _ in range(4)]
    ledgers = [Ledger(RedisRecord(each), b"k" * 32, MemoryAnchor()) for each in clients]
    threads = [threading.Thread(target=written, args=(each, 10)) for each in ledgers]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert [each.number for each in ledgers[0].entries()] == list(range(1, 41))
    assert ledgers[0].faults() == ()
    for each in clients:
        each.close()
