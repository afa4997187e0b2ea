"""Addresses that are documented more than once in a VRF."""

from collections.abc import Mapping
from typing import Any

from orchestration.messages import Run, prose
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row, bare
from orchestration.tools.reports.pieces import all_of, belonging, narrowing, tabled
from orchestration.tools.wording import number, plural

# Roles whose addresses are on several machines by design: https://netboxlabs.com/docs/netbox/models/ipam/ipaddress/
SHARED = frozenset({"anycast", "vip", "vrrp", "hsrp", "glbp", "carp"})


def duplicate_ips(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """List addresses that several records of one VRF have; those meant to be shared (anycast, VIP ...) do not count.

    Raises:
        Refused: there are too many addresses to read.
    """
    wanted = belonging(kit, narrowing(asked, results), "ipam.ipaddress")
    rows = all_of(kit, wanted, ("address", "vrf", "role", "status", "assigned_object", "dns_name"))
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if str(bare(row.get("role"))) not in SHARED:
            groups.setdefault((text_of(row.get("vrf")) or "Global", str(row["address"]).split("/")[0]), []).append(row)
    doubled = {key: held for key, held in groups.items() if len(held) > 1}
    vrfs = len({vrf for vrf, _ in groups})
    among = f"{plural(len(rows), 'IP address', 'IP addresses')} in {plural(vrfs, 'VRF')}"
    head = f"{plural(len(doubled), 'address', 'addresses')} documented more than once, among {among}."
    if not doubled:
        head = f"No address is documented twice in its VRF, among {among}."
    lines: list[tuple[Run | str, ...]] = [
        (Run(text=str(row["address"]), url=kit.inventory.page("ipam.ipaddress", row["id"])), vrf, text_of(row.get("assigned_object")),
         text_of(row.get("status")), text_of(row.get("dns_name")))
        for (vrf, _), held in sorted(doubled.items()) for row in held
    ]  # fmt: skip
    kept = kept_table(
        kit,
        ("Address", "VRF", "On", "Status", "DNS name"),
        lines,
        head=head,
        understood=f"duplicate IP addresses · {number(len(rows))} looked at",
    )
    return tabled(kit, asked, [prose(head)], kept, "ipam.ipaddress")
