"""Filters that are more than a comparison with a field: each is named after the method of NetBox's filter set."""

from collections.abc import Callable, Iterable
from ipaddress import IPv4Interface, IPv4Network, IPv6Interface, IPv6Network, ip_interface, ip_network
from typing import Any

from bot.demo.standin.cabling import trace
from bot.demo.standin.lookups import test_of
from bot.demo.standin.schema import Filter, Type
from bot.demo.standin.store import Ids, Row, Store

Method = Callable[[Store, Type, Filter, list[Any]], Ids]
Network = IPv4Network | IPv6Network
# Interfaces that cannot take a cable (NetBox's VIRTUAL_IFACE_TYPES and the prefix of WIRELESS_IFACE_TYPES).
VIRTUAL_TYPES = frozenset({"virtual", "bridge", "lag"})
WIRELESS_PREFIX = "ieee802."


def where(store: Store, about: Type, test: Callable[[Row], bool]) -> Ids:
    """Return the ids of the rows for which a test holds."""
    return {number for number, row in store.rows[about.name].items() if test(row)}


def _network(text: str) -> Network | None:
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError:
        return None


def _inside(inner: Network | IPv4Interface | IPv6Interface, outer: Network) -> bool:
    inner = inner.network if isinstance(inner, (IPv4Interface, IPv6Interface)) else inner
    return inner.version == outer.version and inner.subnet_of(outer)  # type: ignore[arg-type]


def _prefix(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    wanted = {str(network) for value in values if value and (network := _network(value))}
    return where(store, about, lambda row: row["prefix"] in wanted)


def _within(store: Store, about: Type, item: Filter, values: list[Any]) -> Ids:
    outer = _network(values[0])
    if outer is None:
        return set()
    itself = item.name == "within_include"

    def test(row: Row) -> bool:
        network = ip_network(row["prefix"])
        return _inside(network, outer) and (itself or network != outer)

    return where(store, about, test)


def _contains(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    wanted = _network(values[0])
    if wanted is None:
        return set()
    if about.name == "ipam.prefix":
        return where(store, about, lambda row: _inside(wanted, ip_network(row["prefix"])))

    def test(row: Row) -> bool:
        first, last = ip_interface(row["start_address"]).ip, ip_interface(row["end_address"]).ip
        return first.version == wanted.version and int(first) <= int(wanted[0]) and int(wanted[-1]) <= int(last)

    return where(store, about, test)


def _by_parent(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    outers = [_network(value) for value in values]
    if None in outers:
        return set()
    names = ("address",) if "address" in about.fields else ("start_address", "end_address")

    def test(row: Row) -> bool:
        hosts = [ip_network(ip_interface(row[name]).ip) for name in names]
        return any(outer is not None and all(_inside(host, outer) for host in hosts) for outer in outers)

    return where(store, about, test)


def _address(store: Store, about: Type, item: Filter, values: list[Any]) -> Ids:
    """Match addresses: with a mask as a whole, without one by the host."""
    whole: set[str] = set()
    hosts: set[str] = set()
    for value in values:
        try:
            (whole if "/" in value else hosts).add(str(ip_interface(value) if "/" in value else ip_interface(value).ip))
        except ValueError:
            continue
    return where(store, about, lambda row: row[item.name] in whole or row[item.name].split("/")[0] in hosts)


def _in_vrf(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    imported = set(store.rows["ipam.vrf"][values[0]]["import_targets"])
    vrfs = {number for number, row in store.rows["ipam.vrf"].items() if imported & set(row["export_targets"])} | {
        values[0]
    }
    return where(store, about, lambda row: row["vrf"] in vrfs)


def device_interfaces(store: Store, device: int, *, if_master: bool = True) -> Ids:
    """Return a device's interfaces; for the master of a virtual chassis also those of its members."""
    found = set(store.index("dcim.interface", "device").get(device, ()))
    chassis = store.get("dcim.virtualchassis", store.rows["dcim.device"][device]["virtual_chassis"])
    if chassis is not None and (chassis["master"] == device or not if_master):
        for member in store.index("dcim.device", "virtual_chassis").get(chassis["id"], ()):
            ids = store.index("dcim.interface", "device").get(member, ())
            found |= {number for number in ids if not store.rows["dcim.interface"][number]["mgmt_only"]}
    return found


def _named(store: Store, type_name: str, item: Filter, values: Iterable[Any]) -> Ids:
    """Return the objects of a type that a filter's values name, by its leaf or by id."""
    if item.leaf == "pk":
        return {value for value in values if value in store.rows[type_name]}
    return set().union(*(store.index(type_name, item.leaf).get(value, set()) for value in values))


def _of_owner(owner: str, interface: str) -> Method:
    """Match what is assigned to the interfaces of devices or virtual machines (services: to those themselves)."""

    def method(store: Store, about: Type, item: Filter, values: list[Any]) -> Ids:
        owners = _named(store, owner, item, values)
        if about.name == "ipam.service":
            return where(
                store, about, lambda row: row["parent_object_type"] == owner and row["parent_object_id"] in owners
            )
        if owner == "dcim.device":
            interfaces = set().union(*(device_interfaces(store, number) for number in owners))
        else:
            interfaces = set().union(
                *(store.index(interface, "virtual_machine").get(number, set()) for number in owners)
            )
        kind, key = (
            ("interface_type", "interface_id")
            if "interface_type" in about.fields
            else ("assigned_object_type", "assigned_object_id")
        )
        return where(store, about, lambda row: row[kind] == interface and row[key] in interfaces)

    return method


def _chassis_member(store: Store, _about: Type, item: Filter, values: list[Any]) -> Ids:
    devices = _named(store, "dcim.device", item, values)
    return set().union(*(device_interfaces(store, number, if_master="master" in item.name) for number in devices))


def _occupied(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    return where(store, about, lambda row: store.value(about.name, row, "_occupied") is values[0])


def _connected(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    def test(row: Row) -> bool:
        path = trace(store, (about.name, row["id"]))
        return (path is not None and path.complete and path.active) is values[0]

    return where(store, about, test)


def _kind(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    def test(row: Row) -> bool:
        wireless = row["type"].startswith(WIRELESS_PREFIX)
        kinds = {
            "virtual": row["type"] in VIRTUAL_TYPES,
            "wireless": wireless,
            "physical": row["type"] not in VIRTUAL_TYPES and not wireless,
        }
        return bool(kinds.get(values[0].lower()))

    return where(store, about, test)


def _by_vlan(field: str) -> Method:
    def method(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
        wanted = {int(values[0])} if field == "id" else store.index("ipam.vlan", field).get(int(values[0]), set())
        return where(
            store, about, lambda row: bool(wanted & {row["untagged_vlan"], row["qinq_svlan"], *row["tagged_vlans"]})
        )

    return method


def _of_interface(interface: str) -> Method:
    def method(store: Store, _about: Type, _item: Filter, values: list[Any]) -> Ids:
        row = store.rows[interface][values[0]]
        return {number for number in (row["untagged_vlan"], *row["tagged_vlans"]) if number is not None}

    return method


def _terminations(store: Store, test: Callable[[Row], bool]) -> Iterable[Row]:
    return (row for row in store.rows["dcim.cabletermination"].values() if test(row))


def _at_termination(store: Store, _about: Type, item: Filter, values: list[Any]) -> Ids:
    """Match cables by the device, rack, location or site that an end of theirs is at."""
    place, _, key = item.leaf.partition("__")
    place = place.removesuffix("_id")
    wanted = (
        set(values)
        if not key
        else set().union(*(store.index(f"dcim.{place}", key).get(value, set()) for value in values))
    )

    def test(row: Row) -> bool:
        end = store.rows[row["termination_type"]][row["termination_id"]]
        return (
            end.get("device") if place == "device" else store.value(row["termination_type"], end, f"_{place}")
        ) in wanted

    return {row["cable"] for row in _terminations(store, test)}


def _at_side(side: str) -> Method:
    return lambda store, _about, _item, values: {
        row["cable"]
        for row in _terminations(store, lambda row: row["cable_end"] == side and row["termination_id"] in values)
    }


def _at_object(type_name: str) -> Method:
    def method(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
        found = _terminations(
            store, lambda row: row["termination_type"] == type_name and row["termination_id"] in values
        )
        return {row["cable" if about.name == "dcim.cable" else "id"] for row in found}

    return method


def _unterminated(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    return where(
        store,
        about,
        lambda row: (not all(store.value(about.name, row, f"{side}_terminations") for side in "ab")) is values[0],
    )


def _scope(store: Store, about: Type, item: Filter, values: list[Any]) -> Ids:
    model = item.name.replace("_", "")
    return where(
        store, about, lambda row: (row["scope_type"] or "").endswith("." + model) and row["scope_id"] in values
    )


def _mapped(store: Store, about: Type, item: Filter, values: list[Any]) -> Ids:
    key = item.name.removesuffix("_id")
    return where(store, about, lambda row: any(mapping[key] in values for mapping in row[f"{key}s"]))


def _by_request(store: Store, about: Type, item: Filter, values: list[Any]) -> Ids:
    actions = {"created_by_request": ("create",), "updated_by_request": ("update",)}.get(
        item.name, ("create", "update")
    )
    changes = store.rows["core.objectchange"].values()
    found = {
        row["changed_object_id"]
        for row in changes
        if row["changed_object_type"] == about.name and row["action"] in actions and row["request_id"] == values[0]
    }
    return found & set(store.rows[about.name])


def _primary(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    return where(store, about, lambda row: store.value(about.name, row, "is_primary") is values[0])


def _available_at_site(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    """Match the VLANs of a site: its own, those of groups that reach it, and those tied to no place."""
    site = store.rows["dcim.site"][values[0]]
    reach = {("dcim.site", site["id"])}
    for kind, name in (("dcim.region", "region"), ("dcim.sitegroup", "group")):
        node = store.get(kind, site[name])
        while node is not None:
            reach.add((kind, node["id"]))
            node = store.get(kind, node["parent"])

    def test(row: Row) -> bool:
        group = store.get("ipam.vlangroup", row["group"])
        if group is not None and group["scope_type"]:
            return (group["scope_type"], group["scope_id"]) in reach
        return row["site"] in (None, site["id"])

    return where(store, about, test)


def _ports(store: Store, about: Type, item: Filter, values: list[Any]) -> Ids:
    """Match services by port or protocol."""
    _, _, suffix = item.name.partition("__")
    number = item.name.startswith("port") and not item.name.startswith("port_mappings")

    def each(row: Row) -> list[Any]:
        mappings = [
            (entry["protocol"], entry["port"]) if isinstance(entry, dict) else tuple(str(entry).split("/"))
            for entry in row["port_mappings"] or ()
        ]
        if item.name.startswith("port_mappings"):
            return [f"{protocol}/{port}" for protocol, port in mappings]
        return [int(port) if number else protocol for protocol, port in mappings]

    tests = [test_of("exact" if suffix in ("", "n", "empty") else suffix, value) for value in values]
    found = where(store, about, lambda row: any(test(value) for test in tests for value in each(row)))
    return set(store.rows[about.name]) - found if suffix == "n" else found


def _search(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    """Search the fields that NetBox looks into for `q`."""
    found: Ids = set()
    network = _network(values[0])
    for path, leaf, lookup in about.search:
        owner = path[-1][1] if path else about.name
        if lookup in ("net_contains_or_equals", "inet"):
            if network is not None:
                test = (
                    (lambda kept: _inside(network, ip_network(kept)))
                    if lookup != "inet"
                    else (lambda kept: kept.split("/")[0] == values[0])
                )
                ids = set().union(*(ids for kept, ids in store.index(owner, leaf).items() if kept and test(kept)))
                found |= store.back(about.name, path, ids)
            continue
        if lookup == "exact" and not values[0].isdigit():
            continue
        compare = test_of(
            "icontains" if lookup == "contains" else lookup, int(values[0]) if lookup == "exact" else values[0]
        )
        ids = set().union(
            *(ids for kept, ids in store.index(owner, leaf).items() if kept not in (None, "") and compare(kept))
        )
        found |= store.back(about.name, path, ids)
    return found


METHODS: dict[str, Method] = {
    "search": _search,
    "filter_by_request": _by_request,
    "filter_prefix": _prefix,
    "search_within": _within,
    "search_within_include": _within,
    "search_contains": _contains,
    "search_by_parent": _by_parent,
    "filter_address": _address,
    "filter_present_in_vrf": _in_vrf,
    "filter_device": _of_owner("dcim.device", "dcim.interface"),
    "filter_virtual_machine": _of_owner("virtualization.virtualmachine", "virtualization.vminterface"),
    "filter_virtual_chassis_member": _chassis_member,
    "filter_virtual_chassis_member_or_master": _chassis_member,
    "filter_occupied": _occupied,
    "filter_connected": _connected,
    "filter_kind": _kind,
    "filter_vlan": _by_vlan("vid"),
    "filter_vlan_id": _by_vlan("id"),
    "filter_interface_id": _of_interface("dcim.interface"),
    "filter_vminterface_id": _of_interface("virtualization.vminterface"),
    "filter_by_termination": _at_termination,
    "filter_by_cable_end_a": _at_side("A"),
    "filter_by_cable_end_b": _at_side("B"),
    **{
        f"filter_by_{name}": _at_object(f"{'circuits' if name == 'circuittermination' else 'dcim'}.{name}")
        for name in [
            "consoleport",
            "consoleserverport",
            "powerport",
            "poweroutlet",
            "interface",
            "frontport",
            "rearport",
            "powerfeed",
            "circuittermination",
        ]
    },
    "_unterminated": _unterminated,
    "filter_scope": _scope,
    "mapped": _mapped,
    "filter_primary": _primary,
    "get_for_site": _available_at_site,
    "filter_noop": _ports,
    "filter_protocol_noop": _ports,
    "filter_protocol_negated": _ports,
    "filter_port_negated": _ports,
    "filter_port_mappings": _ports,
    "filter_port_mappings_negated": _ports,
}
