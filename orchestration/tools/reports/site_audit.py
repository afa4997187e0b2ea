"""An audit: what is there, and what is missing in its records."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from orchestration.messages import Part, prose
from orchestration.tools.cells import name_of, text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.reports.holdings import Holdings, per, read_holdings
from orchestration.tools.reports.pieces import facts, grid, run
from orchestration.tools.reports.subject import focus_on, one
from orchestration.tools.wording import number, plural

SUBJECTS = ("dcim.site", "tenancy.tenant", "dcim.region", "dcim.sitegroup", "dcim.location")
MOST_SITES = 10

_GAPS: tuple[tuple[str, Callable[[Row], bool]], ...] = (
    ("without a name", lambda row: not row.get("name")),
    ("without a rack", lambda row: not row.get("rack")),
    ("in a rack, without a unit", lambda row: bool(row.get("rack")) and row.get("position") is None),
    ("without a serial number", lambda row: not row.get("serial")),
    ("without a primary IP", lambda row: not row.get("primary_ip")),
    ("not active", lambda row: text_of(row.get("status")).lower() != "active"),
)


def site_audit(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Audit a site, or all sites of a tenant, region or group; four requests in two waves.

    Raises:
        Incomplete, NotFound, Ambiguous: of what is audited.
    """
    about, row = one(kit, asked, results, SUBJECTS, ("name",))
    held = read_holdings(kit, about, [row["id"]])
    name = name_of(row, about)
    gaps = [(label, sum(map(missing, held.devices))) for label, missing in _GAPS]
    worst = max(gaps[:5], key=lambda gap: gap[1])
    amounts = f"{plural(len(held.sites), 'site')}, {plural(len(held.racks), 'rack')} and {plural(len(held.devices), 'device')}"
    head = f"{name} has {amounts}" + (f"; {number(worst[1])} devices are {worst[0]}." if worst[1] else ".")
    parts: list[Part] = [prose(head), facts(_facts(held, gaps))]
    if held.sites:
        parts.append(_sites(kit, held))
    return Draft(
        asked.ask.want,
        tuple(parts),
        understood=f"audit of {about.singular} {name}",
        url=kit.inventory.page(about.key, row["id"]),
        focus=focus_on(asked, about, row),
    )


def _facts(held: Holdings, gaps: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
    empty = sum(not rack.get("device_count") for rack in held.racks)
    return [
        ("Devices by role", per(held.devices, "role")),
        ("Devices by type", per(held.devices, "device_type", 5)),
        ("Racks by status", per(held.racks, "status")),
        ("Empty racks", f"{number(empty)} of {number(len(held.racks))}" if held.racks else ""),
        *((f"Devices {label}", number(amount)) for label, amount in gaps if amount),
    ]


def _sites(kit: Kit, held: Holdings) -> Any:
    rows = [
        (
            run(kit, "dcim.site", site),
            text_of(site.get("status")),
            number(sum((each.get("site") or {}).get("id") == site["id"] for each in held.racks)),
            number(sum((each.get("site") or {}).get("id") == site["id"] for each in held.devices)),
        )
        for site in held.sites[:MOST_SITES]
    ]
    return grid(("Site", "Status", "Racks", "Devices"), rows, right={2, 3})
