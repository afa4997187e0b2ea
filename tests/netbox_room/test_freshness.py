"""Answers that are kept are given again only while NetBox's log of changes says that they hold."""

import pytest

from adapters.netbox.inventories import NetBoxInventories
from bot.demo.standin.clock import now
from orchestration.catalogue.loading import load
from orchestration.ports import Operation, Query
from tests.fakes.netbox_trouble import Answer

SITES = Query(type="dcim.site", fields=("id", "name", "description"), ordering="name", limit=3)
VENDORS = Query(type="dcim.manufacturer", fields=("id",))
LOG = "/api/core/object-changes/"


@pytest.fixture
def checked(through, cache):
    """Opens NetBox with a cache that is never believed without a look at the log, the log read once already."""
    inventories = through(cache=cache, log_every=0.0)
    with inventories.open(None, "c") as inventory:
        inventory.list(VENDORS)
        inventory.list(VENDORS)
    return inventories


def elsewhere(netbox, soon, site, text):
    """Change a site past the bot, as somebody does in NetBox's own pages."""
    with NetBoxInventories(netbox.url, netbox.token_admin, load()).open(None, "x") as other:
        other.write([Operation(op="update", type="dcim.site", id=site, data={"description": text})], "m", soon)


def test_what_others_change_is_not_given_again(checked, netbox, soon, proxy):
    """A change made in NetBox itself shows in the next answer, what it does not touch comes from the cache; one request tells of both."""
    with checked.open(None, "c") as inventory:
        before = inventory.list(SITES)
        inventory.list(VENDORS)
    elsewhere(netbox, soon, before.rows[0]["id"], "changed elsewhere")
    asked = proxy.count(path=LOG)
    with checked.open(None, "c") as inventory:
        after, vendors = inventory.list(SITES), inventory.list(VENDORS)
    elsewhere(netbox, soon, before.rows[0]["id"], before.rows[0]["description"])
    assert (after.cached, after.rows[0]["description"]) == (False, "changed elsewhere")
    assert (vendors.cached, proxy.count(path=LOG) - asked) == (True, 1)


def test_within_its_time_an_answer_is_given_without_a_look(through, cache, proxy):
    """Within the seconds for which a look is enough no request at all is made for an answer that is kept."""
    with through(cache=cache).open(None, "c") as inventory:
        inventory.list(SITES)
        assert (inventory.list(SITES).cached, inventory.meter().requests, proxy.count(path=LOG)) == (True, 1, 0)


def test_a_log_that_goes_backwards_drops_everything(checked, standin, netbox, soon):
    """After a backup was restored in NetBox nothing that was read before is given again, and what is read after it is."""
    with checked.open(None, "c") as inventory:
        site = inventory.list(SITES).rows[0]
    elsewhere(netbox, soon, site["id"], site["description"] + ".")
    elsewhere(netbox, soon, site["id"], site["description"])
    log = standin.store.rows["core.objectchange"]
    last = max(log) + 1
    standin.store.put("core.objectchange", {**log[last - 1], "id": last})
    with checked.open(None, "c") as inventory:
        inventory.list(VENDORS)
        assert inventory.list(VENDORS).cached
    standin.store.remove("core.objectchange", last)
    with checked.open(None, "c") as inventory:
        assert [inventory.list(VENDORS).cached for _ in range(2)] == [False, True]


def test_who_may_not_read_the_log_has_the_answers_own_time(through, cache, proxy, netbox):
    """A token without a right to the log gets what is kept for it, and the log is not asked for again each time."""
    proxy.make(Answer(403, b'{"detail": "You do not have permission to perform this action."}'), None, path=LOG)
    inventories = through(cache=cache, log_every=0.0)
    for _ in range(2):
        with inventories.open(netbox.token_reader, "c") as inventory:
            inventory.list(SITES)
            assert inventory.list(SITES).cached
    assert proxy.count(path=LOG) == 1


def test_a_log_that_does_not_answer_holds_nothing_back(checked, proxy):
    """Where NetBox is away what is kept is given, and says how old it is."""
    with checked.open(None, "c") as inventory:
        read_at = inventory.list(SITES).read_at
    proxy.make(Answer(500), None, path=LOG)
    with checked.open(None, "c") as inventory:
        again = inventory.list(SITES)
        assert (again.cached, again.read_at, inventory.meter().oldest) == (True, read_at, read_at)


def test_a_new_custom_field_drops_everything(checked, standin, netbox, soon):
    """A custom field is a field of all its objects: no answer from before it is given again."""
    with checked.open(None, "c") as inventory:
        site = inventory.list(SITES).rows[0]
    elsewhere(netbox, soon, site["id"], "logged")
    elsewhere(netbox, soon, site["id"], site["description"])
    with checked.open(None, "c") as inventory:
        inventory.list(VENDORS)
        assert inventory.list(VENDORS).cached
    log = standin.store.rows["core.objectchange"]
    logged = {**log[max(log)], "id": max(log) + 1, "time": now(), "changed_object_type": "extras.customfield"}
    standin.store.put("core.objectchange", logged)
    with checked.open(None, "c") as inventory:
        assert not inventory.list(VENDORS).cached
    standin.store.remove("core.objectchange", logged["id"])
