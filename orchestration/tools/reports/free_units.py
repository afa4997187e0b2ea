"""Free units of a rack."""

from collections.abc import Mapping
from typing import Any

from orchestration.messages import prose
from orchestration.tools.cells import name_of, text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.reports.pieces import facts
from orchestration.tools.reports.subject import focus_on, one
from orchestration.tools.reports.units import read_units, runs_of, spelled
from orchestration.tools.wording import number


def free_units(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Tell which units of a rack are free on both faces, and which of them nobody reserved.

    Raises:
        Incomplete, NotFound, Ambiguous: of the rack.
    """
    about, rack = one(kit, asked, results, ("dcim.rack",), ("name", "site", "u_height"))
    units = read_units(kit, rack["id"])
    free = units.free
    open_ = tuple(unit for unit in free if unit not in units.reserved)
    stretches = runs_of(open_)
    largest = max(stretches, key=lambda each: each[1] - each[0], default=None)
    name, site = name_of(rack, about), text_of(rack.get("site"))
    reserved = f", {number(len(open_))} of them not reserved" if len(open_) != len(free) else ""
    head = f"{number(len(free))} of {number(len(units.every))} U are free in rack {name}{reserved}."
    told = [
        ("Free", ", ".join(spelled(each) for each in stretches) or "none"),
        ("Largest", f"{spelled(largest)} ({number(largest[1] - largest[0] + 1)} U)" if largest else ""),
        (
            "Reserved",
            ", ".join(spelled(each) for each in runs_of(tuple(unit for unit in free if unit in units.reserved))),
        ),
        ("Taken", f"{number(len(units.taken))} U"),
    ]
    return Draft(
        asked.ask.want,
        (prose(head), facts(told), *units.notices),
        understood=f"free units of rack {name} · site {site}",
        url=kit.inventory.page("dcim.rack", rack["id"]),
        focus=focus_on(asked, about, rack),
    )
