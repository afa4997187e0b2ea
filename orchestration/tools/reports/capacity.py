"""How much room is left: rack units site by site, power feeds, prefixes that hold prefixes."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from orchestration.messages import Part as ReplyPart
from orchestration.messages import Run, prose
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.reports.feeds import FEED, usable
from orchestration.tools.reports.gathering import Gathered, Part, gather
from orchestration.tools.reports.pieces import of, run, tabled, understood
from orchestration.tools.reports.rack_space import Space, spaces
from orchestration.tools.reports.scope import Scope, scope_of
from orchestration.tools.search import Search
from orchestration.tools.wording import after, number, percent, plural

RACK = ("name", "site", "u_height", "starting_unit")
DEVICE = ("rack", "position", "device_type")
TITLES = ("Site", "Racks", "Empty", "Units", "Taken", "Reserved", "Free", "Share")


def capacity(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Tell how many rack units are taken and free, in all and by site, and what power feeds can carry.

    Raises:
        NotFound, Ambiguous: of what it is about.
        NotAllowed: racks may not be seen.
    """
    scope = scope_of(kit, asked, results)
    racks = scope.of("dcim.rack")
    parts = {
        "racks": Part(racks, RACK, main=True),
        "devices": Part(_in_racks(scope, "dcim.device"), DEVICE, pages=10),
        "types": Part(Search("dcim.devicetype"), ("u_height", "exclude_from_utilization")),
        "reservations": Part(_in_racks(scope, "dcim.rackreservation"), ("rack", "units")),
    }
    if scope.reaches("dcim.powerfeed"):
        parts["feeds"] = Part(scope.of("dcim.powerfeed"), FEED)
    read = gather(kit, parts)
    held = spaces(*(read[name].rows for name in ("racks", "devices", "types", "reservations")))
    whole = sum(held.values(), Space())
    empty = sum(not space.taken for space in held.values())
    share = f"{number(whole.taken)} of {number(whole.units)} U are taken ({percent(whole.taken, whole.units)})"
    kept_free = f", {number(whole.reserved)} U reserved" if whole.reserved else ""
    where = f"in {plural(len(held), 'rack')}{after(scope.phrase)}, {number(empty)} of them empty"
    head = f"{share}{kept_free}, {number(whole.free)} U free {where}."
    if not held:
        head = f"There are no racks{after(scope.phrase)}."
    told = understood("capacity", scope.phrase)
    kept = kept_table(kit, TITLES, _by_site(kit, read, held), head=head, understood=told, right=range(1, 8))
    before: list[ReplyPart] = [prose(head)]
    if "feeds" in parts and read["feeds"].rows:
        before.append(prose(f"{plural(len(read['feeds'].rows), 'power feed')} can carry {_kilowatts(read)} kW."))
    return tabled(kit, asked, before, kept, "dcim.rack", read.notices(kit.catalogue))


def _in_racks(scope: Scope, type_: str) -> Search:
    """Return the search for what stands in the racks meant: whoever's it is, it takes room there."""
    if scope.all or scope.type in {"dcim.rack", "dcim.site", "dcim.region", "dcim.sitegroup", "dcim.location"}:
        return scope.of(type_)
    racks = [row["id"] for row in scope.records("dcim.rack")]
    return of(type_, "rack_id", racks, "rack") if racks else Search(type_, ())


def _by_site(kit: Kit, read: Gathered, held: Mapping[int, Space]) -> list[tuple[Run | str, ...]]:
    """Return a line a site, the fullest first."""
    sites: dict[int, list[Space]] = defaultdict(list)
    named = {}
    for rack in read["racks"].rows:
        sites[rack["site"]["id"]].append(held[rack["id"]])
        named[rack["site"]["id"]] = rack["site"]
    sums = {id_: sum(each, Space()) for id_, each in sites.items()}
    order = sorted(sums, key=lambda id_: (-(sums[id_].taken / sums[id_].units if sums[id_].units else 0), id_))
    return [
        (run(kit, "dcim.site", named[id_]), number(len(sites[id_])), number(sum(not each.taken for each in sites[id_])),
         f"{number(sums[id_].units)} U", f"{number(sums[id_].taken)} U", f"{number(sums[id_].reserved)} U" if sums[id_].reserved else "",
         f"{number(sums[id_].free)} U", percent(sums[id_].taken, sums[id_].units))
        for id_ in order
    ]  # fmt: skip


def _kilowatts(read: Gathered) -> str:
    return number(sum(map(usable, read["feeds"].rows)) / 1000)
