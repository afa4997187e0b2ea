"""Racks and what is free: each figure is held against NetBox's own records."""

import ipaddress

import pytest

from adapters.drawing.resvg import ResvgDrawing
from orchestration.errors import NetBoxUnavailable
from orchestration.language.intent import ask, leaf, select
from orchestration.language.reading import NameHit
from tests.fakes.scripted import column, head, text


class NoDrawing:
    """A drawer that is given something else."""

    def side_by_side(self, _):
        raise NetBoxUnavailable("NetBox's drawing cannot be read.")


def report(thread, name, type_=None, *names, within="", **more):
    """Return the reply to a report on one object."""
    where = [leaf("site", "eq", [within])] if within else []
    selection = select(type_, names=list(names), where=where) if type_ else None
    want = "picture" if name == "rack_elevation" else "report"
    return thread.ask(ask(want, selection, report=name, **more))


@pytest.fixture(scope="session")
def rack(truth):
    """A rack with devices, and with a name that another site's rack has too."""
    return max(truth.rows("dcim/racks"), key=lambda each: each["device_count"])


@pytest.fixture(scope="session")
def units(truth, rack):
    """The units of that rack: whole ones in all, and with something on either face."""
    faces = [truth.rows(f"dcim/racks/{rack['id']}/elevation", face=face) for face in ("front", "rear")]
    every = {int(unit["id"]) for unit in faces[0]}
    return every, {int(unit["id"]) for face in faces for unit in face if unit["occupied"]}


def test_health_tells_version_and_workers(thread):
    """NetBox's version stands in the first line."""
    reply = report(thread, "health")
    assert head(reply).startswith("NetBox 4.7.3 answers in ")
    assert reply.receipt.netbox_requests == 1


def test_an_elevation_goes_from_the_top_to_the_bottom(thread, truth, rack, units):
    """All devices of the rack and all its free units, once each."""
    reply = report(thread, "rack_elevation", "dcim.rack", rack["name"], within=rack["site"]["name"])
    every, taken = units
    assert f"{len(taken)} of {len(every)} U taken, {len(every) - len(taken)} free" in head(reply)
    named = {
        each["name"] for each in truth.rows("dcim/devices", rack_id=rack["id"]) if each["name"] and each["position"]
    }
    assert named <= set(column(reply, 1))
    tops = [float(cell.removeprefix("U").split("-")[-1]) for cell in column(reply)]
    assert tops == sorted(tops, reverse=True)


def test_an_elevation_of_no_rack_asks_which(thread):
    """What is missing is asked for, and the thread waits for it."""
    reply = report(thread, "rack_elevation")
    assert (reply.kind, head(reply)) == ("question", "Which rack?")
    assert thread.session.topic.question.about == "selection"


def test_a_rack_of_several_is_asked_back(thread):
    """A name that two racks have is told apart by their sites, and the answer goes on from there."""
    reply = report(thread, "rack_elevation", "dcim.rack", "A01")
    assert reply.kind == "question"
    assert head(thread.press(thread.button("Newark DC"))).startswith("Rack A01 in Newark DC")


def test_free_units_are_free_on_both_faces(thread, rack, units):
    """What is taken on either face is not free."""
    reply = report(thread, "free_units", "dcim.rack", rack["name"], within=rack["site"]["name"])
    every, taken = units
    assert head(reply).startswith(f"{len(every - taken)} of {len(every)} U are free in rack {rack['name']}")


def test_reserved_units_are_told_apart(thread, truth):
    """Free and reserved is not free for everybody."""
    reserved = truth.rows("dcim/rack-reservations")[0]
    rack = next(each for each in truth.rows("dcim/racks") if each["id"] == reserved["rack"]["id"])
    reply = report(thread, "free_units", "dcim.rack", rack["name"], within=rack["site"]["name"])
    assert "of them not reserved" in head(reply)


def test_a_rack_inventory_lists_what_is_in_it(thread, truth, rack):
    """Its devices, the highest first, nothing of another rack."""
    reply = report(thread, "rack_inventory", "dcim.rack", rack["name"], within=rack["site"]["name"])
    inside = {each["name"] for each in truth.rows("dcim/devices", rack_id=rack["id"]) if each["name"]}
    assert reply.rows_total == truth.count("dcim/devices", rack_id=rack["id"])
    assert set(column(reply)) <= inside | {cell for cell in column(reply) if cell.startswith("(unnamed")}


@pytest.fixture(scope="session")
def prefix(truth):
    """A prefix with addresses in it."""
    rows = truth.rows("ipam/prefixes", family=4, status="active")
    return next(
        each
        for each in rows
        if truth.count("ipam/ip-addresses", parent=each["prefix"], vrf_id=each["vrf"]["id"] if each["vrf"] else "null")
        > 3
    )


def known(prefix):
    return {prefix["prefix"]: (NameHit(type="ipam.prefix", id=prefix["id"], name=prefix["prefix"]),)}


def test_the_next_free_address_is_netboxs(thread, truth, prefix):
    """No address that is there is called free."""
    reply = thread.ask(
        ask("report", select("ipam.prefix", names=[prefix["prefix"]]), report="available_ips"), grounds=known(prefix)
    )
    first = head(reply).removesuffix(".").split(" is ")[1]
    vrf = prefix["vrf"]["id"] if prefix["vrf"] else "null"
    taken = {
        each["address"].split("/")[0] for each in truth.rows("ipam/ip-addresses", parent=prefix["prefix"], vrf_id=vrf)
    }
    hosts = (str(each) for each in ipaddress.ip_network(prefix["prefix"]).hosts())
    assert first.split("/")[0] == next(host for host in hosts if host not in taken)


def test_free_blocks_of_a_prefix(thread, truth):
    """The blocks are NetBox's, the next of a length the first that fits."""
    container = next(each for each in truth.rows("ipam/prefixes", family=4) if each["status"]["value"] == "container")
    asked = select("ipam.prefix", names=[container["prefix"]])
    reply = thread.ask(ask("report", asked, report="available_prefixes"), grounds=known(container))
    children = [
        ipaddress.ip_network(each["prefix"]) for each in truth.rows("ipam/prefixes", within=container["prefix"])
    ]
    for cell in column(reply):
        assert not any(ipaddress.ip_network(cell).overlaps(child) for child in children)
    reply = thread.ask(ask("report", asked, report="available_prefixes", size=28), grounds=known(container))
    assert head(reply).startswith("The next free /28 in")


def test_changes_are_listed_the_latest_first(thread):
    """A log that holds nothing is an answer too."""
    reply = report(thread, "changes")
    times = column(reply, 1) if reply.rows_total else []
    assert times == sorted(times, reverse=True)
    assert reply.intent == "report"


def test_the_journal_tells_what_it_is_about(thread, truth):
    """Entries of all objects, and of one alone."""
    entries = truth.rows("extras/journal-entries")
    assert report(thread, "journal").rows_total == len(entries)
    about = entries[0]["assigned_object"]
    reply = report(thread, "journal", entries[0]["assigned_object_type"], about["display"])
    assert reply.rows_total == sum(each["assigned_object_id"] == entries[0]["assigned_object_id"] for each in entries)


def test_a_report_that_there_is_not_is_told(thread):
    """Nothing is made up."""
    assert "I cannot do that yet: weather" in text(report(thread, "weather"))


def test_an_elevation_comes_as_a_picture_with_its_words(thread, truth):
    """NetBox's own drawing is a picture, and who does not see it reads the same of it."""
    device = next(each for each in truth.rows("dcim/devices") if each["rack"] and each["position"] and each["name"])
    rack = device["rack"]
    thread.drawing = ResvgDrawing()
    reply = thread.ask(
        ask("picture", select("dcim.rack", where=[leaf("id", "eq", [str(rack["id"])])]), report="rack_elevation")
    )
    (picture,) = [part for part in reply.parts if part.kind == "picture"]
    assert (picture.media_type, picture.content[:4]) == ("image/png", b"\x89PNG")
    assert rack["name"] in picture.alt
    assert "U taken" in picture.alt
    assert [part.kind for part in reply.parts] == ["prose", "picture", "table"]


def test_a_drawing_that_cannot_be_made_leaves_the_words(thread, truth):
    """With a drawing that is none, the elevation is still told."""
    rack = next(each["rack"] for each in truth.rows("dcim/devices") if each["rack"])
    thread.drawing = NoDrawing()
    reply = thread.ask(
        ask("picture", select("dcim.rack", where=[leaf("id", "eq", [str(rack["id"])])]), report="rack_elevation")
    )
    assert "cannot be read" in text(reply)
    assert reply.kind == "answer"
