"""Things that are there together, that have something alike, or that belong to what was asked for."""

import itertools

import pytest

from orchestration.language.intent import Order
from tests.language.invented import MAKERS, REGIONS, ROLES, SITES, only, reading, told

PAIRS = [pair for pair in itertools.permutations(ROLES, 2) if pair[0] != pair[1]]


@pytest.mark.parametrize(
    ("things", "type_"), [("racks", "dcim.rack"), ("sites", "dcim.site"), ("tenants", "tenancy.tenant")]
)
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_both_are_there(things, type_, one, other):
    """ "With a router and a firewall" says two things of the site, "with a router or a firewall" one of either."""
    both = told(only(f"{things} with a {one.lower()} and a {other.lower()}").selection)
    expected = sorted(f"[devices set <dcim.device [role eq {role}]>]" for role in (one, other))
    assert both == " ".join([type_, *expected])
    assert told(only(f"which {things} have both a {one.lower()} and a {other.lower()}?").selection) == both
    either = told(only(f"which {things} have a {one.lower()} or a {other.lower()}?").selection)
    assert either == f"{type_} [devices set <dcim.device [role eq {one} {other}]>]"


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_neither_is_there(one, other):
    """ "Without routers and firewalls" leaves out who has the one and who has the other."""
    found = told(only(f"sites without {one.lower()}s and {other.lower()}s").selection)
    expected = sorted(f"[devices empty <dcim.device [role eq {role}]>]" for role in (one, other))
    assert found == " ".join(["dcim.site", *expected])


def test_things_of_two_types_are_both_there():
    """ "Sites with racks and VLANs" have the one and the other."""
    for one, other in itertools.permutations(("racks", "devices", "vlans", "prefixes"), 2):
        found = told(only(f"sites with {one} and {other}").selection)
        assert found == " ".join(["dcim.site", *sorted((f"[{one} set]", f"[{other} set]"))])


@pytest.mark.parametrize(
    ("form", "type_", "field"),
    [
        ("{} with the same serial number", "devices", "serial"),
        ("which {} share a serial number?", "devices", "serial"),
        ("are there {} with duplicate names", "devices", "name"),
        ("{} sharing an asset tag", "devices", "asset_tag"),
        ("which {} have the same vid?", "vlans", "vid"),
        ("{} with identical names", "racks", "name"),
    ],
)
def test_the_same_value_twice(form, type_, field):
    """What several have alike is looked for, in a place where one is named."""
    for site in ("", *SITES):
        ask = only(form.format(f"{type_} in {site}" if site else type_))
        assert (ask.report, ask.columns) == ("shared_values", [field])
        assert (f"[site eq {site}]" in told(ask.selection)) == bool(site)


@pytest.mark.parametrize(
    ("said", "type_", "field"),
    [
        ("duplicate MAC addresses", "dcim.macaddress", "mac_address"),
        ("any duplicate VLAN names?", "ipam.vlan", "name"),
        ("duplicate prefixes", "ipam.prefix", "prefix"),
        ("duplicate device serials", "dcim.device", "serial"),
    ],
)
def test_duplicates_of_a_kind(said, type_, field):
    """Duplicates are told by the field that is said, else by the name."""
    ask = only(said)
    assert (ask.report, told(ask.selection), ask.columns) == ("shared_values", type_, [field])


def test_duplicate_addresses_keep_their_own_report():
    """Addresses may be on several machines by design, which the report of their own knows."""
    assert only("duplicate IP addresses").report == "duplicate_ips"


@pytest.mark.parametrize(
    ("form", "first", "second"),
    [
        (
            "list all providers and their circuits",
            "circuits.provider",
            "circuits.circuit [provider eq <circuits.provider <-ask>]",
        ),
        ("show the sites and their racks", "dcim.site", "dcim.rack [site eq <dcim.site <-ask>]"),
        ("tenants and their prefixes", "tenancy.tenant", "ipam.prefix [tenant eq <tenancy.tenant <-ask>]"),
    ],
)
def test_things_and_what_belongs_to_them(form, first, second):
    """What belongs to the things of a list, and is not shown in their rows, is a list of its own."""
    assert [told(each.selection) for each in reading(form).intent.asks] == [first, second]


@pytest.mark.parametrize("asked", ["how many sites are in {}", "list the sites in {}", "which sites are in {}"])
@pytest.mark.parametrize(
    ("more", "counter", "descending"),
    [
        ("and which has the most racks?", "rack_count", True),
        ("and which one has the fewest devices?", "device_count", False),
    ],
)
def test_one_question_more_of_the_same_things(asked, more, counter, descending):
    """ "... and which has the most racks" ranks what was just asked about."""
    for region in REGIONS:
        first, second = reading(f"{asked.format(region)} {more}").intent.asks
        assert told(first.selection) == told(second.selection) == f"dcim.site [region eq {region}]"
        assert (second.sort, second.limit) == ([Order(field=counter, descending=descending)], 1)


@pytest.mark.parametrize("form", ["spare {} gear", "do we have any spare {} devices", "any spare {} equipment?"])
def test_spare_things_of_a_maker(form):
    """What is spare are the devices, not their maker."""
    for maker in MAKERS:
        assert (
            told(only(form.format(maker)).selection) == f"dcim.device [manufacturer eq {maker}] [status eq inventory]"
        )
