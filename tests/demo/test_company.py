"""The invented company: large enough, whole, and of nobody else's names."""

import gzip
import json
from pathlib import Path

import pytest

from bot.demo.company import build
from bot.demo.standin import StandIn
from bot.demo.standin.plugin import with_plugin
from bot.demo.standin.rules import check
from bot.demo.standin.schema import load_schema
from bot.demo.standin.unique import unique_fields, unique_together
from tests.demo.conftest import Client

SHARED = Path(__file__).parents[3] / "shared" / "netbox" / "demo-objects.json.gz"
LEAST = {
    "dcim/sites": 10,
    "dcim/racks": 60,
    "dcim/devices": 250,
    "dcim/interfaces": 1000,
    "dcim/cables": 300,
    "ipam/prefixes": 50,
    "ipam/vlans": 40,
    "ipam/vrfs": 3,
    "tenancy/tenants": 5,
    "virtualization/clusters": 3,
    "virtualization/virtual-machines": 50,
    "circuits/circuits": 20,
    "dcim/power-feeds": 20,
}


@pytest.fixture(scope="module")
def company():
    return build()


@pytest.mark.parametrize(("list_name", "least"), LEAST.items())
def test_the_company_is_large_enough(company, list_name, least):
    """There is at least so much of everything that a newcomer can try what the bot can do."""
    assert len(company[list_name]) >= least


def test_regions(company):
    """The sites lie in three regions."""
    roots = [each["name"] for each in company["dcim/regions"] if each.get("parent") is None]
    assert roots == ["Europe", "North America", "Asia Pacific"]


def test_the_same_seed_gives_the_same_company():
    """Two demos show the same things; another seed shows other serial numbers."""
    assert build(7) == build(7)
    assert build(7) != build(8)


def test_every_field_is_one_of_netboxs(company):
    """Every field is one that NetBox has, every choice one that NetBox knows."""
    schema = with_plugin(load_schema())
    for list_name, things in company.items():
        fields = schema.by_list[list_name].fields
        for thing in things:
            for name, value in thing.items():
                assert name in fields, f"{list_name} {name}"
                if fields[name].kind == "choice" and value is not None:
                    assert value in [choice for choice, _ in fields[name].choices], f"{list_name} {name} {value}"


def test_every_relation_leads_to_something(company):
    """Whatever a thing points at is there."""
    schema = with_plugin(load_schema())
    ids = {schema.by_list[name].name: {each["id"] for each in things} for name, things in company.items()}
    for list_name, things in company.items():
        fields = schema.by_list[list_name].fields
        for thing in things:
            for name, value in thing.items():
                field = fields[name]
                if field.kind == "ref" and value is not None:
                    assert value in ids[field.to], f"{list_name} {thing['id']} {name}"
                if field.kind in {"refs", "tags"}:
                    assert set(value) <= ids[field.to], f"{list_name} {thing['id']} {name}"
            if "scope_type" in thing:
                assert thing["scope_id"] in ids[thing["scope_type"]]
            for side in ("a_terminations", "b_terminations"):
                for end in thing.get(side, ()):
                    assert end["object_id"] in ids[end["object_type"]]


def test_nothing_is_plugged_in_twice(company):
    """No port has two cables, and no two devices share a unit of a rack."""
    ends = [
        (end["object_type"], end["object_id"])
        for cable in company["dcim/cables"]
        for side in ("a_terminations", "b_terminations")
        for end in cable[side]
    ]
    assert len(ends) == len(set(ends))
    heights = {each["id"]: each["u_height"] for each in company["dcim/device-types"]}
    units = [
        (device["rack"], device["face"], device["position"] + unit)
        for device in company["dcim/devices"]
        if device.get("position")
        for unit in range(int(heights[device["device_type"]]))
    ]
    assert len(units) == len(set(units))


def test_addresses_are_given_once(company):
    """No address is given to two interfaces within one VRF."""
    given = [(each["address"], each.get("vrf")) for each in company["ipam/ip-addresses"]]
    assert len(given) == len(set(given))


def test_people_meet_what_real_networks_have(company):
    """There are racks of one name at several sites, devices without a name, accents, and more states than active."""
    racks = [each["name"] for each in company["dcim/racks"]]
    assert racks.count("Network closet") > 5
    assert any(each["name"] is None for each in company["dcim/devices"])
    assert any(not each["name"].isascii() for each in company["dcim/sites"])
    assert {each["status"] for each in company["dcim/devices"]} > {"active", "planned", "failed", "inventory"}


def test_netbox_would_take_it(company):
    """Each thing keeps the rules that NetBox has for it: units, places, unique names, address space."""
    store = StandIn(company).store
    for type_name, rows in store.rows.items():
        about = store.schema.types[type_name]
        for row in rows.values():
            ends = {name: store.value(type_name, row, name) for name in about.fields if name.endswith("_terminations")}
            asked = {
                name: [{"object_type": kind, "object_id": number} for kind, number in each]
                for name, each in ends.items()
            }
            check(store, about, {**row, **asked}, row)
            assert unique_fields(store, about, row, set(row)) == {}, f"{type_name} {row['id']}"
            assert unique_together(store, about, row, set()) == {}, f"{type_name} {row['id']}"


def test_a_new_device_is_like_those_there(company):
    """A device that is made of a type gets the ports that the devices of the type have."""
    client = Client(StandIn(company))
    for name in ("C9300-24P", "AP8853", "FHD 24 LC", "PowerEdge R760"):
        (kind,) = client.get(f"dcim/device-types/?model={name}")["results"]
        (old,) = client.get(f"dcim/devices/?device_type_id={kind['id']}&status=active&limit=1")["results"]
        made = client.make("dcim/devices", name="new", device_type=kind["id"], role=1, site=1)
        counts = [field for field in made if field.endswith("_count")]
        lag = len(client.names(f"dcim/interfaces/?device_id={old['id']}&type=lag"))
        assert {**{field: old[field] for field in counts}, "interface_count": old["interface_count"] - lag} == {
            field: made[field] for field in counts
        }
        client.ask("DELETE", f"dcim/devices/{made['id']}/")


def test_every_server_and_machine_is_reached(company):
    """Servers and virtual machines have primary addresses, on an interface of their own."""
    client = Client(StandIn(company))
    assert client.count("dcim/devices/?role=server&has_primary_ip=false") == 0
    assert client.count("virtualization/virtual-machines/?has_primary_ip=false") == 0


def test_well_known_names_are_not_there(company):
    """None of the names that everybody knows from the public demo data is in it."""
    text = json.dumps(company)
    assert not [name for name in ("DM-", "dmi01", "JBB", "NCSU", "Dunder", "Comms closet", "PP:MDF") if name in text]


@pytest.mark.skipif(not SHARED.exists(), reason="the public demo data is not here")
def test_no_name_is_borrowed(company):
    """No name of a site, rack, device, tenant, circuit, contact or machine is one of the public demo data's."""
    theirs = json.loads(gzip.decompress(SHARED.read_bytes()))
    lists = (
        "dcim/sites",
        "dcim/racks",
        "dcim/devices",
        "tenancy/tenants",
        "tenancy/contacts",
        "circuits/providers",
        "virtualization/virtual-machines",
        "virtualization/clusters",
        "extras/tags",
        "ipam/vrfs",
    )
    for name in lists:
        mine = {each["name"] for each in company[name] if each["name"]}
        assert not mine & {each["name"] for each in theirs[name]}, name
    assert not {each["cid"] for each in company["circuits/circuits"]} & {
        each["cid"] for each in theirs["circuits/circuits"]
    }
