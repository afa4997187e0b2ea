"""Short questions in a warm thread: "which rack and unit?", "free units?", "what is it plugged into?"."""

import pytest

from orchestration.language.reading import NameHit
from tests.language.invented import DEVICES, RACKS, SITES, hit, only, reading, shown, told

ADDRESS = NameHit(type="ipam.ipaddress", id=9, name="10.40.8.1/24")
PREFIX = NameHit(type="ipam.prefix", id=2, name="10.40.8.0/24")


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize(
    ("said", "columns"),
    [
        ("which rack and U?", ["rack", "position"]),
        ("which rack and position", ["rack", "position"]),
        ("site and rack?", ["site", "rack"]),
        ("and its serial, platform and asset tag", ["serial", "platform", "asset_tag"]),
        ("role and type?", ["role", "device_type"]),
    ],
)
def test_attributes_of_what_was_shown(device, said, columns):
    """Several attributes are asked of the thing that was shown, or of whose address was."""
    topics = (
        (shown(f"show {device}", (hit("dcim.device", device),)), "dcim.device <-thing"),
        (shown(f"what ip does {device} have", (ADDRESS,)), f"dcim.device {device}"),
    )
    for topic, selection in topics:
        ask = only(said, topic)
        assert (ask.want, told(ask.selection), ask.columns) == ("inspect", selection, columns)


@pytest.mark.parametrize("device", DEVICES)
def test_one_attribute_that_only_the_asked_for_has(device):
    """ "Serial?" after an address is of the device; "dns name?" is of the address."""
    topic = shown(f"what ip does {device} have", (ADDRESS,))
    for said, column in (("serial?", "serial"), ("rack?", "rack"), ("which platform?", "platform")):
        ask = only(said, topic)
        assert (ask.want, told(ask.selection), ask.columns) == ("inspect", f"dcim.device {device}", [column])
    assert only("dns name?", topic).columns == ["dns_name"]


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("said", ["what is it plugged into?", "what's it connected to", "what is connected to it?"])
def test_what_it_is_plugged_into(device, said):
    """An address has no plug; the device that was asked about has."""
    for rows, first in (((ADDRESS,), f"what ip does {device} have"), ((hit("dcim.device", device),), f"show {device}")):
        ask = only(said, shown(first, rows))
        assert (ask.report, told(ask.selection)) == ("topology", f"dcim.device {device}")


@pytest.mark.parametrize("rack", RACKS)
@pytest.mark.parametrize(
    ("said", "report"),
    [
        ("free units?", "free_units"),
        ("how many units are free", "free_units"),
        ("how many U are free?", "free_units"),
        ("what's the biggest free block", "free_units"),
        ("any free space?", "free_units"),
        ("elevation", "rack_elevation"),
        ("contents?", "rack_inventory"),
        ("power draw?", "power_consumption"),
    ],
)
def test_of_the_rack_that_was_talked_about(rack, said, report):
    """A report without a name is of the rack that was shown, or that the last question was about."""
    topics = (
        (shown(f"show {rack}", (hit("dcim.rack", rack),)), "dcim.rack <-thing"),
        (shown(f"how many routers are in rack {rack}", ()), f"dcim.rack {rack}"),
    )
    for topic, selection in topics:
        ask = only(said, topic)
        assert (ask.report, told(ask.selection)) == (report, selection)


@pytest.mark.parametrize(
    ("said", "report"),
    [
        ("free ips?", "available_ips"),
        ("next free ip", "available_ips"),
        ("free prefixes?", "available_prefixes"),
        ("any free /28?", "available_prefixes"),
    ],
)
def test_room_in_the_prefix_that_was_shown(said, report):
    """What is free is looked for in the prefix that was shown."""
    ask = only(said, shown("show 10.40.8.0/24", (PREFIX,)))
    assert (ask.report, told(ask.selection)) == (report, "ipam.prefix <-thing")


@pytest.mark.parametrize("things", [("racks", "devices", "prefixes"), ("devices", "racks"), ("VLANs", "circuits")])
@pytest.mark.parametrize("site", SITES)
def test_things_of_what_stands_before_a_colon(things, site):
    """ "Akron: racks, devices and prefixes" are those of Akron."""
    listed = f"{', '.join(things[:-1])} and {things[-1]}"
    for said in (f"{site}: {listed}", f"{site} - {listed}?"):
        asks = reading(said).intent.asks
        plain = reading(f"{listed} of {site}").intent.asks
        assert [told(each.selection) for each in asks] == [told(each.selection) for each in plain]
        assert len(asks) == len(things)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("port", ["wan1", "fxp0", "port12", "vtnet3", "xge2"])
def test_ports_of_any_name_beside_a_device(device, port):
    """A word of letters and digits beside a device is one of its ports, whatever its maker calls them."""
    for said in (f"show {device} {port}", f"trace {device} {port}", f"trace the cable from {port} of {device}"):
        ask = only(said)
        assert told(ask.selection) == f"dcim.interface {port} [device eq {device}]"


@pytest.mark.parametrize("things", ["devices", "racks", "sites"])
def test_a_country_written_large_is_a_name(things):
    """ "In the US" says where, "show us" does not."""
    assert [each.text for each in reading(f"{things} in the US").unplaced] == ["US"]
    assert not reading(f"show us the {things}").unplaced
    assert not reading(f"SHOW US THE {things.upper()}").unplaced
