"""What a tenant, a site, a region has: counted by NetBox, listed where it helps."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.messages import Notice
from orchestration.tools.cells import text_of
from orchestration.tools.proof import Row
from orchestration.tools.reports.gathering import Part, gather
from orchestration.tools.reports.scope import Scope
from orchestration.tools.wording import listed, number, plural

SITE = ("name", "status", "region", "rack_count", "device_count", "vlan_count", "prefix_count", "tenant")
RACK = ("name", "site", "status", "role", "u_height", "device_count", "tenant")
DEVICE = ("name", "site", "rack", "role", "device_type", "status", "serial", "primary_ip", "position", "tenant")


@dataclass(frozen=True, slots=True)
class Holdings:
    """What stands in the places asked about.

    Args:
        sites, racks, devices: the records.
        hidden: which of these this identity may not see.
        notices: what could not be read.
    """

    sites: Sequence[Row]
    racks: Sequence[Row]
    devices: Sequence[Row]
    hidden: frozenset[str] = frozenset()
    notices: Sequence[Notice] = ()

    @property
    def amounts(self) -> list[str]:
        """How many there are of what may be seen: "2 sites", "30 racks"."""
        every = {"site": self.sites, "rack": self.racks, "device": self.devices}
        return [plural(len(rows), noun) for noun, rows in every.items() if f"{noun}s" not in self.hidden]


def read_holdings(scope: Scope) -> Holdings:
    """Read the sites, racks and devices of a scope, all at once; what this identity may not see is left out and said.

    Args:
        scope: what a report is about.
    """
    wanted = {"sites": ("dcim.site", SITE, 3), "racks": ("dcim.rack", RACK, 5), "devices": ("dcim.device", DEVICE, 10)}
    parts = {
        name: Part(scope.of(type_), fields, pages)
        for name, (type_, fields, pages) in wanted.items()
        if scope.reaches(type_)
    }
    read = gather(scope.kit, parts)
    found = {name: read[name].rows if name in parts else () for name in wanted}
    hidden = frozenset(name for name in parts if read[name].hidden)
    return Holdings(**found, hidden=hidden, notices=read.notices(scope.kit.catalogue))


def per(rows: Sequence[Row], field: str, most: int = 8) -> str:
    """Return how many of some records have which value: "12 active and 3 planned"."""
    counts = Counter(text_of(row.get(field)) or "none" for row in rows).most_common()
    told = [f"{number(amount)} {value}" for value, amount in counts[:most]]
    if len(counts) > most:
        told.append(f"{number(sum(amount for _, amount in counts[most:]))} others")
    return listed(told)
