"""The tools by their names."""

from collections.abc import Callable, Mapping
from typing import Any

from orchestration.tools.comparing import compare
from orchestration.tools.counting import count
from orchestration.tools.going_on import more
from orchestration.tools.grouping import group
from orchestration.tools.inspecting import inspect
from orchestration.tools.kit import Kit
from orchestration.tools.listing import find
from orchestration.tools.picking import pick
from orchestration.tools.reports.available import available_ips, available_prefixes, available_vlans
from orchestration.tools.reports.free_units import free_units
from orchestration.tools.reports.health import health
from orchestration.tools.reports.log import changes, journal
from orchestration.tools.reports.rack_elevation import rack_elevation
from orchestration.tools.talk import forget, help_, smalltalk, unclear

# A tool takes the turn's kit, what its step is told, and the results of the steps it needs.
Tool = Callable[[Kit, Any, Mapping[str, Any]], Any]

TOOLS: Mapping[str, Tool] = {
    "available_ips": available_ips,
    "available_prefixes": available_prefixes,
    "available_vlans": available_vlans,
    "changes": changes,
    "free_units": free_units,
    "health": health,
    "journal": journal,
    "rack_elevation": rack_elevation,
    "compare": compare,
    "count": count,
    "find": find,
    "forget": forget,
    "group": group,
    "help": help_,
    "inspect": inspect,
    "more": more,
    "pick": pick,
    "smalltalk": smalltalk,
    "unclear": unclear,
}
