"""How full racks are, the fullest first."""

from collections.abc import Mapping
from typing import Any

from orchestration.messages import Run, prose
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.reports.gathering import Part, gather
from orchestration.tools.reports.pieces import tabled, understood
from orchestration.tools.reports.rack_space import Space, spaces
from orchestration.tools.reports.scope import scope_of
from orchestration.tools.reports.sharing import Wanted
from orchestration.tools.search import Search
from orchestration.tools.wording import after, number, percent, plural

RACK = ("name", "site", "location", "u_height", "starting_unit")
DEVICE = ("rack", "position", "device_type")
TITLES = ("Rack", "Site", "Location", "Taken", "Reserved", "Free", "Share")


def rack_usage(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """List racks by the share of their units that is taken, those over or under a share alone where one is said.

    Raises:
        NotFound, Ambiguous: of what it is about.
        NotAllowed: racks may not be seen.
    """
    scope, wanted = scope_of(kit, asked, results), Wanted.of(asked.ask)
    where = scope.where("dcim.rack")
    parts = {
        "racks": Part(scope.of("dcim.rack"), RACK, main=True),
        "devices": Part(Search("dcim.device"), DEVICE, pages=10),
        "types": Part(Search("dcim.devicetype"), ("u_height", "exclude_from_utilization")),
        "reservations": Part(Search("dcim.rackreservation"), ("rack", "units")),
    }
    read = gather(kit, parts)
    held = spaces(*(read[name].rows for name in ("racks", "devices", "types", "reservations")))
    shares = {id_: 100 * space.taken / space.units if space.units else 0.0 for id_, space in held.items()}
    rows = sorted(read["racks"].rows, key=lambda row: (-shares[row["id"]], str(row.get("name"))))
    fitting = [row for row in rows if wanted.fits(shares[row["id"]])][: asked.ask.limit]
    head = f"{plural(len(fitting), 'rack')}{after(where)}{wanted.phrase} of {number(len(rows))}."
    if not fitting:
        head = f"No racks{after(where)}{wanted.phrase}, of {number(len(rows))}."
    elif wanted.percent is None:
        head = f"{plural(len(fitting), 'rack')}{after(where)}, the fullest first."
    cells = [
        (_link(kit, row), text_of(row.get("site")), text_of(row.get("location")), *_figures(held[row["id"]]))
        for row in fitting
    ]
    told = understood("use of racks", where, wanted.phrase.strip())
    kept = kept_table(kit, TITLES, cells, head=head, understood=told, right=range(3, 7))
    return tabled(kit, asked, [prose(head)], kept, "dcim.rack", read.notices(kit.catalogue))


def _link(kit: Kit, row: Mapping[str, Any]) -> Run:
    return Run(text=text_of(row.get("name")) or f"id {row['id']}", url=kit.inventory.page("dcim.rack", row["id"]))


def _figures(space: Space) -> tuple[str, str, str, str]:
    reserved = f"{number(space.reserved)} U" if space.reserved else ""
    return f"{number(space.taken)} U", reserved, f"{number(space.free)} U", percent(space.taken, space.units)
