"""How full all prefixes are, the fullest first."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.messages import Notice, Part, Run, prose
from orchestration.ports import Query
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row, network
from orchestration.tools.reports.fullness import Net, by_prefixes, hosts, is_container, size_of
from orchestration.tools.reports.pieces import all_of, belonging, narrowing, tabled, understood
from orchestration.tools.rows import LONGEST_PAGE
from orchestration.tools.search import Search
from orchestration.tools.wording import listed, number, percent, plural

FIELDS = ("prefix", "vrf", "status", "is_pool", "mark_utilized", "role", "scope")
# Addresses are read in pages of 1,000; where there are more pages than this, prefixes of addresses are left out and said so.
MOST_PAGES = 10
NEARLY_FULL = 0.8


@dataclass(frozen=True, slots=True)
class Use:
    """How full a prefix is.

    Args:
        row: its record.
        used, size: addresses.
    """

    row: Row
    used: int
    size: int

    @property
    def share(self) -> float:
        """How much of it is used."""
        return self.used / self.size if self.size else 0.0


def prefix_utilization(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Tell how full prefixes are: containers by their prefixes, others by their addresses.

    Raises:
        Refused: there are too many prefixes to read.
    """
    wanted = belonging(kit, narrowing(asked, results), "ipam.prefix")
    prefixes = all_of(kit, wanted, FIELDS)
    every = prefixes if wanted.branches == ((),) else all_of(kit, Search("ipam.prefix"), FIELDS)
    addresses = _addresses(kit)
    uses = sorted(_uses(prefixes, every, addresses), key=lambda use: (-use.share, str(use.row["prefix"])))
    full = [use for use in uses if use.share >= NEARLY_FULL]
    head = f"{plural(len(uses), 'prefix', 'prefixes')}, {number(len(full))} of them at least {NEARLY_FULL:.0%} used."
    if uses:
        head = f"{head[:-1]}; the fullest is {uses[0].row['prefix']} with {percent(uses[0].used, uses[0].size)}."
    rows = [_cells(kit, use) for use in uses]
    titles = ("Prefix", "VRF", "Status", "Used", "Of", "Share")
    told = understood("use of prefixes", wanted.said)
    kept = kept_table(kit, titles, rows, head=head, understood=told, right={3, 4, 5})
    before: list[Part] = [prose(head)]
    roots = [use for use in uses if is_container(use.row)]
    if roots:
        fill = listed([f"{use.row['prefix']} {percent(use.used, use.size)}" for use in roots[:5]])
        before.append(prose(f"Containers: {fill}."))
    behind = (
        [Notice(text="There are too many addresses to read them all: only containers are counted.")]
        if addresses is None
        else []
    )
    return tabled(kit, asked, before, kept, "ipam.prefix", behind)


def _addresses(kit: Kit) -> Sequence[Row] | None:
    """Return all addresses; None where there are too many."""
    fields = ("id", "address", "vrf")
    first = kit.inventory.list(Query(type="ipam.ipaddress", fields=fields, limit=LONGEST_PAGE))
    if first.total > MOST_PAGES * LONGEST_PAGE:
        return None
    offsets = range(LONGEST_PAGE, first.total, LONGEST_PAGE)
    rest = kit.pages(
        [Query(type="ipam.ipaddress", fields=fields, limit=LONGEST_PAGE, offset=offset) for offset in offsets]
    )
    return [row for page in (first, *rest) for row in page.rows]


def _uses(prefixes: Sequence[Row], every: Sequence[Row], addresses: Sequence[Row] | None) -> list[Use]:
    by_vrf: dict[Any, list[Row]] = {}
    for row in every:
        by_vrf.setdefault(_vrf(row), []).append(row)
    held: dict[tuple[Any, int, int], list[Row]] = {}
    for row in addresses or ():
        net = network(row["address"].split("/")[0])
        if net is not None:
            held.setdefault((_vrf(row), net.version, int(net.network_address)), []).append(row)
    ordered = {
        key: sorted(value for vrf, version, value in held if (vrf, version) == key)
        for key in {each[:2] for each in held}
    }
    uses = []
    for row in prefixes:
        net = network(row["prefix"])
        if net is None:
            continue
        if row.get("mark_utilized"):
            uses.append(Use(row, net.num_addresses, net.num_addresses))
        elif is_container(row):
            # A container outside all VRFs holds what is in any, as NetBox counts it.
            children = every if _vrf(row) is None else by_vrf[_vrf(row)]
            uses.append(Use(row, by_prefixes(net, children), net.num_addresses))
        elif addresses is not None:
            uses.append(_by_addresses(row, net, held, ordered.get((_vrf(row), net.version), [])))
    return uses


def _by_addresses(row: Row, net: Net, held: Mapping[tuple[Any, int, int], list[Row]], ordered: Sequence[int]) -> Use:
    low, high = int(net.network_address), int(net.broadcast_address)
    inside = ordered[bisect_left(ordered, low) : bisect_right(ordered, high)]
    rows = [each for value in inside for each in held[_vrf(row), net.version, value]]
    return Use(row, len(hosts(rows)), size_of(net, pool=bool(row.get("is_pool"))))


def _vrf(row: Row) -> Any:
    vrf = row.get("vrf")
    return vrf["id"] if isinstance(vrf, dict) else None


def _cells(kit: Kit, use: Use) -> tuple[Run | str, ...]:
    link = Run(text=str(use.row["prefix"]), url=kit.inventory.page("ipam.prefix", use.row["id"]))
    share = percent(use.used, use.size)
    return (
        link,
        text_of(use.row.get("vrf")),
        text_of(use.row.get("status")),
        number(use.used),
        number(use.size),
        share,
    )
