"""The next free addresses, prefixes, VLAN ids and AS numbers: shown, and taken."""

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_interface, ip_network, summarize_address_range
from itertools import islice
from typing import Any

from bot.demo.standin.changes import Actor
from bot.demo.standin.errors import Conflict, Invalid, Refused
from bot.demo.standin.render import Renderer
from bot.demo.standin.store import Row, Store
from bot.demo.standin.writes import create

Network = IPv4Network | IPv6Network
# What can be asked of which type, and the type of what is made.
EXTRAS = {
    ("ipam.prefix", "available-ips"): "ipam.ipaddress",
    ("ipam.iprange", "available-ips"): "ipam.ipaddress",
    ("ipam.prefix", "available-prefixes"): "ipam.prefix",
    ("ipam.vlangroup", "available-vlans"): "ipam.vlan",
    ("ipam.asnrange", "available-asns"): "ipam.asn",
}


def show_free(
    store: Store, renderer: Renderer, extra: str, parent_type: str, parent: Row, limit: int
) -> list[dict[str, Any]]:
    """Return what is free under a parent, at most `limit` of it."""
    if extra == "available-vlans":
        group = renderer.nested(parent_type, parent["id"])
        return [{"vid": vid, "group": group} for vid in islice(free_vlan_ids(store, parent), limit)]
    if extra == "available-asns":
        return [{"asn": number} for number in islice(free_as_numbers(store, parent), limit)]
    vrf = renderer.nested("ipam.vrf", parent["vrf"])
    if extra == "available-prefixes":
        return [
            {"family": network.version, "prefix": str(network), "vrf": vrf} for network in free_prefixes(store, parent)
        ]
    length, version = _mask_length(parent), ip_interface(parent.get("prefix") or parent["start_address"]).version
    return [
        {"family": version, "address": f"{host}/{length}", "vrf": vrf}
        for host in islice(free_hosts(store, parent), limit)
    ]


def allocate(store: Store, extra: str, parent: Row, data: Any, actor: Actor) -> list[Row]:
    """Make objects of what is free, one for each request in a list (or one for a single request).

    Raises:
        Conflict: there is not enough left.
        Invalid: a request does not fit; a list of messages by position.
    """
    wanted: list[dict[str, Any]] = [dict(item) for item in (data if isinstance(data, list) else [data or {}])]
    if extra == "available-prefixes":
        prepared = _prefixes(store, parent, wanted)
    elif extra == "available-ips":
        prepared = _addresses(store, parent, wanted)
    else:
        prepared = _numbers(store, extra, parent, wanted)
    target = {
        "available-prefixes": "ipam.prefix",
        "available-ips": "ipam.ipaddress",
        "available-vlans": "ipam.vlan",
        "available-asns": "ipam.asn",
    }[extra]
    try:
        return [create(store, target, item, actor) for item in prepared]
    except Invalid as problem:
        raise Refused([problem.body] if isinstance(data, list) else problem.body) from None


def _not_enough() -> Conflict:
    return Conflict({"detail": "Insufficient resources are available to satisfy the request"})


def _numbers(store: Store, extra: str, parent: Row, wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    vlans = extra == "available-vlans"
    if (
        vlans
        and (errors := [{} if item.get("name") else {"name": ["This field is required."]} for item in wanted])
        and any(errors)
    ):
        raise Refused(errors)
    free = list(islice(free_vlan_ids(store, parent) if vlans else free_as_numbers(store, parent), len(wanted)))
    if len(free) < len(wanted):
        raise _not_enough()
    fixed = {"group": parent["id"]} if vlans else {"rir": parent["rir"]}
    return [{**item, **fixed, ("vid" if vlans else "asn"): number} for item, number in zip(wanted, free, strict=True)]


def _addresses(store: Store, parent: Row, wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    length = _mask_length(parent)
    errors = [
        {"prefix_length": f"Prefix length must be greater than or equal to the parent mask length ({length})"}
        if (item.get("prefix_length") or length) < length
        else {}
        for item in wanted
    ]
    if any(errors):
        raise Refused(errors)
    free = list(islice(free_hosts(store, parent), len(wanted)))
    if len(free) < len(wanted):
        raise _not_enough()
    return [
        {**item, "address": f"{host}/{item.pop('prefix_length', None) or length}", "vrf": parent["vrf"]}
        for item, host in zip(wanted, free, strict=True)
    ]


def _prefixes(store: Store, parent: Row, wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    longest = ip_network(parent["prefix"]).max_prefixlen
    errors = [_length_problem(item.get("prefix_length"), longest) for item in wanted]
    if any(errors):
        raise Refused(errors)
    free = free_prefixes(store, parent)
    prepared = []
    for item in wanted:
        length = item.pop("prefix_length")
        fitting = next(
            (network for network in sorted(free, key=lambda each: int(each[0])) if network.prefixlen <= length), None
        )
        if fitting is None:
            raise _not_enough()
        taken = next(fitting.subnets(new_prefix=length))
        free.remove(fitting)
        if taken != fitting:
            free += fitting.address_exclude(taken)
        prepared.append({**item, "prefix": str(taken), "vrf": parent["vrf"]})
    return prepared


def _length_problem(length: Any, longest: int) -> dict[str, str]:
    if length is None:
        return {"prefix_length": "this field can not be missing"}
    if not isinstance(length, int):
        return {"prefix_length": "this field must be int type"}
    if length > longest:
        return {"prefix_length": f"Invalid prefix length ({length}) for IPv{4 if longest == 32 else 6}"}
    return {}


def _mask_length(parent: Row) -> int:
    return ip_interface(parent.get("prefix") or parent["start_address"]).network.prefixlen


def free_hosts(store: Store, parent: Row) -> Iterator[Any]:
    """Yield the hosts of a prefix or range that no address of its table has, ranges marked as populated left out."""
    if "prefix" in parent:
        network = ip_network(parent["prefix"])
        first, last = int(network[0]), int(network[-1])
        wide = network.prefixlen < network.max_prefixlen - 1
        if wide and not parent["is_pool"]:
            # The network's own address and, in IPv4, that of broadcast are for no host.
            first, last = first + 1, last - (network.version == 4)
        everywhere = parent["vrf"] is None and parent["status"] == "container"
    else:
        start = ip_interface(parent["start_address"])
        network, everywhere = start.network, False
        first, last = int(start.ip), int(ip_interface(parent["end_address"]).ip)
        if parent["mark_populated"]:
            return
    taken = {
        int(address.ip)
        for row in store.rows["ipam.ipaddress"].values()
        if everywhere or row["vrf"] == parent["vrf"]
        for address in [ip_interface(row["address"])]
        if address.version == network.version
    }
    populated = [
        (int(ip_interface(row["start_address"]).ip), int(ip_interface(row["end_address"]).ip))
        for row in store.rows["ipam.iprange"].values()
        if "prefix" in parent and row["mark_populated"] and (everywhere or row["vrf"] == parent["vrf"])
    ]
    for host in range(first, last + 1):
        if host not in taken and not any(low <= host <= high for low, high in populated):
            yield ip_address(host) if network.version == 4 else type(network[0])(host)


def free_prefixes(store: Store, parent: Row) -> list[Any]:
    """Return the largest networks of a prefix that no prefix of its table takes."""
    network = ip_network(parent["prefix"])
    everywhere = parent["vrf"] is None and parent["status"] == "container"
    held = sorted(
        (int(child[0]), int(child[-1]))
        for row in store.rows["ipam.prefix"].values()
        if row["id"] != parent["id"] and (everywhere or row["vrf"] == parent["vrf"])
        for child in [ip_network(row["prefix"])]
        if child.version == network.version and child != network and child.subnet_of(network)  # type: ignore[arg-type]
    )
    found: list[Any] = []
    at, end = int(network[0]), int(network[-1])
    address = type(network[0])
    for low, high in [*held, (end + 1, end + 1)]:
        if low > at:
            found += summarize_address_range(address(at), address(low - 1))
        at = max(at, high + 1)
    return found


def free_vlan_ids(store: Store, group: Row) -> Iterator[int]:
    """Yield the VLAN ids of a group's ranges that no VLAN of the group has."""
    taken = {
        store.rows["ipam.vlan"][number]["vid"] for number in store.index("ipam.vlan", "group").get(group["id"], ())
    }
    for low, high in group["vid_ranges"]:
        yield from (vid for vid in range(low, high + 1) if vid not in taken)


def free_as_numbers(store: Store, parent: Row) -> Iterator[int]:
    """Yield the AS numbers of a range that no AS has."""
    taken = store.index("ipam.asn", "asn")
    return (number for number in range(parent["start"], parent["end"] + 1) if not taken.get(number))
