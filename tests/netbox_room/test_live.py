"""The adapter against the NetBox that NETBOX_URL and NETBOX_TOKEN name.

    NETBOX_URL=... NETBOX_TOKEN=... pytest tests/netbox_room/test_live.py

It only reads, unless NETBOT_TEST_WRITES is set: then it makes sites called zz-adapter-... and deletes them.
"""

import contextlib
import os
import time

import pytest

from adapters.netbox.inventories import NetBoxInventories
from adapters.netbox.versions import is_checked
from orchestration.catalogue.comparing import compare
from orchestration.catalogue.loading import load
from orchestration.errors import Invalid, Misconfigured, NotFound, ProofFailed, Refused
from orchestration.ports import Operation, Query

TOKEN = os.environ.get("NETBOX_TOKEN")
pytestmark = pytest.mark.skipif(
    not (os.environ.get("NETBOX_URL") and TOKEN), reason="NETBOX_URL and NETBOX_TOKEN name no NetBox"
)


@pytest.fixture
def live():
    with NetBoxInventories(os.environ["NETBOX_URL"], TOKEN, load()).open(None, "test") as inventory:
        yield inventory


@pytest.fixture
def soon():
    return time.clock_gettime(time.CLOCK_BOOTTIME) + 60


def test_the_catalogue_fits(live):
    """A NetBox 4.7 has the types, fields and filters of the catalogue, and no others."""
    if not live.fetch("status/").body["netbox-version"].startswith("4.7."):
        pytest.skip("the catalogue is of NetBox 4.7")
    assert [each.text for each in compare(load(), live)] == []


def test_the_version_is_checked(live):
    """Its version is one that the bot is tested with."""
    assert is_checked(live.fetch("status/").body["netbox-version"])


@pytest.mark.parametrize("about", list(load()), ids=lambda each: each.key)
def test_every_list_is_read(live, about):
    """Each type's list answers with the columns that are shown of it, and with all of its fields."""
    page = live.list(Query(type=about.key, fields=("id", *about.columns), limit=3))
    for row in page.rows:
        assert set(about.columns) <= set(row)
    for row in live.list(Query(type=about.key, limit=2)).rows:
        shown = {name for name, field in about.fields.items() if field.readable}
        assert set(row) == shown


@pytest.mark.parametrize("about", list(load()), ids=lambda each: each.key)
def test_every_link_is_taken(live, about):
    """Each filter that a link uses is known to NetBox."""
    # NetBox ignores a value that it does not know for this one.
    params = {link.param for link in about.links.values() if link.param} - {"content_type"}
    refused = {}
    for param in params:
        try:
            live.list(Query(type=about.key, params=((param, "999999999"),), fields=("id",), limit=1))
        except Invalid:
            continue
        except ProofFailed as wrong:
            refused[param] = wrong.sentence
    assert refused == {}


def test_rows_prove_their_links(live):
    """Rows found by a link show its target where the catalogue says they do."""
    about = load()["dcim.device"]
    for link in about.links.values():
        if not (link.param and link.proof) or link.target == "*":
            continue
        name = link.proof.partition(".")[0]
        rows = live.list(Query(type=about.key, fields=("id", name), limit=200)).rows
        ids = sorted({each for row in rows for each in link.shown(row) or ()})
        for id_ in ids[:1]:
            found = live.list(
                Query(type=about.key, params=((link.param, str(id_)),), fields=("id", name), limit=200)
            ).rows
            assert found
            assert all(id_ in link.shown(row) for row in found), link.name


def test_a_wrong_token_is_told():
    """A token that NetBox does not know is a matter of settings."""
    inventories = NetBoxInventories(os.environ["NETBOX_URL"], "nbt_000000000000.wrong", load())
    with inventories.open(None, "test") as inventory, pytest.raises(Misconfigured, match="does not take the token"):
        inventory.list(Query(type="dcim.site", limit=1))


@pytest.mark.skipif(not os.environ.get("NETBOT_TEST_WRITES"), reason="NETBOT_TEST_WRITES is not set")
def test_writes(live, soon):
    """Sites are made in bulk, changed on their present version alone, refused on an older one, and deleted."""
    name = f"zz-adapter-{os.getpid()}"
    made = live.write(
        [
            Operation(op="create", type="dcim.site", data={"name": f"{name}-{at}", "slug": f"{name}-{at}"})
            for at in (1, 2)
        ],
        "zz-adapter",
        soon,
    ).objects
    try:
        mine = [
            Operation(
                op="update",
                type="dcim.site",
                id=each["id"],
                data={"description": "x"},
                base=f"last_updated:{each['last_updated']}",
            )
            for each in made
        ]
        assert [each["description"] for each in live.write(mine, "zz-adapter", soon).objects] == ["x", "x"]
        for stale in (mine, mine[:1]):
            with pytest.raises(Refused):
                live.write(stale, "zz-adapter", soon)
        bad = [
            each.model_copy(update={"base": None, "data": {"status": status}})
            for each, status in zip(mine, ("active", "bogus"), strict=True)
        ]
        with pytest.raises(Invalid) as caught:
            live.write(bad, "zz-adapter", soon)
        assert list(caught.value.fields) == ["1.status"]
    finally:
        with contextlib.suppress(NotFound):
            live.write([Operation(op="delete", type="dcim.site", id=each["id"]) for each in made], "zz-adapter", soon)
    assert live.list(Query(type="dcim.site", params=(("name__isw", name),), fields=("id",))).total == 0
