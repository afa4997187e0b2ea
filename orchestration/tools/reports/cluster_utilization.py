"""Clusters: their virtual machines and what these take."""

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.messages import Part as ReplyPart
from orchestration.messages import Run, prose
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.reports.gathering import Part, gather
from orchestration.tools.reports.pieces import run, tabled, understood
from orchestration.tools.reports.scope import scope_of
from orchestration.tools.wording import after, listed, number, plural

FIELDS = (
    "name",
    "type",
    "group",
    "status",
    "scope",
    "device_count",
    "virtualmachine_count",
    "allocated_vcpus",
    "allocated_memory",
    "allocated_disk",
)
TITLES = ("Cluster", "Type", "Group", "Scope", "Hosts", "VMs", "vCPUs", "Memory", "Disk")
# NetBox keeps memory and disk in MB and shows them by thousands (`humanize_ram_megabytes`, `humanize_disk_megabytes`).
UNITS = ("MB", "GB", "TB", "PB")


def cluster_utilization(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Show clusters with their virtual machines, and what is allocated to these.

    Raises:
        NotFound, Ambiguous: of what it is about.
        NotAllowed: clusters may not be seen.
    """
    scope = scope_of(kit, asked, results)
    read = gather(kit, {"clusters": Part(scope.of("virtualization.cluster"), FIELDS, main=True)})
    clusters = sorted(read["clusters"].rows, key=lambda row: (-_sum([row], "virtualmachine_count"), text_of(row)))
    told = understood("use of clusters", scope.phrase)
    lead = _lead(clusters, scope.phrase)
    rows = [_row(kit, row) for row in clusters]
    kept = kept_table(kit, TITLES, rows, head=lead[0], understood=told, right=range(4, 9))
    before: list[ReplyPart] = [prose(each) for each in lead]
    return tabled(kit, asked, before, kept, "virtualization.cluster", read.notices(kit.catalogue))


def _lead(clusters: Sequence[Row], phrase: str) -> list[str]:
    if not clusters:
        return [f"No clusters{after(phrase)}."]
    machines, hosts = _sum(clusters, "virtualmachine_count"), _sum(clusters, "device_count")
    empty = sum(not row.get("virtualmachine_count") for row in clusters)
    head = f"{plural(len(clusters), 'cluster')}{after(phrase)} with {plural(machines, 'virtual machine')} on {plural(hosts, 'host')}"
    head = f"{head}; {number(empty)} without any." if empty else f"{head}."
    cpus = float(sum(float(row.get("allocated_vcpus") or 0) for row in clusters))
    taken = [f"{number(cpus)} vCPUs"] if cpus else []
    taken += [f"{size} {what}" for what in ("memory", "disk") if (size := _size(_sum(clusters, f"allocated_{what}")))]
    return [head, f"Allocated: {listed(taken)}." if taken else "NetBox knows of no vCPUs, memory or disk of theirs."]


def _sum(clusters: Sequence[Row], field: str) -> int:
    return sum(int(row.get(field) or 0) for row in clusters)


def _size(megabytes: float) -> str:
    """Return megabytes in the unit in which they are read; nothing for none."""
    if not megabytes:
        return ""
    for unit in UNITS[:-1]:
        if megabytes < 1000:
            return f"{number(megabytes)} {unit}"
        megabytes /= 1000
    return f"{number(megabytes)} {UNITS[-1]}"


def _row(kit: Kit, row: Row) -> tuple[Run | str, ...]:
    cpus = row.get("allocated_vcpus")
    return (
        run(kit, "virtualization.cluster", row),
        text_of(row.get("type")),
        text_of(row.get("group")),
        text_of(row.get("scope")),
        number(_sum([row], "device_count")),
        number(_sum([row], "virtualmachine_count")),
        number(float(cpus)) if cpus else "",
        _size(_sum([row], "allocated_memory")),
        _size(_sum([row], "allocated_disk")),
    )
