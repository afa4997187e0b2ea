"""An audit: what is there, and what is missing in its records."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from orchestration.errors import NotUnderstood
from orchestration.messages import Part, Run, prose
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.reports.holdings import Holdings, per, read_holdings
from orchestration.tools.reports.pieces import facts, run, tabled, understood
from orchestration.tools.reports.scope import scope_of
from orchestration.tools.wording import after, listed, number, plural

_GAPS: tuple[tuple[str, Callable[[Row], bool]], ...] = (
    ("without a name", lambda row: not row.get("name")),
    ("without a rack", lambda row: not row.get("rack")),
    ("in a rack, without a unit", lambda row: bool(row.get("rack")) and row.get("position") is None),
    ("without a serial number", lambda row: not row.get("serial")),
    ("without a primary IP", lambda row: not row.get("primary_ip")),
    ("not active", lambda row: text_of(row.get("status")).lower() != "active"),
)


def site_audit(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Audit a site, the sites of a tenant, region or group, or all there are.

    Raises:
        NotFound, Ambiguous: of what is audited.
        NotUnderstood: nothing leads from it to sites, racks and devices.
    """
    scope = scope_of(kit, asked, results)
    held = read_holdings(scope)
    if not scope.all and not scope.reaches("dcim.device"):
        raise NotUnderstood(f"I cannot audit {kit.catalogue[scope.type].plural}.", "Name a site, a region or a tenant.")
    gaps = [(label, sum(map(missing, held.devices))) for label, missing in _GAPS]
    worst = max(gaps[:5], key=lambda gap: gap[1])
    head = f"{listed(held.amounts)}{after(scope.phrase)}"
    if worst[1]:
        head = f"{head}; {plural(worst[1], 'device is', 'devices are')} {worst[0]}"
    told = understood("audit", scope.phrase)
    rows = _sites(kit, held)
    kept = kept_table(
        kit, ("Site", "Status", "Racks", "Devices", "Unnamed"), rows, head=f"{head}.", understood=told, right={2, 3, 4}
    )
    before: list[Part] = [prose(f"{head}."), facts(_facts(held, gaps))]
    return tabled(kit, asked, before, kept, "dcim.site", held.notices)


def _facts(held: Holdings, gaps: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
    empty = sum(not rack.get("device_count") for rack in held.racks)
    return [
        ("Devices by role", per(held.devices, "role")),
        ("Devices by type", per(held.devices, "device_type", 5)),
        ("Racks by status", per(held.racks, "status")),
        ("Empty racks", f"{number(empty)} of {number(len(held.racks))}" if held.racks else ""),
        *((f"Devices {label}", number(amount)) for label, amount in gaps if amount),
    ]


def _sites(kit: Kit, held: Holdings) -> list[tuple[Run | str, ...]]:
    """Return a line a site: those meant, and those where something of it stands."""
    sites = {row["id"]: row for row in held.sites}
    for row in (*held.racks, *held.devices):
        if isinstance(row.get("site"), dict):
            sites.setdefault(row["site"]["id"], row["site"])
    racks = Counter((row.get("site") or {}).get("id") for row in held.racks)
    devices = Counter((row.get("site") or {}).get("id") for row in held.devices)
    unnamed = Counter((row.get("site") or {}).get("id") for row in held.devices if not row.get("name"))
    return [
        (
            run(kit, "dcim.site", site),
            text_of(site.get("status")),
            "" if "racks" in held.hidden else number(racks[id_]),
            "" if "devices" in held.hidden else number(devices[id_]),
            number(unnamed[id_]) if unnamed[id_] else "",
        )
        for id_, site in sites.items()
    ]
