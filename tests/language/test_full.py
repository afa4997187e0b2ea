"""What is full, and what has no room left."""

import pytest

from tests.language.invented import SITES, only, reading, told

FULL = (
    "which {} are full?",
    "{} that are completely full",
    "which {} have no free {} left",
    "{} without free {}",
    "which {} have no free {}",
    "which {} are exhausted",
)


@pytest.mark.parametrize(
    ("things", "room", "report"),
    [
        ("racks", "units", "rack_usage"),
        ("racks", "space", "rack_usage"),
        ("prefixes", "addresses", "prefix_utilization"),
        ("subnets", "IPs", "prefix_utilization"),
    ],
)
@pytest.mark.parametrize("form", FULL)
def test_full_is_all_used(form, things, room, report):
    """What is full, or has nothing free, is a hundred per cent used."""
    ask = only(form.format(things, room))
    assert (ask.report, ask.size, ask.sort[0].descending) == (report, 100, True)
    assert not reading(form.format(things, room)).unused


@pytest.mark.parametrize(
    ("form", "descending"),
    [
        ("which racks in {} are full", True),
        ("which racks in {} are not full", False),
        ("racks in {} that aren't full", False),
    ],
)
def test_full_ones_of_a_place(form, descending):
    """A place narrows the full ones, and "not" turns them round."""
    for site in SITES:
        ask = only(form.format(site))
        assert (ask.report, told(ask.selection)) == ("rack_usage", f"dcim.rack [site eq {site}]")
        assert (ask.size, ask.sort[0].descending) == (100, descending)


@pytest.mark.parametrize(
    ("form", "condition"),
    [
        ("which VLAN groups are full?", "[utilization gte 100]"),
        ("VLAN groups with no free VLANs", "[utilization gte 100]"),
        ("which VLAN groups are not full", "[utilization lt 100]"),
        ("VLAN groups over 60 % used", "[utilization gt 60]"),
        ("VLAN groups under 10% utilization", "[utilization lt 10]"),
    ],
)
def test_vlan_groups_tell_it_themselves(form, condition):
    """NetBox tells the share of a VLAN group by itself."""
    assert told(only(form).selection) == f"ipam.vlangroup {condition}"


@pytest.mark.parametrize(
    "form",
    ["which prefixes have no addresses", "racks without devices", "full list of prefixes", "show the full rack list"],
)
def test_what_is_not_about_being_full(form):
    """Having none of something is not being full, and a full list is a list."""
    assert only(form).report is None


@pytest.mark.parametrize(
    "said", ["which devices are free?", "unused devices", "free VMs", "which virtual machines are unused"]
)
def test_a_device_is_not_free_for_having_no_ports(said):
    """NetBox does not say which devices are free, and no counter of their parts stands for it."""
    found = reading(said)
    assert found.unused or found.certainty == "unsure"
    assert all(not each.selection or not each.selection.where for each in found.intent.asks)
