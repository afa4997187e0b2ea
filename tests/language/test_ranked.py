"""What is asked of the first of a ranking."""

import itertools

import pytest

from tests.language.invented import reading, told

RANKED = (
    ("the biggest site", "dcim.site", "device_count", "site"),
    ("the site with the most racks", "dcim.site", "rack_count", "site"),
    ("the site with the fewest devices", "dcim.site", "device_count", "site"),
)
ASKED = (
    ("racks in {r}", "find", "dcim.rack", ""), ("which racks in {r} are planned?", "find", "dcim.rack", "[status eq planned]"),
    ("devices of {r} that are active", "find", "dcim.device", "[status eq active]"), ("how many vlans are in {r}", "count", "ipam.vlan", ""),
    ("devices in {r} without a primary ip", "find", "dcim.device", "[has_primary_ip eq false]"),
    ("which devices in {r} have a platform?", "find", "dcim.device", "[platform set]"),
)  # fmt: skip


@pytest.mark.parametrize(("ranked", "owner", "counter", "link"), RANKED)
@pytest.mark.parametrize(("form", "want", "type_", "more"), ASKED)
def test_what_is_said_behind_the_ranked_thing_is_said_of_what_is_asked_for(
    ranked, owner, counter, link, form, want, type_, more
):
    """The ranking ends where the verb begins; the rest is about the things asked for."""
    said = form.format(r=ranked)
    first, then = reading(said).intent.asks
    assert (told(first.selection), first.sort[0].field, first.limit) == (owner, counter, 1), said
    assert then.want == want
    conditions = sorted(each for each in (f"[{link} eq <{owner} <-ask>]", more) if each)
    assert told(then.selection) == " ".join((type_, *conditions)), said


@pytest.mark.parametrize("units", [4, 12, 40])
def test_room_in_the_racks_of_the_first_is_asked_for(units):
    """ "Which racks in the biggest site have 40U free" ranks sites, then looks for room in its racks."""
    for (ranked, owner, counter, _), form in itertools.product(
        RANKED, ("which racks in {r} have {u}U free", "racks in {r} with at least {u}U free")
    ):
        said = form.format(r=ranked, u=units)
        first, then = reading(said).intent.asks
        assert (told(first.selection), first.sort[0].field) == (owner, counter), said
        assert (then.report, then.size, told(then.selection)) == (
            "rack_room",
            units,
            f"dcim.rack [site eq <{owner} <-ask>]",
        ), said
