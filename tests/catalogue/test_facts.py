"""The table of facts against what NetBox 4.7.3 says of its types, where that description is at hand."""

import gzip
import json
from importlib.resources import files
from pathlib import Path
from threading import Thread

import pytest

from orchestration.catalogue.denied import denied_field, denied_filter, denied_type
from orchestration.catalogue.facts import Facts, Lazy, read_facts
from orchestration.catalogue.loading import load

DESCRIPTION = Path(__file__).parents[3] / "shared" / "netbox" / "types-4.7.3.json.gz"


@pytest.fixture(scope="module")
def described():
    if not DESCRIPTION.exists():
        pytest.skip("the description of NetBox's types is not here")
    return {
        path: about
        for path, about in json.loads(gzip.decompress(DESCRIPTION.read_bytes())).items()
        if about["type"] and not denied_type(about["type"])
    }


def test_every_type_is_there(described):
    """The catalogue has each of NetBox's types but those that are never shown, under its path and key."""
    assert {path: about["type"] for path, about in described.items()} == {each.path: each.key for each in load()}


def test_every_field_is_there(described):
    """Each type has the fields that NetBox shows or takes, but those that are never shown."""
    for path, about in described.items():
        expected = {name for name in {*about["read"], *about["write"]} if not denied_field(about["type"], name)}
        assert expected == set(load().at(path).fields), path


def test_what_is_written_is_known(described):
    """Choices, limits and relations of the fields that NetBox takes are NetBox's."""
    for path, about in described.items():
        fields = load().at(path).fields
        for name, said in about["write"].items():
            if name not in fields:
                continue
            field = fields[name]
            assert field.writable, (path, name)
            assert bool(said.get("nullable")) == field.nullable, (path, name)
            if field.kind == "string":
                assert said.get("maxLength", field.max_length) == field.max_length, (path, name)
            choices = {value: label for value, label in said.get("choices", {}).items() if value not in ("", "None")}
            assert choices in ({}, dict(field.choices)), (path, name)
            if said.get("relation") == "Site":
                assert field.relation == "dcim.site", (path, name)


def test_every_filter_is_there(described):
    """Each type has the filters of NetBox with their look-ups, but those that are never sent."""
    for path, about in described.items():
        filters = load().at(path).filters
        expected = {name for name in about["filters"] if not denied_filter(about["type"], name)}
        assert expected == set(filters), path
        for name in expected:
            assert frozenset(about["filters"][name]["lookups"]) == filters[name].lookups, (path, name)


def test_filters_by_id_tell_whether_they_take_in_what_lies_below():
    """A region's filter finds what is in its subregions; an interface's filter by device does not look further."""
    filters = load()["dcim.device"].filters
    assert (filters["region_id"].tree, filters["role_id"].tree) == (True, True)
    assert (filters["site_id"].tree, filters["rack_id"].tree) == (False, False)
    assert not load()["ipam.prefix"].filters["present_in_vrf_id"].tree


def test_filters_tell_what_more_values_mean():
    """Values of a status are alternatives, those of a tag must all fit, and of a single choice NetBox takes the last alone."""
    filters = load()["dcim.device"].filters
    assert [(filters[name].multiple, filters[name].every) for name in ("status", "tag", "airflow")] == [
        (True, False),
        (True, True),
        (False, False),
    ]


def test_labels_read_well():
    """Labels are written as engineers write them, the unit apart."""
    device, interface = load()["dcim.device"].fields, load()["dcim.interface"].fields
    assert device["oob_ip"].label == "OOB IP"
    assert device["primary_ip4"].label == "Primary IPv4"
    assert (device["position"].label, device["position"].unit) == ("Position", "U")
    assert (interface["speed"].label, interface["speed"].unit) == ("Speed", "Kbps")


def test_kinds_are_told():
    """A field's kind says what its values are, also where they are only read."""
    interface = load()["dcim.interface"].fields
    assert {
        name: interface[name].kind
        for name in ("name", "mtu", "enabled", "type", "device", "tagged_vlans", "tags", "custom_fields", "created")
    } == {
        "name": "string",
        "mtu": "integer",
        "enabled": "boolean",
        "type": "choice",
        "device": "relation",
        "tagged_vlans": "relations",
        "tags": "tags",
        "custom_fields": "custom",
        "created": "datetime",
    }
    assert not interface["cable"].writable


def test_loading_makes_nothing_that_nobody_looks_at():
    """The catalogue is loaded once a process, and a type's fields are made when somebody looks at them."""
    made = []
    lazy = Lazy(lambda: made.append(1) or {"a": 1})
    assert made == []
    assert (lazy["a"], len(lazy), list(lazy), made) == (1, 1, ["a"], [1])
    assert load() is load()
    assert read_facts() is read_facts()


def test_what_points_at_a_type_is_told_whole_or_not_yet():
    """A thread that asks while another gathers what points where gets all of it: links from half of it would stay for good."""
    seen = []

    class Interrupted(Facts):
        def rows(self, path):
            if path == midway and not seen:
                seen.append(None)
                other = Thread(target=lambda: seen.append(list(self.pointing("dcim.site"))))
                other.start()
                other.join()
            return super().rows(path)

    table = json.loads(gzip.decompress(files("orchestration.catalogue").joinpath("facts.json.gz").read_bytes()))
    midway = list(table["types"])[len(table["types"]) // 4]
    facts = Interrupted(table)
    assert list(facts.pointing("dcim.site")) == seen[1]
