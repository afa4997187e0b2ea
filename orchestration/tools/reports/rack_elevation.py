"""The elevation of a rack, from the top to the bottom."""

import re
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from orchestration.errors import NetBoxUnavailable
from orchestration.messages import Notice, Picture, Run, prose
from orchestration.messages import Part as ReplyPart
from orchestration.tools.cells import name_of, text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kit import Kit, both, together
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.reports.gathering import Part, gather
from orchestration.tools.reports.pieces import grid, of
from orchestration.tools.reports.subject import focus_on, one
from orchestration.tools.reports.units import Mounted, Units, read_units, runs_of, spelled
from orchestration.tools.wording import number, plural

MOST_DESCRIBED = 15
DEVICE = ("name", "role", "device_type", "position", "rack")
RACK = ("name", "site", "location", "status", "u_height", "starting_unit", "desc_units")


def rack_elevation(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Show what is mounted where in a rack: the rack, then both faces, its reservations and its devices at once.

    Raises:
        Incomplete, NotFound, Ambiguous: of the rack.
    """
    about, rack = one(kit, asked, results, ("dcim.rack",), RACK)
    (units, drawings), read = both(
        lambda: both(lambda: read_units(kit, rack["id"]), lambda: _drawings(kit, rack["id"])),
        lambda: gather(kit, {"devices": Part(of("dcim.device", "rack_id", [rack["id"]], "rack"), DEVICE)}),
    )
    devices = {row["id"]: row for row in read["devices"].rows}
    site = text_of(rack.get("site"))
    head = f"Rack {name_of(rack, about)} in {site}: {_fill(units)}."
    rows = _rows(kit, units, devices)
    picture = _picture(kit, name_of(rack, about), head, drawings, rows)
    parts: list[ReplyPart] = [prose(head), *picture, grid(("Unit", "Device", "Role", "Type", "Face"), rows)]
    unplaced = [row for row in devices.values() if row["id"] not in {each.device["id"] for each in units.mounted}]
    if unplaced:
        names = ", ".join(name_of(row, kit.catalogue["dcim.device"]) for row in unplaced[:10])
        parts.append(Notice(text=f"In the rack without a unit: {names}."))
    return Draft(
        asked.ask.want,
        (*parts, *units.notices, *read.notices(kit.catalogue)),
        understood=f"elevation of rack {name_of(rack, about)} · site {site}",
        rows_total=len(units.mounted),
        url=kit.inventory.page("dcim.rack", rack["id"]),
        focus=focus_on(asked, about, rack),
    )


def _drawings(kit: Kit, rack: int) -> list[tuple[str, str]]:
    """Return NetBox's drawings of both faces; none where no picture is made."""
    if kit.drawing is None:
        return []
    path = f"dcim/racks/{rack}/elevation/"
    faces = together(
        [
            lambda face=face: str(kit.inventory.fetch(path, (("face", face), ("render", "svg"))).body)  # type: ignore[misc]
            for face in ("front", "rear")
        ]
    )
    return [*zip(("Front", "Rear"), faces, strict=True)]


def _picture(
    kit: Kit, name: str, head: str, drawings: list[tuple[str, str]], rows: list[tuple[Run | str, ...]]
) -> tuple[ReplyPart, ...]:
    """Return the drawings as one picture, what it shows in words with it; a drawing that cannot be made leaves the words."""
    if kit.drawing is None:
        return ()
    try:
        drawn = kit.drawing.side_by_side(drawings)
    except NetBoxUnavailable as reason:
        return (Notice(text=reason.text),)
    told = [f"{unit} {run.text if isinstance(run, Run) else run}" for unit, run, *_ in rows[:MOST_DESCRIBED]]
    rest = f", and {plural(len(rows) - MOST_DESCRIBED, 'line')} more" if len(rows) > MOST_DESCRIBED else ""
    alt = f"{head} Front and rear, from the top: {', '.join(told)}{rest}."
    file = f"rack-{re.sub(r'[^A-Za-z0-9]+', '-', name).strip('-').lower() or 'elevation'}.png"
    return (Picture(alt=alt, name=file, media_type="image/png", content=b64encode(drawn)),)


def _fill(units: Units) -> str:
    free = len(units.free)
    return f"{plural(len(units.mounted), 'device')}, {number(len(units.taken))} of {number(len(units.every))} U taken, {number(free)} free"


def _rows(kit: Kit, units: Units, devices: Mapping[int, Row]) -> list[tuple[Run | str, ...]]:
    """Return the rack from the top to the bottom, free stretches among the devices."""
    places: list[tuple[float, tuple[Run | str, ...]]] = [
        (each.high, _row(kit, each, devices)) for each in units.mounted
    ]
    for stretch in runs_of(units.free):
        held = units.reserved & set(range(stretch[0], stretch[1] + 1))
        note = f"free, {number(len(held))} U reserved" if held else "free"
        places.append((stretch[1] + 0.5, (spelled(stretch), note, "", "", "")))
    return [row for _, row in sorted(places, key=lambda each: -each[0])]


def _row(kit: Kit, each: Mounted, devices: Mapping[int, Row]) -> tuple[Run | str, ...]:
    about = kit.catalogue["dcim.device"]
    row = devices.get(each.device["id"], each.device)
    name = Run(text=name_of(row, about), url=kit.inventory.page("dcim.device", each.device["id"]))
    face = "both" if len(each.faces) > 1 else each.faces[0]
    return (each.units, name, text_of(row.get("role")), text_of(row.get("device_type")), face)
