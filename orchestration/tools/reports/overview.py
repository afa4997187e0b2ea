"""How much of everything there is."""

from collections.abc import Mapping
from typing import Any

from orchestration.errors import NotAllowed
from orchestration.messages import prose
from orchestration.tools.draft import Draft
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.reports.gathering import Part, gather
from orchestration.tools.reports.pieces import grid
from orchestration.tools.reports.site_audit import site_audit
from orchestration.tools.reports.subject import focus_of
from orchestration.tools.reports.tenant_report import tenant_report
from orchestration.tools.search import Search
from orchestration.tools.wording import counted, listed, number

TYPES = (
    "dcim.site",
    "dcim.rack",
    "dcim.device",
    "virtualization.virtualmachine",
    "ipam.prefix",
    "ipam.ipaddress",
    "ipam.vlan",
    "ipam.vrf",
    "circuits.circuit",
    "dcim.cable",
    "tenancy.tenant",
    "virtualization.cluster",
)


def overview(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Count the main types, all at once; of a tenant or a place tell what it has.

    Raises:
        Incomplete, NotFound, Ambiguous: of what it is about.
    """
    search = asked.search
    if search is not None and search.branches != ((),):
        return (
            tenant_report(kit, asked, results) if search.type == "tenancy.tenant" else site_audit(kit, asked, results)
        )
    read = gather(kit, {type_: Part(Search(type_)) for type_ in TYPES})
    seen = [type_ for type_ in TYPES if not read[type_].hidden]
    if not seen:
        raise NotAllowed("This token may see nothing of NetBox.")
    head = f"{listed([counted(read[type_].total, kit.catalogue[type_]) for type_ in seen[:4]])}."
    rows = [(kit.catalogue[type_].plural, number(read[type_].total)) for type_ in seen]
    return Draft(
        asked.ask.want,
        (prose(head), grid(("What", "How many"), rows, right={1}), *read.notices(kit.catalogue)),
        understood="overview of NetBox",
        url=kit.inventory.page("dcim.site", None, ()),
        focus=focus_of(asked),
    )
