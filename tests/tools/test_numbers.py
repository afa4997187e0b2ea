"""Numbers added up, single units of racks, and what NetBox cannot tell: held against its own records."""

from collections import Counter

import pytest

from orchestration.language.intent import Order, ask, leaf, select
from orchestration.language.reading import NameHit
from tests.fakes.scripted import column, head, text


def test_a_sum_is_of_all_rows(thread, truth):
    """A number is added up over everything that fits, what has none told beside it."""
    machines = truth.rows("virtualization/virtual-machines")
    reply = thread.ask(ask("report", select("virtualization.virtualmachine"), report="sums", columns=["memory"]))
    whole = sum(each["memory"] or 0 for each in machines)
    assert head(reply) == f"{len(machines)} virtual machines: {whole:,} MB memory in total."


def test_several_units_are_not_mixed(thread, truth):
    """Lengths in metres and feet stay apart."""
    cables = [each for each in truth.rows("dcim/cables") if each["length"]]
    units = {each["length_unit"]["label"] for each in cables}
    reply = thread.ask(ask("report", select("dcim.cable"), report="sums", columns=["length"]))
    assert all(unit in head(reply) for unit in units)


def test_numbers_are_added_up_for_each_of_a_group(thread, truth):
    """Machines are added up per cluster: how many, their memory together, and that of one on average."""
    machines = truth.rows("virtualization/virtual-machines")
    asked = ask("report", select("virtualization.virtualmachine"), report="sums", columns=["memory"], group="cluster")
    reply = thread.ask(asked)
    memory = {}
    for each in machines:
        memory.setdefault(each["cluster"]["name"], []).append(each["memory"] or 0)
    ranked = sorted(memory.items(), key=lambda each: (-sum(each[1]), each[0]))
    assert [each.split() for each in column(reply, 2)] == [[f"{sum(each):,}", "MB"] for _, each in ranked]
    assert column(reply, 0) == [name for name, _ in ranked]
    assert reply.rows_total == len(memory)


def test_what_rows_do_not_show_is_no_group_to_add_up_by(thread):
    """Racks do not show their tenants' groups: that is said, not guessed."""
    asked = ask("report", select("dcim.rack"), report="sums", columns=["weight"], group="tenant_group")
    assert thread.ask(asked).kind == "refusal"


def test_what_is_no_number_is_not_added_up(thread):
    """Names have no sum."""
    assert thread.ask(ask("report", select("dcim.site"), report="sums", columns=["name"])).kind == "refusal"


@pytest.fixture(scope="session")
def standing(truth):
    """A device that stands in a rack."""
    return next(each for each in truth.rows("dcim/devices") if each["rack"] and each["position"] and each["name"])


def unit(thread, rack, number):
    where = [leaf("id", "eq", [str(rack["id"])])]
    return thread.ask(ask("report", select("dcim.rack", where=where), report="rack_unit", size=number))


def test_a_unit_tells_what_stands_in_it(thread, standing):
    """The device of a unit is named, and what comes next may be about it."""
    reply = unit(thread, standing["rack"], int(standing["position"]))
    assert standing["name"] in head(reply)
    assert thread.session.topic.focus[0].things[0].name == standing["name"]


def test_a_unit_that_a_rack_has_not_is_told(thread, standing):
    """Beyond the top there is nothing, and it says what there is."""
    reply = unit(thread, standing["rack"], 99)
    assert reply.kind == "refusal"
    assert "It has U" in text(reply)


def test_the_largest_networks_come_first(thread, truth):
    """Prefixes are ordered by the length of their masks, over all of them."""
    reply = thread.ask(ask("find", select("ipam.prefix"), sort=[Order(field="mask_length", descending=False)], limit=3))
    lengths = sorted(int(each["prefix"].partition("/")[2]) for each in truth.rows("ipam/prefixes"))
    assert [int(each.partition("/")[2]) for each in column(reply)] == lengths[:3]


@pytest.mark.parametrize("op", ["set", "empty"])
@pytest.mark.parametrize(
    ("type_", "field"),
    [("dcim.device", "power_port_count"), ("ipam.prefix", "children"), ("dcim.device", "interface_count")],
)
def test_a_counter_is_set_where_it_is_not_zero(thread, truth, type_, field, op):
    """ "Without interfaces" are those with none of them: a counter is never empty."""
    path = {"dcim.device": "dcim/devices", "ipam.prefix": "ipam/prefixes"}[type_]
    wanted = sum(bool(each[field]) == (op == "set") for each in truth.rows(path))
    reply = thread.ask(ask("find", select(type_, where=[leaf(field, op)])))
    assert reply.rows_total == wanted


@pytest.mark.parametrize(
    ("type_", "link"), [("dcim.cable", "device"), ("ipam.prefix", "contains"), ("dcim.site", "id")]
)
def test_what_netbox_cannot_tell_is_said(thread, type_, link):
    """A filter that knows no "none" is never asked for it: all rows would come back."""
    assert thread.ask(ask("find", select(type_, where=[leaf(link, "empty")]))).kind == "refusal"


def test_a_way_is_followed_by_its_name(thread, truth):
    """ "devices_site": over the devices of a rack to their site, as a condition may name it."""
    site = next(each for each in truth.rows("dcim/sites") if each["device_count"])
    grounds = {site["name"]: (NameHit(type="dcim.site", id=site["id"], name=site["name"]),)}
    where = [leaf("devices_site", "eq", [site["name"]])]
    reply = thread.ask(ask("find", select("dcim.platform", where=where)), grounds=grounds)
    devices = truth.rows("dcim/devices", site_id=site["id"])
    assert set(column(reply)) == {each["platform"]["name"] for each in devices if each["platform"]}


def test_a_name_that_nothing_has_is_told_with_the_nearest(thread):
    """Where no word says the type, the answer is that nothing is called so."""
    near = (NameHit(type="dcim.device", id=1, name="near-me", score=0.8),)
    reply = thread.ask(ask("inspect", select(names=["near-m"])), certainty="likely", missing={"near-m": near})
    assert "Nothing in NetBox is called near-m. Nearest: near-me." in text(reply)


@pytest.mark.parametrize(("over", "share"), [(True, 20), (False, 10)])
def test_racks_by_how_full_they_are(thread, truth, over, share):
    """Those over or under a share are told, the fullest first, of all there are."""
    order = [Order(field="utilization", descending=over)]
    reply = thread.ask(ask("report", None, report="rack_usage", size=share, sort=order))
    shares = [float(each.removesuffix(" %")) for each in column(reply, -1)]
    assert shares == sorted(shares, reverse=True)
    assert all(each > share if over else each < share for each in shares)
    assert f"of {truth.count('dcim/racks')}." in head(reply)


@pytest.fixture(scope="module")
def free(truth):
    """The free units of each rack, as NetBox's own elevation and the reservations tell them."""
    kept = {(row["rack"]["id"], unit) for row in truth.rows("dcim/rack-reservations") for unit in row["units"]}
    found = {}
    for rack in truth.rows("dcim/racks"):
        faces = [truth.rows(f"dcim/racks/{rack['id']}/elevation", face=face) for face in ("front", "rear")]
        taken = {int(unit["id"]) for units in faces for unit in units if unit["occupied"]}
        every = {int(unit["id"]) for unit in faces[0]}
        found[rack["id"], rack["name"]] = sorted(unit for unit in every - taken if (rack["id"], unit) not in kept)
    return found


@pytest.mark.parametrize(("field", "over", "size"), [("free", True, 40), ("free", False, 30), ("largest", True, 32)])
def test_racks_by_what_still_fits(thread, free, field, over, size):
    """Those that have so many units free, in all or in one piece, are those whose elevations show it."""
    reply = thread.ask(ask("report", None, report="rack_room", size=size, sort=[Order(field=field, descending=over)]))
    counted = {key: len(units) if field == "free" else _run(units) for key, units in free.items()}
    fitting = sorted(name for (_, name), units in counted.items() if (units >= size) is over)
    assert fitting
    assert len(fitting) < len(free)
    assert reply.rows_total == len(fitting)
    assert not Counter(column(reply)) - Counter(fitting)
    assert head(reply).startswith(f"{len(fitting)} of {len(free)} racks ha")


def _run(units):
    """How many of these units lie side by side at most."""
    longest = run = 0
    for unit in units:
        run = run + 1 if unit - 1 in units else 1
        longest = max(longest, run)
    return longest


def test_the_emptiest_rack_is_told_first(thread, free):
    """The first of all is named, with those that are like it, and the table begins with them."""
    reply = thread.ask(ask("report", None, report="rack_room", sort=[Order(field="free", descending=True)]))
    most = max(len(units) for units in free.values())
    alike = sum(len(units) == most for units in free.values())
    assert f"and {alike - 1} others have the most free units, {most} U, of {len(free)} racks." in head(reply)
    assert reply.rows_total == len(free)


@pytest.mark.parametrize("report", ["rack_usage", "prefix_utilization"])
def test_the_first_few_of_the_fullest(thread, report):
    """So many as were asked for are told, those that are fullest."""
    order = [Order(field="utilization", descending=True)]
    every = thread.ask(ask("report", None, report=report, sort=order))
    few = thread.ask(ask("report", None, report=report, sort=order, limit=3))
    assert (few.rows_total, column(few)) == (3, column(every)[:3])
    assert every.rows_total > 3


def test_a_value_within_a_list_is_found_and_others_are_not(thread, truth):
    """A port of a service is one of several: rows without it are no answer."""
    services = truth.rows("ipam/services")
    port = services[0]["ports"][0]
    reply = thread.ask(ask("find", select("ipam.service", where=[leaf("ports", "eq", [str(port)])])))
    assert reply.rows_total == sum(port in each["ports"] for each in services)
    assert thread.ask(ask("find", select("ipam.service", where=[leaf("ports", "eq", ["9"])]))).rows_total == 0
