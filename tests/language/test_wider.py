"""Families of questions that go beyond a list with a filter: rankings within questions, sums, what a field holds, who changed what."""

import itertools

import pytest

from orchestration.language.intent import Order
from tests.language.invented import MAKERS, RACKS, SITES, TAGS, TARGETS, TENANTS, only, reading, told

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
    for form in ("everything tagged {}", "what is tagged {}?", "which objects are tagged with {}"):
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


def test_a_second_grouping_is_said_to_be_left_out():
    """Rows are grouped by one thing; the other is told, not dropped in silence."""
    found = reading("how many circuits per provider and type?")
    assert (found.intent.asks[0].group, found.unused, found.certainty) == ("provider", ("type",), "likely")


def test_an_order_that_cannot_be_is_said_to_be_left_out():
    """An order by what the rows do not have is told, not dropped in silence."""
    found = reading("top 3 clusters by number of VMs")
    assert found.intent.asks[0].sort == [Order(field="virtualmachine_count", descending=True)]
    assert reading("sites sorted by voltage").unused == ("voltage",)
