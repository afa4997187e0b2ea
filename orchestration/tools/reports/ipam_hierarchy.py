"""VRFs and their prefixes, as a tree."""

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.messages import Run, prose
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit, both
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row, contains, network
from orchestration.tools.reports.pieces import all_of, belonging, narrowing, tabled, understood
from orchestration.tools.search import Search
from orchestration.tools.wording import after, listed, number, plural

FIELDS = ("prefix", "vrf", "status", "role", "vlan", "scope", "description")
GLOBAL = "Global"


def ipam_hierarchy(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Show prefixes below the prefixes that hold them, VRF by VRF; two requests at once.

    Raises:
        Refused: there are too many prefixes to read.
    """
    about = narrowing(asked, results)
    wanted = belonging(kit, about, "ipam.prefix")
    vrfs, prefixes = both(
        lambda: all_of(
            kit, about if about and about.type == "ipam.vrf" else Search("ipam.vrf"), ("name", "rd", "prefix_count")
        ),
        lambda: all_of(kit, wanted, FIELDS),
    )
    groups: dict[str, list[Row]] = {}
    for row in prefixes:
        groups.setdefault(text_of(row.get("vrf")) or GLOBAL, []).append(row)
    for vrf in vrfs:
        groups.setdefault(text_of(vrf), [])
    rows = [
        line
        for name in sorted(groups, key=lambda each: (each != GLOBAL, each))
        for line in _tree(kit, name, groups[name])
    ]
    roots = listed(
        [f"{name} {number(len(held))}" for name, held in sorted(groups.items(), key=lambda each: -len(each[1]))][:6]
    )
    phrase = after(wanted.phrase)
    head = f"{plural(len(prefixes), 'prefix', 'prefixes')}{phrase} in {plural(len(vrfs), 'VRF')} and the global table: {roots}."
    told = understood("prefixes by VRF", wanted.said)
    kept = kept_table(kit, ("Prefix", "VRF", "Status", "Role", "VLAN"), rows, head=head, understood=told)
    return tabled(kit, asked, [prose(head)], kept, "ipam.prefix")


def _tree(kit: Kit, vrf: str, rows: Sequence[Row]) -> list[tuple[Run | str, ...]]:
    """Return the prefixes of a VRF, each after the one that holds it, indented by how deep it lies."""
    nets = [(net, row) for row in rows if (net := network(row["prefix"])) is not None]
    nets.sort(key=lambda each: (each[0].version, int(each[0].network_address), each[0].prefixlen))
    above: list[Any] = []
    lines: list[tuple[Run | str, ...]] = []
    for net, row in nets:
        while above and not contains(above[-1], net):
            above.pop()
        # Blanks at the beginning of a cell would not be seen.
        text = f"{'· ' * len(above)}{row['prefix']}"
        link = Run(text=text, url=kit.inventory.page("ipam.prefix", row["id"]))
        lines.append((link, vrf, text_of(row.get("status")), text_of(row.get("role")), text_of(row.get("vlan"))))
        above.append(net)
    return lines or [("no prefix", vrf, "", "", "")]
