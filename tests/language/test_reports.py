"""Reports, pictures and free space, asked for in many ways."""

import pytest

from tests.language.invented import SITES, only, reading, shown, told


@pytest.mark.parametrize(
    ("report", "sayings"),
    [
        ("health", ("check netbox health", "netbox version", "is netbox up?", "server status please", "health check")),
        ("topology", ("generate a network topology report", "show the topology", "topology map")),
        ("capacity", ("capacity report", "generate capacity planning report", "show me the capacity overview")),
        (
            "duplicate_ips",
            ("find duplicate IP addresses", "any ip conflicts?", "are there duplicate IPs across all VRFs?"),
        ),
        ("prefix_utilization", ("prefix utilization report", "utilization of prefixes", "show subnet usage")),
        (
            "cluster_utilization",
            ("cluster utilization", "show cluster resource utilization", "utilization of the clusters"),
        ),
        ("ipam_hierarchy", ("show the ipam hierarchy", "prefix tree", "ip address plan")),
        ("power_overview", ("power overview", "get power infrastructure overview")),
        ("changes", ("show the change log", "recent changes", "what changed?")),
        ("overview", ("overview", "give me the big picture")),
    ],
)
def test_a_report_of_the_whole_is_recognised(report, sayings):
    """A report's words are enough where it is about everything."""
    for said in sayings:
        ask = only(said)
        assert (ask.want, ask.report) == ("report", report), said


def test_a_report_can_be_wanted_as_a_file():
    """The report is asked for, and its table as a file of what it makes."""
    for said in ("power consumption as csv", "export the capacity report", "devices per role as csv"):
        first, second = reading(said).intent.asks
        assert first.report != "csv" or first.group, said
        assert (second.report, second.selection.refers.to, second.selection.refers.ask) == ("csv", "ask", 0), said


@pytest.mark.parametrize(
    ("said", "want", "report", "about"),
    [
        (
            "rack elevation for rack Cage West in site Fjordhus Nord",
            "picture",
            "rack_elevation",
            "dcim.rack Cage West [site eq Fjordhus Nord]",
        ),
        ("draw rack B01", "picture", "rack_elevation", "dcim.rack B01"),
        ("what is in rack B01?", "report", "rack_inventory", "dcim.rack B01"),
        ("rack inventory of B02", "report", "rack_inventory", "dcim.rack B02"),
        ("tenant report for Larkspur", "report", "tenant_report", "tenancy.tenant Larkspur"),
        ("complete infrastructure audit for Quarry 7", "report", "site_audit", "dcim.site Quarry 7"),
        ("how full is 10.40.8.0/24?", "report", "ip_usage", "ipam.prefix 10.40.8.0/24"),
        (
            "ip usage of prefix 10.40.8.0/24 in vrf Crimson",
            "report",
            "ip_usage",
            "ipam.prefix 10.40.8.0/24 [vrf eq Crimson]",
        ),
        ("power connections of q7-pdu1", "report", "power_connections", "dcim.device q7-pdu1"),
        ("power consumption of rack B01", "report", "power_consumption", "dcim.rack B01"),
        ("how many watts do our routers draw?", "report", "power_consumption", "dcim.device [role eq Router]"),
        (
            "trace gi1/0/1 on fjn-asw1 end to end",
            "report",
            "cable_trace",
            "dcim.interface gi1/0/1 [device eq fjn-asw1]",
        ),
        ("cable trace from fjn-rtr1", "report", "cable_trace", "dcim.device fjn-rtr1"),
        ("who changed fjn-rtr1?", "report", "changes", "dcim.device fjn-rtr1"),
        (
            "what changed yesterday",
            "report",
            "changes",
            "core.objectchange [and(time gte 2026-03-17, time lte 2026-03-17)]",
        ),
        ("what did nquist change?", "report", "changes", "core.objectchange [user_name eq nquist]"),
        ("journal of fjn-rtr1", "report", "journal", "dcim.device fjn-rtr1"),
        ("give me an overview of Quarry 7", "report", "overview", "dcim.site Quarry 7"),
        ("how full is rack B01", "report", "free_units", "dcim.rack B01"),
    ],
)
def test_a_report_is_aimed_at_what_the_rest_selects(said, want, report, about):
    """What is left beside a report's words says what it is of."""
    ask = only(said)
    assert (ask.want, ask.report, told(ask.selection)) == (want, report, about)


@pytest.mark.parametrize(
    ("said", "report", "about", "size", "limit"),
    [
        ("which prefixes are free in 10.40.0.0/16?", "available_prefixes", "ipam.prefix 10.40.0.0/16", None, None),
        ("what is the next free /24 inside 10.40.0.0/16?", "available_prefixes", "ipam.prefix 10.40.0.0/16", 24, 1),
        (
            "where is there still free space in 10.40.0.0/16",
            "available_prefixes",
            "ipam.prefix 10.40.0.0/16",
            None,
            None,
        ),
        ("first free IP in 10.40.8.0/24", "available_ips", "ipam.prefix 10.40.8.0/24", None, 1),
        ("give me 3 free addresses in 10.40.8.0/24", "available_ips", "ipam.prefix 10.40.8.0/24", None, 3),
        ("free vlan ids in Shopfloor", "available_vlans", "ipam.vlangroup Shopfloor", None, None),
        ("next free vlan id in Quarry 7", "available_vlans", "ipam.vlangroup [site eq Quarry 7]", None, 1),
        ("available VLAN ids in group Shopfloor", "available_vlans", "ipam.vlangroup Shopfloor", None, None),
        ("how many U are free in B01?", "free_units", "dcim.rack B01", None, None),
        ("free units in rack B01", "free_units", "dcim.rack B01", None, None),
        ("how many U of rack B01 are neither occupied nor reserved?", "free_units", "dcim.rack B01", None, None),
        ("free IPs at Quarry 7", "available_ips", "ipam.prefix [site eq Quarry 7]", None, None),
    ],
)
def test_room_is_asked_for(said, report, about, size, limit):
    """What is free is no object that is there, but the room between them."""
    ask = only(said)
    assert (ask.want, ask.report, told(ask.selection), ask.size, ask.limit) == ("report", report, about, size, limit)


def test_asking_for_what_is_free_changes_nothing():
    """Who only asks, or forbids changes, gets no proposal."""
    for said in (
        "what would be the next free /24 inside 10.40.0.0/16? only tell me, don't create anything!",
        "Hi, what is the first free IP in 10.40.8.0/24? Just asking, I don't want to take it yet.",
    ):
        assert [each.want for each in reading(said).intent.asks] == ["report"], said


def test_a_report_takes_up_what_was_just_shown():
    """ "Elevation please" behind a rack is that rack's."""
    from tests.language.invented import hit  # noqa: PLC0415

    topic = shown("show rack B01", (hit("dcim.rack", "B01"),))
    assert told(only("elevation please", topic).selection) == "dcim.rack <-thing"


def test_words_of_reports_do_not_swallow_lists():
    """A type that shares a word with a report is still listed."""
    for said, meant in (
        ("list all journal entries", "extras.journalentry"),
        ("devices changed last week", "dcim.device"),
        *((f"power panels at {site}", "dcim.powerpanel") for site in SITES),
    ):
        ask = only(said)
        assert (ask.want, ask.selection and ask.selection.type) == ("find", meant), said
