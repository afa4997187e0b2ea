"""Families of questions that go beyond a list with a filter: rankings within questions, sums, what a field holds, who changed what."""

import itertools

import pytest

from orchestration.language.intent import Order
from tests.language.invented import (
    DEVICES,
    MAKERS,
    RACKS,
    SITES,
    TAGS,
    TARGETS,
    TENANTS,
    VLANS,
    hit,
    only,
    reading,
    shown,
    told,
)

TOP = (
    ("the biggest site", "device_count", True),
    ("the site with the most racks", "rack_count", True),
    ("the site with the fewest racks", "rack_count", False),
    ("the smallest site", "device_count", False),
)


@pytest.mark.parametrize(("ranked", "by", "descending"), TOP)
@pytest.mark.parametrize(
    ("form", "want", "type_"),
    [
        ("which racks are there in {}?", "find", "dcim.rack"),
        ("devices in {}", "find", "dcim.device"),
        ("how many devices are in {}?", "count", "dcim.device"),
        ("how many vlans does {} have?", "count", "ipam.vlan"),
    ],
)
def test_a_ranking_within_a_question_is_read_first(ranked, by, descending, form, want, type_):
    """What is asked of the first of a ranking is two asks: the ranking, and what belongs to its first."""
    first, second = reading(form.format(ranked)).intent.asks
    assert (first.want, told(first.selection), first.limit) == ("find", "dcim.site", 1)
    assert first.sort == [Order(field=by, descending=descending)]
    assert (second.want, told(second.selection)) == (want, f"{type_} [site eq <dcim.site <-ask>]")


@pytest.mark.parametrize("form", ["sites with {} but no {}", "sites with {} but without {}", "sites with {} and no {}"])
def test_what_is_there_and_what_is_not_are_both_said_of_the_first(form):
    """ "With racks but no devices" says two things of the sites, and nothing of the racks."""
    for one, other in itertools.permutations(("racks", "devices"), 2):
        found = told(only(form.format(one, other)).selection)
        assert found == " ".join(["dcim.site", *sorted((f"[{one} set]", f"[{other} empty]"))]), form


@pytest.mark.parametrize(
    ("said", "conditions"),
    [
        ("sites with between 1 and 3 devices", "[device_count gte 1] [device_count lte 3]"),
        ("sites with between 2 and 9 racks", "[rack_count gte 2] [rack_count lte 9]"),
    ],
)
def test_a_range_of_how_many_is_a_condition(said, conditions):
    """ "Between 1 and 3 devices" narrows, and is no number of rows."""
    ask = only(said)
    assert (told(ask.selection), ask.limit) == (f"dcim.site {conditions}", None)


@pytest.mark.parametrize(
    ("said", "selection"),
    [
        ("module bays where enabled is true", "dcim.modulebay [enabled eq true]"),
        ("interfaces where mark connected is false", "dcim.interface [mark_connected eq false]"),
        ("sites whose description is empty", "dcim.site [description empty]"),
        ("sites whose description is not empty", "dcim.site [description set]"),
        ("tenants whose cost centre is set", "tenancy.tenant [cf_cost_centre set]"),
        ("devices whose comments contain spare", "dcim.device [comments contains spare]"),
        ("racks with a description starting with north", "dcim.rack [description starts north]"),
        ("LAG interfaces", "dcim.interface [type eq lag]"),
        ("port channels", "dcim.interface [type eq lag]"),
        ("wifi interfaces", "dcim.interface [kind eq wireless]"),
        ("blue cables", "dcim.cable [color eq 2196f3]"),
        ("cables that are dark grey", "dcim.cable [color eq 607d8b]"),
        ("untagged sites", "dcim.site [tags empty]"),
        ("prefixes in the global table", "ipam.prefix [vrf empty]"),
        ("devices with 2 power supplies", "dcim.device [power_port_count eq 2]"),
        ("sites with 3 racks", "dcim.site [rack_count eq 3]"),
        ("vms with names ending in 7", "virtualization.virtualmachine [name ends 7]"),
        ("racks B01 to B04", "dcim.rack B01 B02 B03 B04"),
        ("devices in racks B01 to B03", "dcim.device [rack eq B01 B02 B03]"),
        ("interfaces Gi1/0/1 to Gi1/0/3", "dcim.interface Gi1/0/1 Gi1/0/2 Gi1/0/3"),
        (
            "circuits installed in 2020",
            "circuits.circuit and(install_date gte 2020-01-01, install_date lte 2020-12-31)",
        ),
        ("need a list of all PDUs pls", "dcim.device [role eq PDU]"),
        ("AS64700", "ipam.asn 64700"),
        ("tenants whose name starts with S", "tenancy.tenant [name starts S]"),
        (
            "prefixes whose role is Access - Tills and whose site is Quarry 7",
            "ipam.prefix [role eq Access - Tills] [site eq Quarry 7]",
        ),
        ("all devices but the routers in Quarry 7", "dcim.device [role ne Router] [site eq Quarry 7]"),
        ("vms with 8 vcpus", "virtualization.virtualmachine [vcpus eq 8]"),
        ("Phones VLANs", "ipam.vlan [name eq Phones]"),
        ("circuits installed after 2024-01-01", "circuits.circuit [install_date gte 2024-01-01]"),
        ("decommissioned devices", "dcim.device [status eq decommissioning]"),
        ("staged sites", "dcim.site [status eq staging]"),
        ("LAG members of Gi0/1", "dcim.interface [lag eq <dcim.interface Gi0/1>]"),
        ("vlans above 250", "ipam.vlan [vid gt 250]"),
        ("circuits with a commit rate over 1 Gbps", "circuits.circuit [commit_rate gt 1000000]"),
        ("virtual chassis with more than 2 members", "dcim.virtualchassis [member_count gt 2]"),
        ("is there a contact called Nora?", "tenancy.contact [name contains Nora]"),
        (
            "route targets that nobody uses",
            "ipam.routetarget and(importing_vrf empty, exporting_vrf empty, importing_l2vpn empty, exporting_l2vpn empty)",
        ),
        ("unused platforms", "dcim.platform and(device_count eq 0, virtualmachine_count eq 0)"),
    ],
)
def test_what_a_field_holds_is_a_condition(said, selection):
    """What is said of a field in words narrows the rows, and nothing of it is dropped."""
    found = reading(said)
    assert (told(found.intent.asks[0].selection).replace("[and(", "and(").replace(")]", ")"), found.unused) == (
        selection,
        (),
    )


def test_sfp_and_sfp_plus_are_two():
    """ "SFP+" finds no ports of 1G: its plus is part of its name."""
    one, other = (only(f"interfaces of type {each}").selection.where[0].values for each in ("SFP", "SFP+"))
    assert not set(one) & set(other)
    assert "10gbase-x-sfpp" in other


@pytest.mark.parametrize("tag", TAGS)
def test_whatever_is_tagged_is_of_any_type(tag):
    """ "Everything tagged X" lists what carries the tag, of all types."""
    for form in (
        "everything tagged {}",
        "what is tagged {}?",
        "which objects are tagged with {}",
        "tagged items with tag {}",
    ):
        assert told(only(form.format(tag)).selection) == f"extras.taggeditem [tag eq {tag}]", form


@pytest.mark.parametrize("target", TARGETS)
def test_who_exports_a_target_is_a_vrf(target):
    """ "Who exports X" asks for VRFs by that link."""
    for verb in ("export", "import"):
        assert told(only(f"who {verb}s {target}?").selection) == f"ipam.vrf [{verb}_target eq {target}]"


@pytest.mark.parametrize("who", ["alice", "Phones", MAKERS[0]])
def test_who_changed_something_is_a_person_whatever_else_is_called_so(who):
    """Behind "by" and "did" stands who changed it, also where a VLAN or a maker has that name."""
    for form in ("changes by {}", "what did {} change?", "changes made by {}"):
        ask = only(form.format(who))
        assert (ask.report, told(ask.selection)) == ("changes", f"core.objectchange [user_name eq {who}]"), form


@pytest.mark.parametrize("name", [SITES[0], RACKS[0], TENANTS[1]])
def test_who_changed_a_thing_is_its_log(name):
    """ "Who changed X lately" reports the changes of that thing, of whatever type it is."""
    for form in ("who changed {}?", "who changed {} lately?", "recent changes to {}"):
        ask = only(form.format(name))
        assert (ask.report, ask.selection.names) == ("changes", [name]), form


def test_numbers_are_added_up_by_what_they_are_grouped_by():
    """ "Average memory of the VMs per cluster" adds up rather than counts."""
    for said in (
        "average memory of the VMs per cluster",
        "total memory of the VMs per cluster",
        "sum of disk of all vms per cluster",
    ):
        ask = only(said)
        assert (ask.report, ask.group, told(ask.selection)) == ("sums", "cluster", "virtualization.virtualmachine"), (
            said
        )


def test_rows_in_the_order_of_their_names():
    """ "Alphabetically" orders by name, also where a number of rows is said."""
    ask = only("first 3 sites alphabetically")
    assert (ask.sort, ask.limit) == ([Order(field="name", descending=False)], 3)


def test_two_groupings_count_each_pair():
    """Rows are counted for each pair where two things are named, however they are joined; a name behind the second narrows instead."""
    for form in (
        "how many {p} per {a} and {b}?",
        "{p} per {a} and per {b}",
        "count {p} by {a} and {b}",
        "{p} grouped by {a} and {b}",
    ):
        for plural, first, second, fields in (
            ("circuits", "provider", "type", ("provider", "type")),
            ("devices", "site", "role", ("site", "role")),
            ("racks", "status", "site", ("status", "site")),
            ("vms", "cluster", "tenant", ("cluster", "tenant")),
        ):
            found = reading(form.format(p=plural, a=first, b=second))
            (ask,) = found.intent.asks
            assert (ask.want, ask.group, ask.columns, found.unused) == ("count", fields[0], [fields[1]], ()), (
                form,
                plural,
            )
    ask = only("devices per site and role in Vestvik")
    assert (ask.group, ask.columns, told(ask.selection)) == ("site", ["role"], "dcim.device [region eq Vestvik]")
    ask = only("devices per role and tenant Bramble & Sons")
    assert (ask.group, ask.columns, told(ask.selection)) == ("role", [], "dcim.device [tenant eq Bramble & Sons]")


def test_a_second_grouping_that_cannot_be_is_said_to_be_left_out():
    """What things have no field for is told, not dropped in silence."""
    assert reading("how many circuits per provider and voltage?").unused == ("voltage",)


def test_an_order_that_cannot_be_is_said_to_be_left_out():
    """An order by what the rows do not have is told, not dropped in silence."""
    found = reading("top 3 clusters by number of VMs")
    assert found.intent.asks[0].sort == [Order(field="virtualmachine_count", descending=True)]
    assert reading("sites sorted by voltage").unused == ("voltage",)


@pytest.mark.parametrize(
    ("said", "selection"),
    [
        ("racks whose site is in Vestvik", "dcim.rack [site eq <dcim.site [region eq Vestvik]>]"),
        ("vlans whose site has no racks", "ipam.vlan [site eq <dcim.site [racks empty]>]"),
        ("devices whose rack has no name", "dcim.device [rack eq <dcim.rack [name empty]>]"),
        ("prefixes whose vlan is named Phones", "ipam.prefix [vlan eq <ipam.vlan [name eq Phones]>]"),
        ("devices whose role is Router", "dcim.device [role eq Router]"),
        ("devices whose status is planned", "dcim.device [status eq planned]"),
        ("sites where a device of role Router exists", "dcim.site [devices set <dcim.device [role eq Router]>]"),
    ],
)
def test_whose_leads_to_something_else_and_not_away(said, selection):
    """What is said behind "whose" is said of another thing; the question stays about what stood before it."""
    assert told(only(said).selection) == selection


@pytest.mark.parametrize("site", SITES[:2])
def test_what_things_are_may_be_said_behind_where_they_are(site):
    """ "Devices in X that are routers or PDUs" are those devices, not devices of devices."""
    assert (
        told(only(f"devices in {site} that are routers or PDUs").selection)
        == f"dcim.device [role eq Router PDU] [site eq {site}]"
    )
    lags = f"dcim.interface [device eq <dcim.device [site eq {site}]>] [type eq lag]"
    assert told(only(f"interfaces of devices in {site} that are LAGs").selection) == lags


@pytest.mark.parametrize("site", [SITES[0], SITES[2]])
def test_a_place_behind_what_is_not_there_is_of_the_things_asked_for(site):
    """ "Racks without power feeds in X" are racks in X; tenants are in no place, so there it is the devices that are."""
    assert (
        told(only(f"racks without power feeds in {site}").selection)
        == f"dcim.rack [power_feeds empty] [site eq {site}]"
    )
    assert (
        told(only(f"tenants without devices in {site}").selection)
        == f"tenancy.tenant [devices empty <dcim.device [site eq {site}]>]"
    )


@pytest.mark.parametrize("device", DEVICES[:2])
def test_what_stands_behind_a_preposition_is_where_and_no_text(device):
    """ "Interfaces without description on X": X is a device, and no description."""
    assert (
        told(only(f"interfaces without description on {device}").selection)
        == f"dcim.interface [description empty] [device eq {device}]"
    )


@pytest.mark.parametrize(
    ("words", "op", "units"),
    [("taller than 1U", "gt", "1"), ("that are 2U", "eq", "2"), ("smaller than 4U", "lt", "4")],
)
def test_the_height_of_a_device_is_that_of_its_type(words, op, units):
    """How tall a device is says its type; where it stands is another matter."""
    assert (
        told(only(f"devices {words}").selection)
        == f"dcim.device [device_type eq <dcim.devicetype [u_height {op} {units}]>]"
    )


def test_what_is_to_be_shown_may_be_said_first():
    """ "Name, site and rack of all routers" are the routers with these columns."""
    for said, columns in (
        ("give me name, site and rack of all routers", ["name", "site", "rack"]),
        ("serial and asset tag of all routers", ["serial", "asset_tag"]),
        ("routers and their serial numbers", ["serial"]),
    ):
        ask = only(said)
        assert (told(ask.selection), ask.columns) == ("dcim.device [role eq Router]", columns), said


def test_by_a_field_counts_or_sorts():
    """ "By status" counts, for few share one; "by serial number" is an order, for nobody shares any."""
    for said, group, sort in (
        ("circuits by status", "status", []),
        ("modules by type", "module_type", []),
        ("cables by colour", "color", []),
        ("devices by serial number", None, [Order(field="serial", descending=False)]),
        ("vlans by id", None, [Order(field="vid", descending=False)]),
        ("prefixes sorted by prefix", None, [Order(field="prefix", descending=False)]),
    ):
        ask = only(said)
        assert (ask.want, ask.group, ask.sort) == ("count" if group else "find", group, sort), said


def test_a_count_goes_on_for_each_of_something():
    """ "How many per site?" counts what was listed."""
    topic = shown("which devices have no name?", (hit("dcim.device", DEVICES[0]), hit("dcim.device", DEVICES[1])))
    ask = only("how many per site?", topic)
    assert (ask.want, ask.group, told(ask.selection)) == ("count", "site", "dcim.device [name empty]")


def test_the_bond_between_two_things_is_narrowed_wherever_it_is_said():
    """ "Primary" is said of a contact for a place, before the contacts or behind them."""
    forms = ("primary contacts of {}", "which contacts are primary for {}")
    found = {told(only(form.format(SITES[0])).selection) for form in forms}
    assert found == {
        f"tenancy.contact [contact_assignments set <tenancy.contactassignment [object eq {SITES[0]}] [priority eq primary]>]"
    }


def test_a_thing_that_several_are_called_is_any_of_them_where_none_is_wanted():
    """An exact name is asked for as such; what is not there is of any that are called so."""
    assert told(only(f"VLANs named {VLANS[0]}").selection) == f"ipam.vlan [name eq {VLANS[0]}]"
    assert told(only("interfaces named Gi1/0/1").selection).startswith("dcim.interface [name eq ")


@pytest.mark.parametrize(
    "said", ["widgets installed 2020", "frobnicated devices 42", "devices with grommets over 50 %"]
)
def test_rows_that_leave_out_what_was_said_are_not_shown(said):
    """A number or a comparison that nothing is made of would have narrowed the rows: without it they are others, so it is asked again."""
    assert reading(said).certainty == "unsure"


def test_a_grouping_by_role_is_by_the_role_they_have():
    """Assignments may be of objects of any type, of a role among them; grouped they are by their own role."""
    for said, group in (
        ("contact assignments per role", "role"),
        ("contact assignments by contact", "contact"),
        ("devices per role", "role"),
    ):
        assert only(said).group == group, said
