"""How full prefixes are, as NetBox reckons it (`Prefix.get_utilization`, `Aggregate.get_utilization`, `IPRange.utilization`).

A container by what its child prefixes of the same VRF cover; any other by its different addresses and the ranges marked as utilised,
of all its addresses but the network's and the broadcast's, which an IPv4 pool and a /31 or longer use too.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import ip_interface

from orchestration.tools.proof import Row, bare, network

Space = tuple[int, int]  # VRF (0 for the global table) and family


@dataclass(frozen=True, slots=True)
class Use:
    """How full something is.

    Args:
        used: addresses in use, or covered by child prefixes.
        size: addresses there are.
        marked: whether it counts as full because somebody marked it so.
    """

    used: int
    size: int
    marked: bool = False

    @property
    def percent(self) -> float:
        """Its share, 0 to 100."""
        return 100.0 if self.marked else min(100.0, 100 * self.used / self.size) if self.size else 0.0


def space_of(row: Row, address: str) -> Space:
    """Return the VRF and the family that an address or prefix counts in."""
    return ((row.get("vrf") or {}).get("id", 0), 6 if ":" in address else 4)


def host_of(address: str) -> int:
    """Return an address without its mask as a number."""
    return int(ip_interface(address).ip)


class Addresses:
    """All addresses, and the ranges marked as utilised, to be counted between two of them.

    Args:
        addresses: records with `address` and `vrf`.
        ranges: records with `start_address`, `end_address`, `vrf`, `mark_utilized`.
    """

    def __init__(self, addresses: Iterable[Row], ranges: Iterable[Row] = ()) -> None:
        marked: dict[Space, list[tuple[int, int]]] = defaultdict(list)
        for row in ranges:
            if row.get("mark_utilized"):
                start, end = str(row["start_address"]), str(row["end_address"])
                marked[space_of(row, start)].append((host_of(start), host_of(end)))
        self._ranges = {space: _merged(each) for space, each in marked.items()}
        hosts: dict[Space, set[int]] = defaultdict(set)
        for row in addresses:
            hosts[space_of(row, str(row["address"]))].add(host_of(str(row["address"])))
        # Addresses within a marked range are counted with the range.
        self._hosts = {
            space: sorted(host for host in each if not self._ranged(space, host)) for space, each in hosts.items()
        }

    def between(self, space: Space, low: int, high: int) -> int:
        """Return how many different addresses are in use from one to another."""
        hosts = self._hosts.get(space, [])
        ranged = sum(
            max(0, min(high, end) - max(low, start) + 1)
            for start, end in self._ranges.get(space, ())
            if start >= low and end <= high
        )
        return ranged + bisect_right(hosts, high) - bisect_left(hosts, low)

    def _ranged(self, space: Space, host: int) -> bool:
        return any(start <= host <= end for start, end in self._ranges.get(space, ()))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def covered(prefixes: Iterable[str]) -> int:
    """Return how many addresses prefixes of one family cover together."""
    spans = [(int(each[0]), int(each[-1])) for text in prefixes if (each := network(text)) is not None]
    return sum(end - start + 1 for start, end in _merged(spans))


def use_of(row: Row, children: int, addresses: Addresses | None) -> Use | None:
    """Return how full one prefix is; None where its addresses are not known.

    Args:
        row: with `prefix`, `vrf`, `status`, `is_pool`, `mark_utilized`.
        children: addresses that its child prefixes of the same VRF cover.
        addresses: all of its VRF's; None where they were not read.
    """
    here = network(row["prefix"])
    if here is None:
        return None
    if bare(row.get("status")) == "container":
        return Use(children, here.num_addresses, bool(row.get("mark_utilized")))
    size = here.num_addresses
    if here.version == 4 and here.prefixlen < 31 and not row.get("is_pool"):
        size -= 2
    if row.get("mark_utilized"):
        return Use(size, size, marked=True)
    if addresses is None:
        return None
    used = addresses.between(space_of(row, str(row["prefix"])), int(here[0]), int(here[-1]))
    return Use(used, size)


def uses(prefixes: Sequence[Row], addresses: Addresses | None) -> dict[int, Use | None]:
    """Return how full each prefix is, by its id.

    Args:
        prefixes: all of their VRFs, with what `use_of` needs.
        addresses: all; None where they were not read: then only containers are told.
    """
    spaces: dict[Space, list[Row]] = defaultdict(list)
    for row in prefixes:
        spaces[space_of(row, str(row["prefix"]))].append(row)
    inside: dict[int, int] = {}
    for rows in spaces.values():
        inside |= _children(rows)
    return {row["id"]: use_of(row, inside.get(row["id"], 0), addresses) for row in prefixes}


def _children(rows: Sequence[Row]) -> dict[int, int]:
    """Return the addresses that the child prefixes of each of one VRF cover; the nearest children cover all that is below."""
    placed = sorted(
        (int(here[0]), -int(here[-1]), row["id"]) for row in rows if (here := network(row["prefix"])) is not None
    )
    inside: dict[int, int] = defaultdict(int)
    above: list[tuple[int, int, list[int]]] = []
    for start, minus_end, id_ in placed:
        end = -minus_end
        if above and (above[-1][0], above[-1][1]) == (start, end):
            above[-1][2].append(id_)
            continue
        while above and above[-1][1] < start:
            above.pop()
        for parent in above[-1][2] if above else ():
            inside[parent] += end - start + 1
        above.append((start, end, [id_]))
    return inside
