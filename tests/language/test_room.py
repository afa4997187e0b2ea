"""Racks by what still fits into them."""

import pytest

from tests.language.invented import RACKS, hit, only, reading, shown, told


@pytest.mark.parametrize(
    ("said", "size", "field", "over"),
    [
        ("which racks in Quarry 7 have 10U free?", 10, "free", True),
        ("racks at Quarry 7 with at least 10 free units", 10, "free", True),
        ("racks in Quarry 7 with 10 or more U free", 10, "free", True),
        ("how many racks in Quarry 7 have 10 units left", 10, "free", True),
        ("racks in Quarry 7 with more than 9U free", 10, "free", True),
        ("racks in Quarry 7 with 10U of free space", 10, "free", True),
        ("racks in Quarry 7 with less than 10 U free", 10, "free", False),
        ("racks without 10U free in Quarry 7", 10, "free", False),
        ("racks in Quarry 7 that don't have 10U free", 10, "free", False),
        ("any rack in Quarry 7 with room for 10U?", 10, "largest", True),
        ("which racks in Quarry 7 have space for a 10U chassis?", 10, "largest", True),
        ("is there a rack in Quarry 7 that can take a 10U chassis", 10, "largest", True),
        ("where can I fit a 10U box in Quarry 7", 10, "largest", True),
        ("racks in Quarry 7 with at least 10U contiguous free", 10, "largest", True),
        ("which racks in Quarry 7 have the most free space", None, "free", True),
        ("emptiest racks in Quarry 7", None, "free", True),
        ("which rack in Quarry 7 has the largest free block", None, "largest", True),
        ("racks in Quarry 7 with the fewest free units", None, "free", False),
    ],
)
def test_so_many_units(said, size, field, over):
    """So many, or the most, in all or in one piece, at least or fewer; nothing that was said is left out."""
    asked = only(said)
    assert (asked.want, asked.report, asked.size) == ("report", "rack_room", size)
    assert [(each.field, each.descending) for each in asked.sort] == [(field, over)]
    assert told(asked.selection) == "dcim.rack [site eq Quarry 7]"
    assert reading(said).unused == ()


@pytest.mark.parametrize(
    ("said", "report", "size"),
    [
        ("does rack B01 have 10U free?", "free_units", None),
        ("can I put a 2U server in rack B01?", "free_units", None),
        ("is U20 free in rack B01?", "rack_unit", 20),
        ("U20 in rack B01 free?", "rack_unit", 20),
    ],
)
def test_of_one_rack(said, report, size):
    """Of one rack its free units are told, or what is in a unit: "10U" are ten, "U10" is the tenth."""
    asked = only(said)
    assert (asked.report, asked.size, told(asked.selection)) == (report, size, "dcim.rack B01")


@pytest.mark.parametrize(
    ("said", "selected"),
    [
        ("racks in Quarry 7 that are at least 20U high", "dcim.rack [site eq Quarry 7] [u_height gte 20]"),
        ("empty racks with 42U", "dcim.rack [device_count eq 0] [u_height eq 42]"),
        ("racks not in Quarry 7 with 10U free", "dcim.rack [site ne Quarry 7]"),
        ("planned racks with 10U free", "dcim.rack [status eq planned]"),
    ],
)
def test_other_conditions_stay(said, selected):
    """How high a rack is, whether it is empty, and where, is as it was."""
    assert told(only(said).selection) == selected


def test_going_on():
    """Another place, another size and "those" keep what was asked."""
    rows = tuple(hit("dcim.rack", name) for name in RACKS)
    topic = shown("which racks in Quarry 7 have 10U free?", rows)
    for said, size, selected in (
        ("and in Mølleby 12?", 10, "dcim.rack [site eq Mølleby 12]"),
        ("and 20U?", 20, "dcim.rack [site eq Quarry 7]"),
        ("only the planned ones", 10, "dcim.rack [site eq Quarry 7] [status eq planned]"),
        ("which of those have 30U free?", 30, "dcim.rack <-listing"),
    ):
        asked = only(said, topic)
        assert (asked.report, asked.size, told(asked.selection)) == ("rack_room", size, selected), said
        assert asked.sort[0].field == "free"


def test_what_is_shown_after_a_report_is_itself():
    """ "Show me X" after a report is no other report."""
    topic = shown("which racks in Quarry 7 have 10U free?", (hit("dcim.rack", "B01"), hit("dcim.rack", "B02")))
    assert only("show me Mølleby 12", topic).want == "inspect"
