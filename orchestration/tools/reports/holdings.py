"""What a tenant, a site, a region has: counted by NetBox, listed where it helps."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.catalogue.types import ObjectType
from orchestration.tools.cells import text_of
from orchestration.tools.kit import Kit, together
from orchestration.tools.proof import Row
from orchestration.tools.reports.pieces import all_of, of
from orchestration.tools.rows import everything
from orchestration.tools.search import Search, Term
from orchestration.tools.wording import listed, number

SITE = ("name", "status", "region", "rack_count", "device_count", "vlan_count", "prefix_count", "tenant")
RACK = ("name", "site", "status", "role", "u_height", "device_count", "tenant")
DEVICE = ("name", "site", "rack", "role", "device_type", "status", "serial", "primary_ip", "position", "tenant")


@dataclass(frozen=True, slots=True)
class Holdings:
    """What stands in the places asked about.

    Args:
        sites, racks, devices: the records.
    """

    sites: Sequence[Row]
    racks: Sequence[Row]
    devices: Sequence[Row]


def read_holdings(kit: Kit, about: ObjectType, ids: Sequence[int]) -> Holdings:
    """Read the sites, racks and devices of some objects, three requests at once.

    Args:
        kit: of the turn.
        about: their type: a tenant, a site, a region, a site group.
        ids: of the objects.
    """
    fields = {"dcim.site": SITE, "dcim.rack": RACK, "dcim.device": DEVICE}
    found = together([lambda type_=type_: _of(kit, type_, about, ids, fields[type_]) for type_ in fields])  # type: ignore[misc]
    return Holdings(*found)


def _of(kit: Kit, type_: str, about: ObjectType, ids: Sequence[int], fields: Sequence[str]) -> Sequence[Row]:
    if type_ == about.key:
        return all_of(kit, of(type_, "id", ids, "id"), fields)
    link = next((each for each in kit.catalogue.ways(type_, about.key) if each.param and not each.path), None)
    if link is None or link.param is None:
        return ()
    term = Term(link.name, "id", values=tuple(map(str, ids)), param=link.param, shows=link.proof)
    return everything(kit, Search(type_, ((term,),)), ("id", "display", *fields)).rows


def per(rows: Sequence[Row], field: str, most: int = 8) -> str:
    """Return how many of some records have which value: "12 active and 3 planned"."""
    counts = Counter(text_of(row.get(field)) or "none" for row in rows).most_common()
    told = [f"{number(amount)} {value}" for value, amount in counts[:most]]
    if len(counts) > most:
        told.append(f"{number(sum(amount for _, amount in counts[most:]))} others")
    return listed(told)
