"""The hand-written part: what people call things, and what they want to see."""

import pytest

from orchestration.catalogue.loading import WORDS, load
from orchestration.language.normal import normalise

CATALOGUE = load()
TYPES = pytest.mark.parametrize("about", list(CATALOGUE), ids=lambda about: about.key)


def test_every_type_has_words():
    """Nothing is described but what there is, and everything is described."""
    assert set(WORDS) == {each.key for each in CATALOGUE}


@TYPES
def test_columns_and_facts_are_fields(about):
    """What is shown of a type is among its fields, at most six columns, each once."""
    names = (about.name_field, *about.columns, *about.facts, *about.also_named, *about.also_within)
    assert [name for name in names if name not in about.fields] == []
    assert 0 < len(about.columns) <= 6
    assert len(set(about.columns)) == len(about.columns)
    assert len(set(about.facts)) == len(about.facts)
    assert about.within is None or about.within in about.fields


@TYPES
def test_words_are_for_something(about):
    """Words are written for a field, link or filter that the type has."""
    known = {*about.fields, *about.links, *about.filters}
    assert [name for name in WORDS[about.key].fields if name not in known] == []


@TYPES
def test_words_are_plain(about):
    """Words are lower case, and none is written twice for the same thing."""
    for words in (about.words, *(field.words for field in about.fields.values())):
        assert [each for each in words if each != each.lower().strip()] == []
        assert len(set(words)) == len(words), words


@TYPES
def test_every_type_is_found_by_its_name(about):
    """A type is among those that its own name means, singular and plural."""
    words = CATALOGUE.type_words()
    assert about.key in words[normalise(about.singular)]
    assert about.key in words[normalise(about.plural)]


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ("boxes", ("dcim.device",)),
        ("subnets", ("ipam.prefix",)),
        ("networks", ("ipam.prefix",)),
        ("VMs", ("virtualization.virtualmachine",)),
        ("nics", ("dcim.interface",)),
        ("vendors", ("dcim.manufacturer",)),
        ("carriers", ("circuits.provider",)),
        ("roles", ("dcim.devicerole", "ipam.role")),
        ("interfaces", ("dcim.interface", "virtualization.vminterface")),
        ("drops", ("dcim.frontport", "circuits.circuittermination")),
        ("route-targets", ("ipam.routetarget",)),
        ("PSUs", ("dcim.powerport",)),
    ],
)
def test_spoken_names(said, keys):
    """Words that engineers say mean the types they mean, the likelier first."""
    assert CATALOGUE.type_words()[normalise(said)] == keys


@pytest.mark.parametrize(
    ("key", "said", "name"),
    [
        ("dcim.device", "s/n", "serial"),
        ("dcim.device", "vendor", "manufacturer"),
        ("dcim.device", "model", "device_type"),
        ("dcim.site", "address", "physical_address"),
        ("dcim.rack", "height", "u_height"),
        ("dcim.powerport", "draw", "maximum_draw"),
        ("ipam.vrf", "RD", "rd"),
        ("ipam.vrf", "imports", "import_target"),
        ("dcim.interface", "mac", "mac_address"),
        ("ipam.ipaddress", "hostname", "dns_name"),
        ("circuits.circuit", "bandwidth", "commit_rate"),
        ("core.objectchange", "who", "user_name"),
        ("dcim.region", "sites", "sites"),
    ],
)
def test_spoken_fields(key, said, name):
    """Words that engineers say mean the fields and links of a type."""
    assert name in CATALOGUE.field_words(key)[normalise(said)]


@pytest.mark.parametrize(
    ("key", "said", "field", "values"),
    [
        ("dcim.device", "Active", "status", ("active",)),
        ("dcim.device", "decommissioning", "status", ("decommissioning",)),
        ("dcim.interface", "LAGs", "type", ("lag",)),
        ("dcim.interface", "disabled", "enabled", ("false",)),
        ("dcim.interface", "unused", "occupied", ("false",)),
        ("ipam.prefix", "IPv6", "family", ("6",)),
        ("ipam.prefix", "containers", "status", ("container",)),
        ("dcim.cable", "OM4", "type", ()),
        ("dcim.cable", "Multimode Fiber (OM4)", "type", ("mmf-om4",)),
        ("core.objectchange", "deleted", "action", ("delete",)),
        ("tenancy.contactassignment", "primary", "priority", ("primary",)),
    ],
)
def test_spoken_values(key, said, field, values):
    """Words for values are told by NetBox's value, by its label, and by what people say for it."""
    found = CATALOGUE.value_words(key).get(normalise(said), ())
    assert [each for each in found if each[0] == field] == ([(field, values)] if values else [])


def test_a_rate_means_all_types_of_interface_that_have_it():
    """100G means every 100 Gbit/s type, and not 100 Mbit/s; gigabit means the 1000BASE types."""
    words = CATALOGUE.value_words("dcim.interface")
    fast = dict(words["100g"])["type"]
    assert {"100gbase-x-qsfp28", "100gbase-lr4"} <= set(fast)
    assert all(value.startswith("100gbase") for value in fast)
    assert words["gigabit"] == words["1g"]
    assert "1000base-t" in dict(words["gigabit"])["type"]


def test_a_first_part_means_all_choices_that_begin_with_it():
    """USB consoles are those of every USB connector."""
    words = CATALOGUE.value_words("dcim.consoleport")
    assert {"usb-a", "usb-c", "usb-mini-b"} <= set(dict(words["usb"])["type"])


def test_values_are_ones_that_netbox_has():
    """Written values of a choice are among NetBox's, and name a field or filter that takes them."""
    for about in CATALOGUE:
        for words, meanings in about.value_words.items():
            for name, values in meanings:
                choices = dict(about.fields[name].choices) if name in about.fields else {}
                wrong = [value for value in values if choices and value not in choices]
                assert wrong == [], (about.key, words)


def test_units_are_shown():
    """Numbers have the unit that NetBox means."""
    units = {
        ("dcim.powerport", "maximum_draw"): "W",
        ("dcim.powerfeed", "voltage"): "V",
        ("dcim.rack", "u_height"): "U",
        ("virtualization.virtualmachine", "memory"): "MB",
        ("circuits.circuit", "commit_rate"): "Kbps",
        ("dcim.devicetype", "u_height"): "U",
    }
    assert units == {(key, name): CATALOGUE[key].fields[name].unit for key, name in units}


def test_counters_count_what_they_say():
    """A counter names the type it counts; a number that is none does not."""
    assert CATALOGUE["dcim.site"].counters["vlan_count"] == "ipam.vlan"
    assert CATALOGUE["virtualization.virtualmachine"].counters["interface_count"] == "virtualization.vminterface"
    assert CATALOGUE["dcim.interface"].counters["count_ipaddresses"] == "ipam.ipaddress"
    assert "size" not in CATALOGUE["ipam.iprange"].counters
    for about in CATALOGUE:
        assert all(name in about.fields and key in CATALOGUE for name, key in about.counters.items()), about.key


def test_what_is_kept_how_long():
    """Health and changes are kept a minute, manufacturers four hours, nothing longer."""
    assert CATALOGUE["core.objectchange"].cache_seconds == 60
    assert CATALOGUE["dcim.manufacturer"].cache_seconds == 4 * 3600
    assert {each.cache_seconds for each in CATALOGUE} <= {60, 300, 3600, 14400}


def test_what_is_read_only():
    """Webhooks, event rules, scripts, templates, data sources and custom fields are not changed."""
    fixed = {each.key for each in CATALOGUE if not each.changeable}
    assert {
        "extras.webhook",
        "extras.eventrule",
        "extras.script",
        "extras.configtemplate",
        "extras.exporttemplate",
        "core.datasource",
        "extras.customfield",
    } <= fixed
    assert not {"dcim.site", "dcim.device", "ipam.prefix", "extras.tag", "extras.journalentry"} & fixed


def test_what_is_indexed():
    """Names of things people speak of are indexed, those of a device's ports and of addresses are not."""
    indexed = {each.key for each in CATALOGUE if each.indexed}
    assert {"dcim.site", "dcim.device", "ipam.vrf", "ipam.vlan", "tenancy.contact", "circuits.circuit"} <= indexed
    assert not {"dcim.interface", "dcim.frontport", "ipam.ipaddress", "core.objectchange"} & indexed
