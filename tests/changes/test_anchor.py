"""The record's anchor: a record that was cut at its end, removed or put back is found, however long it grows again; nothing else is."""

import re
import threading

import pytest

from adapters.redis.connect import connect
from adapters.redis.keys import PREFIX
from adapters.redis.record import RedisRecord
from bot.anchoring import FileAnchor, anchor_of
from orchestration.changes.record import Ledger
from orchestration.errors import StoreUnavailable, Unavailable
from tests.fakes.memory_anchor import MemoryAnchor

KEY = b"k" * 32
RECORD = f"{PREFIX}record"


@pytest.fixture
def anchor(tmp_path):
    """The anchor of a machine."""
    return FileAnchor(tmp_path / "state" / "record.anchor")


@pytest.fixture
def ledger(redis_client, anchor):
    """A ledger on an empty store, as workers of one machine have it."""
    return Ledger(RedisRecord(redis_client), KEY, anchor)


def write(ledger, count=5):
    """Write a few entries."""
    for each in range(count):
        ledger.note("proposed", proposal=f"p-{each:08}")


def put_back(client, kept):
    """Make the record what its first entries were, as whoever has the store but not the key can."""
    entries = client.xrange(RECORD)[:kept]
    client.delete(RECORD)
    for id_, fields in entries:
        client.xadd(RECORD, fields, id=id_)


def test_a_record_that_was_removed_whole_is_missed(ledger, redis_client):
    """Of a record whose stream was deleted it is said how far it came."""
    write(ledger)
    redis_client.delete(RECORD)

    assert ledger.faults() == ("The record is empty, but entry 5 was written.",)


@pytest.mark.parametrize("kept", [1, 4])
def test_a_record_cut_at_its_end_and_rebuilt_is_found(ledger, redis_client, kept):
    """The first entries alone, put into a new stream, fit each other and are not the whole record."""
    write(ledger)
    put_back(redis_client, kept)

    assert ledger.faults() == (f"The record ends at entry {kept}, but entry 5 was written.",)


@pytest.mark.parametrize("more", [1, 2, 3, 10])
@pytest.mark.parametrize("kept", [0, 3])
def test_what_was_cut_stays_found_when_the_record_grows_again(ledger, redis_client, kept, more):
    """Entries written after a cut, as many as there were and more, do not cover it up."""
    write(ledger)
    put_back(redis_client, kept)
    write(ledger, more)
    told = (
        f"The record ends at entry {kept + more}, but entry 5 was written."
        if kept + more < 5
        else "Entry 5 is not the one that was written from this machine."
    )

    assert ledger.faults() == (told,)


def test_a_cut_is_told_in_the_log_when_the_next_entry_is_written(ledger, redis_client, capsys):
    """Nobody has to check for it to be seen: the first entry after a cut says so in the log."""
    write(ledger)
    put_back(redis_client, 2)
    capsys.readouterr()
    write(ledger, 1)

    assert re.search(r"record_cut\s+anchored=5", capsys.readouterr().out)


def test_many_workers_of_one_machine_share_the_anchor(redis_url, anchor):
    """Entries written at once by several workers of a machine leave an anchor that accuses nothing and knows the last of them."""
    clients = [connect(redis_url) for _ in range(4)]
    ledgers = [Ledger(RedisRecord(each), KEY, anchor) for each in clients]
    threads = [threading.Thread(target=write, args=(each, 10)) for each in ledgers]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    sound = ledgers[0].faults()
    clients[0].delete(RECORD)

    assert sound == ()
    assert ledgers[1].faults() == ("The record is empty, but entry 40 was written.",)
    for each in clients:
        each.close()


def test_workers_of_another_machine_move_the_record_on(redis_client, ledger, tmp_path):
    """What another machine wrote meanwhile is no fault here; what either wrote last is missed where that one checks."""
    other = Ledger(RedisRecord(redis_client), KEY, FileAnchor(tmp_path / "other" / "record.anchor"))
    for each in (ledger, other, ledger, other):
        write(each, 3)
    sound = (ledger.faults(), other.faults())
    put_back(redis_client, 10)

    assert sound == ((), ())
    assert ledger.faults() == ()
    assert other.faults() == ("The record ends at entry 10, but entry 12 was written.",)


def test_a_crash_behind_the_entry_accuses_nobody(redis_client, ledger):
    """An entry whose writer died before it moved the anchor is no fault, and the next one moves the anchor over it."""
    write(ledger)
    write(Ledger(RedisRecord(redis_client), KEY, MemoryAnchor()), 1)
    behind = ledger.faults()
    write(ledger, 1)
    redis_client.delete(RECORD)

    assert behind == ()
    assert ledger.faults() == ("The record is empty, but entry 7 was written.",)


def test_a_crash_before_the_entry_accuses_nobody(redis_client, ledger, anchor):
    """The anchor never names an entry that was not written: a writer that came no further has not moved it."""

    class Away(RedisRecord):
        def add(self, entry):
            raise StoreUnavailable(f"Entry {entry.number} was not written.")

    write(ledger)
    with pytest.raises(StoreUnavailable):
        write(Ledger(Away(redis_client), KEY, anchor), 1)

    assert ledger.faults() == ()


def test_an_entry_written_while_it_is_checked_is_no_fault(redis_client, anchor):
    """A check that runs beside a worker's writing finds nothing."""

    class Growing(RedisRecord):
        def read(self, after=0, most=1000):
            entries = super().read(after, most)
            if not entries:
                write(Ledger(RedisRecord(redis_client), KEY, anchor), 1)
            return entries

    write(Ledger(RedisRecord(redis_client), KEY, anchor))

    assert Ledger(Growing(redis_client), KEY, anchor).faults() == ()


def test_an_altered_anchor_is_told(ledger, anchor):
    """An anchor that was rewritten, or sealed with another key, is a fault itself, and stays as it was found."""
    write(ledger)
    forged = anchor.held().replace('"number":5', '"number":3')
    anchor.exchange(lambda _: forged)
    write(ledger, 1)

    assert ledger.faults() == ("The anchor on this machine was altered, or is of another key.",)
    assert anchor.held() == forged


def test_a_machine_that_cannot_keep_an_anchor_still_writes(redis_client, tmp_path, capsys):
    """A state folder that cannot be written keeps nobody from their change; the log tells that nothing is anchored."""
    (tmp_path / "state").write_text("a file where the folder should be")
    ledger = Ledger(RedisRecord(redis_client), KEY, FileAnchor(tmp_path / "state" / "record.anchor"))
    write(ledger, 1)

    assert len(list(ledger.entries())) == 1
    assert "record_not_anchored" in capsys.readouterr().out


def test_a_process_that_is_stopped_at_the_anchor_keeps_nobody_waiting(anchor, tmp_path):
    """Whoever holds the anchor for long does not stop the others: they are told, and go on without it."""
    other, told = FileAnchor(tmp_path / "state" / "record.anchor", patience=0.0), []

    def hold(text):
        with pytest.raises(Unavailable) as found:
            other.exchange(lambda _: "theirs")
        told.append(found.value.text)
        return f"{text}mine"

    anchor.exchange(hold)

    assert told == ["Another process holds the record's anchor."]
    assert anchor.held() == "mine"


def test_an_anchor_belongs_to_the_store_whatever_its_password(tmp_path):
    """Another password is the same record; another server, or another number there, is another."""
    addresses = [
        "redis://a:6379/0",
        "redis://u:p@a:6379/0",
        "rediss://:q@a:6379/0",
        "redis://a:6379/1",
        "redis://b:6379/0",
    ]
    for each in addresses:
        anchor_of(tmp_path, each).exchange(lambda text: f"{text}.")

    assert [anchor_of(tmp_path, each).held() for each in addresses] == ["...", "...", "...", ".", "."]
