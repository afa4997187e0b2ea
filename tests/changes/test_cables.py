"""Cables between two ports: both ends are shown with their devices, must be free, and count for the policy where they are."""

import pytest

from orchestration.changes.policy import Grant, Place, Policy, Scope
from orchestration.language.intent import Assignment, ask, leaf, select
from orchestration.ports import Query
from tests.changes.desk_kit import Thread, changes, make_desk, text, value


@pytest.fixture
def boxes(netbox, request):
    """Two devices at two sites, with a port each."""
    key = abs(hash(request.node.name))
    maker = netbox.list(Query(type="dcim.manufacturer", limit=1)).rows[0]["id"]
    kind = netbox.make("dcim/device-types/", manufacturer=maker, model=f"zz {key}", slug=f"zz-{key}")
    role = netbox.list(Query(type="dcim.devicerole", limit=1)).rows[0]["id"]
    names = [f"zz-{key}-{number}" for number in (1, 2)]
    for name in names:
        site = netbox.make("dcim/sites/", name=name, slug=name)
        device = netbox.make(
            "dcim/devices/", name=name, device_type=kind["id"], role=role, site=site["id"], status="active"
        )
        netbox.make("dcim/interfaces/", device=device["id"], name=f"port-{name}", type="1000base-t")
    return names


def connect(*names, **values):
    """Return an ask for a cable between the ports of devices."""
    sides = ("a_terminations", "b_terminations")
    ends = [
        Assignment(field=side, text=None, selection=port(name), add="set")
        for side, name in zip(sides, names, strict=False)
    ]
    return ask("connect", select("dcim.cable"), values=[*ends, *(value(*each) for each in values.items())])


def port(name):
    """Return the selection of a device's port."""
    return select("dcim.interface", names=[f"port-{name}"], where=[leaf("device", "eq", [name])])


def cables(netbox, label):
    """Return the cables of a label."""
    return netbox.list(Query(type="dcim.cable", params=(("label", label),))).rows


def test_a_cable_is_made_between_two_ports(thread, boxes, netbox):
    """Each end is shown with its device, and NetBox has them both afterwards."""
    reply = thread.propose(connect(*boxes, type="cat6", label=boxes[0])).replies[0]
    done = thread.press(reply.buttons[0].ref).replies[0]
    told = {each.field: each.new for each in changes(reply)[0].fields}
    (made,) = cables(netbox, boxes[0])

    assert (reply.kind, done.kind) == ("preview", "done")
    assert told["a_terminations"] == f"port-{boxes[0]} of {boxes[0]}"
    assert told["b_terminations"] == f"port-{boxes[1]} of {boxes[1]}"
    assert [made[side][0]["object"]["device"]["name"] for side in ("a_terminations", "b_terminations")] == boxes


def test_a_port_that_has_a_cable_is_refused(thread, boxes):
    """A second cable on a port is refused before anybody confirms it, with the one that is there."""
    made = thread.propose(connect(*boxes, label=boxes[0])).replies[0]
    thread.press(made.buttons[0].ref)
    came = thread.propose(connect(*boxes)).replies[0]

    assert came.kind == "refusal"
    assert f"port-{boxes[0]} of {boxes[0]} has cable {boxes[0]} already" in text(came)


def test_a_cable_that_came_meanwhile_is_not_doubled(thread, boxes, netbox):
    """Two previews for the same port: the second click writes nothing."""
    other = Thread(thread.desk, netbox, name="other")
    first, second = (each.propose(connect(*boxes, label=boxes[0])).replies[0] for each in (thread, other))
    thread.press(first.buttons[0].ref)
    came = other.press(second.buttons[0].ref).replies[0]

    assert came.kind == "refusal"
    assert len(cables(netbox, boxes[0])) == 1


@pytest.mark.parametrize("ends", [1, 0])
def test_a_cable_with_an_open_end_is_asked_for(thread, boxes, ends):
    """A cable needs two ends; the message says so."""
    came = thread.propose(connect(*boxes[:ends])).replies[0]

    assert came.kind == "refusal"
    assert "A cable needs two ends" in text(came)


def test_the_cable_between_two_ports_is_found(thread, boxes, netbox):
    """The words "the cable between A and B" mean the one that has both, not all that have either; both ends are shown before it goes."""
    for label in boxes:
        netbox.make("dcim/cables/", label=label, **_loose(netbox, boxes, label))
    where = [leaf("interface", "eq", selection=port(name)) for name in boxes]
    came = thread.propose(ask("delete", select("dcim.cable", where=where))).replies[0]
    told = {each.field: each.new for each in changes(came)[0].fields}

    assert came.parts[0].title == f"Delete cable {boxes[0]}?"
    assert told["b_terminations"] == f"port-{boxes[1]} of {boxes[1]}"


def _loose(netbox, boxes, label):
    """Return the ends of a cable: between both ports, or between two more of the first device."""
    if label == boxes[0]:
        ids = [netbox.list_by_name("dcim.interface", [f"port-{name}"])[0]["id"] for name in boxes]
    else:
        device = netbox.list_by_name("dcim.device", boxes[:1])[0]["id"]
        ids = [
            netbox.make("dcim/interfaces/", device=device, name=f"more-{number}", type="1000base-t")["id"]
            for number in (1, 2)
        ]
    sides = ("a_terminations", "b_terminations")
    return {side: [{"object_type": "dcim.interface", "object_id": each}] for side, each in zip(sides, ids, strict=True)}


def test_both_ends_count_for_the_policy(redis_url, netbox, boxes):
    """Who may change things at one site only lays no cable to another."""
    grant = Grant(("terminal/local/ada",), frozenset(("read", "propose")), (), Scope(sites=(boxes[0],)))
    place = Place("terminal/local", may=frozenset({"read"}))
    policy = Policy(owner="terminal/local/nobody", places=(place,), grants=(grant,))
    thread = Thread(make_desk(redis_url, policy=policy), netbox, name="policy")
    came = thread.propose(connect(*boxes)).replies[0]

    assert (came.kind, text(came)) == ("refusal", "You may not propose that here. Nothing was changed.")
