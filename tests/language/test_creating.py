"""Requests for something new, read slot by slot: every slot is told by what it is, not by where it stands."""

from datetime import UTC, datetime

import pytest

from orchestration.catalogue.loading import load
from orchestration.language.normal import normalise
from orchestration.language.reader import read
from orchestration.language.reading import NameHit
from orchestration.sessions.session import Topic
from tests.fakes.memory_names import MemoryNames

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SCOPE = "everybody"
KNOWN = {
    "dcim.site": ("Porto Quay", "Lisbon Yard"),
    "dcim.region": ("Alentejo",),
    "dcim.devicetype": ("CX-4800",),
    "dcim.devicerole": ("Edge Switch",),
    "dcim.rack": ("K-07",),
    "tenancy.tenant": ("Globex Freight",),
    "ipam.prefix": ("192.0.2.0/24",),
    "ipam.vlangroup": ("Quay Floors",),
    "ipam.vrf": ("Warehouse",),
}


@pytest.fixture(scope="module")
def names():
    """An index with a few invented names."""
    index = MemoryNames()
    for type_, listed in KNOWN.items():
        hits = [(normalise(name), NameHit(type=type_, id=at, name=name)) for at, name in enumerate(listed, 1)]
        index.replace(SCOPE, type_, hits)
    return index


def asks(names, said):
    """Return what the reader makes of a message in a new thread."""
    return read(said, Topic(), names, SCOPE, load(), NOW).intent.asks


def told(one):
    """Return the values of an ask by field."""
    return {each.field: each.text or each.selection.names[0] for each in one.values}


@pytest.mark.parametrize(
    ("said", "type_", "values"),
    [
        (
            "Create a site named Faro-Depot with status planned, region Alentejo",
            "dcim.site",
            {"name": "Faro-Depot", "status": "planned", "region": "Alentejo"},
        ),
        (
            "Hi, could you please add our new site Faro-Depot? It's in Alentejo, tenant Globex Freight, staging. Thanks!",
            "dcim.site",
            {"name": "Faro-Depot", "status": "staging", "region": "Alentejo", "tenant": "Globex Freight"},
        ),
        ("add vlan 150 Scanners at Porto Quay", "ipam.vlan", {"vid": "150", "name": "Scanners", "site": "Porto Quay"}),
        (
            "Create VLANs 210 to 214 in Lisbon Yard, named Yard-210 to Yard-214",
            "ipam.vlan",
            {"vid": "210 to 214", "name": "Yard-210 to Yard-214", "site": "Lisbon Yard"},
        ),
        (
            "vlans 401-403 in vlan group Quay Floors, names Crane-401 thru Crane-403, all reserved",
            "ipam.vlan",
            {"vid": "401-403", "name": "Crane-401 thru Crane-403", "group": "Quay Floors", "status": "reserved"},
        ),
        (
            "Create prefix 198.51.100.0/25 in VRF Warehouse, description spare",
            "ipam.prefix",
            {"prefix": "198.51.100.0/25", "vrf": "Warehouse", "description": "spare"},
        ),
        (
            "Add a new edge switch k07-sw2, type CX-4800, in rack K-07 of Porto Quay at a free U",
            "dcim.device",
            {
                "name": "k07-sw2",
                "role": "Edge Switch",
                "device_type": "CX-4800",
                "rack": "K-07",
                "site": "Porto Quay",
                "position": "free",
            },
        ),
        ("Create a new device", "dcim.device", {}),
        ("hey, I need an IP address for a printer", "ipam.ipaddress", {}),
    ],
)
def test_each_slot_gets_what_was_said_for_it(names, said, type_, values):
    """A request to create becomes one ask with exactly the values that were said."""
    (one,) = asks(names, said)

    assert (one.want, one.selection.type, told(one)) == ("create", type_, values)


@pytest.mark.parametrize(
    ("said", "type_", "size", "number", "values"),
    [
        (
            "Allocate the next free /26 in 192.0.2.0/24 for site Porto Quay",
            "ipam.prefix",
            26,
            1,
            {"site": "Porto Quay"},
        ),
        ("carve the next two free /28s from 192.0.2.0/24 pls, ta", "ipam.prefix", 28, 2, {}),
        (
            "Need the next free /27 out of Porto Quay's 192.0.2.0/24, description Cranes, status reserved",
            "ipam.prefix",
            27,
            1,
            {"description": "Cranes", "status": "reserved"},
        ),
        ("Allocate the next free IP address in 192.0.2.0/24", "ipam.ipaddress", None, 1, {}),
    ],
)
def test_the_next_that_is_free_is_taken_from_where_it_was_said(names, said, type_, size, number, values):
    """Type, size, number and parent of an allocation come from the words of the request."""
    (one,) = asks(names, said)

    assert (one.want, one.selection.type, one.size, one.number) == ("allocate", type_, size, number)
    assert (one.parent.names, told(one)) == (["192.0.2.0/24"], values)


def test_two_new_things_share_what_is_said_behind_the_last(names):
    """Each has its own number and name, and both the site."""
    both = asks(names, 'Please add VLAN 610 "Lab-A" and VLAN 611 "Lab-B" to site Porto Quay')

    assert [told(each) for each in both] == [
        {"vid": "610", "name": "Lab-A", "site": "Porto Quay"},
        {"vid": "611", "name": "Lab-B", "site": "Porto Quay"},
    ]


@pytest.mark.parametrize(
    "said",
    [
        "which VLANs exist?",
        "show me the new devices",
        "only tell me the sites, dont create anything",
        "who created site Porto Quay?",
        "what is the next free address in 192.0.2.0/24?",
        "list VLANs 210 to 214 in Lisbon Yard",
    ],
)
def test_a_question_creates_nothing(names, said):
    """Whatever asks to see something never becomes a change."""
    assert all(each.want not in ("create", "allocate", "update", "delete") for each in asks(names, said))


@pytest.mark.parametrize(
    ("said", "type_", "size", "number"),
    [
        ("create a /26 in 192.0.2.0/24", "ipam.prefix", 26, 1),
        ("add a /26 from 192.0.2.0/24", "ipam.prefix", 26, 1),
        ("create two /30s in 192.0.2.0/24", "ipam.prefix", 30, 2),
        ("add a prefix in 192.0.2.0/24", "ipam.prefix", None, 1),
        ("create an ip in 192.0.2.0/24", "ipam.ipaddress", None, 1),
        ("create 3 addresses in 192.0.2.0/24", "ipam.ipaddress", None, 3),
    ],
)
def test_what_only_its_network_tells_is_taken_from_it(names, said, type_, size, number):
    """Something new within a network is the next free of it, and not that network once more."""
    (one,) = asks(names, said)
    assert (one.want, one.selection.type, one.size, one.number) == ("allocate", type_, size, number)
    assert one.parent.names == ["192.0.2.0/24"]


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("create prefix 192.0.2.64/26 in 192.0.2.0/24", "prefix", "192.0.2.64/26"),
        ("create address 192.0.2.7 in prefix 192.0.2.0/24", "address", "192.0.2.7"),
        ("create prefix 192.0.2.0/24 in Porto Quay", "prefix", "192.0.2.0/24"),
    ],
)
def test_what_is_told_by_itself_is_made(names, said, field, value):
    """A network or address that is written out is what is made."""
    (one,) = asks(names, said)
    assert one.want == "create"
    assert told(one)[field] == value
