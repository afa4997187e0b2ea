"""What the tests of the stand-in share: a stand-in over a small network, and over the invented company, asked in process or over HTTP."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.demo.company import build
from bot.demo.standin import StandIn
from bot.demo.standin.calls import Request

SHARED = Path(__file__).parents[3] / "shared" / "netbox"
BASE = "http://netbox"


class Client:
    """Asks a stand-in's API, without a server between."""

    def __init__(self, standin, token="admin"):
        self.standin = standin
        self.secret = standin.tokens.get(token, token)

    def as_(self, token):
        """Return a client with another token: a name, or a secret."""
        return Client(self.standin, token)

    def ask(self, method, target, data=None, **headers):
        """Return the answer to a request; headers are named as in Python."""
        parts = urlsplit(target)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            named["authorization"] = f"{'Bearer' if self.secret.startswith('nbt_') else 'Token'} {self.secret}"
        body = b"" if data is None else json.dumps(data).encode()
        query = parse_qs(parts.query, keep_blank_values=True)
        return self.standin.api.answer(Request(method, f"/api/{parts.path}", query, named, body, BASE))

    def get(self, target):
        """Return the body of a GET that must succeed."""
        answer = self.ask("GET", target)
        assert answer.status == 200, answer.body
        return answer.body

    def names(self, target, field="name"):
        """Return one field of a list's objects, in order."""
        return [item[field] for item in self.get(target)["results"]]

    def count(self, target):
        """Return how many objects a list holds."""
        return self.get(target)["count"]

    def make(self, list_name, **fields):
        """Make an object that must be accepted; return it."""
        answer = self.ask("POST", f"{list_name}/", fields)
        assert answer.status == 201, answer.body
        return answer.body


@pytest.fixture(scope="session")
def company_objects():
    return build()


@pytest.fixture
def company(company_objects):
    """A client of a fresh stand-in that holds the invented company."""
    return Client(StandIn(company_objects, "freight-operations"))


@pytest.fixture
def small():
    """A client of a stand-in that holds a network of two sites, a rack, and three devices, one of them without a name."""
    objects = {
        "tenancy/tenants": [{"id": 1, "name": "Alpha", "slug": "alpha"}, {"id": 2, "name": "Beta", "slug": "beta"}],
        "extras/tags": [
            {"id": number, "name": name, "slug": name.lower(), "color": "9e9e9e"}
            for number, name in enumerate(("Old", "Hot"), 1)
        ],
        "dcim/regions": [
            {"id": 1, "name": "North", "slug": "north"},
            {"id": 2, "name": "Coast", "slug": "coast", "parent": 1},
        ],
        "dcim/sites": [
            {
                "id": 1,
                "name": "Harbour",
                "slug": "harbour",
                "status": "active",
                "region": 2,
                "tenant": 1,
                "tags": [1, 2],
            },
            {"id": 2, "name": "hill 10", "slug": "hill-10", "status": "planned", "tenant": 2, "tags": [2]},
            {"id": 3, "name": "Hill 9", "slug": "hill-9", "status": "active", "region": 1},
        ],
        "dcim/manufacturers": [{"id": 1, "name": "Maker", "slug": "maker"}],
        "dcim/device-types": [
            {"id": 1, "model": "Switch", "slug": "switch", "manufacturer": 1, "u_height": 1, "is_full_depth": True},
            {"id": 2, "model": "Chassis", "slug": "chassis", "manufacturer": 1, "u_height": 4, "is_full_depth": True},
        ],
        "dcim/interface-templates": [
            {"id": number, "device_type": 1, "name": f"port{number}", "type": "1000base-t"} for number in (1, 2)
        ],
        "dcim/device-roles": [{"id": 1, "name": "Access", "slug": "access", "color": "9e9e9e"}],
        "dcim/racks": [{"id": 1, "name": "R1", "site": 1, "u_height": 12, "status": "active"}],
        "dcim/devices": [
            {
                "id": 1,
                "name": "sw-1",
                "device_type": 1,
                "role": 1,
                "site": 1,
                "tenant": 1,
                "status": "active",
                "rack": 1,
                "position": 1,
                "face": "front",
            },
            {"id": 2, "name": "sw-2", "device_type": 1, "role": 1, "site": 2, "status": "offline"},
            {"id": 3, "name": None, "device_type": 1, "role": 1, "site": 1, "status": "active"},
        ],
        "dcim/interfaces": [
            {"id": number, "device": device, "name": name, "type": "1000base-t"}
            for number, device, name in ((1, 1, "port1"), (2, 1, "port2"), (3, 2, "port1"), (4, 3, "port1"))
        ],
        "dcim/cables": [
            {
                "id": 1,
                "status": "connected",
                "a_terminations": [{"object_type": "dcim.interface", "object_id": 1}],
                "b_terminations": [{"object_type": "dcim.interface", "object_id": 3}],
            }
        ],
        "ipam/vrfs": [{"id": 1, "name": "Red", "rd": "65000:1", "enforce_unique": False}],
        "ipam/prefixes": [
            {"id": 1, "prefix": "10.0.0.0/8", "status": "container"},
            {"id": 2, "prefix": "10.1.0.0/16", "status": "active", "scope_type": "dcim.site", "scope_id": 1},
            {"id": 3, "prefix": "10.1.2.0/24", "status": "active"},
            {"id": 4, "prefix": "10.1.2.0/24", "status": "active", "vrf": 1},
        ],
        "ipam/ip-addresses": [{"id": 1, "address": "10.1.2.1/24"}],
        "ipam/vlan-groups": [{"id": 1, "name": "Group", "slug": "group", "vid_ranges": [[10, 12]]}],
        "ipam/vlans": [{"id": 1, "vid": 10, "name": "Ten", "group": 1, "status": "active"}],
    }
    return Client(StandIn(objects, "alpha"))
