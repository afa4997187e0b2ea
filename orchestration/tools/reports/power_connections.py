"""What a device draws its power from, and what it feeds."""

from collections.abc import Mapping
from typing import Any

from orchestration.messages import Part as ReplyPart
from orchestration.messages import prose
from orchestration.tools.cells import name_of, text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.reports.gathering import Gathered, Part, gather
from orchestration.tools.reports.pieces import grid, of
from orchestration.tools.reports.subject import focus_on, one
from orchestration.tools.wording import number, plural

PORT = ("name", "device", "type", "maximum_draw", "allocated_draw", "cable", "connected_endpoints", "link_peers")
OUTLET = ("name", "device", "type", "feed_leg", "cable", "connected_endpoints", "link_peers")


def power_connections(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Show the power ports and outlets of a device with what they are plugged into; three requests.

    Raises:
        Incomplete, NotFound, Ambiguous: of the device.
    """
    about, device = one(kit, asked, results, ("dcim.device",), ("name", "site"))
    read = gather(
        kit,
        {
            "ports": Part(of("dcim.powerport", "device_id", [device["id"]], "device"), PORT),
            "outlets": Part(of("dcim.poweroutlet", "device_id", [device["id"]], "device"), OUTLET),
        },
    )
    ports, outlets = read["ports"].rows, read["outlets"].rows
    name = name_of(device, about)
    used = sum(bool(row.get("cable")) for row in outlets)
    fed = sum(bool(row.get("cable")) for row in ports)
    told = [f"{number(fed)} of {plural(len(ports), 'power port')} connected"] if ports else []
    told += [f"{number(used)} of {plural(len(outlets), 'outlet')} in use"] if outlets else []
    parts: list[ReplyPart] = [prose(f"{name}: {', '.join(told)}." if told else f"{name} {_none(read)}")]
    if ports:
        rows = [(text_of(row.get("name")), text_of(row.get("type")), _watts(row), _other(row)) for row in ports]
        parts.append(grid(("Power port", "Type", "Maximum draw", "Fed from"), rows, right={2}))
    if outlets:
        rows = [
            (text_of(row.get("name")), text_of(row.get("type")), text_of(row.get("feed_leg")), _other(row))
            for row in outlets
        ]
        parts.append(grid(("Outlet", "Type", "Leg", "Feeds"), rows))
    return Draft(
        asked.ask.want,
        (*parts, *read.notices(kit.catalogue)),
        rows_total=len(ports) + len(outlets),
        understood=f"power of {name}",
        url=kit.inventory.page(about.key, device["id"]),
        focus=focus_on(asked, about, device),
    )


def _none(read: Gathered) -> str:
    hidden = any(found.hidden for found in read.found.values())
    return "shows no power connections." if hidden else "has no power ports and no outlets."


def _watts(row: Row) -> str:
    draw = row.get("maximum_draw")
    return f"{number(draw)} W" if draw else ""


def _other(row: Row) -> str:
    """Return what is at the other end: of the whole path, or at least of the cable."""
    return text_of(row.get("connected_endpoints")) or text_of(row.get("link_peers")) or "nothing"
