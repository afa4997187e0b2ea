"""What every inventory does, in memory or over HTTP."""

import time

import pytest

from adapters.netbox.inventories import NetBoxInventories
from bot.demo.standin.double import StandIn
from orchestration.catalogue.loading import load
from orchestration.errors import Invalid, NotAllowed, NotFound, ProofFailed, Refused, Superseded
from orchestration.ports import Operation, Query
from tests.fakes.memory_inventory import MemoryInventory

REGIONS = [{"id": 1, "name": "North", "slug": "north"}, {"id": 2, "name": "South", "slug": "south"}]
SITES = [
    {"id": at, "name": f"Site {at}", "slug": f"site-{at}", "status": status, "region": region, "facility": f"F{9 - at}"}
    for at, status, region in ((1, "active", 1), (2, "planned", 1), (3, "active", 2))
]


@pytest.fixture(params=["memory", "http"])
def kit(request):
    """Opens an inventory that may write, and one that may not, on the same three sites."""
    if request.param == "memory":
        regions = {each["id"]: each for each in REGIONS}
        rows = [
            each
            | {"status": {"value": each["status"], "label": each["status"].title()}}
            | {"region": regions[each["region"]], "last_updated": "2026-01-01T00:00:00Z"}
            for each in SITES
        ]
        yield tuple(
            MemoryInventory(load(), {"dcim.site": rows, "dcim.region": REGIONS}, writable=may) for may in (True, False)
        )
        return
    with StandIn({"dcim/regions": REGIONS, "dcim/sites": SITES}).serve() as netbox:
        inventories = NetBoxInventories(netbox.url, netbox.token_admin, load())
        with inventories.open(None, "c") as writer, inventories.open(netbox.token_readonly, "c") as reader:
            yield writer, reader


@pytest.fixture
def inventory(kit):
    return kit[0]


@pytest.fixture
def soon():
    return time.clock_gettime(time.CLOCK_BOOTTIME) + 60


def names(page):
    return [row["name"] for row in page.rows]


def test_a_list_has_its_rows_and_how_many_there_are(inventory):
    """A page holds the rows asked for with the fields asked for, and the number of all."""
    page = inventory.list(Query(type="dcim.site", fields=("id", "name"), limit=2))
    assert (page.rows, page.total) == (({"id": 1, "name": "Site 1"}, {"id": 2, "name": "Site 2"}), 3)
    assert names(inventory.list(Query(type="dcim.site", fields=("name",), limit=2, offset=2))) == ["Site 3"]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ((("status", "active"),), ["Site 1", "Site 3"]),
        ((("status", "active"), ("status", "planned")), ["Site 1", "Site 2", "Site 3"]),
        ((("status", "active"), ("region_id", "2")), ["Site 3"]),
        ((("name__ic", "SITE 2"),), ["Site 2"]),
        ((("name__n", "Site 2"),), ["Site 1", "Site 3"]),
        ((("id", "3"), ("id", "1")), ["Site 1", "Site 3"]),
        ((("name", "nowhere"),), []),
    ],
)
def test_filters_narrow_a_list(inventory, params, expected):
    """Different filters all hold; the same one again is another value that fits."""
    page = inventory.list(Query(type="dcim.site", params=params, fields=("name",)))
    assert (names(page), page.total) == (expected, len(expected))


def test_a_list_is_sorted(inventory):
    """An ordering sorts by a field, both ways."""
    query = Query(type="dcim.site", fields=("name",), ordering="facility")
    assert names(inventory.list(query)) == ["Site 3", "Site 2", "Site 1"]
    assert names(inventory.list(query.model_copy(update={"ordering": "-facility"}))) == ["Site 1", "Site 2", "Site 3"]


@pytest.mark.parametrize(
    "query",
    [
        Query(type="dcim.site", params=(("nonsense", "1"),)),
        Query(type="dcim.site", params=(("name__zz", "1"),)),
        Query(type="dcim.site", ordering="nonsense"),
    ],
    ids=["filter", "lookup", "ordering"],
)
def test_what_netbox_would_ignore_is_refused(inventory, query):
    """A filter, look-up or ordering that is not in the catalogue is an error, never everything."""
    with pytest.raises(ProofFailed):
        inventory.list(query)


def test_what_is_never_shown_is_refused(inventory):
    """A denied field, and a type that is not in the catalogue, are not shown."""
    with pytest.raises(NotAllowed):
        inventory.list(Query(type="vpn.ikepolicy", fields=("id", "preshared_key")))
    with pytest.raises(NotFound):
        inventory.list(Query(type="users.user"))
    with pytest.raises(NotAllowed):
        inventory.fetch("users/users/1/")


def test_an_object_and_the_status(inventory):
    """An object is fetched by its path; NetBox tells its version."""
    assert inventory.fetch("dcim/sites/2/").body["name"] == "Site 2"
    assert inventory.fetch("status/").body["netbox-version"].startswith("4.7")
    with pytest.raises(NotFound):
        inventory.fetch("dcim/sites/99/")


def test_writes(inventory, soon):
    """Objects are made, changed and deleted; what comes back is what is there."""
    made = inventory.write(
        [Operation(op="create", type="dcim.site", data={"name": "New", "slug": "new", "status": "active"})], "m", soon
    )
    id_ = made.objects[0]["id"]
    changed = inventory.write([Operation(op="update", type="dcim.site", id=id_, data={"facility": "F0"})], "m", soon)
    assert (changed.objects[0]["facility"], inventory.fetch(f"dcim/sites/{id_}/", fresh=True).body["facility"]) == (
        "F0",
        "F0",
    )
    assert inventory.write([Operation(op="delete", type="dcim.site", id=id_)], "m", soon).objects == ()
    assert made.request_id != changed.request_id
    with pytest.raises(NotFound):
        inventory.fetch(f"dcim/sites/{id_}/", fresh=True)


def test_all_or_none(inventory, soon):
    """Where one of many is bad, none is written, and its place is told."""
    good = Operation(op="create", type="dcim.site", data={"name": "Good", "slug": "good"})
    bad = Operation(op="create", type="dcim.site", data={"name": "Bad"})
    with pytest.raises(Invalid) as caught:
        inventory.write([good, bad], "m", soon)
    assert set(caught.value.fields) == {"1.slug"}
    assert inventory.list(Query(type="dcim.site", fields=("id",), limit=1, fresh=True)).total == 3


def test_a_stale_base_is_refused(inventory, soon):
    """A change made on an older version is refused, one made on the present is not."""
    before = inventory.fetch("dcim/sites/1/").body["last_updated"]
    mine = Operation(op="update", type="dcim.site", id=1, data={"facility": "mine"}, base=f"last_updated:{before}")
    inventory.write([mine], "m", soon)
    with pytest.raises(Refused):
        inventory.write([mine], "m", soon)


def test_a_late_write_is_not_sent(inventory):
    """After its moment nothing is written."""
    late = time.clock_gettime(time.CLOCK_BOOTTIME) - 1
    with pytest.raises(Superseded):
        inventory.write([Operation(op="update", type="dcim.site", id=1, data={"facility": "late"})], "m", late)
    assert inventory.fetch("dcim/sites/1/", fresh=True).body["facility"] == "F8"


def test_who_may_not_write(kit, soon):
    """An identity that only reads is refused, and is told no fields for a create."""
    writer, reader = kit
    with pytest.raises(NotAllowed):
        reader.write([Operation(op="delete", type="dcim.site", id=1)], "m", soon)
    assert {"name", "slug"} <= set(writer.options("dcim.site"))
    assert {"name", "slug"} <= set(writer.options("dcim.site", "update"))
    assert reader.options("dcim.site") == {}
    assert reader.options("dcim.site", "update") == {}


def test_the_meter_runs(inventory):
    """Each question counts."""
    before = inventory.meter().requests
    inventory.list(Query(type="dcim.site", fields=("id",)))
    inventory.fetch("status/")
    assert inventory.meter().requests == before + 2
    assert len(inventory.meter().request_ids) == before + 2


def test_pages(inventory):
    """Objects and lists have an address in NetBox's pages, below its own."""
    assert inventory.page("dcim.site", 3) == f"{inventory.instance}/dcim/sites/3/"
    assert (
        inventory.page("dcim.site", params=(("status", "active"),)) == f"{inventory.instance}/dcim/sites/?status=active"
    )
