"""What stands in one unit of a rack."""

from collections.abc import Mapping
from typing import Any

from orchestration.errors import Invalid
from orchestration.messages import Part, Run, prose
from orchestration.sessions.session import Focus
from orchestration.tools.cells import name_of, text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.reports.pieces import grid
from orchestration.tools.reports.subject import focus_on, one
from orchestration.tools.reports.units import read_units
from orchestration.tools.snapshot import hit_of

HALF = 0.5


def rack_unit(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Tell what is mounted in a unit of a rack, on either face.

    Args:
        kit: of the turn.
        asked: the ask; its size is the unit.
        results: of the steps its search waits for.

    Raises:
        Incomplete, NotFound, Ambiguous: of the rack.
        Invalid: the rack has no such unit.
    """
    about, rack = one(kit, asked, results, ("dcim.rack",), ("name", "site", "u_height"))
    units, unit = read_units(kit, rack["id"]), asked.ask.size or 0
    name = f"rack {name_of(rack, about)} in {text_of(rack.get('site'))}"
    if unit not in units.every:
        raise Invalid(f"There is no U{unit} in {name}.", advice=f"It has U{min(units.every)} to U{max(units.every)}.")
    held = [each for each in units.mounted if each.low - HALF < unit + HALF and each.high + HALF > unit]
    device = kit.catalogue["dcim.device"]
    parts: tuple[Part, ...]
    if held:
        rows = [
            (
                each.units,
                Run(text=name_of(each.device, device), url=kit.inventory.page("dcim.device", each.device["id"])),
                " and ".join(each.faces),
            )
            for each in held
        ]
        names = " and ".join(str(name_of(each.device, device)) for each in held)
        parts = (prose(f"U{unit} of {name}: {names}."), grid(("Unit", "Device", "Face"), rows))
    elif unit in units.taken:
        parts = (prose(f"U{unit} of {name} is taken by something this token may not see."),)
    else:
        parts = (prose(f"U{unit} of {name} is free{', but reserved' if unit in units.reserved else ''}."),)
    focus = focus_on(asked, about, rack)
    hits = tuple(hit_of(device, dict(each.device)) for each in held)
    told = Focus(want="inspect", type="dcim.device", rows=hits, things=hits, grounds={hit.name: (hit,) for hit in hits})
    return Draft(
        "report",
        (*parts, *units.notices),
        rows_total=len(held),
        understood=f"U{unit} of {name}",
        url=kit.inventory.page(about.key, rack["id"]),
        focus=told if len(hits) == 1 else focus,
        further=(focus,) if len(hits) == 1 else (),
    )
