"""Answers that are given again: to the same identity, for a while, and never after a write."""

import pytest

from adapters.netbox.keeping import Keeping, touched
from orchestration.catalogue.loading import load
from orchestration.errors import StoreUnavailable
from orchestration.ports import Operation, Query

SITES = Query(type="dcim.site", fields=("id", "name"), limit=2)


class Recording:
    """A cache that says for how long and in which groups things are kept."""

    def __init__(self):
        self.kept, self.seconds, self.groups = {}, {}, {}

    def get(self, key):
        return self.kept.get(key)

    def put(self, key, value, seconds, groups=()):
        self.kept[key], self.seconds[key], self.groups[key] = value, seconds, groups

    def drop(self, group):
        self.kept = {key: value for key, value in self.kept.items() if group not in self.groups[key]}

    def of(self, group):
        """Return the seconds of what is in a group."""
        return {self.seconds[key] for key in self.kept if any(each.endswith(group) for each in self.groups[key])}


class Away:
    """A cache whose server is away."""

    def get(self, _):
        raise StoreUnavailable("Redis does not answer.")

    def put(self, *_):
        raise StoreUnavailable("Redis does not answer.")

    def drop(self, _):
        """Nothing is there."""


def test_the_same_question_is_asked_once(through, proxy, cache):
    """The second answer is the first one, says so, and says how old it is."""
    with through(cache=cache).open(None, "c") as inventory:
        fresh = inventory.list(SITES)
        again = inventory.list(SITES)
        other = inventory.list(SITES.model_copy(update={"offset": 2}))
        meter = inventory.meter()
    assert (fresh.cached, again.cached, other.cached) == (False, True, False)
    assert (again.rows, again.total, again.read_at) == (fresh.rows, fresh.total, fresh.read_at)
    assert (meter.requests, meter.cached, meter.oldest) == (2, True, fresh.read_at)
    assert proxy.count() == 2


def test_what_must_be_fresh_is_asked(through, cache):
    """The ground of a change is asked of NetBox itself, and is kept for others."""
    with through(cache=cache).open(None, "c") as inventory:
        inventory.list(SITES)
        assert not inventory.list(SITES.model_copy(update={"fresh": True})).cached
        site = inventory.list(SITES).rows[0]["id"]
        inventory.fetch(f"dcim/sites/{site}/")
        assert inventory.fetch(f"dcim/sites/{site}/").cached
        assert not inventory.fetch(f"dcim/sites/{site}/", fresh=True).cached


def test_nobody_gets_another_ones_answer(through, cache, netbox):
    """An answer is kept for the identity whose rights were used."""
    inventories = through(cache=cache)
    with inventories.open(None, "c") as bot, inventories.open(netbox.token_reader, "c") as reader:
        everything = bot.list(SITES)
        theirs = reader.list(SITES)
    assert not theirs.cached
    assert theirs.total < everything.total


def test_how_long_answers_are_kept(through, netbox):
    """The bot's own for as long as the type keeps, a person's for a minute at most."""
    cache = Recording()
    with through(cache=cache).open(None, "c") as inventory:
        inventory.list(Query(type="dcim.manufacturer", fields=("id",)))
        inventory.fetch("status/")
    assert cache.of("|dcim.manufacturer") == {4 * 3600}
    with through(cache=cache).open(netbox.token_admin, "c") as inventory:
        inventory.list(Query(type="dcim.platform", fields=("id",)))
    assert cache.of("|dcim.platform") == {60}


def test_what_is_free_is_never_kept(through, cache):
    """A free address may be taken in a second; an elevation is kept a little."""
    with through(cache=cache).open(None, "c") as inventory:
        prefix = inventory.list(Query(type="ipam.prefix", fields=("id",), limit=1)).rows[0]["id"]
        rack = inventory.list(Query(type="dcim.rack", fields=("id",), limit=1)).rows[0]["id"]
        free, elevation = f"ipam/prefixes/{prefix}/available-ips/", f"dcim/racks/{rack}/elevation/"
        answers = [inventory.fetch(path) for path in (free, free, elevation, elevation)]
    assert [each.cached for each in answers] == [False, False, False, True]


def test_a_write_drops_what_it_touches(through, cache, soon):
    """After a write nobody gets what was read before: the type, what counts it, what shows its name, and the log."""
    regions, changes = (
        Query(type="dcim.region", fields=("id", "site_count")),
        Query(type="core.objectchange", fields=("id",)),
    )
    racks, vendors = (
        Query(type="dcim.rack", fields=("id", "site"), limit=1),
        Query(type="dcim.manufacturer", fields=("id",)),
    )
    with through(cache=cache).open(None, "c") as inventory:
        for each in (SITES, regions, changes, racks, vendors):
            inventory.list(each)
        made = inventory.write(
            [Operation(op="create", type="dcim.site", data={"name": "zz-kept", "slug": "zz-kept"})], "m", soon
        )
        again = [inventory.list(each).cached for each in (SITES, regions, changes, racks, vendors)]
        inventory.write([Operation(op="delete", type="dcim.site", id=made.objects[0]["id"])], "m", soon)
    assert again == [False, False, False, False, True]


def test_what_a_write_touches():
    """An interface's write touches its device's counters and addresses' names; it leaves providers alone."""
    found = set(touched(load(), "dcim.interface"))
    assert {"dcim.interface", "dcim.device", "dcim.cable", "core.objectchange", "ipam.vlan"} <= found
    assert not {"circuits.provider", "dcim.manufacturer", "tenancy.contact"} & found


def test_a_store_that_is_away_stops_nobody(through):
    """Without Redis answers come from NetBox."""
    with through(cache=Away()).open(None, "c") as inventory:
        assert not inventory.list(SITES).cached
        assert len(inventory.list(SITES.model_copy(update={"params": (("status", "active"),)})).rows) == 2


@pytest.mark.parametrize("other", [("b", "i"), ("a", "j")])
def test_keys_tell_what_was_asked_by_whom_and_where(other):
    """The same question to another NetBox or by another identity has another key; the order of filters does not matter."""
    one = Keeping(None, "a", "i", 60)
    assert one.key("p", [("x", "1"), ("y", "2")]) == one.key("p", [("y", "2"), ("x", "1")])
    assert one.key("p", ()) != Keeping(None, *other, 60).key("p", ())
    assert one.key("p", [("x", "1")]) != one.key("p", [("x", "2")])
