"""Links and ways: how the objects of one type are found by those of another."""

import pytest

from orchestration.catalogue.loading import load
from orchestration.catalogue.types import Link

CATALOGUE = load()
TYPES = pytest.mark.parametrize("about", list(CATALOGUE), ids=lambda about: about.key)


@TYPES
def test_links_lead_somewhere(about):
    """Each link names a filter of its type or a field of its target, and where its rows show it."""
    for link in about.links.values():
        assert link.target == "*" or link.target in CATALOGUE, link
        assert (link.param is None) != (link.back is None), link
        if link.param:
            assert link.param in about.filters, link
            assert link.target == "*" or link.takes in CATALOGUE[link.target].fields, link
            assert [name for name, _ in link.fixed if name not in about.filters] == [], link
        else:
            target = CATALOGUE[link.target]
            assert link.back.partition(".")[0] in target.fields, link
            assert [name for name, _ in link.fixed if name not in target.filters] == [], link
        if link.proof:
            assert link.proof.partition(".")[0] in about.fields, link
        for name in link.alike:
            assert name in about.fields, link
            assert f"{name}_id" in about.filters, link


@TYPES
def test_a_link_into_a_tree_proves_nothing(about):
    """Rows found by a filter that takes in what lies below show something else than what was asked for."""
    trees = [link for link in about.links.values() if link.param and about.filters[link.param].tree]
    assert [link for link in trees if link.proof] == []


@pytest.mark.parametrize(
    ("key", "target", "param", "proof"),
    [
        ("dcim.device", "dcim.site", "site_id", "site"),
        ("dcim.device", "dcim.region", "region_id", None),
        ("dcim.device", "dcim.manufacturer", "manufacturer_id", "device_type.manufacturer"),
        ("dcim.device", "tenancy.tenantgroup", "tenant_group_id", None),
        ("dcim.device", "tenancy.contact", "contact", None),
        ("dcim.device", "extras.tag", "tag_id", "tags"),
        ("dcim.interface", "dcim.device", "device_id", "device"),
        ("dcim.interface", "ipam.vlan", "vlan_id", None),
        ("dcim.cable", "dcim.rack", "rack_id", None),
        ("dcim.powerfeed", "dcim.powerpanel", "power_panel_id", "power_panel"),
        ("ipam.prefix", "dcim.site", "site_id", None),
        ("ipam.prefix", "ipam.vrf", "vrf_id", "vrf"),
        ("ipam.vlan", "ipam.vlangroup", "group_id", "group"),
        ("ipam.vlangroup", "dcim.site", "site", None),
        ("ipam.ipaddress", "dcim.device", "device_id", None),
        ("circuits.circuit", "circuits.provider", "provider_id", "provider"),
        ("circuits.circuit", "dcim.site", "site_id", None),
        ("virtualization.virtualmachine", "virtualization.cluster", "cluster_id", "cluster"),
        ("virtualization.cluster", "virtualization.clustergroup", "group_id", "group"),
        ("dcim.rack", "dcim.rackrole", "role_id", "role"),
        ("dcim.site", "ipam.asn", "asn_id", "asns"),
    ],
)
def test_filters_lead_directly(key, target, param, proof):
    """Where NetBox has a filter it is the first way."""
    first = CATALOGUE.ways(key, target)[0]
    assert (param, proof) == (first.param, first.proof)


def test_several_filters_are_several_ways():
    """A VRF imports and exports a route target: both lead there."""
    assert {link.name for link in CATALOGUE.ways("ipam.vrf", "ipam.routetarget")} == {"import_target", "export_target"}


def test_what_has_no_filter_is_told_by_what_points_at_it():
    """Sites have no filter by rack, but racks show their site."""
    assert CATALOGUE.ways("dcim.site", "dcim.rack") == (
        Link("racks", "dcim.rack", back="site", words=CATALOGUE["dcim.site"].links["racks"].words),
    )


def test_prefixes_tell_sites_by_their_scope():
    """A prefix shows its site as its scope, where the scope is a site."""
    link = CATALOGUE.ways("dcim.site", "ipam.prefix")[0]
    assert (link.back, link.fixed) == ("scope", (("scope_type", "dcim.site"),))


def test_addresses_lie_in_prefixes_of_the_same_vrf():
    """The filter by prefix takes the network, and the VRF must be the same."""
    link = CATALOGUE.ways("ipam.ipaddress", "ipam.prefix")[0]
    assert (link.param, link.takes, link.alike) == ("parent", "prefix", ("vrf",))


def test_what_may_be_about_anything_is_asked_with_the_type():
    """The journal of a site is asked by its id and type."""
    link = CATALOGUE.ways("extras.journalentry", "dcim.site")[0]
    assert (link.param, link.fixed) == ("assigned_object_id", (("assigned_object_type", "dcim.site"),))


@pytest.mark.parametrize(
    ("key", "target", "path"),
    [
        ("dcim.region", "dcim.device", ("sites", "devices")),
        ("dcim.device", "ipam.vlan", ("interfaces", "vlan")),
        ("dcim.platform", "dcim.site", ("devices", "site")),
        ("dcim.manufacturer", "dcim.site", ("device_types", "devices", "site")),
        ("ipam.vrf", "dcim.site", ("prefixes", "site")),
        ("dcim.site", "ipam.vrf", ("prefixes", "vrf")),
        ("vpn.l2vpn", "ipam.vlan", ("l2vpn_terminations", "vlan")),
        ("tenancy.contact", "dcim.site", ("contact_assignments", "object")),
        ("ipam.fhrpgroup", "dcim.device", ("fhrp_group_assignments", "device")),
        ("dcim.powerpanel", "dcim.rack", ("power_feeds", "rack")),
    ],
)
def test_paths_lead_over_what_stands_between(key, target, path):
    """Where neither a filter nor a link back is there, the way leads over others."""
    assert [link.path for link in CATALOGUE.ways(key, target)] == [path]


@pytest.mark.parametrize("key", ["dcim.site", "ipam.vlan", "tenancy.contact", "circuits.provider", "vpn.tunnel"])
def test_paths_can_be_walked(key):
    """Each step of a path is a link of the type that the step before led to, and the last leads to the target."""
    for target in CATALOGUE:
        for way in CATALOGUE.ways(key, target.key):
            here, forward = key, False
            for name in way.path:
                link = CATALOGUE[here].links[name]
                assert not (forward and link.back), "a path that has gone forward never goes back"
                here, forward = link.target, link.back is None
            assert not way.path or here in (target.key, "*")


@pytest.mark.parametrize(
    ("link", "row", "shown"),
    [
        (Link("site", "dcim.site", "site_id", proof="site"), {"site": {"id": 7, "name": "A"}}, {7}),
        (Link("site", "dcim.site", "site_id", proof="site"), {"site": None}, set()),
        (Link("asn", "ipam.asn", "asn_id", proof="asns"), {"asns": [{"id": 1}, {"id": 2}]}, {1, 2}),
        (Link("m", "m", "m_id", proof="device_type.manufacturer"), {"device_type": {"manufacturer": {"id": 3}}}, {3}),
        (Link("region", "dcim.region", "region_id"), {"site": {"id": 7}}, None),
    ],
)
def test_rows_show_what_a_link_leads_to(link, row, shown):
    """A row tells the ids that its link stands for, or that it does not show them."""
    assert link.shown(row) == shown
