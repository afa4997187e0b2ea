"""A preview: every field, with where it comes from; what is missing is asked for, what cannot be is refused before anybody confirms."""

import itertools

import pytest

from orchestration.language.intent import Reference, leaf, select
from orchestration.ports import Query
from tests.changes.desk_kit import allocate, changes, create, text, value


@pytest.fixture
def places(netbox):
    """Sites, a rack in one of them, and a prefix, as NetBox has them."""
    racks = netbox._ask("GET", "dcim/racks/", params={"limit": 50})["results"]
    rack = next(each for each in racks if each["location"])
    return {
        "site": rack["site"]["name"],
        "rack": rack["name"],
        "location": rack["location"]["name"],
        "other": next(each["site"]["name"] for each in racks if each["site"]["id"] != rack["site"]["id"]),
        "type": next(each for each in netbox._ask("GET", "dcim/device-types/")["results"] if each["u_height"] == 1),
        "role": netbox._ask("GET", "dcim/device-roles/")["results"][0]["name"],
    }


def fields(change):
    """Return the fields of a change by name."""
    return {each.field: each for each in change.fields}


def only(came):
    """Return the one change that came of asks."""
    (change,) = changes(came.replies[0])
    return change


def test_a_preview_shows_what_is_written_and_where_it_comes_from(thread):
    """A new site shows its name, a slug made from it and NetBox's default status, and offers verb and object."""
    came = thread.propose(create("dcim.site", value("name", "Ostend Harbour 2")))
    shown = fields(only(came))

    assert (shown["name"].value, shown["name"].source) == ("Ostend Harbour 2", "")
    assert (shown["slug"].value, shown["slug"].source) == ("ostend-harbour-2", "from the name")
    assert (shown["status"].value, shown["status"].source) == ("active", "NetBox's default")
    assert [each.label for each in came.replies[0].buttons] == ["Create site Ostend Harbour 2", "Cancel"]
    assert came.replies[0].kind == "preview"
    assert "only you can confirm · until " in text(came.replies[0])


def test_nothing_is_written_by_a_preview(thread, netbox):
    """However often something is previewed, NetBox is only read."""
    thread.propose(create("dcim.site", value("name", "Never written")))

    assert {each.split()[0] for each in netbox.sent} <= {"GET", "OPTIONS"}


def test_a_series_is_spread_out(thread, places):
    """One sentence about five VLANs is five operations of one preview."""
    vlans = create(
        "ipam.vlan",
        value("vid", "3710 to 3714"),
        value("name", "Lab-3710 to Lab-3714"),
        value("site", to=places["site"]),
    )
    came = thread.propose(vlans)

    assert [(fields(each)["vid"].value, fields(each)["name"].value) for each in changes(came.replies[0])] == [
        (number, f"Lab-{number}") for number in range(3710, 3715)
    ]
    assert came.replies[0].buttons[0].label == "Create 5 VLANs"


def test_series_that_do_not_fit_are_refused(thread, places):
    """Five IDs for three VLANs are refused, not cut."""
    vlans = create(
        "ipam.vlan", value("vid", "3710-3714"), value("name", "x"), value("site", to=places["site"]), number=3
    )

    assert thread.propose(vlans).replies[0].kind == "refusal"


def test_a_device_takes_over_its_racks_place_and_the_lowest_free_unit(thread, places, netbox):
    """Of a device in a rack at a free unit, site, location, unit and face are derived, each with its source, and the unit is free."""
    device = create(
        "dcim.device",
        value("name", "zz-new"),
        value("device_type", to=places["type"]["model"]),
        value("role", to=places["role"]),
        value("rack", to=places["rack"]),
        value("site", to=places["site"]),
        value("position", "a free U"),
    )
    shown = fields(only(thread.propose(device)))
    rack = netbox.list_by_name("dcim.rack", [places["rack"]], [])[0]
    units = netbox._ask("GET", f"dcim/racks/{rack['id']}/elevation/", params={"face": "front", "limit": 1000})[
        "results"
    ]
    free = {each["id"] for each in units if not each["occupied"]}

    assert shown["location"].value == places["location"]
    assert shown["location"].source == "rack's location"
    assert shown["position"].value in free
    assert shown["position"].source == f"lowest free unit of {places['rack']}"
    assert shown["face"].source == "front unless said"


def test_a_rack_of_another_site_is_refused(thread, places):
    """A device cannot be in a rack that is not at its site."""
    device = create(
        "dcim.device",
        value("name", "zz-new"),
        value("device_type", to=places["type"]["model"]),
        value("role", to=places["role"]),
        value("rack", to=places["rack"], type_="dcim.rack", where=[leaf("site", "eq", [places["site"]])]),
        value("site", to=places["other"], type_="dcim.site"),
    )
    came = thread.propose(device)

    assert came.replies[0].kind == "refusal"
    assert f"is in {places['site']}, not in {places['other']}" in text(came.replies[0])


def test_next_free_prefixes_do_not_overlap(thread, netbox):
    """Two prefixes allocated in one go are the next two, and neither overlaps the other or what is there."""
    parent = next(
        each
        for each in netbox._ask("GET", "ipam/prefixes/", params={"limit": 200})["results"]
        if each["prefix"].endswith("/16")
    )
    came = thread.propose(allocate("ipam.prefix", parent["prefix"], size=27, number=2))
    first, second = (fields(each)["prefix"] for each in changes(came.replies[0]))
    there = {each["prefix"] for each in netbox._ask("GET", "ipam/prefixes/", params={"limit": 1000})["results"]}

    assert first.value != second.value
    assert not {first.value, second.value} & there
    assert first.source == f"next free in {parent['prefix']}"


def test_what_is_there_already_is_refused(thread, places):
    """A second site of a name, however it is capitalised, is refused and named."""
    came = thread.propose(create("dcim.site", value("name", places["site"].upper())))

    assert came.replies[0].kind == "refusal"
    assert "already" in text(came.replies[0])
    assert places["site"] in text(came.replies[0])


@pytest.mark.parametrize(
    ("field", "said", "told"),
    [
        ("vid", "5000", "from 1 to 4094"),
        ("vid", "many", "no whole number"),
        ("name", "x" * 65, "NetBox takes 64"),
        ("colour", "red", "has no colour"),
    ],
)
def test_values_that_netbox_does_not_take_are_refused(thread, field, said, told):
    """A value outside of NetBox's limits or choices is refused with what it takes."""
    given = {"vid": "3720", "name": "Lab", field: said}
    came = thread.propose(create("ipam.vlan", *(value(*each) for each in given.items())))

    assert came.replies[0].kind == "refusal"
    assert told in text(came.replies[0])


def test_a_choice_that_is_none_is_asked_for_again(thread):
    """A value that is none of the choices is answered with them, to be picked or said."""
    came = thread.propose(create("ipam.vlan", value("vid", "3720"), value("name", "Lab"), value("status", "broken")))

    assert (came.replies[0].kind, came.question.about) == ("question", "field:status")
    assert "Active, Reserved, Deprecated" in text(came.replies[0])
    assert [each.label for each in came.replies[0].buttons] == ["active", "reserved", "deprecated"]


def test_a_choice_is_taken_by_label_too(thread):
    """A status may be said as NetBox shows it."""
    came = thread.propose(create("ipam.vlan", value("vid", "3721"), value("name", "Lab"), value("status", "Reserved")))

    assert fields(only(came))["status"].value == "reserved"


def test_what_follows_from_the_name_is_not_asked_for(thread):
    """Where nothing but the type is said the name is asked for, not the slug, which is made of it."""
    came = thread.propose(create("dcim.site"))

    assert text(came.replies[0]) == "Which name for the new site?"
    assert [each.name for each in came.replies[0].sheet.blanks] == ["name"]


def test_what_is_missing_is_asked_for(thread):
    """A required field that cannot be derived is asked for, one at a time, and nothing waits meanwhile."""
    came = thread.propose(create("ipam.vlan", value("name", "Lab")))

    assert came.replies[0].kind == "question"
    assert "Which VLAN ID for the new VLAN" in text(came.replies[0])
    assert came.question.about == "field:vid"
    assert came.proposal is None


def test_few_choices_are_buttons(thread):
    """Where NetBox has few objects to choose from, they are offered."""
    came = thread.propose(create("virtualization.cluster", value("name", "New cluster")))

    assert came.question.about == "field:type"
    assert [each.label for each in came.replies[0].buttons] == list(came.question.values)
    assert came.replies[0].buttons[0].ref == f"pick:0:={came.question.values[0]}"


def test_one_message_may_refer_to_what_it_creates(thread, places):
    """A rack in a location that the same message creates is written after it, with the id it will have."""
    row = select("dcim.location", refers=Reference(to="ask", position=None, ask=0, type=None))
    came = thread.propose(
        create("dcim.location", value("name", "Row 77"), value("site", to=places["site"])),
        create("dcim.rack", value("name", "R7701"), value("location", selection=row)),
    )
    location, rack = thread.desk.confirming.proposals.find(came.proposal).proposal.draft.operations

    assert location.type == "dcim.location"
    assert rack.data["location"] == {"awaits": 0}
    assert fields(changes(came.replies[0])[1])["location"].value == "Row 77"
    assert fields(changes(came.replies[0])[1])["site"].value == places["site"]
    assert fields(changes(came.replies[0])[1])["site"].source == "location's site"


def test_what_is_to_be_created_is_asked_for(thread):
    """Where no type is said it is asked for, and that a preview comes first is told."""
    came = thread.propose(create(None, value("name", "Lab")))

    assert (came.replies[0].kind, came.question.about) == ("question", "type")
    assert "A preview comes before anything is written." in text(came.replies[0])


def test_a_slug_that_is_taken_is_numbered(thread, netbox):
    """A name whose slug another object has already gets the next number."""
    tenant = netbox._ask("GET", "tenancy/tenants/", params={"limit": 1})["results"][0]
    came = thread.propose(create("tenancy.tenant", value("name", tenant["slug"].replace("-", "  ")), *_group(tenant)))

    assert fields(only(came))["slug"].value == f"{tenant['slug']}-2"


def _group(tenant):
    return [value("group", to=tenant["group"]["name"])] if tenant["group"] else []


def test_a_hundred_and_one_are_too_many(thread):
    """More objects than go into one change are refused before NetBox is asked for each."""
    asks = [create("ipam.vlan", value("vid", f"{low}-{low + 49}"), value("name", "x")) for low in (100, 200, 300)]
    came = thread.propose(*asks)

    assert came.replies[0].kind == "refusal"
    assert "150" in text(came.replies[0])


def test_the_same_turn_makes_the_same_proposal(thread):
    """A turn that is run again after a crash answers with the proposal it made before."""
    made = [thread.propose(create("dcim.site", value("name", "Twice")), turn="same").proposal for _ in range(2)]

    assert made[0] == made[1]
    assert len(list(itertools.islice(thread.desk.confirming.maker.ledger.entries(), 5))) == 1


def test_a_sentence_with_commas_is_one_note(thread, netbox):
    """A comment is a text, not a series: what its commas part is not spread over several objects."""
    site = netbox.list(Query(type="dcim.site", limit=1)).rows[0]["name"]
    said = "port 12 flaps since Monday, patch cord replaced"
    about = value("assigned_object", to=site, type_="dcim.site")
    came = thread.propose(create("extras.journalentry", about, value("comments", said)))

    assert fields(only(came))["comments"].value == said
