"""Addresses given to ports, in one preview; names that nothing has, answered by the one that is chosen in their place."""

import ipaddress
import re

import pytest

from tests.journeys.conftest import names_of, words


@pytest.fixture(scope="module")
def ports(live, device):
    """The ports of a device, in NetBox's order."""
    return [each["name"] for each in live.rows("dcim/interfaces/", device_id=device["id"])]


@pytest.fixture(scope="module")
def network(live):
    """A prefix that has a free address, and what its first is."""
    for row in live.rows("ipam/prefixes/"):
        if row["vrf"] is None and "/24" in row["prefix"]:
            free = live.get(f"ipam/prefixes/{row['id']}/available-ips/", limit=1)
            if free:
                return row["prefix"], free[0]["address"]
    raise AssertionError("no prefix has a free address")


def misspelt(name):
    """Return a name with two letters of its longest word in each other's place."""
    word = max(re.findall(r"[^\W\d_]+", name), key=len)
    return name.replace(word, f"{word[0]}{word[2]}{word[1]}{word[3:]}")


@pytest.fixture(scope="module")
def spelt(live):
    """A site with racks and a name long enough to be recognised when it is misspelt."""
    rows = [
        each for each in live.rows("dcim/sites/") if each["rack_count"] and re.search(r"[^\W\d_]{5,}", each["name"])
    ]
    return max(rows, key=lambda each: each["device_count"])


def written(reply):
    """Return the operation, type and new values of a preview of one object."""
    (change,) = (each for part in reply.parts if part.kind == "changes" for each in part.changes)
    return change.op, change.type, {each.field: each.new for each in change.fields}


@pytest.mark.parametrize(
    "said",
    [
        "assign {address} to {device} {port}",
        "assign {address} to {port} of {device}",
        "give {device} {port} the next free ip in {prefix}",
        "give {device} the next free address of {prefix} on {port}",
        "give {device} the next free ip in {prefix} on its first interface",
    ],
)
def test_an_address_is_made_and_given_in_one_preview(talk, device, ports, network, said):
    """One that NetBox has not yet is created on the port it is given to, and the preview names the port's device."""
    prefix, address = network
    reply = talk().say(said.format(address=address, prefix=prefix, device=device["name"], port=ports[0]))
    op, type_, fields = written(reply)
    assert (reply.kind, op, type_) == ("preview", "create", "ipam.ipaddress")
    assert fields["address"] == address
    assert fields["assigned_object"] == f"{ports[0]} of {device['name']}"


def test_the_port_is_asked_for(talk, device, ports, network):
    """A device with several ports is asked which; the answer goes into the same preview."""
    thread = talk()
    asked = thread.say(f"give {device['name']} the next free ip in {network[0]}")
    assert (asked.kind, device["name"] in words(asked)) == ("question", True)
    assert asked.buttons[0].label == ports[0]
    _, _, fields = written(thread.press(ports[1]))
    assert fields["assigned_object"] == f"{ports[1]} of {device['name']}"


def test_an_address_that_is_there_is_changed(talk, live, device, ports):
    """It is not made a second time."""
    there = next(each for each in live.rows("ipam/ip-addresses/") if each["assigned_object"] is None)
    reply = talk().say(f"assign {there['address']} to {device['name']} {ports[0]}")
    op, _, fields = written(reply)
    assert (op, list(fields)) == ("update", ["assigned_object"])


def test_a_wrong_port_makes_nothing(talk, device, network):
    """What is not there is told, and no address is made without it."""
    reply = talk().say(f"assign {network[1]} to {device['name']} Zz9/9/9")
    assert not any(part.kind == "changes" for part in reply.parts)
    assert str(ipaddress.ip_interface(network[1]).ip) not in [each.label for each in reply.buttons]


@pytest.mark.parametrize("by", ["press", "name", "place"])
def test_the_nearest_name_narrows_as_the_wrong_one_would_have(talk, live, spelt, by):
    """The rows of the site that is chosen in the place of an unknown one: not all there are, nor the site itself."""
    name = spelt["name"]
    wrong = misspelt(name)
    thread = talk()
    asked = thread.say(f"devices in {wrong}")
    label = next(each.label for each in asked.buttons if each.label == name)
    place = [each.label for each in asked.buttons].index(label) + 1
    said = {"name": name, "place": {1: "the first one", 2: "the second one", 3: "the third one"}[place]}
    reply = thread.press(label) if by == "press" else thread.say(said[by])
    assert reply.rows_total == live.count("dcim/devices/", site_id=spelt["id"])
    narrowed = thread.say("only the ones with a serial number")
    assert (narrowed.rows_total or 0) <= reply.rows_total


def test_two_names_of_which_one_is_wrong_stay_two(talk, live, spelt):
    """ "In A and B": both count, the chosen one beside the one that was right."""
    other = next(each for each in live.rows("dcim/sites/") if each["rack_count"] and each["id"] != spelt["id"])
    wrong = misspelt(spelt["name"])
    thread = talk(50)
    thread.say(f"racks in {wrong} and {other['name']}")
    reply = thread.press(spelt["name"])
    assert reply.rows_total == spelt["rack_count"] + other["rack_count"]


def test_the_fewest_are_not_sought_among_the_most(talk, live):
    """After "which has the most?", "and the fewest?" is about all of them again."""
    counts = sorted(each["device_count"] for each in live.rows("dcim/sites/"))
    thread = talk()
    most = thread.say("which site has the most devices?")
    assert str(counts[-1]) in words(most)
    fewest = thread.say("and the fewest?")
    assert names_of(fewest) != names_of(most)
    assert f": {counts[0]}." in words(fewest)
