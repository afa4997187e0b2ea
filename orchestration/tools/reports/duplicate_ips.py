"""Addresses that are documented more than once in a VRF."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.messages import Part as ReplyPart
from orchestration.messages import Run, prose
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row, bare
from orchestration.tools.reports.gathering import Part, gather
from orchestration.tools.reports.pieces import tabled, understood
from orchestration.tools.reports.scope import scope_of
from orchestration.tools.reports.usage import Space, host_of, space_of
from orchestration.tools.wording import after, number, plural

# Roles whose addresses are on several machines by design (IPADDRESS_ROLES_NONUNIQUE in ipam/constants.py).
SHARED = frozenset({"anycast", "vip", "vrrp", "hsrp", "glbp", "carp"})
FIELDS = ("address", "vrf", "role", "status", "assigned_object", "dns_name")
TITLES = ("Address", "VRF", "On", "Status", "Role", "DNS name")


def duplicate_ips(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """List addresses that several records of one VRF have; those meant to be shared (anycast, VIP ...) do not count.

    Raises:
        NotFound, Ambiguous: of what it is about.
        NotAllowed: addresses may not be seen.
    """
    scope = scope_of(kit, asked, results)
    read = gather(kit, {"addresses": Part(scope.of("ipam.ipaddress"), FIELDS, pages=20, main=True)})
    doubled, vrfs = _doubled(read["addresses"].rows)
    amount = len(read["addresses"].rows)
    among = f"{plural(amount, 'IP address', 'IP addresses')}{after(scope.phrase)}, {plural(vrfs, 'VRF')}"
    head = f"{plural(len(doubled), 'address is', 'addresses are')} documented more than once in a VRF, among {among}."
    if not amount:
        head = f"No IP addresses{after(scope.phrase)}."
    elif not doubled:
        head = f"No address is documented twice in its VRF, among {among}."
    before: list[ReplyPart] = [prose(head)]
    rows = [_cells(kit, row) for held in doubled for row in held]
    told = understood("duplicate IP addresses", scope.phrase, f"{number(amount)} looked at")
    kept = kept_table(kit, TITLES, rows, head=head, understood=told)
    return tabled(kit, asked, before, kept, "ipam.ipaddress", read.notices(kit.catalogue))


def _doubled(rows: Sequence[Row]) -> tuple[list[list[Row]], int]:
    """Return the records of each address that is there more than once, and how many VRFs were looked at, the global table as one of them."""
    groups: dict[tuple[Space, int], list[Row]] = defaultdict(list)
    vrfs = set()
    for row in rows:
        address = str(row["address"])
        space = space_of(row, address)
        vrfs.add(space[0])
        if bare(row.get("role")) not in SHARED:
            groups[space, host_of(address)].append(row)
    return [held for _, held in sorted(groups.items()) if len(held) > 1], len(vrfs)


def _cells(kit: Kit, row: Row) -> tuple[Run | str, ...]:
    link = Run(text=str(row["address"]), url=kit.inventory.page("ipam.ipaddress", row["id"]))
    shown = (text_of(row.get(field)) for field in ("assigned_object", "status", "role", "dns_name"))
    return (link, text_of(row.get("vrf")) or "Global", *shown)
