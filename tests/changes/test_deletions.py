"""Deleting what is there: what goes with it is told, what keeps it is named, and never is all of a kind deleted."""

import pytest

from orchestration.changes.policy import Policy, Scope
from orchestration.language.intent import ask, leaf, select
from orchestration.ports import Query
from tests.changes.desk_kit import Thread, changes, create, delete, make_desk, text, value


@pytest.fixture
def site(netbox, request):
    """A site of the test's own."""
    return netbox.make("dcim/sites/", name=f"Zz {request.node.name[:60]}", slug=f"zz-{abs(hash(request.node.name))}")


@pytest.fixture
def boxes(netbox, site):
    """Two devices at the site, one with two ports, the other with one."""
    kind = netbox.make(
        "dcim/device-types/",
        manufacturer=netbox.list(Query(type="dcim.manufacturer", limit=1)).rows[0]["id"],
        model=site["name"],
        slug=site["slug"],
    )
    role = netbox.list(Query(type="dcim.devicerole", limit=1)).rows[0]["id"]
    made = []
    for number in (1, 2):
        how = {"device_type": kind["id"], "role": role, "site": site["id"]}
        made.append(netbox.make("dcim/devices/", name=f"zz-{number}-{site['id']}", **how))
    for device, name in ((made[0], "zz0"), (made[0], "zz1"), (made[1], "zz0")):
        netbox.make("dcim/interfaces/", device=device["id"], name=name, type="virtual")
    return [each["name"] for each in made]


def hanging(reply):
    """Return what a preview says goes, stays or opens with each object."""
    return [{each.label: (each.old, each.new) for each in change.fields if each.old} for change in changes(reply)]


def test_what_hangs_on_each_object_is_told(thread, boxes, netbox, site):
    """The parts that go with each device are counted for it alone; the button is one for destruction."""
    reply = thread.propose(delete("dcim.device", *boxes)).replies[0]
    done = thread.press(reply.buttons[0].ref).replies[0]

    assert hanging(reply) == [{"Interfaces": ("2", "deleted with it")}, {"Interfaces": ("1", "deleted with it")}]
    assert (reply.buttons[0].label, reply.buttons[0].style) == ("Delete 2 devices", "danger")
    assert done.parts[0].title == f"Deleted 2 devices in {site['name']}."
    assert netbox.list(Query(type="dcim.device", params=(("site_id", str(site["id"])),))).rows == ()


def test_nothing_that_hangs_is_told_too(thread, site):
    """Where nothing hangs on an object the preview says so."""
    reply = thread.propose(delete("dcim.site", site["name"])).replies[0]

    assert [(each.label, each.new) for each in changes(reply)[0].fields][-1] == ("Hangs on it", "nothing")


def test_what_netbox_protects_is_refused_with_what_keeps_it(thread, boxes, site):
    """What NetBox would not let go is not even previewed; what keeps it is counted and named."""
    came = thread.propose(delete("dcim.site", site["name"]))

    assert (came.replies[0].kind, came.proposal) == ("refusal", None)
    assert f"NetBox does not let site {site['name']} go: 2 devices still point there" in text(came.replies[0])
    assert boxes[0] in text(came.replies[0])


def test_what_goes_first_keeps_nothing(thread, boxes, netbox, site):
    """Devices that go in the same change do not keep the site that goes behind them."""
    reply = thread.propose(delete("dcim.device", *boxes), delete("dcim.site", site["name"])).replies[0]
    done = thread.press(reply.buttons[0].ref).replies[0]

    assert (reply.kind, done.kind) == ("preview", "done")
    assert netbox.list(Query(type="dcim.site", params=(("id", str(site["id"])),))).rows == ()


def test_what_came_to_hang_on_it_is_previewed_anew(thread, boxes, netbox, site):
    """A part that came between preview and click is shown first; nothing goes that was not shown."""
    reply = thread.propose(delete("dcim.device", boxes[1])).replies[0]
    device = netbox.list(Query(type="dcim.device", params=(("name", boxes[1]),))).rows[0]["id"]
    netbox.make("dcim/interfaces/", device=device, name="zz9", type="virtual")
    anew, old = thread.press(reply.buttons[0].ref).replies

    assert (anew.kind, old.amends) == ("preview", reply.turn)
    assert hanging(anew) == [{"Interfaces": ("2", "deleted with it")}]
    assert len(netbox.list(Query(type="dcim.device", params=(("site_id", str(site["id"])),))).rows) == 2


def test_what_would_be_open_to_a_new_keeper_is_refused_by_netbox(thread, site, netbox):
    """What came to keep an object is named at the click, and nothing is deleted."""
    reply = thread.propose(delete("dcim.site", site["name"])).replies[0]
    netbox.make("dcim/racks/", name=site["slug"], site=site["id"])
    came = thread.press(reply.buttons[0].ref).replies[0]

    assert came.kind == "refusal"
    assert "1 rack still points there" in text(came)
    assert len(netbox.list(Query(type="dcim.site", params=(("id", str(site["id"])),))).rows) == 1


@pytest.mark.parametrize("type_", ["dcim.device", "ipam.prefix", "tenancy.tenant"])
def test_all_there_are_is_never_deleted(thread, netbox, type_):
    """A deletion that says neither names nor conditions is refused before NetBox is asked."""
    came = thread.propose(ask("delete", select(type_)))

    assert came.replies[0].kind == "refusal"
    assert "I do not delete all" in text(came.replies[0])
    assert netbox.sent == []


def test_many_are_too_many(thread, site, netbox):
    """More objects than a person looks over with care are refused, be they told apart by a condition or by names."""
    some = [{"name": f"zz {number}", "vid": 100 + number, "site": site["id"]} for number in range(21)]
    netbox.make_all("ipam/vlans/", some)
    wanted = select("ipam.vlan", where=[leaf("site", "eq", [site["name"]])])
    came = thread.propose(ask("delete", wanted))

    assert text(came.replies[0]) == (
        "That would delete 21 objects; at most 20 are deleted at once. Nothing was changed."
    )


@pytest.mark.usefixtures("site")
def test_a_type_that_is_only_read_is_not_deleted(thread, netbox):
    """NetBox's log is none of the bot's to change."""
    entry = netbox.list(Query(type="core.objectchange", limit=1)).rows[0]["id"]
    wanted = select("core.objectchange", where=[leaf("id", "eq", [str(entry)])])
    came = thread.propose(ask("delete", wanted))

    assert came.replies[0].kind == "refusal"
    assert text(came.replies[0]).startswith("I only read ")


def test_a_second_person_may_be_wanted_for_deletions_alone(redis_url, netbox, site):
    """A policy that wants a second person for deletions lets the asker create, and not delete."""
    policy = Policy(second_person=(Scope(operations=("delete",)),))
    thread = Thread(make_desk(redis_url, policy=policy), netbox, name="second")
    made = thread.propose(create("dcim.site", value("name", f"{site['name']} 2"))).replies[0]
    gone = thread.propose(delete("dcim.site", site["name"])).replies[0]
    came = thread.press(gone.buttons[0].ref).replies[0]

    assert "only you can confirm" in text(made)
    assert (came.kind, "You cannot confirm" in text(came)) == ("refusal", True)
    assert len(netbox.list(Query(type="dcim.site", params=(("id", str(site["id"])),))).rows) == 1


def test_a_deletion_of_no_kind_is_asked_back(thread):
    """Where only what it has to do with was said ("everything at X"), it is asked which kind of objects is to go."""
    came = thread.propose(ask("delete", select()))

    assert (came.replies[0].kind, came.proposal) == ("question", None)
    assert "Which kind of objects is to go?" in text(came.replies[0])
