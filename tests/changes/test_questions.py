"""Requests that people make, read right: each becomes the preview that was worked out for it from a real NetBox."""

from pathlib import Path

import pytest
import yaml

from bot.demo.standin.double import StandIn
from bot.demo.standin.loading import read_objects
from orchestration.language.intent import leaf
from tests.changes.desk_kit import Thread, allocate, changes, create, make_desk, text, value
from tests.fakes.bare_netbox import BareNetBox

SHARED = Path(__file__).parents[3] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the public demo data is not here")


def site(name, field="site"):
    """Return a value that points at a site."""
    return value(field, to=name, type_="dcim.site")


def printers(place):
    """Return the ask of w038."""
    return create("ipam.vlan", value("vid", "150"), value("name", "Printers"), site(place))


def trenton(status):
    """Return the ask of w037."""
    region = value("region", to="New Jersey", type_="dcim.region")
    return create("dcim.site", value("name", "DM-Trenton"), region, value("status", status))


def lab(vid, name):
    """Return an ask of w047."""
    return create("ipam.vlan", value("vid", vid), value("name", name), site("DM-NYC"))


def next_address(*more):
    """Return the ask of w044."""
    return allocate("ipam.ipaddress", "172.18.0.0/24", *more)


# What a reader makes of each step: the asks, whole.
READ = {
    "q12": [[create("dcim.site", value("name", "DM-Cleveland"), value("status", "planned"))]],
    "q13": [[create("ipam.vlan", value("vid", "110"), value("name", "Cameras"), site("DM-Akron"))]],
    "q14": [[allocate("ipam.prefix", "10.112.0.0/17", site("DM-NYC"), size=26)]],
    "q15": [[allocate("ipam.ipaddress", "10.112.128.0/28")]],
    "q16": [
        [
            create(
                "dcim.device",
                value("name", "dmi01-akron-sw02"),
                value("role", to="Access Switch", type_="dcim.devicerole"),
                value("device_type", to="C9200-48P", type_="dcim.devicetype"),
                value("rack", to="Comms closet", type_="dcim.rack", where=[leaf("site", "eq", ["DM-Akron"])]),
                value("position", "free"),
            )
        ]
    ],
    "q20": [[create("ipam.vlan", value("vid", "110 to 114"), value("name", "Lab-110 to Lab-114"), site("DM-Akron"))]],
    "q22": [
        [create("ipam.vlan", site("DM-Akron"))],
        [create("ipam.vlan", site("DM-Akron"), value("vid", "120"), value("name", "Guests"))],
    ],
    "q26": [[create("ipam.vlan", value("vid", "5000"), value("name", "Test"), site("DM-Akron"))]],
    "w001": [
        [
            create(
                "dcim.site",
                value("name", "DM-Hartford"),
                value("region", to="Connecticut", type_="dcim.region"),
                value("group", to="Branch Offices", type_="dcim.sitegroup"),
                value("tenant", to="Dunder-Mifflin, Inc.", type_="tenancy.tenant"),
                value("status", "planned"),
            )
        ]
    ],
    "w004": [
        [
            create(
                "dcim.device",
                value("name", "r201-tor1"),
                value("device_type", to="QFX5100-48T-6Q", type_="dcim.devicetype"),
                value("rack", to="R201", type_="dcim.rack"),
                value("position", "U37"),
                value("face", "rear"),
                value("role", to="ToR Switch", type_="dcim.devicerole"),
                value("status", "staged"),
                value("tenant", to="NC State University", type_="tenancy.tenant"),
                value("serial", "TB0216040099"),
            )
        ]
    ],
    "w013": [
        [
            create(
                "ipam.vlan",
                value("vid", "401-403"),
                value("name", "Cam-401 thru Cam-403"),
                value("group", to="JBB127", type_="ipam.vlangroup"),
                value("status", "reserved"),
            )
        ]
    ],
    "w015": [
        [
            create(
                "ipam.prefix",
                value("prefix", "10.112.4.0/24"),
                value("status", "reserved"),
                value("role", to="Access - Wireless", type_="ipam.role"),
                value("tenant", to="Dunder-Mifflin, Inc.", type_="tenancy.tenant"),
                site("DM-NYC"),
            )
        ]
    ],
    "w016": [
        [
            allocate(
                "ipam.prefix", "10.112.128.0/22", value("description", "Cameras"), value("status", "reserved"), size=25
            )
        ]
    ],
    "w017": [[allocate("ipam.prefix", "10.112.144.0/22", size=27, number=2)]],
    "w037": [[trenton("active")], [trenton("planned")]],
    "w038": [[printers("DM-Akron")], [printers("DM-Albany")]],
    "w044": [
        [create("ipam.ipaddress")],
        [next_address()],
        [next_address(value("dns_name", "lab-printer.example.com"))],
    ],
    "w047": [[lab("610", "Lab-A"), lab("611", "Lab-B")], [lab("610", "Lab-A")]],
    "w056": [[create("dcim.site", value("name", "DM-Buffalo"), value("status", "planned"))]],
    "w057": [
        [
            create(
                "dcim.device",
                value("name", "dmi01-utica-sw02"),
                value("device_type", to="C9200-48P", type_="dcim.devicetype"),
                value("role", to="Access Switch", type_="dcim.devicerole"),
                value("rack", to="Comms closet", type_="dcim.rack", where=[leaf("site", "eq", ["DM-Utica"])]),
                value("position", "U4"),
                value("face", "front"),
            )
        ]
    ],
    "w058": [
        [
            create(
                "ipam.prefix",
                value("prefix", "192.168.0.0/20"),
                value("vrf", to="Shared", type_="ipam.vrf"),
                value("description", "backup"),
            )
        ]
    ],
    "w060": [
        [
            create(
                "ipam.vlan",
                value("vid", "203"),
                value("name", "IoT"),
                value("group", to="JBB109", type_="ipam.vlangroup"),
            )
        ]
    ],
}


@pytest.fixture(scope="module")
def demo():
    """A stand-in with the public demo data, and the questions by id."""
    with StandIn(read_objects(SHARED / "netbox" / "demo-objects.json.gz"), "dunder-mifflin").serve() as serving:
        yield serving


@pytest.fixture(scope="module")
def questions():
    """The questions by id."""
    files = (SHARED / "questions" / name for name in ("patterns.yaml", "writes.yaml"))
    return {each["id"]: each["steps"] for file in files for each in yaml.safe_load(file.read_text(encoding="utf-8"))}


def fits(change, wanted):
    """Say whether a change is the one that was wanted, in the fields that the request fixes."""
    fields = {each.field: each.value for each in change.fields}
    return (change.op, change.type) == (wanted["op"], wanted["type"]) and all(
        fields.get(name) == expected for name, expected in wanted.get("fields", {}).items()
    )


def shown(reply):
    """Return everything a reply says, as one text."""
    fields = (f"{each.new} {each.source}" for change in reply_changes(reply) for each in change.fields)
    return f"{text(reply)} {' '.join(fields)}".lower()


def reply_changes(reply):
    """Return the changes of a preview, none of any other reply."""
    return changes(reply) if reply.kind == "preview" else ()


@pytest.mark.parametrize("question", READ)
def test_a_request_that_is_read_right_becomes_the_right_preview(redis_url, demo, questions, question):
    """Each step of the conversation gives the changes, the question or the refusal that was worked out for it."""
    thread = Thread(make_desk(redis_url), BareNetBox(demo.url, demo.token_admin), name=question)
    for step, asks in zip(questions[question], READ[question], strict=False):
        reply = thread.propose(*asks).replies[0]
        wanted = step.get("changes", [])
        made = reply_changes(reply)

        assert len(made) == len(wanted), shown(reply)
        assert all(any(fits(change, each) for change in made) for each in wanted), shown(reply)
        assert all(each.lower() in shown(reply) for each in step.get("text", ()))
        assert all(any(each.lower() in shown(reply) for each in group) for group in step.get("any", ()))
        if step.get("asks"):
            assert reply.kind == "question"
        if step.get("refuses"):
            assert reply.kind == "refusal"
