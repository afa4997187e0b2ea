"""Changing what is there: only what was asked, on what it is at that moment; others' tags stay, and what moves takes along what it must."""

import pytest

from orchestration.changes.apply import Applier
from orchestration.changes.policy import Grant, Place, Policy, Scope
from orchestration.language.intent import Assignment, Reference, ask, leaf, select
from orchestration.ports import Query
from tests.changes.desk_kit import Thread, changes, create, make_desk, text, update, value


def one(netbox, type_, **params):
    """Return the object of a type that fits filters."""
    (found,) = netbox.list(Query(type=type_, params=tuple((name, str(each)) for name, each in params.items()))).rows
    return found


def shown(reply):
    """Return what a preview changes: field, old, new; an object a line."""
    return [[(each.field, each.old, each.new) for each in change.fields] for change in changes(reply)]


def tags(*names, add="add"):
    """Return what adds tags or takes them away."""
    return [Assignment(field="tags", text=name, selection=None, add=add) for name in names]


@pytest.fixture
def sites(netbox, request):
    """Two sites of the test's own, and their names."""
    names = [f"Zz {request.node.name[5:50]} {number}" for number in (1, 2)]
    for number, name in enumerate(names):
        netbox.make("dcim/sites/", name=name, slug=f"zz-{abs(hash(name))}-{number}", facility="Old")
    return names


def test_a_preview_shows_old_and_new_of_each_object(thread, sites):
    """Each field that changes is shown as it is and as it will be; what stays is not written."""
    reply = thread.propose(
        update("dcim.site", sites, value("facility", "New"), value("status", "active"), value("description", "x"))
    ).replies[0]
    kept = thread.desk.confirming.proposals.find(thread.topic.proposal).proposal

    assert shown(reply) == [[("facility", "Old", "New"), ("description", "none", "x")]] * 2
    assert [each.label for each in reply.buttons] == ["Update 2 sites", "Cancel"]
    assert [each.data for each in kept.draft.operations] == [{"facility": "New", "description": "x"}] * 2
    assert all(each.base.startswith("last_updated:") for each in kept.draft.operations)


def test_several_are_written_as_one(thread, sites, netbox):
    """Updates of one type go as one request, which NetBox takes whole or not at all."""
    reply = thread.propose(update("dcim.site", sites, value("facility", "New"))).replies[0]
    done = thread.press(reply.buttons[0].ref).replies[0]

    assert done.kind == "done"
    assert done.parts[0].title == "Updated 2 sites."
    assert [each for each in netbox.sent if each.startswith("PATCH")] == ["PATCH dcim/sites/"]
    assert [one(netbox, "dcim.site", name=name)["facility"] for name in sites] == ["New", "New"]


def test_what_is_so_already_is_told(thread, sites, netbox):
    """Where nothing would change it is said so and nothing waits; beside others it is a note of the preview."""
    netbox.revise(f"dcim/sites/{one(netbox, 'dcim.site', name=sites[0])['id']}/", facility="New")
    idle = thread.propose(update("dcim.site", sites[:1], value("facility", "New")))
    both = thread.propose(update("dcim.site", sites, value("facility", "New"))).replies[0]

    assert (idle.replies[0].kind, idle.proposal) == ("answer", None)
    assert text(idle.replies[0]) == f"Site {sites[0]} has facility New already. Nothing to change."
    assert shown(both) == [[("facility", "Old", "New")]]
    assert f"Site {sites[0]} has facility New already." in both.parts[0].text


def test_a_field_is_emptied(thread, sites, netbox):
    """A field that may be empty can be emptied; one that must not be is refused."""
    reply = thread.propose(update("dcim.site", sites[:1], value("facility"))).replies[0]
    thread.press(reply.buttons[0].ref)
    refused = thread.propose(update("dcim.site", sites[:1], value("name"))).replies[0]

    assert shown(reply) == [[("facility", "Old", "none")]]
    assert one(netbox, "dcim.site", name=sites[0])["facility"] == ""
    assert (refused.kind, text(refused)) == ("refusal", "Name: it must not be empty. Nothing was changed.")


def test_any_change_of_the_object_is_previewed_anew(thread, sites, netbox):
    """Where somebody changed another field meanwhile nothing is written, and what it comes to now is a new message."""
    site = one(netbox, "dcim.site", name=sites[0])
    reply = thread.propose(update("dcim.site", sites[:1], value("facility", "New"))).replies[0]
    netbox.revise(f"dcim/sites/{site['id']}/", description="somebody else's")
    anew, old = thread.press(reply.buttons[0].ref).replies

    assert (anew.kind, old.amends, old.buttons) == ("preview", reply.turn, ())
    assert one(netbox, "dcim.site", name=sites[0])["facility"] == "Old"
    assert thread.press(anew.buttons[0].ref).replies[0].kind == "done"


def test_netbox_is_held_to_the_version_too(thread, sites, netbox, monkeypatch):
    """Even where the second look is too early, NetBox refuses what was made on an older version: nothing is written."""
    monkeypatch.setattr(Applier, "_compare", lambda *_: None)
    site = one(netbox, "dcim.site", name=sites[0])
    reply = thread.propose(update("dcim.site", sites[:1], value("facility", "New"))).replies[0]
    netbox.revise(f"dcim/sites/{site['id']}/", description="somebody else's")
    came = thread.press(reply.buttons[0].ref).replies[0]

    assert came.kind == "refusal"
    assert "Nothing was changed." in text(came)
    assert one(netbox, "dcim.site", name=sites[0])["facility"] == "Old"


@pytest.fixture
def tagged(thread, sites, netbox):
    """A site with a tag, and two more tags."""
    names = [f"Zz {thread.name} {number}"[:60] for number in (1, 2, 3)]
    made = [netbox.make("extras/tags/", name=each, slug=f"zz-{abs(hash(each))}") for each in names]
    netbox.revise(f"dcim/sites/{one(netbox, 'dcim.site', name=sites[0])['id']}/", tags=[made[0]["id"]])
    return names


def test_tags_join_and_leave_what_is_there(thread, sites, tagged, netbox):
    """A tag that is added stands beside the others'; one that is taken away leaves them."""

    def now():
        return sorted(each["name"] for each in one(netbox, "dcim.site", name=sites[0])["tags"])

    added = thread.propose(update("dcim.site", sites[:1], *tags(*tagged[1:]))).replies[0]
    thread.press(added.buttons[0].ref)
    after = now()
    removed = thread.propose(update("dcim.site", sites[:1], *tags(tagged[1], add="remove"))).replies[0]
    thread.press(removed.buttons[0].ref)
    again = thread.propose(update("dcim.site", sites[:1], *tags(tagged[1], add="remove"))).replies[0]

    assert shown(added) == [[("tags", tagged[0], ", ".join(tagged))]]
    assert after == tagged
    assert now() == [tagged[0], tagged[2]]
    assert text(again) == f"Site {sites[0]} has no such tag. Nothing to change."


def test_a_tag_that_joined_meanwhile_is_not_lost(thread, sites, tagged, netbox):
    """Somebody else's tag that came between preview and click is in the new preview and stays."""
    site = one(netbox, "dcim.site", name=sites[0])
    reply = thread.propose(update("dcim.site", sites[:1], *tags(tagged[1]))).replies[0]
    both = [one(netbox, "extras.tag", name=each)["id"] for each in (tagged[0], tagged[2])]
    netbox.revise(f"dcim/sites/{site['id']}/", tags=both)
    anew = thread.press(reply.buttons[0].ref).replies[0]
    thread.press(anew.buttons[0].ref)

    assert sorted(each["name"] for each in one(netbox, "dcim.site", name=sites[0])["tags"]) == tagged


def test_a_new_tag_is_made_and_put_on_what_is_there(thread, sites, netbox):
    """What one part of a message makes another part may use: the id is filled in once NetBox has given it."""
    name = f"Zz {thread.name}"
    refers = Reference(to="ask", position=None, ask=0, type="extras.tag")
    made = Assignment(field="tags", text=None, selection=select("extras.tag", refers=refers), add="add")
    reply = thread.propose(create("extras.tag", value("name", name)), update("dcim.site", sites, made)).replies[0]
    done = thread.press(reply.buttons[0].ref).replies[0]

    assert reply.parts[0].title == "Create 1 tag and update 2 sites?"
    assert done.parts[0].title == "Created 1 tag and updated 2 sites."
    assert [[each["name"] for each in one(netbox, "dcim.site", name=site)["tags"]] for site in sites] == [[name]] * 2


@pytest.fixture
def racked(sites, netbox):
    """A device at U3 of a rack in the first site, another at U3 of a rack in the second."""
    held = {}
    for at, name in enumerate(sites):
        site = one(netbox, "dcim.site", name=name)["id"]
        rack = netbox.make("dcim/racks/", name=f"{name} rack", site=site)
        kind = netbox.list(Query(type="dcim.devicetype", params=(("u_height", "1"),), limit=1)).rows[0]["id"]
        role = netbox.list(Query(type="dcim.devicerole", limit=1)).rows[0]["id"]
        where = {"site": site, "rack": rack["id"], "position": 3, "face": "front"}
        held[at] = netbox.make("dcim/devices/", name=f"{name} box", device_type=kind, role=role, **where)
    return held[0]["name"], f"{sites[1]} rack"


def test_a_device_that_moves_to_another_site_leaves_its_rack(thread, sites, racked, netbox):
    """Rack, unit and face go with the site they belong to, and the preview says why."""
    reply = thread.propose(update("dcim.device", racked[:1], value("site", to=sites[1]))).replies[0]
    told = {each.field: (each.new, each.source) for each in changes(reply)[0].fields}

    assert told["site"] == (sites[1], "")
    assert told["rack"] == ("none", f"not in {sites[1]}")
    assert told["position"] == ("none", "not in a rack")
    assert thread.press(reply.buttons[0].ref).replies[0].kind == "done"
    assert one(netbox, "dcim.device", name=racked[0])["rack"] is None


def test_a_device_that_moves_into_a_rack_needs_a_free_unit(thread, racked):
    """The unit it keeps must be free there; said to be any, it is the lowest free one, and the site is the rack's."""
    box, rack = racked
    stays = thread.propose(update("dcim.device", [box], value("rack", to=rack))).replies[0]
    moves = thread.propose(update("dcim.device", [box], value("rack", to=rack), value("position", "free"))).replies[0]
    told = {each.field: (each.new, each.source) for each in changes(moves)[0].fields}

    assert (stays.kind, "U3 of rack" in text(stays), "at a free unit" in text(stays)) == ("refusal", True, True)
    assert told["position"] == ("U1", f"lowest free unit of {rack}")
    assert told["site"][1] == "rack's site"
    assert thread.press(moves.buttons[0].ref).replies[0].kind == "done"


def test_a_name_that_several_have_is_asked_about(thread, sites, racked, netbox):
    """Where one name means two objects it is asked which, with where each is; nothing waits meanwhile."""
    site = one(netbox, "dcim.site", name=sites[0])["id"]
    netbox.make("dcim/racks/", name=racked[1], site=site)
    with pytest.raises(Exception, match="Which rack") as caught:
        thread.propose(update("dcim.rack", [racked[1]], value("status", "planned")))

    assert {each.within for each in caught.value.choices} in ({*sites}, {""})


def only(grant):
    """Return a policy that answers the terminal and lets people do what a grant says, no more."""
    place = Place("terminal/local", may=frozenset({"read"}))
    return Policy(owner="terminal/local/nobody", places=(place,), grants=(grant,))


def test_a_device_of_another_place_needs_rights_in_both(redis_url, netbox, sites, racked):
    """Who may change things at one site only moves nothing there from another, nor away from it."""
    grant = Grant(("terminal/local/ada",), frozenset(("read", "propose", "confirm")), (), Scope(sites=(sites[0],)))
    thread = Thread(make_desk(redis_url, policy=only(grant)), netbox, name="policy")
    here = thread.propose(update("dcim.device", racked[:1], value("description", "x"))).replies[0]
    there = thread.propose(update("dcim.device", racked[:1], value("site", to=sites[1]))).replies[0]

    assert here.kind == "preview"
    assert (there.kind, text(there)) == ("refusal", "You may not propose that here. Nothing was changed.")


def test_a_part_is_where_its_whole_is(redis_url, netbox, sites, racked):
    """A port has no site of its own: for the policy it has its device's."""
    box = one(netbox, "dcim.device", name=racked[0])
    port = netbox.make("dcim/interfaces/", device=box["id"], name="zz0", type="virtual")
    grant = Grant(("terminal/local/ada",), frozenset(("read", "propose")), (), Scope(sites=(sites[0],)))
    thread = Thread(make_desk(redis_url, policy=only(grant)), netbox, name="policy")
    wanted = select("dcim.interface", names=["zz0"], where=[leaf("device", "eq", [box["name"]])])
    came = thread.propose(ask("update", wanted, values=[value("enabled", "no")])).replies[0]

    assert came.kind == "preview"
    assert changes(came)[0].id == port["id"]
