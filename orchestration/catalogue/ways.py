"""Ways from a type to another: its links there, or else the shortest sensible path over links."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import replace

from orchestration.catalogue.types import Link, ObjectType

# A path first goes back (from a VLAN to the interfaces that carry it), then forward (from those to their device). It never goes forward
# and then back: two objects that have a tenant in common have little else. And it leads only over things that stand for a relation or
# are parts of something: who asks for the platforms of a site means those of its devices. What each costs decides between two paths.
THROUGH: Mapping[str, float] = {
    "dcim.site": 1.0,
    "dcim.device": 1.0,
    "ipam.prefix": 1.01,
    "dcim.interface": 1.02,
    "dcim.devicetype": 1.03,
    "virtualization.virtualmachine": 1.04,
    "virtualization.vminterface": 1.05,
    "circuits.circuit": 1.06,
    "circuits.circuittermination": 1.07,
    "tenancy.contactassignment": 1.08,
    "vpn.l2vpntermination": 1.09,
    "vpn.tunneltermination": 1.1,
    "circuits.circuitgroupassignment": 1.11,
    "circuits.virtualcircuit": 1.12,
    "circuits.virtualcircuittermination": 1.13,
    "ipam.fhrpgroupassignment": 1.14,
    "dcim.rack": 1.15,
    "dcim.powerfeed": 1.16,
    "dcim.module": 1.17,
    "dcim.moduletype": 1.18,
    "ipam.ipaddress": 1.19,
    "virtualization.cluster": 1.4,
    "dcim.powerport": 1.5,
    "dcim.poweroutlet": 1.5,
    "dcim.virtualdevicecontext": 1.5,
    "dcim.inventoryitem": 2.5,
}
# Links that hold for one object in particular: no way to what an object has to do with in general.
NO_STEP = frozenset(
    (
        "primary_ip4",
        "primary_ip6",
        "oob_ip",
        "nat_inside",
        "contains",
        "covers",
        "parent_bay",
        "parent_device",
        "bridge",
    )
)
LONGEST = 4


def between(types: Mapping[str, ObjectType], type_: str, target: str) -> tuple[Link, ...]:
    """Return the links from a type to another: filters first, then links back; where there are none, one path, if there is any."""
    links = types[type_].links.values()
    direct = [link for link in links if link.target == target]
    direct += [replace(link, target=target, fixed=_filled(link, target)) for link in links if link.target == "*"]
    if direct:
        return tuple(sorted(direct, key=lambda link: link.back is not None))
    found = next(_paths(types, type_, target), ())
    return (Link(name="_".join(found), target=target, path=found),) if found else ()


def _filled(link: Link, target: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, target if value == "*" else value) for name, value in link.fixed)


def _paths(types: Mapping[str, ObjectType], type_: str, target: str) -> Iterator[tuple[str, ...]]:
    """Yield the names of the links to walk, nearest first, the cheapest path first."""
    waiting: list[tuple[float, tuple[str, ...], str, bool]] = [(0.0, (), type_, False)]
    seen: set[tuple[str, bool]] = set()
    while waiting:
        cost, walked, here, forward = heapq.heappop(waiting)
        if walked and here in (target, "*"):
            yield walked
        if (here, forward) in seen or here not in types or len(walked) == LONGEST:
            continue
        seen.add((here, forward))
        for link in types[here].links.values():
            goes_forward = link.back is None
            if forward and not goes_forward:
                continue
            if link.target in (target, "*"):
                # What may lead to any type leads to this one only where nothing tells it.
                step = cost + (1.3 if link.target == "*" else 1.0)
                heapq.heappush(waiting, (step, (*walked, link.name), link.target, goes_forward))
            elif link.target in THROUGH and link.name not in NO_STEP:
                step = cost + THROUGH[link.target]
                heapq.heappush(waiting, (step, (*walked, link.name), link.target, goes_forward))
