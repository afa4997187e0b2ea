"""The tools by their names."""

from collections.abc import Callable, Mapping
from typing import Any

from orchestration.tools.comparing import compare
from orchestration.tools.counting import count
from orchestration.tools.crossing import cross
from orchestration.tools.exporting import export
from orchestration.tools.going_on import more
from orchestration.tools.grouping import group
from orchestration.tools.inspecting import inspect
from orchestration.tools.kit import Kit
from orchestration.tools.listing import find
from orchestration.tools.picking import pick
from orchestration.tools.reports.available import available_ips, available_prefixes, available_vlans
from orchestration.tools.reports.cable_trace import cable_trace
from orchestration.tools.reports.capacity import capacity
from orchestration.tools.reports.cluster_utilization import cluster_utilization
from orchestration.tools.reports.duplicate_ips import duplicate_ips
from orchestration.tools.reports.free_units import free_units
from orchestration.tools.reports.health import health
from orchestration.tools.reports.ip_usage import ip_usage
from orchestration.tools.reports.ipam_hierarchy import ipam_hierarchy
from orchestration.tools.reports.links import links
from orchestration.tools.reports.log import changes, journal
from orchestration.tools.reports.overview import overview
from orchestration.tools.reports.power_connections import power_connections
from orchestration.tools.reports.power_consumption import power_consumption
from orchestration.tools.reports.power_overview import power_overview
from orchestration.tools.reports.prefix_utilization import prefix_utilization
from orchestration.tools.reports.rack_elevation import rack_elevation
from orchestration.tools.reports.rack_inventory import rack_inventory
from orchestration.tools.reports.rack_room import rack_room
from orchestration.tools.reports.rack_unit import rack_unit
from orchestration.tools.reports.rack_usage import rack_usage
from orchestration.tools.reports.shared_values import shared_values
from orchestration.tools.reports.site_audit import site_audit
from orchestration.tools.reports.sums import sums
from orchestration.tools.reports.tenant_report import tenant_report
from orchestration.tools.reports.topology import topology
from orchestration.tools.talk import doubt, forget, help_, smalltalk, unclear

# A tool takes the turn's kit, what its step is told, and the results of the steps it needs.
Tool = Callable[[Kit, Any, Mapping[str, Any]], Any]

TOOLS: Mapping[str, Tool] = {
    "available_ips": available_ips,
    "available_prefixes": available_prefixes,
    "available_vlans": available_vlans,
    "cable_trace": cable_trace,
    "capacity": capacity,
    "changes": changes,
    "cluster_utilization": cluster_utilization,
    "compare": compare,
    "count": count,
    "doubt": doubt,
    "duplicate_ips": duplicate_ips,
    "export": export,
    "find": find,
    "forget": forget,
    "free_units": free_units,
    "cross": cross,
    "group": group,
    "health": health,
    "help": help_,
    "inspect": inspect,
    "ip_usage": ip_usage,
    "ipam_hierarchy": ipam_hierarchy,
    "journal": journal,
    "links": links,
    "more": more,
    "overview": overview,
    "pick": pick,
    "power_connections": power_connections,
    "power_consumption": power_consumption,
    "power_overview": power_overview,
    "prefix_utilization": prefix_utilization,
    "rack_elevation": rack_elevation,
    "rack_inventory": rack_inventory,
    "rack_unit": rack_unit,
    "rack_room": rack_room,
    "rack_usage": rack_usage,
    "shared_values": shared_values,
    "site_audit": site_audit,
    "smalltalk": smalltalk,
    "sums": sums,
    "tenant_report": tenant_report,
    "topology": topology,
    "unclear": unclear,
}
