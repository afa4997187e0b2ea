"""Names that the index does not know: never an answer of more than was asked, and what is new in NetBox is found all the same."""

from uuid import uuid4

import pytest
import requests

from bot.demo.company import build
from bot.demo.standin import StandIn
from tests.journeys.conftest import Live, words


@pytest.fixture(scope="module")
def live():
    """A stand-in of its own, for something is created in it."""
    with StandIn(build()).serve() as served:
        yield Live(served.url, served.token_admin)


@pytest.fixture(scope="module")
def kind(live):
    """A type of rows and their number in all, to tell an answer of everything by."""
    return {
        "devices": live.count("dcim/devices/"),
        "racks": live.count("dcim/racks/"),
        "VLANs": live.count("ipam/vlans/"),
    }


UNKNOWN = [
    "{} in Atlantis",
    "{} in atlantis",
    "list the {} at XYZ-DC1",
    "show {} of Nowhere Corp",
    "how many {} are in Atlantis?",
    "Atlantis {}",
    "{} in Hamburg DC and Atlantis",
    "active {} in the Atlantis, please",
]


@pytest.mark.parametrize("rows", ["devices", "racks", "VLANs"])
@pytest.mark.parametrize("said", UNKNOWN)
def test_an_unknown_name_is_told_and_nothing_is_listed(talk, said, rows, kind):
    """A name that nothing has is told as such; no row is shown, and never the number of all."""
    reply = talk().say(said.format(rows))
    assert reply.rows_total in {None, 0}
    assert not any(part.kind == "table" for part in reply.parts)
    assert str(kind[rows]) not in words(reply)
    assert any(each in words(reply) for each in ("Atlantis", "atlantis", "XYZ-DC1", "Nowhere Corp"))


@pytest.mark.parametrize("name", ["Bergen Depot", "BGO-7", "Narvik"])
def test_what_is_newer_than_the_index_is_found_in_netbox(talk, live, name):
    """A site that was made after the names were gathered narrows a question like any other, also where a part of its name means something else."""
    thread = talk()
    kind = {"Authorization": f"Bearer {live.token}"}
    body = {"name": name, "slug": name.lower().replace(" ", "-")}
    requests.post(f"{live.url}/api/dcim/sites/", json=body, headers=kind, timeout=10).raise_for_status()
    site = live.rows("dcim/sites/", name=name)[0]["id"]
    requests.post(
        f"{live.url}/api/dcim/racks/", json={"name": "N1", "site": site}, headers=kind, timeout=10
    ).raise_for_status()
    reply = thread.say(f"racks in {name}")
    assert reply.rows_total == 1
    assert name in words(reply)


def test_two_places_of_which_one_is_new(talk, live):
    """A known place and one that is newer than the index are both of the answer."""
    thread = talk()
    kind = {"Authorization": f"Bearer {live.token}"}
    requests.post(
        f"{live.url}/api/dcim/sites/", json={"name": "Tromsö Depot", "slug": "tromso"}, headers=kind, timeout=10
    ).raise_for_status()
    oslo = live.rows("dcim/sites/", name="Oslo Office")[0]["id"]
    reply = thread.say("racks in Oslo Office and Tromsö Depot")
    assert reply.rows_total == live.count("dcim/racks/", site_id=oslo)


def test_what_is_no_name_of_a_place_does_not_stand_in_the_way(talk, live):
    """Words that say who wants to know, or how something is meant, are no names: the question is answered."""
    for said in ("how many devices do we have for my boss", "show me all the weird devices"):
        assert str(live.count("dcim/devices/")) in words(talk().say(said))


def test_a_plain_word_before_a_thing_is_a_part_of_its_name(talk, live):
    """ "Db VMs" are those with it in their names, where there are any; the answer says that it was taken so."""
    rows = live.rows("virtualization/virtual-machines/")
    parts = {row["name"].split("-")[0] for row in rows if "-" in row["name"]}
    part = next(each for each in sorted(parts) if each.isalpha() and len(each) > 1)
    reply = talk().say(f"{part} VMs")
    assert reply.rows_total == live.count("virtualization/virtual-machines/", name__ic=part) < len(rows)
    assert part in words(reply)
    assert "Not used" not in words(reply)


def test_a_create_asks_what_an_unknown_name_is_to_be(talk):
    """A new thing is not previewed without the place that was named for it."""
    reply = talk().say("create VLAN 77 named Lab in Atlantis")
    assert reply.kind in {"refusal", "question"}
    assert "Atlantis" in words(reply)


def test_what_was_made_goes_by_its_name_at_once(talk, live):
    """A site with a word of another type in its name is found by it in the next message, of whichever thread."""
    name = "Zz Hall " + uuid4().hex[:6].translate(str.maketrans("0123456789", "ghijklmnop"))
    spoken = talk()
    preview = spoken.say(f'add site "{name}"')
    done = spoken.press(preview.buttons[0].label)
    try:
        assert done.kind == "done"
        for reply in (spoken.say(f"racks in {name}"), talk().say(f"racks in {name}")):
            assert (reply.kind, reply.rows_total) == ("answer", 0)
            assert f"site {name}" in words(reply)
            assert "location" not in words(reply)
        assert f"Site {name}" in words(talk().say(f"show {name}"))
    finally:
        gone = talk()
        gone.say(f"delete site {name}")
        gone.press("Delete")
    assert live.count("dcim/sites/", name=name) == 0
