"""Filters on address space, VLANs and services that are more than a comparison with a field."""

from collections.abc import Callable
from ipaddress import IPv4Interface, IPv4Network, IPv6Interface, IPv6Network, ip_interface, ip_network
from typing import Any

from bot.demo.standin.lookups import test_of
from bot.demo.standin.schema import Filter, Type
from bot.demo.standin.store import Ids, Row, Store

Method = Callable[[Store, Type, Filter, list[Any]], Ids]
Network = IPv4Network | IPv6Network


def where(store: Store, about: Type, test: Callable[[Row], bool]) -> Ids:
    """Return the ids of the rows for which a test holds."""
    return {number for number, row in store.rows[about.name].items() if test(row)}


def network_of(text: str) -> Network | None:
    """Return the network that a text names, host bits dropped, or None where it names none."""
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError:
        return None


def inside(inner: Network | IPv4Interface | IPv6Interface, outer: Network) -> bool:
    """Say whether a network or address lies in another network, or is it."""
    inner = inner.network if isinstance(inner, (IPv4Interface, IPv6Interface)) else inner
    return inner.version == outer.version and inner.subnet_of(outer)  # type: ignore[arg-type]


def _prefix(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    wanted = {str(network) for value in values if value and (network := network_of(value))}
    return where(store, about, lambda row: row["prefix"] in wanted)


def _within(store: Store, about: Type, item: Filter, values: list[Any]) -> Ids:
    outer = network_of(values[0])
    if outer is None:
        return set()
    itself = item.name == "within_include"

    def test(row: Row) -> bool:
        network = ip_network(row["prefix"])
        return inside(network, outer) and (itself or network != outer)

    return where(store, about, test)


def _contains(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    wanted = network_of(values[0])
    if wanted is None:
        return set()
    if about.name == "ipam.prefix":
        return where(store, about, lambda row: inside(wanted, ip_network(row["prefix"])))

    def test(row: Row) -> bool:
        first, last = ip_interface(row["start_address"]).ip, ip_interface(row["end_address"]).ip
        return first.version == wanted.version and int(first) <= int(wanted[0]) and int(wanted[-1]) <= int(last)

    return where(store, about, test)


def _by_parent(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    outers = [network_of(value) for value in values]
    if None in outers:
        return set()
    names = ("address",) if "address" in about.fields else ("start_address", "end_address")

    def test(row: Row) -> bool:
        hosts = [ip_network(ip_interface(row[name]).ip) for name in names]
        return any(outer is not None and all(inside(host, outer) for host in hosts) for outer in outers)

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
        if item.name.startswith("port_mappings"):
            return list(row["port_mappings"] or ())
        pairs = [mapping.partition("/") for mapping in row["port_mappings"] or ()]
        return [int(port) if number else protocol for protocol, _, port in pairs]

    tests = [test_of("exact" if suffix in ("", "n", "empty") else suffix, value) for value in values]
    found = where(store, about, lambda row: any(test(value) for test in tests for value in each(row)))
    return set(store.rows[about.name]) - found if suffix == "n" else found


def _scope(store: Store, about: Type, item: Filter, values: list[Any]) -> Ids:
    model = item.name.replace("_", "")
    return where(
        store, about, lambda row: (row["scope_type"] or "").endswith("." + model) and row["scope_id"] in values
    )


NETWORK_METHODS: dict[str, Method] = {
    "filter_prefix": _prefix,
    "search_within": _within,
    "search_within_include": _within,
    "search_contains": _contains,
    "search_by_parent": _by_parent,
    "filter_address": _address,
    "filter_present_in_vrf": _in_vrf,
    "filter_vlan": _by_vlan("vid"),
    "filter_vlan_id": _by_vlan("id"),
    "filter_interface_id": _of_interface("dcim.interface"),
    "filter_vminterface_id": _of_interface("virtualization.vminterface"),
    "filter_scope": _scope,
    "get_for_site": _available_at_site,
    "filter_noop": _ports,
    "filter_protocol_noop": _ports,
    "filter_protocol_negated": _ports,
    "filter_port_negated": _ports,
    "filter_port_mappings": _ports,
    "filter_port_mappings_negated": _ports,
}
