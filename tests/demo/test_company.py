"""The invented company: large enough, whole, and of nobody else's names."""

import gzip
import json
from pathlib import Path

import pytest

from bot.demo.company import build
from bot.demo.standin.schema import load_schema

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
    schema = load_schema()
    for list_name, things in company.items():
        fields = schema.by_list[list_name].fields
        for thing in things:
            for name, value in thing.items():
                assert name in fields, f"{list_name} {name}"
                if fields[name].kind == "choice" and value is not None:
                    assert value in [choice for choice, _ in fields[name].choices], f"{list_name} {name} {value}"


def test_every_relation_leads_to_something(company):
    """Whatever a thing points at is there."""
    schema = load_schema()
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
