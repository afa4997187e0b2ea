"""Objects and what NetBox works out from them; and what is never asked for."""

import pytest

from orchestration.errors import NotAllowed, NotFound
from orchestration.ports import Query
from tests.fakes.netbox_trouble import Answer


def first(inventory, type_):
    return inventory.list(Query(type=type_, fields=("id",), limit=1)).rows[0]["id"]


def test_an_object(inventory):
    """An object comes with all its fields that may be shown, or with those asked for."""
    id_ = first(inventory, "dcim.device")
    whole = inventory.fetch(f"dcim/devices/{id_}/").body
    assert {"id", "name", "serial", "device_type", "interface_count"} <= set(whole)
    assert "config_context" not in whole
    assert inventory.fetch(f"dcim/devices/{id_}/", (("fields", "id,serial"),)).body == {
        "id": id_,
        "serial": whole["serial"],
    }


def test_the_status(inventory):
    """NetBox tells its version."""
    assert inventory.fetch("status/").body["netbox-version"].startswith("4.7")


def test_what_lies_below_an_object(inventory):
    """Free addresses and a rack's elevation are asked below the object, a drawing comes as its text."""
    prefix, rack = first(inventory, "ipam.prefix"), first(inventory, "dcim.rack")
    assert isinstance(inventory.fetch(f"ipam/prefixes/{prefix}/available-ips/", (("limit", "1"),)).body, list)
    assert inventory.fetch(f"dcim/racks/{rack}/elevation/", (("face", "front"),)).body["count"] > 0
    assert inventory.fetch(f"dcim/racks/{rack}/elevation/", (("render", "svg"),)).body.lstrip().startswith("<")


def test_what_is_not_there(inventory):
    """An object that is gone is told as not found."""
    with pytest.raises(NotFound):
        inventory.fetch("dcim/sites/999999/")


@pytest.mark.parametrize(
    "path",
    [
        "users/tokens/1/",
        "users/users/",
        "dcim/devices/1/render-config/",
        "dcim/sites/",
        "extras/scripts/1/run/",
        "extras/webhooks/",
        "../admin/",
        "dcim/sites/1/../../../users/tokens/1/",
        "core/background-queues/",
        "https://elsewhere.example.com/",
        "",
    ],
)
def test_paths_that_are_never_asked(through, proxy, path):
    """What shows users, prints configurations, or is no path of the catalogue, does not leave."""
    with through().open(None, "c") as inventory, pytest.raises(NotAllowed):
        inventory.fetch(path)
    assert proxy.count() == 0


@pytest.mark.parametrize("fields", ["id,preshared_key", "preshared_key"])
def test_denied_fields_of_an_object(through, proxy, fields):
    """A secret is not asked for by its name either."""
    with through().open(None, "c") as inventory, pytest.raises(NotAllowed, match="preshared_key"):
        inventory.fetch("vpn/ike-policies/1/", (("fields", fields),))
    assert proxy.count() == 0


def test_a_secret_that_comes_all_the_same_is_left_out(through, proxy):
    """A NetBox that returns more than it was asked for does not get a secret any further."""
    row = (
        b'{"id": 1, "name": "Phase 1", "preshared_key": "sesame", "custom_fields": {"enable_password": "x", "room": 1}}'
    )
    proxy.make(Answer(200, row), times=1)
    proxy.make(Answer(200, b'{"count": 1, "results": [' + row + b"]}"), times=1)
    expected = {"id": 1, "name": "Phase 1", "custom_fields": {"room": 1}}
    with through().open(None, "c") as inventory:
        assert inventory.fetch("vpn/ike-policies/1/").body == expected
        assert inventory.list(Query(type="vpn.ikepolicy")).rows == (expected,)


def test_options(inventory, inventories, netbox):
    """Who may create is told the fields, without those that are never shown; who may not is told none."""
    fields = inventory.options("dcim.site")
    assert fields["status"]["choices"]
    assert "owner" not in fields
    with inventories.open(netbox.token_reader, "c") as reader:
        assert reader.options("dcim.site") == {}
