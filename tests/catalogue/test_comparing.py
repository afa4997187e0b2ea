"""Comparing the catalogue with what a NetBox says of itself."""

import copy
from dataclasses import dataclass, field

import pytest

from orchestration.catalogue.comparing import compare
from orchestration.catalogue.loading import load
from orchestration.ports import Answered


@dataclass
class Describes:
    """A NetBox that only tells its schema."""

    schema: dict
    asked: list = field(default_factory=list)

    def fetch(self, path, params=(), *, fresh=False):
        self.asked.append((path, tuple(params), fresh))
        return Answered(body=self.schema, read_at=0.0)


@pytest.fixture
def schema():
    """The schema of a NetBox that is exactly as the catalogue has it."""
    paths, parts = {}, {}
    for about in load():
        name = about.key.replace(".", "_")
        filters = {*about.filters, *(f"{n}__{lookup}" for n, each in about.filters.items() for lookup in each.lookups)}
        paths[f"/api/{about.path}/"] = {
            "get": {
                "parameters": [{"name": each, "in": "query"} for each in sorted(filters | {"limit", "start"})],
                "responses": {"200": {"content": {"application/json": {"schema": {"$ref": f"#/x/{name}_page"}}}}},
            }
        }
        parts[f"{name}_page"] = {"properties": {"results": {"items": {"$ref": f"#/x/{name}"}}}}
        parts[name] = {"properties": {n: {} for n, each in about.fields.items() if each.readable}}
    return {"paths": paths, "components": {"schemas": parts}}


def told(schema):
    return [each.text for each in compare(load(), Describes(schema))]


def test_the_same_has_no_differences(schema):
    """A NetBox as the catalogue describes it differs in nothing."""
    assert told(schema) == []


def test_the_schema_is_asked_as_it_is_now():
    """What is compared comes from NetBox itself, not from the cache."""
    netbox = Describes({"paths": {}, "components": {"schemas": {}}})
    compare(load(), netbox)
    assert netbox.asked == [("schema/", (("format", "json"),), True)]


def test_what_one_side_has_is_told(schema):
    """Types, fields and filters that one has and the other has not are each told in a sentence."""
    parts, paths = schema["components"]["schemas"], schema["paths"]
    parts["dcim_site"]["properties"]["mood"] = {}
    del parts["dcim_rack"]["properties"]["airflow"]
    paths["/api/ipam/vrfs/"]["get"]["parameters"].append({"name": "colour", "in": "query"})
    del paths["/api/wireless/wireless-links/"]
    paths["/api/dcim/robots/"] = copy.deepcopy(paths["/api/dcim/sites/"])
    assert sorted(told(schema)) == [
        "Only the catalogue has dcim.rack's field airflow.",
        "Only the catalogue has the type wireless.wirelesslink.",
        "Only this NetBox has dcim.site's field mood.",
        "Only this NetBox has ipam.vrf's filter colour.",
        "Only this NetBox has the type dcim/robots.",
    ]


def test_what_is_never_shown_is_no_difference(schema):
    """A pre-shared key that NetBox has, users, and plugins' types are not told as missing."""
    schema["components"]["schemas"]["vpn_ikepolicy"]["properties"]["preshared_key"] = {}
    get = schema["paths"]["/api/vpn/ike-policies/"]["get"]
    get["parameters"].append({"name": "preshared_key__ic", "in": "query"})
    schema["paths"]["/api/users/tokens/"] = {"get": copy.deepcopy(get)}
    assert told(schema) == []
