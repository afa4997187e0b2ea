"""Links drawn from the facts: which filter of a type takes which other type's objects.

A field that points at a type and has a filter by id is a link; so is a filter by id whose name says what it takes (region_id).
What neither tells stands in the tables here. Read from NetBox's filter sets.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from orchestration.catalogue.denied import denied_field, denied_filter
from orchestration.catalogue.facts import TREE, Facts
from orchestration.catalogue.types import Link

# What a filter by id takes where the type has no field of that name.
TAKES = {
    "ancestor": "",  # of the same type
    "parent": "",
    "asn": "ipam.asn",
    "bridge": "dcim.interface",
    "cable": "dcim.cable",
    "circuit": "circuits.circuit",
    "circuittermination": "circuits.circuittermination",
    "cluster": "virtualization.cluster",
    "cluster_group": "virtualization.clustergroup",
    "cluster_type": "virtualization.clustertype",
    "consoleport": "dcim.consoleport",
    "consoleserverport": "dcim.consoleserverport",
    "contact": "tenancy.contact",
    "device": "dcim.device",
    "device_role": "dcim.devicerole",
    "device_type": "dcim.devicetype",
    "export_target": "ipam.routetarget",
    "exporting_l2vpn": "vpn.l2vpn",
    "exporting_vrf": "ipam.vrf",
    "fhrpgroup": "ipam.fhrpgroup",
    "front_port": "dcim.frontport",
    "frontport": "dcim.frontport",
    "group": "",
    "ike_policy": "vpn.ikepolicy",
    "ike_proposal": "vpn.ikeproposal",
    "import_target": "ipam.routetarget",
    "importing_l2vpn": "vpn.l2vpn",
    "importing_vrf": "ipam.vrf",
    "installed_module": "dcim.module",
    "interface": "dcim.interface",
    "ip_address": "ipam.ipaddress",
    "ipsec_policy": "vpn.ipsecpolicy",
    "ipsec_proposal": "vpn.ipsecproposal",
    "l2vpn": "vpn.l2vpn",
    "location": "dcim.location",
    "manufacturer": "dcim.manufacturer",
    "module": "dcim.module",
    "module_bay": "dcim.modulebay",
    "module_bay_template": "dcim.modulebaytemplate",
    "module_bay_type": "dcim.modulebaytype",
    "module_type": "dcim.moduletype",
    "parent_bay": "dcim.devicebay",
    "parent_device": "dcim.device",
    "platform": "dcim.platform",
    "policy": "ipam.vlantranslationpolicy",
    "power_port": "dcim.powerport",
    "powerfeed": "dcim.powerfeed",
    "poweroutlet": "dcim.poweroutlet",
    "powerport": "dcim.powerport",
    "present_in_vrf": "ipam.vrf",
    "profile": "dcim.moduletypeprofile",
    "provider": "circuits.provider",
    "provider_account": "circuits.provideraccount",
    "provider_network": "circuits.providernetwork",
    "rack": "dcim.rack",
    "rear_port": "dcim.rearport",
    "rearport": "dcim.rearport",
    "region": "dcim.region",
    "service": "ipam.service",
    "site": "dcim.site",
    "site_group": "dcim.sitegroup",
    "source": "core.datasource",
    "tenant": "tenancy.tenant",
    "tenant_group": "tenancy.tenantgroup",
    "vdc": "dcim.virtualdevicecontext",
    "virtual_chassis": "dcim.virtualchassis",
    "virtual_chassis_member": "dcim.device",
    "virtual_circuit": "circuits.virtualcircuit",
    "virtual_circuit_termination": "circuits.virtualcircuittermination",
    "virtual_machine": "virtualization.virtualmachine",
    "vlan": "ipam.vlan",
    "vlan_group": "ipam.vlangroup",
    "vminterface": "virtualization.vminterface",
    "wireless_lan": "wireless.wirelesslan",
    "wireless_link": "wireless.wirelesslink",
}
# Where a type's filter takes something else than its name says elsewhere.
TAKES_THERE = {
    ("circuits.circuit", "termination_a"): "circuits.circuittermination",
    ("circuits.circuit", "termination_z"): "circuits.circuittermination",
    ("dcim.rackreservation", "group"): "dcim.rackgroup",
    ("dcim.rearporttemplate", "front_port"): "dcim.frontporttemplate",
    ("dcim.frontporttemplate", "rear_port"): "dcim.rearporttemplate",
    ("tenancy.contactassignment", "group"): "tenancy.contactgroup",
    ("virtualization.vminterface", "bridge"): "virtualization.vminterface",
}
# Filters that take ids though their name does not end in "_id".
BY_ID = {
    "contact": "tenancy.contact",
    "contact_group": "tenancy.contactgroup",
    "contact_role": "tenancy.contactrole",
}
SCOPES = {
    each: f"{app}.{each.replace('_', '')}"
    for app, names in (
        ("dcim", ("region", "site_group", "site", "location", "rack_group", "rack")),
        ("virtualization", ("cluster_group", "cluster")),
    )
    for each in names
}
# Where rows show what a filter takes under another name.
SHOWN_AS = {
    "asn": "asns",
    "export_target": "export_targets",
    "ike_proposal": "proposals",
    "import_target": "import_targets",
    "ip_address": "ipaddresses",
    "ipsec_proposal": "proposals",
    "module_bay_type": "module_bay_types",
    "vdc": "vdcs",
    "wireless_lan": "wireless_lans",
}
# Types whose objects are about an object of any type: the filter by its id, the filter by its type, the field that shows it.
ANY = {
    "core.objectchange": ("changed_object_id", "changed_object_type", "changed_object"),
    "extras.imageattachment": ("object_id", "object_type", "parent"),
    "extras.journalentry": ("assigned_object_id", "assigned_object_type", "assigned_object"),
    "extras.taggeditem": ("object_id", "object_type", "object"),
    "tenancy.contactassignment": ("object_id", "object_type", "object"),
}
# Links that take something else than ids.
NETWORKS = {
    "ipam.ipaddress": (Link("parent", "ipam.prefix", "parent", takes="prefix", alike=("vrf",)),),
    "ipam.iprange": (Link("parent", "ipam.prefix", "parent", takes="prefix", alike=("vrf",)),),
    "ipam.prefix": (
        Link("within", "ipam.prefix", "within", takes="prefix", alike=("vrf",)),
        Link("aggregate", "ipam.aggregate", "within_include", takes="prefix"),
        Link("contains", "ipam.ipaddress", "contains", takes="address", alike=("vrf",)),
        Link("covers", "ipam.prefix", "contains", takes="prefix", alike=("vrf",)),
    ),
}


# Links back from what points at a type without a field of its own for it: the type that points, where it shows the object, and the
# filters without which it shows other types' objects there.
BACK = {
    **{
        key: tuple(
            (other, "scope", (("scope_type", key),))
            for other in ("ipam.prefix", "ipam.vlangroup", "virtualization.cluster", "wireless.wirelesslan")
        )
        for key in ("dcim.region", "dcim.sitegroup", "dcim.site", "dcim.location")
    },
    "dcim.device": (
        ("ipam.ipaddress", "assigned_object.device", ()),
        ("dcim.macaddress", "assigned_object.device", ()),
        ("ipam.service", "parent", (("parent_object_type", "dcim.device"),)),
    ),
    "dcim.interface": (
        ("ipam.ipaddress", "assigned_object", (("assigned_object_type", "dcim.interface"),)),
        ("dcim.macaddress", "assigned_object", (("assigned_object_type", "dcim.interface"),)),
        ("vpn.tunneltermination", "termination", (("termination_type", "dcim.interface"),)),
        ("vpn.l2vpntermination", "assigned_object", (("assigned_object_type", "dcim.interface"),)),
    ),
    "ipam.vlan": (("vpn.l2vpntermination", "assigned_object", (("assigned_object_type", "ipam.vlan"),)),),
    "ipam.fhrpgroup": (("ipam.ipaddress", "assigned_object", (("assigned_object_type", "ipam.fhrpgroup"),)),),
    "virtualization.virtualmachine": (
        ("ipam.ipaddress", "assigned_object.virtual_machine", ()),
        ("dcim.macaddress", "assigned_object.virtual_machine", ()),
        ("ipam.service", "parent", (("parent_object_type", "virtualization.virtualmachine"),)),
    ),
    "virtualization.vminterface": (
        ("ipam.ipaddress", "assigned_object", (("assigned_object_type", "virtualization.vminterface"),)),
    ),
}


def links_of(
    facts: Facts, path: str, words: Mapping[str, tuple[str, ...]], names: Mapping[str, str]
) -> dict[str, Link]:
    """Return the links of a type: by its own fields, by other filters, by networks, and back from what points at it.

    Args:
        facts: the table.
        path: of the type's list.
        words: words for its links, by name.
        names: what a type's objects are called as a link back ("racks"), by key.
    """
    key = facts.keys[path]
    links: dict[str, Link] = {}
    filters = {name: row for name, row in facts.types[path]["filters"].items() if not denied_filter(key, name)}
    fields = {name: row for name, row in facts.rows(path).items() if not denied_field(key, name)}
    for name in [*fields, *filters]:
        base = name.removesuffix("_id") if name in filters else name
        if base not in links and (found := _by_id(facts, path, base, fields, filters)):
            links[base] = found
    for name, target in (SCOPES if key == "ipam.vlangroup" else BY_ID).items():
        if name in filters:
            links[name] = Link(name, target, name)
    if "tag_id" in filters and "tags" in fields:
        links["tags"] = Link("tags", "extras.tag", "tag_id", proof="tags")
    if key in ANY:
        by_id, by_type, shown = ANY[key]
        links[shown] = Link(shown, "*", by_id, fixed=((by_type, "*"),), proof=shown)
    for link in NETWORKS.get(key, ()):
        links[link.name] = link
    links |= _back(facts, key, links, names)
    return {name: replace(link, words=words.get(name, ())) for name, link in links.items()}


def _by_id(
    facts: Facts, path: str, base: str, fields: Mapping[str, list[Any]], filters: Mapping[str, list[Any]]
) -> Link | None:
    """Return the link by a filter that takes ids; None where there is no such filter, or nobody knows what it takes."""
    key, param = facts.keys[path], f"{base}_id"
    if param not in filters or filters[param][0] not in ("integer", "decimal"):
        return None
    target = (facts.target(fields[base]) if base in fields else None) or TAKES_THERE.get((key, base), TAKES.get(base))
    if target is None:
        return None
    row = filters[param]
    tree = len(row) > 2 and bool(row[2] & TREE)
    return Link(base, target or key, param, proof=None if tree else _proof(facts, base, fields))


def _proof(facts: Facts, base: str, fields: Mapping[str, list[Any]]) -> str | None:
    """Return where rows show what a filter takes: a field of its own, or one within what another field shows."""
    for shown in (base, SHOWN_AS.get(base, "")):
        if shown in fields and facts.target(fields[shown]):
            return shown
    for name, row in fields.items():
        if row[0] == "relation" and len(row) > 3 and base in facts.types.get(row[3], {}).get("nested", ()):
            return f"{name}.{base}"
    return None


def _back(facts: Facts, key: str, links: Mapping[str, Link], names: Mapping[str, str]) -> dict[str, Link]:
    """Return the links from a type to those whose fields point at it, where no filter leads there."""
    there = {link.target for link in links.values()}
    pointing = [(other, field, ()) for other, field in facts.pointing(key) if not denied_field(other, field)]
    found: dict[str, Link] = {}
    for other, field, fixed in (*pointing, *BACK.get(key, ())):
        if other in there or any(link.target == other and link.back == field for link in found.values()):
            continue
        name = names[other]
        if name in found or name in links:
            name = f"{name}_by_{field.partition('.')[0]}"
        found[name] = Link(name, other, fixed=fixed, back=field)
    return found
