"""Questions that name what they want by a verb, each family with every slot varied."""

import pytest

from tests.language.invented import CLUSTERS, DEVICES, MAKERS, MODELS, SITES, hit, only, shown, told


@pytest.mark.parametrize("device", DEVICES[:3])
def test_what_a_device_is_connected_with(device):
    """Whatever the verb, the cables of the device answer it."""
    for said in (
        f"what's plugged into {device}",
        f"whats hooked up to {device}?",
        f"hey, can you tell me what is connected to {device}",
        f"what is {device} connected to?",
        f"what hangs off {device}",
    ):
        ask = only(said)
        assert (ask.want, ask.report, told(ask.selection)) == ("report", "topology", f"dcim.device {device}"), said


@pytest.mark.parametrize("cluster", CLUSTERS)
def test_what_runs_on_a_cluster(cluster):
    """Its virtual machines are listed."""
    for said in (f"what runs on {cluster}", f"what's hosted on {cluster}?", f"what is running on cluster {cluster}"):
        assert told(only(said).selection) == f"virtualization.virtualmachine [cluster eq {cluster}]", said


@pytest.mark.parametrize("site", SITES[:3])
def test_who_answers_for_something(site):
    """Contacts are asked for by what they do."""
    for said in (
        f"who is responsible for {site}?",
        f"who do we call about {site}",
        f"who looks after {site}",
        f"who should I contact for {site}",
    ):
        selection = only(said).selection
        assert selection.type == "tenancy.contact", said
        assert selection.where[0].values == [site], said


@pytest.mark.parametrize(("maker", "model"), list(zip(MAKERS, MODELS, strict=True)))
def test_makers(maker, model):
    """What a maker sold us, what it makes, and who makes something."""
    assert told(only(f"what do we have from {maker}?").selection) == f"dcim.device [manufacturer eq {maker}]"
    assert told(only(f"what kind of gear does {maker} make").selection) == f"dcim.devicetype [manufacturer eq {maker}]"
    ask = only(f"who makes the {model}?")
    assert (ask.want, ask.columns, told(ask.selection)) == ("inspect", ["manufacturer"], f"dcim.devicetype {model}")


@pytest.mark.parametrize("site", SITES[:3])
def test_places(site):
    """Where it is, and whether there is anything."""
    assert only(f"whats the address of {site}").columns == ["physical_address"]
    assert only(f"gps coordinates of {site}").columns[:2] == ["latitude", "longitude"]
    assert only(f"do we have anything in {site}?").report == "overview"
    assert only(f"how much space is left in {site}").report == "capacity"


@pytest.mark.parametrize("prefix", ["10.40.0.0/16", "10.40.8.0/24", "192.0.2.0/25"])
def test_networks(prefix):
    """What lies around a network and within it, what it is for, and what is free there."""
    assert told(only(f"parent of {prefix}").selection).startswith(f"ipam.prefix [prefix covers {prefix}]")
    assert told(only(f"which subnets hang off {prefix}").selection) == f"ipam.prefix [prefix within {prefix}]"
    assert "role" in only(f"what is {prefix} used for?").columns
    assert only(f"anything free in {prefix}?").report in ("available_ips", "available_prefixes")
    assert only(f"how many free IPs in {prefix}").report == "ip_usage"


def test_a_mask_stands_for_prefixes():
    """ "/24s" are prefixes of that length."""
    for length in (22, 24, 28):
        ask = only(f"how many /{length}s do we have?")
        assert (ask.want, told(ask.selection)) == ("count", f"ipam.prefix [mask_length eq {length}]")


def test_the_largest_network_has_the_shortest_mask():
    """Prefixes are ranked by their size, not by their address."""
    assert [(each.field, each.descending) for each in only("biggest subnet we have").sort] == [("mask_length", False)]
    assert [(each.field, each.descending) for each in only("3 smallest prefixes").sort] == [("mask_length", True)]


def test_numbers_are_added_up():
    """How much of something several have is no count of them; of one it is its field."""
    for said, field in (
        ("total vcpus across all VMs", "vcpus"),
        ("how much memory do all VMs have", "memory"),
        ("combined length of all cables", "length"),
    ):
        ask = only(said)
        assert (ask.want, ask.report, ask.columns) == ("report", "sums", [field]), said
    assert only("how much memory does app-01 have").want == "inspect"
    assert only("how many VMs are there").want == "count"


def test_what_stands_in_a_unit():
    """One unit of a rack is asked for by its number."""
    for unit in (4, 10, 41):
        ask = only(f"what's in U{unit} of rack B01")
        assert (ask.report, ask.size, told(ask.selection)) == ("rack_unit", unit, "dcim.rack B01")


def test_with_a_field_is_a_condition_and_with_fields_are_columns():
    """ "With a serial number" is true of some; "with their serial numbers" shows them."""
    assert told(only("devices with a serial number").selection) == "dcim.device [serial set]"
    assert told(only("vlans w/o a description").selection) == "ipam.vlan [description empty]"
    assert only("devices with their serial numbers").columns == ["serial"]


def test_a_ranking_without_a_counter_is_a_grouping():
    """Where no counter tells it, what is ranked by is counted."""
    ask = only("top 3 manufacturers by devices")
    assert (ask.want, ask.group, ask.limit, told(ask.selection)) == ("count", "manufacturer", 3, "dcim.device")


def test_how_full_something_has_to_be():
    """A share, said in figures or words, chooses among racks and prefixes, on either side of it."""
    for said, report, share, over in (
        ("racks more than half full", "rack_usage", 50, True),
        ("which racks in Quarry 7 are over 70% full?", "rack_usage", 70, True),
        ("prefixes more than 80% used", "prefix_utilization", 80, True),
        ("subnets under 20 percent utilization", "prefix_utilization", 20, False),
    ):
        ask = only(said)
        assert (ask.report, ask.size, ask.sort[0].descending) == (report, share, over), said


@pytest.mark.parametrize(
    ("said", "report", "about"),
    [
        ("which prefix is the fullest?", "prefix_utilization", ""),
        ("most utilized prefixes", "prefix_utilization", ""),
        ("the fullest rack in Quarry 7", "rack_usage", "dcim.rack [site eq Quarry 7]"),
        ("fullest racks", "rack_usage", ""),
    ],
)
def test_the_fullest_is_told_by_use(said, report, about):
    """The fullest is what is used most, not the largest or what holds the most things."""
    asked = only(said)
    assert (asked.report, asked.size, told(asked.selection)) == (report, None, about)


def test_the_top_few_are_no_share():
    """ "The top 3" are three, not three percent."""
    asked = only("top 3 most used prefixes in Quarry 7")
    assert (asked.report, asked.limit, asked.size) == ("prefix_utilization", 3, None)


def test_which_of_these_is_the_fullest():
    """After a list it is asked of what was listed."""
    rows = tuple(hit("ipam.prefix", name) for name in ("10.40.0.0/16", "10.40.8.0/24"))
    topic = shown("prefixes in Quarry 7", rows)
    for said in ("which of these is the fullest?", "which of them is most used?"):
        asked = only(said, topic)
        assert (asked.report, told(asked.selection)) == ("prefix_utilization", "ipam.prefix <-listing"), said


def test_an_attribute_after_the_word_for_its_type():
    """ "Contact email of Nora Quist" is one contact's, not those with such an email."""
    for said, column in (("contact email of Nora Quist", "email"), ("contact phone of Emil Varga", "phone")):
        ask = only(said)
        assert (ask.want, ask.columns, ask.selection.names) == ("inspect", [column], [said.partition(" of ")[2]]), said


def test_a_stretch_of_vlans_is_said_in_words_too():
    """ "VLANs 100 to 200" are those between, wherever they are."""
    for said in ("VLANs 100 to 200 in Quarry 7", "vlans between 100 and 200 in Quarry 7", "vlans 100-200 in Quarry 7"):
        found = told(only(said).selection)
        assert "gte 100" in found and "lte 200" in found and "Quarry 7" in found, said  # noqa: PT018 - one selection
