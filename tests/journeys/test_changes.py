"""Changes on the stand-in, or on the NetBox that NETBOX_URL names: in names of their own, which are removed again."""

from uuid import uuid4

import pytest

from adapters.netbox.inventories import NetBoxInventories
from orchestration.catalogue.loading import load
from orchestration.changes.apply import Patience
from orchestration.language.intent import ask, leaf, select
from orchestration.ports import Query
from tests.changes.desk_kit import Thread, Trial, changes, create, delete, make_desk, text, update, value
from tests.fakes.bare_netbox import BareNetBox
from tests.fakes.cutting_proxy import Cutting

# A real NetBox takes its time for a write; a lost one is waited for no longer than this.
REAL = Patience(window=3.0, request=5.0, margin=2.0, hold=15.0, turn=60.0, pause=0.1)


@pytest.fixture
def name():
    """A name that nothing has, and that tells where it comes from."""
    return f"zz-changes-{uuid4().hex[:8]}"


@pytest.fixture
def netbox(live, name):
    """The NetBox, past everything; what the test made in its name is removed afterwards."""
    bare = BareNetBox(live.url, live.token)
    yield bare
    vrfs = [str(each["id"]) for each in found(bare, "ipam.vrf", name=name)]
    for type_ in ("ipam.ipaddress", "ipam.prefix"):
        for row in (row for vrf in vrfs for row in found(bare, type_, vrf_id=vrf)):
            bare.session.delete(row["url"], timeout=30)
    for type_ in ("ipam.vlan", "ipam.vrf", "dcim.site"):
        for row in found(bare, type_, name__isw=name):
            bare.session.delete(row["url"], timeout=30)


@pytest.fixture
def proxy(netbox):
    """A proxy before it that can cut connections."""
    with Cutting(netbox.url).serve() as serving:
        yield serving


@pytest.fixture
def thread(redis_url, netbox, proxy, name):
    """A thread whose desk speaks to NetBox as the program does, through the proxy."""
    inventories = NetBoxInventories(proxy.url, netbox.token, load())
    with inventories.open(None, "test") as inventory:
        conversation = Thread(make_desk(redis_url, patience=REAL), inventory, name=name)
        conversation.names = netbox
        yield conversation


def found(netbox, type_, **params):
    """Return the objects that fit filters."""
    return netbox.list(Query(type=type_, params=tuple((key, str(each)) for key, each in params.items()))).rows


def test_created_once_however_often_it_is_confirmed(thread, netbox, name):
    """A site is previewed, confirmed, and there once; a second press says that it is done."""
    preview = thread.propose(create("dcim.site", value("name", name), value("status", "planned"))).replies[0]
    first, second = (thread.press(preview.buttons[0].ref).replies[0] for _ in range(2))
    (site,) = found(netbox, "dcim.site", name=name)

    assert (first.kind, changes(first)[0].id) == ("done", site["id"])
    assert "done already" in text(second)
    (logged,) = found(netbox, "core.objectchange", changed_object_id=site["id"], changed_object_type="dcim.site")
    assert logged["message"].startswith(preview.buttons[0].ref.split(":")[2])


def test_several_go_as_one_bulk(thread, netbox, proxy, name):
    """Three VLANs of one sentence go as one bulk, and are there in order."""
    vlans = create("ipam.vlan", value("vid", "4001-4003"), value("name", f"{name}-1 to {name}-3"))
    done = thread.press(thread.propose(vlans).replies[0].buttons[0].ref).replies[0]

    assert done.kind == "done"
    assert proxy.writes == 1
    assert [each["vid"] for each in found(netbox, "ipam.vlan", name__isw=name)] == [4001, 4002, 4003]


def test_changed_and_deleted_once(thread, netbox, proxy, name):
    """What is there is changed and deleted as previewed, once each; the log says by which proposal, and what is so already is not sent."""
    site = netbox.make("dcim/sites/", name=name, slug=name, status="planned")
    edit = update("dcim.site", [name], value("status", "active"), value("facility", name[-8:]))
    changed = thread.propose(edit).replies[0]
    first, second = (thread.press(changed.buttons[0].ref).replies[0] for _ in range(2))
    (now,) = found(netbox, "dcim.site", name=name)
    idle = thread.propose(edit).replies[0]
    gone = thread.propose(delete("dcim.site", name)).replies[0]
    third, fourth = (thread.press(gone.buttons[0].ref).replies[0] for _ in range(2))
    logged = found(netbox, "core.objectchange", changed_object_id=site["id"], changed_object_type="dcim.site")

    assert [(each.field, each.old, each.value) for each in changes(changed)[0].fields] == [
        ("status", "planned", "active"),
        ("facility", "none", name[-8:]),
    ]
    assert (now["status"]["value"], now["facility"]) == ("active", name[-8:])
    assert [each.kind for each in (first, second, idle, third, fourth)] == ["done", "done", "answer", "done", "done"]
    assert all("done already" in text(each) for each in (second, fourth))
    assert found(netbox, "dcim.site", name=name) == ()
    assert proxy.writes == 2
    told = {each["action"]["value"]: each["message"] for each in logged}
    assert (told["update"].split("/")[0], told["delete"].split("/")[0]) == tuple(
        each.buttons[0].ref.split(":")[2] for each in (changed, gone)
    )


def test_what_moved_under_a_change_is_not_overwritten(thread, netbox, proxy, name):
    """Changed by somebody else between preview and press, a site is previewed anew; deleted by them, the change is refused."""
    site = netbox.make("dcim/sites/", name=name, slug=name)
    preview = thread.propose(update("dcim.site", [name], value("facility", "A"))).replies[0]
    netbox.revise(f"dcim/sites/{site['id']}/", facility="B")
    anew, old = thread.press(preview.buttons[0].ref).replies
    netbox.remove(f"dcim/sites/{site['id']}/")
    came = thread.press(anew.buttons[0].ref).replies[0]

    assert (changes(anew)[0].fields[0].old, changes(anew)[0].fields[0].value) == ("B", "A")
    assert (old.amends, came.kind) == (preview.turn, "refusal")
    assert proxy.writes == 0


@pytest.mark.parametrize("op", ["update", "delete"])
def test_a_lost_answer_of_a_change_is_made_good(thread, netbox, proxy, name, op):
    """The connection is cut after the commit: the change log tells that it was done, and it is sent once."""
    trial = Trial(netbox, op, name)
    preview = thread.propose(trial.ask).replies[0]
    proxy.cut = "after"

    assert thread.press(preview.buttons[0].ref).replies[0].kind == "done"
    assert trial.done
    assert proxy.writes == 1


def test_moved_ground_is_previewed_anew(thread, netbox, name):
    """An address that is taken between preview and press is not written; the next free one is previewed."""
    vrf = netbox.make("ipam/vrfs/", name=name, enforce_unique=False)
    netbox.make("ipam/prefixes/", prefix="192.0.2.0/28", vrf=vrf["id"])
    within = select("ipam.prefix", names=["192.0.2.0/28"], where=[leaf("vrf", "eq", [name])])
    preview = thread.propose(ask("allocate", select("ipam.ipaddress"), parent=within)).replies[0]
    netbox.make("ipam/ip-addresses/", address="192.0.2.1/28", vrf=vrf["id"])
    anew, old = thread.press(preview.buttons[0].ref).replies

    assert changes(preview)[0].fields[0].value == "192.0.2.1/28"
    assert (anew.kind, changes(anew)[0].fields[0].value) == ("preview", "192.0.2.2/28")
    assert (old.amends, old.buttons) == (preview.turn, ())
    assert len(found(netbox, "ipam.ipaddress", vrf_id=vrf["id"])) == 1


@pytest.mark.parametrize(("cut", "kind", "there"), [("after", "done", 1), ("before", "refusal", 0)])
def test_a_lost_answer_is_made_good_by_the_change_log(thread, netbox, proxy, name, cut, kind, there):
    """The connection is cut around the commit: the change log tells whether the site is there, and it is sent once."""
    preview = thread.propose(create("dcim.site", value("name", name))).replies[0]
    proxy.cut = cut
    came = thread.press(preview.buttons[0].ref).replies[0]

    assert came.kind == kind
    assert len(found(netbox, "dcim.site", name=name)) == there
    assert proxy.writes == 1
