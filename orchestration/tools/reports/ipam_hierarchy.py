"""VRFs and their prefixes, as a tree."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.messages import Part as ReplyPart
from orchestration.messages import Run, prose
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row, contains, network
from orchestration.tools.reports.gathering import Part, gather
from orchestration.tools.reports.pieces import tabled, understood
from orchestration.tools.reports.scope import Scope, scope_of
from orchestration.tools.search import Search, Term
from orchestration.tools.wording import after, listed, number, plural

FIELDS = ("prefix", "vrf", "status", "role", "vlan", "scope")
TITLES = ("Prefix", "VRF", "Status", "Role", "VLAN", "Scope")
GLOBAL = "Global"
MOST_SAID = 6


def ipam_hierarchy(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Show prefixes below the prefixes that hold them, VRF by VRF.

    Raises:
        NotFound, Ambiguous: of what it is about.
        NotAllowed: prefixes may not be seen.
    """
    scope = scope_of(kit, asked, results)
    parts = {"prefixes": Part(_prefixes(scope), FIELDS, pages=15, main=True)}
    if scope.all or scope.type == "ipam.vrf":
        # Of a VRF without prefixes too is something to tell.
        parts["vrfs"] = Part(scope.of("ipam.vrf"), ("name", "rd"))
    read = gather(kit, parts)
    groups: dict[tuple[bool, str, int], list[Row]] = defaultdict(list)
    for row in read["prefixes"].rows:
        groups[_vrf(row.get("vrf"))].append(row)
    for vrf in read["vrfs"].rows if "vrfs" in parts else ():
        groups.setdefault(_vrf(vrf), [])
    head = _head(groups, scope.phrase)
    rows = [line for key in sorted(groups) for line in _tree(kit, key[1], groups[key])]
    told = understood("prefixes by VRF", scope.phrase)
    kept = kept_table(kit, TITLES, rows, head=head, understood=told)
    before: list[ReplyPart] = [prose(head)]
    if empty := [name for (_, name, _), held in sorted(groups.items()) if not held]:
        before.append(prose(f"Without a prefix: {listed(empty)}."))
    return tabled(kit, asked, before, kept, "ipam.prefix", read.notices(kit.catalogue))


def _prefixes(scope: Scope) -> Search:
    """Return the search for the prefixes to show; of a prefix those below it and the prefix itself, in its VRF or any."""
    if scope.type != "ipam.prefix":
        return scope.of("ipam.prefix")
    branches = []
    for row in scope.rows:
        value = (str(row["prefix"]),)
        term = Term("within", "network", "within", values=value, param="within_include", shows="prefix")
        vrf = row.get("vrf")
        branches.append(
            (term, Term("vrf", "id", values=(str(vrf["id"]),), param="vrf_id", shows="vrf")) if vrf else (term,)
        )
    return Search("ipam.prefix", tuple(branches))


def _vrf(vrf: Any) -> tuple[bool, str, int]:
    """Return a VRF as groups are sorted: the global table first, then by name."""
    if not isinstance(vrf, dict):
        return (False, GLOBAL, 0)
    return (True, text_of(vrf), vrf["id"])


def _head(groups: Mapping[tuple[bool, str, int], Sequence[Row]], phrase: str) -> str:
    amount = sum(len(held) for held in groups.values())
    if not amount:
        return f"No prefixes{after(phrase)}."
    most = sorted(((len(held), key) for key, held in groups.items() if held), key=lambda each: (-each[0], each[1]))
    told = [f"{name} {number(held)}" for held, (_, name, _) in most[:MOST_SAID]]
    vrfs = sum(key[0] for key in groups)
    where = [plural(vrfs, "VRF")] if vrfs else []
    where += ["the global table"] if (False, GLOBAL, 0) in groups else []
    return f"{plural(amount, 'prefix', 'prefixes')}{after(phrase)}{',' if phrase else ''} in {listed(where)}: {listed(told)}."


def _tree(kit: Kit, vrf: str, rows: Sequence[Row]) -> list[tuple[Run | str, ...]]:
    """Return the prefixes of a VRF, each after the one that holds it, marked by how deep it lies."""
    nets = [(net, row) for row in rows if (net := network(row["prefix"])) is not None]
    nets.sort(key=lambda each: (each[0].version, int(each[0].network_address), each[0].prefixlen))
    above: list[Any] = []
    lines: list[tuple[Run | str, ...]] = []
    for net, row in nets:
        while above and not contains(above[-1], net):
            above.pop()
        # Blanks at the beginning of a cell would not be seen.
        link = Run(text=f"{'· ' * len(above)}{row['prefix']}", url=kit.inventory.page("ipam.prefix", row["id"]))
        lines.append((link, vrf, *(text_of(row.get(field)) for field in ("status", "role", "vlan", "scope"))))
        above.append(net)
    return lines
