"""Everything a tenant has."""

from collections.abc import Mapping
from typing import Any

from orchestration.messages import Part, prose
from orchestration.tools.cells import name_of, text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.reports.holdings import per, read_holdings
from orchestration.tools.reports.pieces import facts, grid, run
from orchestration.tools.reports.scope import Scope
from orchestration.tools.reports.subject import focus_on, one
from orchestration.tools.wording import listed, number

MOST_SITES = 10


def tenant_report(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Tell what a tenant has: its own record's counters, then its sites, racks and devices; four requests in two waves.

    Raises:
        Incomplete, NotFound, Ambiguous: of the tenant.
    """
    about, tenant = one(kit, asked, results, ("tenancy.tenant",))
    name = name_of(tenant, about)
    held = read_holdings(Scope(kit, about.key, (tenant,), phrase=f"of {name}"))
    counted = [(counter, int(tenant.get(counter) or 0)) for counter in about.counters]
    told = [f"{number(amount)} {_noun(kit, about.counters[counter], amount)}" for counter, amount in counted if amount]
    head = f"{name} has {listed(told[:4]) or 'nothing in NetBox'}."
    everything = [(_title(kit, about.counters[counter]), number(amount)) for counter, amount in counted]
    parts: list[Part] = [
        prose(head),
        facts([("Group", text_of(tenant.get("group"))), *everything, ("Devices by role", per(held.devices, "role")),
               ("Devices by status", per(held.devices, "status")), ("Racks by status", per(held.racks, "status"))]),
    ]  # fmt: skip
    if held.sites:
        rows = [
            (run(kit, "dcim.site", site), text_of(site.get("status")), text_of(site.get("region")), number(site.get("rack_count") or 0),
             number(site.get("device_count") or 0))
            for site in held.sites[:MOST_SITES]
        ]  # fmt: skip
        parts.append(grid(("Site", "Status", "Region", "Racks", "Devices"), rows, right={3, 4}))
    if len(held.sites) > MOST_SITES:
        rest = ", ".join(name_of(site, kit.catalogue["dcim.site"]) for site in held.sites[MOST_SITES:])
        parts.append(prose(f"Further sites: {rest}."))
    return Draft(
        asked.ask.want,
        (*parts, *held.notices),
        understood=f"report on tenant {name}",
        url=kit.inventory.page(about.key, tenant["id"]),
        focus=focus_on(asked, about, tenant),
    )


def _noun(kit: Kit, type_: str, amount: int) -> str:
    return kit.catalogue[type_].singular if amount == 1 else kit.catalogue[type_].plural


def _title(kit: Kit, type_: str) -> str:
    plural = kit.catalogue[type_].plural
    return plural[:1].upper() + plural[1:]
