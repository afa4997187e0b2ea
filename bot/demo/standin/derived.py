"""Fields that are worked out from other objects: counts, cables, places, families of addresses.

Each is a function of the store and a row, found by the field's name; filters, orderings and answers all read them the same way.
"""

from collections.abc import Callable
from ipaddress import ip_interface, ip_network
from typing import Any

from bot.demo.standin.collation import interface_key
from bot.demo.standin.store import Row, Store

Derive = Callable[[Store, str, Row], Any]


def derive(store: Store, type_name: str, row: Row, name: str) -> Any:
    """Return a field that a row does not keep, or None where there is nothing to work it out from."""
    found = FIELDS.get((type_name, name)) or FIELDS.get(("", name))
    if found is not None:
        return found(store, type_name, row)
    about = store.schema.types[type_name].fields.get(name)
    if about is not None and about.kind in ("count", "counter"):
        return len(store.index(*about.of).get(row["id"], ()))
    if about is not None and about.kind == "annotated":
        below = store.descendants(store.schema.types[type_name], row["id"])
        return len({number for node in below for number in store.index(*about.of).get(node, ())})
    return None


def _termination(store: Store, type_name: str, row: Row) -> Row | None:
    """Return the cable's end at this object."""
    ends = store.index("dcim.cabletermination", "termination_type", "termination_id").get((type_name, row["id"]))
    return store.get("dcim.cabletermination", min(ends)) if ends else None


def _of_termination(field: str) -> Derive:
    def find(store: Store, type_name: str, row: Row) -> Any:
        end = _termination(store, type_name, row)
        return end[field] if end else None

    return find


def _place(level: str) -> Derive:
    """Say where an object is: through its device, or through the scope or the place it is tied to."""

    def find(store: Store, _type: str, row: Row) -> int | None:
        if "device" in row:
            device = store.get("dcim.device", row["device"])
            return device[level] if device else None
        prefix = "termination" if "termination_type" in row else "scope"
        kind, number = row.get(f"{prefix}_type"), row.get(f"{prefix}_id")
        if kind == "dcim." + level.replace("_", "") or kind == "circuits." + level.replace("_", ""):
            return number
        location = store.get("dcim.location", number) if kind == "dcim.location" else None
        if location is not None and level == "site":
            return int(location["site"])
        site = store.get("dcim.site", location["site"] if location else number if kind == "dcim.site" else None)
        return (
            site.get({"site_group": "group"}.get(level, level)) if site and level in ("region", "site_group") else None
        )

    return find


def _primary_ip(_store: Store, _type: str, row: Row) -> Any:
    # NetBox prefers IPv6 unless it is set up otherwise.
    return row["primary_ip6"] or row["primary_ip4"]


def _first(target: str, *fields: str, generic: bool = False) -> Derive:
    """Find the first object of a type that names this one in a field (or, generic, by type and id)."""

    def find(store: Store, type_name: str, row: Row) -> int | None:
        if generic:
            ids = store.index(target, *fields).get((type_name, row["id"]), set())
        else:
            ids = set().union(*(store.index(target, name).get(row["id"], set()) for name in fields))
        return min(ids, default=None)

    return find


def _number(target: str, *fields: str) -> Derive:
    return lambda store, type_name, row: len(store.index(target, *fields).get((type_name, row["id"]), ()))


def _side(side: str) -> Derive:
    return lambda store, _type, row: min(
        store.index("circuits.circuittermination", "circuit", "term_side").get((row["id"], side), ()), default=None
    )


def _ends(side: str) -> Derive:
    """List the terminations of one end of a cable."""

    def find(store: Store, _type: str, row: Row) -> list[tuple[str, int]]:
        ends = store.index("dcim.cabletermination", "cable", "cable_end").get((row["id"], side), ())
        kept = [store.rows["dcim.cabletermination"][number] for number in sorted(ends)]
        return [(end["termination_type"], end["termination_id"]) for end in kept]

    return find


def _occupied(store: Store, type_name: str, row: Row) -> bool:
    if type_name == "dcim.modulebay":
        return bool(store.index("dcim.module", "module_bay").get(row["id"]))
    if type_name == "dcim.devicebay":
        return row["installed_device"] is not None
    linked = any(store.value(type_name, row, name) is not None for name in ("cable", "wireless_link"))
    return linked or bool(row.get("mark_connected"))


def _family(_store: Store, _type: str, row: Row) -> int:
    return ip_interface(next(row[name] for name in ("prefix", "address", "start_address") if name in row)).version


def _prefix_tree(store: Store) -> dict[int, tuple[int, int]]:
    """Return depth and number of children of each prefix, within its own VRF."""
    found: dict[int, tuple[int, int]] = {}
    rows = store.rows["ipam.prefix"].values()
    networks = sorted(
        ((row["vrf"] or 0, network.version, int(network.network_address), network.prefixlen, row["id"], network))
        for row in rows
        for network in [ip_network(row["prefix"])]
    )
    stack: list[tuple[int, int, int, int]] = []  # vrf, version, last address, id
    for vrf, version, first, _length, number, network in networks:
        while stack and (stack[-1][0] != vrf or stack[-1][1] != version or stack[-1][2] < first):
            stack.pop()
        above = [item for item in stack if ip_network(store.rows["ipam.prefix"][item[3]]["prefix"]) != network]
        found[number] = (len(above), 0)
        for item in above:
            found[item[3]] = (found[item[3]][0], found[item[3]][1] + 1)
        stack.append((vrf, version, int(network.broadcast_address), number))
    return found


def _in_tree(place: int) -> Derive:
    return lambda store, _type, row: store.memo("prefixes", lambda: _prefix_tree(store)).get(row["id"], (0, 0))[place]


def _depth(store: Store, type_name: str, row: Row) -> int:
    depth = 0
    while row["parent"] is not None:
        row, depth = store.rows[type_name][row["parent"]], depth + 1
    return depth


def _above(store: Store, type_name: str, row: Row) -> int | None:
    module = store.get("dcim.module", row["module"]) if type_name == "dcim.modulebay" else None
    above: int | None = module["module_bay"] if module else row.get("parent")
    return above


def sort_path(store: Store, type_name: str, row: Row) -> str:
    """Return the names from the root of a tree to a node, as NetBox orders trees (module bays are under the bay of their module)."""
    names = [row["name"]]
    while (above := _above(store, type_name, row)) is not None:
        row = store.rows[type_name][above]
        names.append(row["name"])
    return "\t".join(reversed(names))


def _range_size(_store: Store, _type: str, row: Row) -> int:
    first, last = (ip_interface(row[name]).ip for name in ("start_address", "end_address"))
    return int(last) - int(first) + 1


def _vlan_ids(_store: Store, _type: str, row: Row) -> int:
    return sum(high - low + 1 for low, high in row["vid_ranges"])


def _utilization(store: Store, type_name: str, row: Row) -> str:
    used = len(store.index("ipam.vlan", "group").get(row["id"], ()))
    return str(round(used * 100 / (_vlan_ids(store, type_name, row) or 1), 2))


def _allocated(field: str) -> Derive:
    def total(store: Store, _type: str, row: Row) -> Any:
        machines = store.index("virtualization.virtualmachine", "cluster").get(row["id"], ())
        values = [store.rows["virtualization.virtualmachine"][number][field] for number in machines]
        return sum(given) if (given := [value for value in values if value is not None]) else None

    return total


def _is_primary(store: Store, _type: str, row: Row) -> bool:
    owner = store.get(row["assigned_object_type"] or "", row["assigned_object_id"])
    return owner is not None and owner.get("primary_mac_address") == row["id"]


def _mac_address(store: Store, _type: str, row: Row) -> str | None:
    kept = store.get("dcim.macaddress", row["primary_mac_address"])
    return kept["mac_address"] if kept else None


def _protocols(row: Row) -> set[str]:
    return {mapping.partition("/")[0] for mapping in row["port_mappings"] or ()}


def _protocol(_store: Store, _type: str, row: Row) -> str | None:
    found = _protocols(row)
    return found.pop() if len(found) == 1 else None


def _ports(_store: Store, _type: str, row: Row) -> list[int] | None:
    ports = [int(mapping.partition("/")[2]) for mapping in row["port_mappings"] or ()]
    return ports if len(_protocols(row)) == 1 else None


def _available_power(_store: Store, _type: str, row: Row) -> int:
    phases = 1.732 if row["phase"] == "three-phase" else 1
    return int(abs(row["voltage"]) * row["amperage"] * row["max_utilization"] / 100 * phases + 0.5)


def _asn_count(store: Store, _type: str, row: Row) -> int:
    return sum(1 for number in store.index("ipam.asn", "asn") if row["start"] <= number <= row["end"])


def _tagged(store: Store, _type: str, row: Row) -> int:
    tagged = (name for name, about in store.schema.types.items() if "tags" in about.fields)
    return sum(len(store.index(name, "tags").get(row["id"], ())) for name in tagged)


# The JSON type of a custom field's value.
_DATA_TYPES = {
    "integer": "integer", "decimal": "number", "boolean": "boolean", "json": "object", "object": "object",
    "multiobject": "array", "multiselect": "array",
}  # fmt: skip

FIELDS: dict[tuple[str, str], Derive] = {
    ("", "cable"): _of_termination("cable"),
    ("", "cable_end"): _of_termination("cable_end"),
    ("dcim.cable", "a_terminations"): _ends("A"),
    ("dcim.cable", "b_terminations"): _ends("B"),
    ("", "_site"): _place("site"),
    ("", "_location"): _place("location"),
    ("", "_rack"): _place("rack"),
    ("", "_region"): _place("region"),
    ("", "_site_group"): _place("site_group"),
    ("", "_provider_network"): _place("provider_network"),
    ("", "primary_ip"): _primary_ip,
    ("circuits.circuit", "termination_a"): _side("A"),
    ("circuits.circuit", "termination_z"): _side("Z"),
    ("dcim.interface", "wireless_link"): _first("wireless.wirelesslink", "interface_a", "interface_b"),
    ("", "l2vpn_termination"): _first(
        "vpn.l2vpntermination", "assigned_object_type", "assigned_object_id", generic=True
    ),
    ("", "count_ipaddresses"): _number("ipam.ipaddress", "assigned_object_type", "assigned_object_id"),
    ("", "count_fhrp_groups"): _number("ipam.fhrpgroupassignment", "interface_type", "interface_id"),
    ("", "_occupied"): _occupied,
    ("", "family"): _family,
    ("ipam.prefix", "_depth"): _in_tree(0),
    ("ipam.prefix", "children"): _in_tree(1),
    ("ipam.prefix", "_children"): _in_tree(1),
    ("", "_depth"): _depth,
    ("", "sort_path"): sort_path,
    ("", "_name"): lambda _store, _type, row: interface_key(row["name"]),
    ("ipam.iprange", "size"): _range_size,
    ("ipam.vlangroup", "total_vlan_ids"): _vlan_ids,
    ("ipam.vlangroup", "utilization"): _utilization,
    ("dcim.rackreservation", "unit_count"): lambda _store, _type, row: len(row["units"]),
    ("extras.customfieldchoiceset", "choices_count"): lambda _store, _type, row: len(row["extra_choices"] or ()),
    ("virtualization.cluster", "allocated_vcpus"): _allocated("vcpus"),
    ("virtualization.cluster", "allocated_memory"): _allocated("memory"),
    ("virtualization.cluster", "allocated_disk"): _allocated("disk"),
    ("dcim.macaddress", "is_primary"): _is_primary,
    ("dcim.interface", "mac_address"): _mac_address,
    ("virtualization.vminterface", "mac_address"): _mac_address,
    ("dcim.module", "is_bay_compatible"): lambda _store, _type, _row: True,
    ("dcim.modulebay", "is_module_compatible"): lambda _store, _type, _row: True,
    **{(kind, "protocol"): _protocol for kind in ("ipam.service", "ipam.servicetemplate")},
    **{(kind, "ports"): _ports for kind in ("ipam.service", "ipam.servicetemplate")},
    ("dcim.powerfeed", "available_power"): _available_power,
    ("ipam.asnrange", "asn_count"): _asn_count,
    ("extras.tag", "tagged_items"): _tagged,
    ("extras.customfield", "data_type"): lambda _store, _type, row: _DATA_TYPES.get(row["type"], "string"),
    ("users.group", "user_count"): lambda store, _type, row: len(
        store.index("users.user", "groups").get(row["id"], ())
    ),
    ("extras.eventrule", "action_is_available"): lambda _store, _type, _row: True,
}
