"""How much of a prefix its child prefixes cover, and which hosts lie in a range."""

import ipaddress
from collections.abc import Iterable, Sequence

from orchestration.tools.cells import text_of
from orchestration.tools.proof import Row, contains, network

Net = ipaddress.IPv4Network | ipaddress.IPv6Network


def is_container(row: Row) -> bool:
    """Say whether a prefix holds prefixes rather than addresses."""
    return text_of(row.get("status")).lower() == "container"


def size_of(net: Net, *, pool: bool) -> int:
    """Return how many addresses of a prefix can be used: not the network's own, nor the broadcast, unless it is a pool or a point to point."""
    if net.version == 4 and net.prefixlen < 31 and not pool:
        return net.num_addresses - 2
    return net.num_addresses


def covered(nets: Iterable[Net]) -> int:
    """Return how many addresses several networks cover, each once."""
    every = list(nets)
    four = ipaddress.collapse_addresses(net for net in every if isinstance(net, ipaddress.IPv4Network))
    six = ipaddress.collapse_addresses(net for net in every if isinstance(net, ipaddress.IPv6Network))
    return sum(net.num_addresses for net in four) + sum(net.num_addresses for net in six)


def by_prefixes(outer: Net, children: Sequence[Row]) -> int:
    """Return how many addresses of a prefix its child prefixes cover."""
    nets = (network(row.get("prefix")) for row in children)
    return covered(net for net in nets if net is not None and net != outer and contains(outer, net))


def within(row: Row, rows: Sequence[Row]) -> set[str]:
    """Return the addresses of records that lie in a range, each host once."""
    low, high = (ipaddress.ip_interface(str(row[end])).ip for end in ("start_address", "end_address"))
    found = (ipaddress.ip_address(host) for host in hosts(rows))
    return {str(host) for host in found if host.version == low.version and int(low) <= int(host) <= int(high)}


def hosts(rows: Sequence[Row]) -> set[str]:
    """Return the addresses of records, each host once."""
    return {str(row.get("address", "")).split("/")[0] for row in rows}
