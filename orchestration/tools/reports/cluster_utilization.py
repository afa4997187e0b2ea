"""Clusters: their virtual machines and what these take."""

from collections.abc import Mapping
from typing import Any

from orchestration.messages import prose
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.reports.pieces import all_of, belonging, narrowing, run, tabled, understood
from orchestration.tools.wording import after, number, plural

FIELDS = ("name", "type", "group", "status", "scope", "device_count", "virtualmachine_count",
          "allocated_vcpus", "allocated_memory", "allocated_disk")  # fmt: skip
TITLES = ("Cluster", "Type", "Group", "Hosts", "VMs", "vCPUs", "Memory", "Disk")


def cluster_utilization(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Show clusters with their virtual machines, and what is allocated to these; one request.

    Raises:
        Refused: there are too many clusters to read.
    """
    wanted = belonging(kit, narrowing(asked, results), "virtualization.cluster")
    clusters = sorted(
        all_of(kit, wanted, FIELDS), key=lambda row: (-int(row.get("virtualmachine_count") or 0), text_of(row))
    )
    machines = sum(int(row.get("virtualmachine_count") or 0) for row in clusters)
    hosts = sum(int(row.get("device_count") or 0) for row in clusters)
    empty = sum(not row.get("virtualmachine_count") for row in clusters)
    head = f"{plural(len(clusters), 'cluster')}{after(wanted.phrase)} with {plural(machines, 'virtual machine')} on {plural(hosts, 'host')}"
    head = f"{head}; {number(empty)} without any." if empty else f"{head}."
    rows = [_row(kit, row) for row in clusters]
    told = understood("use of clusters", wanted.said)
    kept = kept_table(kit, TITLES, rows, head=head, understood=told, right={3, 4, 5, 6, 7})
    return tabled(kit, asked, [prose(head)], kept, "virtualization.cluster")


def _row(kit: Kit, row: Row) -> tuple[Any, ...]:
    def amount(field: str, unit: str) -> str:
        value = row.get(field)
        return f"{number(float(value))}{unit}" if value else ""

    return (
        run(kit, "virtualization.cluster", row),
        text_of(row.get("type")),
        text_of(row.get("group")),
        number(int(row.get("device_count") or 0)),
        number(int(row.get("virtualmachine_count") or 0)),
        amount("allocated_vcpus", ""),
        amount("allocated_memory", " MB"),
        amount("allocated_disk", " MB"),
    )
