"""Families of questions about the invented company, every slot varied."""

import itertools

import pytest

from orchestration.catalogue.loading import load
from orchestration.language.intent import Order
from tests.language.invented import (
    CIRCUITS,
    DEVICES,
    RACKS,
    REGIONS,
    ROLES,
    SITES,
    TENANTS,
    VMS,
    VRFS,
    only,
    polite,
    reading,
    told,
)

LISTS = (
    "list all {}", "show me the {}", "which {} do we have?", "{}?", "give me a list of {}", "what {} are there", "i need all {}",
    "are there any {}?", "could you list all the {} for me, please?", "hey bot, display {}", "do we have any {}",
)  # fmt: skip
TYPES = (
    "dcim.site", "dcim.rack", "dcim.device", "dcim.region", "dcim.manufacturer", "dcim.devicetype", "dcim.devicerole", "dcim.platform",
    "dcim.cable", "dcim.powerpanel", "dcim.powerfeed", "dcim.virtualchassis", "dcim.module", "dcim.location", "dcim.rackreservation",
    "ipam.prefix", "ipam.ipaddress", "ipam.vlan", "ipam.vrf", "ipam.aggregate", "ipam.asn", "ipam.rir", "ipam.vlangroup",
    "ipam.routetarget", "ipam.iprange", "circuits.provider", "circuits.circuit", "circuits.circuittype", "tenancy.tenant",
    "tenancy.contact", "virtualization.cluster", "virtualization.virtualmachine", "extras.tag", "wireless.wirelesslan", "vpn.tunnel",
)  # fmt: skip


@pytest.mark.parametrize("type_", TYPES)
def test_a_list_is_asked_for_in_many_ways(type_):
    """Whatever the words around it, the plural of a type asks for its list, with certainty."""
    for form in LISTS:
        said = form.format(load()[type_].plural)
        found = reading(said)
        assert [(each.want, told(each.selection)) for each in found.intent.asks] == [("find", type_)], said
        assert found.certainty == "certain", said


def test_politeness_changes_nothing():
    """Greetings, thanks and shouting are no part of a question."""
    for said in itertools.chain.from_iterable(map(polite, ("list all racks", "show the prefixes", "count the sites"))):
        assert told(only(said).selection) in {"dcim.rack", "ipam.prefix", "dcim.site"}, said


def test_a_misspelled_word_is_read_as_it_was_meant():
    """One or two slips in a word of the vocabulary are forgiven."""
    for said, type_ in (
        ("wich devcies do we hve", "dcim.device"),
        ("show all ip adresses", "ipam.ipaddress"),
        ("list manufacurers", "dcim.manufacturer"),
        ("prefxes?", "ipam.prefix"),
        ("virutal machines", "virtualization.virtualmachine"),
    ):
        assert told(only(said).selection) == type_, said


def test_a_name_that_looks_like_a_slip_is_left_alone():
    """Words that are spelled right, or are written as names, are not put right."""
    found = reading("show site Prefux")
    assert told(found.intent.asks[0].selection) == "dcim.site Prefux"
    assert "Prefux" in found.missing


NAMED = (
    ("dcim.site", "site", SITES), ("dcim.rack", "rack", RACKS), ("dcim.device", "device", DEVICES), ("tenancy.tenant", "tenant", TENANTS),
    ("ipam.vrf", "vrf", VRFS), ("circuits.circuit", "circuit", CIRCUITS), ("virtualization.virtualmachine", "vm", VMS),
)  # fmt: skip


@pytest.mark.parametrize(("type_", "word", "names"), NAMED)
def test_one_thing_is_inspected(type_, word, names):
    """A type word with a name, or the name alone, asks for that object."""
    forms = (
        "show {w} {n}",
        "details of {w} {n}",
        "tell me about {n}",
        "{n}",
        "what do we know about {w} {n}?",
        'info on {w} "{n}"',
    )
    for form, name in itertools.product(forms, names):
        said = form.format(w=word, n=name)
        found = reading(said)
        (ask,) = found.intent.asks
        assert (ask.want, told(ask.selection)) == ("inspect", f"{type_} {name}"), said
        assert [each.name for each in found.grounds[name]] == [name], said


def test_a_name_that_is_not_there_comes_with_the_nearest():
    """What nothing is called is kept as a name, and the nearest names stand beside it."""
    found = reading("show device fjn-rtr7")
    assert told(found.intent.asks[0].selection) == "dcim.device fjn-rtr7"
    assert found.certainty == "likely"
    assert [each.name for each in found.missing["fjn-rtr7"]][:1] == ["fjn-rtr1"]


FILTERS = (
    ("devices", "dcim.device", (("in", "site"), ("at", "site")), SITES, "site"),
    ("racks", "dcim.rack", (("at", "site"), ("in", "site")), SITES, "site"),
    ("vlans", "ipam.vlan", (("at", "site"), ("of", "site")), SITES, "site"),
    ("sites", "dcim.site", (("in", "region"), ("of", "region")), REGIONS, "region"),
    ("devices", "dcim.device", (("in", "region"),), REGIONS, "region"),
    ("sites", "dcim.site", (("of", "tenant"), ("belonging to", "tenant"), ("owned by", "tenant")), TENANTS, "tenant"),
    ("prefixes", "ipam.prefix", (("in", "vrf"), ("of", "vrf")), VRFS, "vrf"),
    ("devices", "dcim.device", (("from", "manufacturer"), ("made by", "manufacturer")), ("Axiom",), "manufacturer"),
    ("circuits", "circuits.circuit", (("from", "provider"), ("of", "provider")), ("Telgrove",), "provider"),
    ("vms", "virtualization.virtualmachine", (("in", "cluster"), ("on", "cluster")), ("kvm-nord",), "cluster"),
    ("devices", "dcim.device", (("running", "platform"),), ("AxOS",), "platform"),
)


@pytest.mark.parametrize(("plural", "type_", "links", "names", "field"), FILTERS)
def test_a_name_narrows_by_the_catalogues_ways(plural, type_, links, names, field):
    """Which field a name narrows by is told by what it names, with and without its type word."""
    for (link, word), name in itertools.product(links, names):
        for said in (
            f"show {plural} {link} {name}",
            f"which {plural} are {link} {word} {name}?",
            f"list all {plural} {link} the {word} {name}",
        ):
            assert (only(said).want, told(only(said).selection)) == ("find", f"{type_} [{field} eq {name}]"), said


def test_names_before_a_type_narrow_it():
    """ "Axiom devices", "Fjordhus Nord racks": a name in front is as good as one behind."""
    assert told(only("show all Axiom devices").selection) == "dcim.device [manufacturer eq Axiom]"
    assert told(only("Fjordhus Nord racks").selection) == "dcim.rack [site eq Fjordhus Nord]"
    assert told(only("app-01 interfaces").selection) == "virtualization.vminterface [virtual_machine eq app-01]"
    assert told(only("Phones VLANs").selection) == "ipam.vlan [name eq Phones]"


def test_several_filters_hold_together_and_names_with_and_are_alternatives():
    """Each filter narrows further; names joined by and, or or commas are any of them."""
    assert (
        told(only("routers in Vestvik that belong to Larkspur").selection)
        == "dcim.device [region eq Vestvik] [role eq Router] [tenant eq Larkspur]"
    )
    assert told(only("racks in Quarry 7 and Fjordhus Nord").selection) == "dcim.rack [site eq Quarry 7 Fjordhus Nord]"
    assert (
        told(only("active devices at Quarry 7 without a platform").selection)
        == "dcim.device [platform empty] [site eq Quarry 7] [status eq active]"
    )


@pytest.mark.parametrize("role", ROLES)
def test_a_role_stands_for_its_devices(role):
    """People say routers and mean the devices with that role."""
    for said in (f"list the {role.lower()}s", f"which {role}s do we have?", f"show {role.lower()}s at Quarry 7"):
        found = told(only(said).selection)
        assert found.startswith("dcim.device"), said
        assert f"[role eq {role}]" in found, said


def test_a_part_of_roles_stands_for_all_that_have_it():
    """ "Switches" are the devices of all roles with that word, and a kind without a role is asked for all the same."""
    assert told(only("how many switches are there?").selection) == "dcim.device [role eq Access Switch Core Switch]"
    assert told(only("switches and routers").selection) == "dcim.device [role eq Access Switch Core Switch Router]"
    found = reading("do we have any load balancers?")
    assert (told(found.intent.asks[0].selection), "load balancers" in found.missing) == (
        "dcim.device [role eq load balancers]",
        True,
    )


CONDITIONS = (
    ("planned sites", "dcim.site [status eq planned]"),
    ("sites that are planned or staging", "dcim.site [status eq planned staging]"),
    ("devices with status offline", "dcim.device [status eq offline]"),
    ("devices that are not active", "dcim.device [status ne active]"),
    ("devices whose status is failed", "dcim.device [status eq failed]"),
    ("sites tagged Gold", "dcim.site [tags eq Gold]"),
    ("sites tagged Gold and Retired", "dcim.site [tags eq Gold] [tags eq Retired]"),
    ("sites tagged Gold or Retired", "dcim.site [tags eq Gold Retired]"),
    ("sites not tagged Gold", "dcim.site [tags ne Gold]"),
    ("devices without a name", "dcim.device [name empty]"),
    ("unnamed devices", "dcim.device [name empty]"),
    ("devices with no serial number", "dcim.device [serial empty]"),
    ("tenants without a cost centre", "tenancy.tenant [cf_cost_centre empty]"),
    ("tenants with cost centre K-77", "tenancy.tenant [cf_cost_centre eq K-77]"),
    ("unracked devices", "dcim.device [rack empty]"),
    ("empty module bays", "dcim.modulebay [installed_module empty]"),
    ("v6 prefixes", "ipam.prefix [family eq 6]"),
    ("disabled interfaces of fjn-asw1", "dcim.interface [device eq fjn-asw1] [enabled eq false]"),
    ("mgmt-only interfaces", "dcim.interface [mgmt_only eq true]"),
    ("device types taller than 2 U", "dcim.devicetype [u_height gt 2]"),
    ("racks with at least 48 units", "dcim.rack [u_height gte 48]"),
    ("sites with at least 4 vlans", "dcim.site [vlan_count gte 4]"),
    ("sites with more than one rack", "dcim.site [rack_count gt 1]"),
    ("vms with more than 8 GB memory", "virtualization.virtualmachine [memory gt 8192]"),
    ("prefixes that are a /16 or bigger", "ipam.prefix [mask_length lte 16]"),
    ("VLANs between 200 and 299", "ipam.vlan [vid gte 200] [vid lte 299]"),
    ("VLANs 200-299", "ipam.vlan [vid gte 200] [vid lte 299]"),
    ("sites without a router", "dcim.site [devices empty <dcim.device [role eq Router]>]"),
    ("providers with no circuit", "circuits.provider [circuits empty]"),
    ("device types that have no devices", "dcim.devicetype [devices empty]"),
    ("PDUs at sites tagged Gold", "dcim.device [role eq PDU] [site eq <dcim.site [tags eq Gold]>]"),
    ("racks of the sites tagged Gold", "dcim.rack [site eq <dcim.site [tags eq Gold]>]"),
    ("vrfs that import 64700:10", "ipam.vrf [import_targets eq 64700:10]"),
    ("route targets that no vrf imports or exports", "ipam.routetarget [exporting_vrf empty] [importing_vrf empty]"),
    ("prefixes in 10.40.0.0/16", "ipam.prefix [prefix within 10.40.0.0/16]"),
    ("ip addresses in 10.40.8.0/24", "ipam.ipaddress [address within 10.40.8.0/24]"),
    ("what prefix does 10.40.8.77 belong to", "ipam.prefix [prefix covers 10.40.8.77]"),
    ("devices created in 2024", "dcim.device [and(created gte 2024-01-01, created lte 2024-12-31)]"),
    ("devices added last week", "dcim.device [and(created gte 2026-03-11, created lte 2026-03-18)]"),
    ("sites changed since March 2025", "dcim.site [last_updated gte 2025-03-01]"),
    ("vlans of Larkspur except those named Phones", "ipam.vlan [name ne Phones] [tenant eq Larkspur]"),
    ("devices at Quarry 7 except the routers", "dcim.device [role ne Router] [site eq Quarry 7]"),
    ("devices named fjn", "dcim.device [name contains fjn]"),
    ("devices whose name starts with q7", "dcim.device [name starts q7]"),
    ("devices with rtr in the name", "dcim.device [name contains rtr]"),
    ("members of virtual chassis fjn-stack", "dcim.device [virtual_chassis eq fjn-stack]"),
    ("which site is at 12 Harbour Street", "dcim.site [physical_address contains 12 Harbour Street]"),
    ("which box has the mac 00:1b:54:aa:bb:cc", "dcim.device [mac_address eq 00:1b:54:aa:bb:cc]"),
)  # fmt: skip


@pytest.mark.parametrize(("said", "meant"), CONDITIONS)
def test_a_condition_is_read(said, meant):
    """States, choices, emptiness, negation, figures, times, names and nested selections, however they are asked for."""
    for form in ("{}", "show me all {}", "list the {} please"):
        whole = form.format(said) if form == "{}" or not said.startswith(("which", "what")) else said
        assert (only(whole).want, told(only(whole).selection)) == ("find", meant), whole


ATTRIBUTES = (
    ("serial number", "serial", ("fjn-rtr1", "q7-fw1")), ("role", "role", ("fjn-rtr1",)), ("platform", "platform", ("q7-pdu1",)),
    ("rack", "rack", ("fjn-rtr1",)), ("tenant", "tenant", ("fjn-rtr1", "Quarry 7")), ("region", "region", ("Quarry 7",)),
    ("phone number", "phone", ("Nora Quist",)), ("email", "email", ("Emil Varga",)), ("rd", "rd", ("Crimson",)),
    ("cluster", "cluster", ("app-01",)), ("street address", "physical_address", ("Fjordhus Nord",)), ("asset tag", "asset_tag", ("q7-fw1",)),
)  # fmt: skip


@pytest.mark.parametrize(("word", "field", "names"), ATTRIBUTES)
def test_an_attribute_of_one_thing_is_asked_for(word, field, names):
    """The field is what is asked, the thing is what it is asked of, in any order."""
    forms = ("what's the {w} of {n}?", "{w} of {n}", "{n} {w}", "give me the {w} of {n} please", "show the {w} for {n}")
    for form, name in itertools.product(forms, names):
        said = form.format(w=word, n=name)
        ask = only(said)
        assert (ask.want, ask.selection and ask.selection.names, ask.columns) == ("inspect", [name], [field]), said


def test_a_type_word_asks_for_the_field_that_shows_it():
    """ "Which rack is X in" asks for X's rack, not for racks that somehow have to do with X."""
    for said, name, field in (
        ("which rack is fjn-rtr1 in?", "fjn-rtr1", "rack"),
        ("in which rack is fjn-rtr1?", "fjn-rtr1", "rack"),
        ("what role does q7-fw1 have", "q7-fw1", "role"),
        ("who is the tenant at Quarry 7?", "Quarry 7", "tenant"),
        ("what region does Quarry 7 belong to", "Quarry 7", "region"),
        ("which cluster is app-01 running on?", "app-01", "cluster"),
        ("10.40.8.0/24 - which vlan is that?", "10.40.8.0/24", "vlan"),
        ("who owns fjn-rtr1?", "fjn-rtr1", "tenant"),
    ):
        ask = only(said)
        assert (ask.want, ask.selection and ask.selection.names, ask.columns) == ("inspect", [name], [field]), said


def test_columns_are_chosen():
    """Fields that are listed with "with", "as columns" or "showing" are shown, in that order."""
    assert only("devices at Quarry 7 with their role and rack").columns == ["role", "rack"]
    assert only("list devices with serial number, asset tag and status").columns == ["serial", "asset_tag", "status"]
    assert only("sites showing region and tenant").columns == ["region", "tenant"]


COUNTS = (
    "how many {}",
    "count of {}",
    "number of {}",
    "count the {}",
    "what is the total number of {}?",
    "how many {} do we have?",
    "how many {} are there",
)


def test_things_are_counted():
    """Counting is a want of its own, with the same filters."""
    for form, (plural, meant) in itertools.product(
        COUNTS,
        (
            ("racks", "dcim.rack"),
            ("active circuits", "circuits.circuit [status eq active]"),
            ("devices in Quarry 7", "dcim.device [site eq Quarry 7]"),
            ("VMs", "virtualization.virtualmachine"),
        ),
    ):
        said = form.format(plural)
        if plural == "devices in Quarry 7" and form.endswith(("have?", "there")):
            continue
        assert (only(said).want, told(only(said).selection)) == ("count", meant), said


@pytest.mark.parametrize(
    ("said", "type_", "group"),
    [
        ("devices per role", "dcim.device", "role"),
        ("how many devices does each site have?", "dcim.device", "site"),
        ("count the VMs per cluster", "virtualization.virtualmachine", "cluster"),
        ("number of devices by manufacturer", "dcim.device", "manufacturer"),
        ("racks grouped by status", "dcim.rack", "status"),
        ("how many circuits do we have for each provider", "circuits.circuit", "provider"),
        ("breakdown of vlans by site", "ipam.vlan", "site"),
        ("devices by tenant", "dcim.device", "tenant"),
    ],
)
def test_things_are_counted_by_a_field(said, type_, group):
    """Per, by, each and grouped by say what to count by."""
    ask = only(said)
    assert (ask.want, told(ask.selection), ask.group) == ("count", type_, group)


@pytest.mark.parametrize(
    ("said", "order", "limit"),
    [
        ("list sites sorted by name", Order(field="name", descending=False), None),
        ("sort devices by name, z to a", Order(field="name", descending=True), None),
        ("racks ordered by height descending", Order(field="u_height", descending=True), None),
        ("top 5 sites by racks", Order(field="rack_count", descending=True), 5),
        ("top 3 tags by number of tagged objects", Order(field="tagged_items", descending=True), 3),
        ("which site has the most devices?", Order(field="device_count", descending=True), 1),
        ("site with the fewest racks", Order(field="rack_count", descending=False), 1),
        ("the 5 newest devices", Order(field="created", descending=True), 5),
        ("oldest rack", Order(field="created", descending=False), 1),
        ("what is the tallest device type?", Order(field="u_height", descending=True), 1),
    ],
)
def test_rows_are_ordered_and_cut(said, order, limit):
    """Words for order and rank name a field or what is counted."""
    ask = only(said)
    assert (ask.want, ask.sort, ask.limit) == ("find", [order], limit)


def test_several_things_are_asked_at_once():
    """Each thing that is asked for is an ask of its own; what narrows them narrows all."""
    for said, meant in (
        (
            "racks and devices at Quarry 7",
            [("find", "dcim.rack [site eq Quarry 7]"), ("find", "dcim.device [site eq Quarry 7]")],
        ),
        (
            "how many sites, racks and devices do we have?",
            [("count", "dcim.site"), ("count", "dcim.rack"), ("count", "dcim.device")],
        ),
        ("list the tenants. how many VRFs are there?", [("find", "tenancy.tenant"), ("count", "ipam.vrf")]),
    ):
        assert [(each.want, told(each.selection)) for each in reading(said).intent.asks] == meant, said


def test_two_things_are_compared():
    """Names of one type, and what to compare them by."""
    for said in (
        "compare Quarry 7 and Fjordhus Nord",
        "difference between Quarry 7 and Fjordhus Nord",
        "Quarry 7 vs Fjordhus Nord",
    ):
        assert (only(said).want, told(only(said).selection)) == ("compare", "dcim.site Fjordhus Nord Quarry 7"), said
    ask = only("compare Larkspur and Bramble for me: number of sites, racks and devices")
    assert (ask.want, ask.columns) == ("compare", ["site_count", "rack_count", "device_count"])


def test_a_list_is_wanted_as_a_file():
    """Words for a file ask for the same list as one."""
    for said in (
        "export all sites as csv",
        "all sites as a spreadsheet",
        "sites as csv please",
        "dump the sites to a spreadsheet",
        "csv of all sites",
    ):
        assert (only(said).want, only(said).report, told(only(said).selection)) == ("find", "csv", "dcim.site"), said


def test_asides_are_no_filters():
    """What somebody tells of himself narrows nothing, and forbids nothing but changes."""
    for said, meant in (
        ("give me the street address of Quarry 7? Have to ship a router there tomorrow, thx!", "dcim.site Quarry 7"),
        ("my boss is nervous again :( which tenants have no cost centre?", "tenancy.tenant [cf_cost_centre empty]"),
        ("The provider is calling... show circuits of Telgrove", "circuits.circuit [provider eq Telgrove]"),
        ("list all locations (the rooms inside our sites)", "dcim.location"),
    ):
        assert told(only(said).selection) == meant, said
