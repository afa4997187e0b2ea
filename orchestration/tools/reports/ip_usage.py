"""How full one prefix, aggregate or range is."""

from collections.abc import Mapping
from typing import Any

from orchestration.messages import Part as ReplyPart
from orchestration.messages import Run, prose
from orchestration.tools.cells import name_of, text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row, bare, network
from orchestration.tools.reports.gathering import Gathered, Part, gather
from orchestration.tools.reports.pieces import facts, grid
from orchestration.tools.reports.subject import focus_on, one
from orchestration.tools.reports.usage import Addresses, Use, covered, host_of, space_of, use_of
from orchestration.tools.search import Branch, Search, Term
from orchestration.tools.wording import number, percent

RANGE = ("start_address", "end_address", "size", "vrf", "status", "mark_utilized", "mark_populated")
FIELDS = {
    "ipam.prefix": ("prefix", "vrf", "status", "is_pool", "mark_utilized", "scope", "role", "vlan", "tenant"),
    "ipam.aggregate": ("prefix", "rir", "tenant"),
    "ipam.iprange": (*RANGE, "role", "tenant"),
}


def ip_usage(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Tell how much of a prefix is used: by prefixes in a container or aggregate, else by addresses and ranges.

    Raises:
        Incomplete, NotFound, Ambiguous: of the prefix.
        NotAllowed: what fills it may not be seen.
    """
    type_ = asked.search.type if asked.search is not None else "ipam.prefix"
    about, row = one(kit, asked, results, tuple(FIELDS), FIELDS.get(type_, ()))
    by_prefixes = about.key == "ipam.aggregate" or bare(row.get("status")) == "container"
    read = gather(kit, _parts(row, about.key, by_prefixes=by_prefixes))
    use = _use(row, about.key, read)
    name, vrf = name_of(row, about), text_of(row.get("vrf"))
    where = f"{name} in VRF {vrf}" if vrf else name
    what = "addresses, by the prefixes in it" if by_prefixes else "addresses"
    if use is None:
        head = f"{where} holds {number(read['addresses'].total)} IP addresses, too many to read them all."
    else:
        head = f"{where} is {percent(use.percent, 100)} used: {number(use.used)} of {number(use.size)} {what}."
        if use.marked:
            head = f"{where} counts as fully used: somebody marked it so."
    parts: list[ReplyPart] = [prose(head), facts(_facts(row, read, use))]
    ranges = [each for each in read["ranges"].rows if each["id"] != row["id"]] if "ranges" in read.parts else []
    if ranges:
        rows = [_range(kit, each) for each in ranges[: kit.rows]]
        parts.append(grid(("Range", "Size", "Status", "Counts as"), rows, right={1}))
    return Draft(
        asked.ask.want,
        (*parts, *read.notices(kit.catalogue)),
        understood=f"use of {where}",
        url=kit.inventory.page(about.key, row["id"]),
        focus=focus_on(asked, about, row),
    )


def _parts(row: Row, type_: str, *, by_prefixes: bool) -> Mapping[str, Part]:
    """Return what fills it, of its own VRF; an aggregate knows no VRFs."""
    if type_ == "ipam.iprange":
        # Of the network that the range lies in, as its mask tells it.
        return {
            "addresses": Part(
                _inside("ipam.ipaddress", row, str(row["start_address"])),
                ("address", "vrf", "status"),
                pages=15,
                main=True,
            )
        }
    prefix = str(row["prefix"])
    if type_ == "ipam.aggregate":
        inside = Term("within_include", "network", "within", values=(prefix,), param="within_include", shows="prefix")
        return {"prefixes": Part(Search("ipam.prefix", ((inside,),)), ("prefix", "status"), pages=15, main=True)}
    parts = {
        "prefixes": Part(_inside("ipam.prefix", row, prefix), ("prefix", "vrf", "status"), pages=15, main=by_prefixes),
        "addresses": Part(
            _inside("ipam.ipaddress", row, prefix), ("address", "vrf", "status"), pages=15, main=not by_prefixes
        ),
        "ranges": Part(_inside("ipam.iprange", row, prefix), RANGE),
    }
    if by_prefixes:
        # Their number is enough where they do not count.
        parts["addresses"] = Part(_inside("ipam.ipaddress", row, prefix))
    return parts


def _inside(type_: str, row: Row, prefix: str) -> Search:
    param, shows = {
        "ipam.prefix": ("within", "prefix"),
        "ipam.ipaddress": ("parent", "address"),
        "ipam.iprange": ("parent", "start_address"),
    }[type_]
    net = network(prefix)
    here = Term(param, "network", "within", values=(str(net),), param=param, shows=shows)
    vrf = row.get("vrf")
    if isinstance(vrf, dict):
        there: Branch = (here, Term("vrf", "id", values=(str(vrf["id"]),), param="vrf_id", shows="vrf"))
    else:
        there = (here, Term("vrf", "id", "empty", param="vrf_id", sent=("null",), shows="vrf"))
    return Search(type_, (there,))


def _use(row: Row, type_: str, read: Gathered) -> Use | None:
    """Return how full it is; None where not all that fills it could be read."""
    if type_ == "ipam.aggregate":
        net = network(row["prefix"])
        if net is None or not read["prefixes"].whole:
            return None
        return Use(covered(str(each["prefix"]) for each in read["prefixes"].rows), net.num_addresses)
    if type_ == "ipam.iprange":
        size = int(row.get("size") or 0)
        if row.get("mark_utilized"):
            return Use(size, size, marked=True)
        start, end = str(row["start_address"]), str(row["end_address"])
        inside = Addresses(read["addresses"].rows).between(space_of(row, start), host_of(start), host_of(end))
        return Use(inside, size) if read["addresses"].whole else None
    if bare(row.get("status")) == "container":
        return (
            use_of(row, covered(str(each["prefix"]) for each in read["prefixes"].rows), None)
            if read["prefixes"].whole
            else None
        )
    whole = read["addresses"].whole and (read["ranges"].whole or read["ranges"].hidden)
    return use_of(row, 0, Addresses(read["addresses"].rows, read["ranges"].rows) if whole else None)


def _facts(row: Row, read: Gathered, use: Use | None) -> list[tuple[str, str | Run]]:
    counted = {"Prefixes inside": "prefixes", "IP addresses inside": "addresses", "IP ranges inside": "ranges"}
    told: list[tuple[str, str | Run]] = (
        [("Free", f"{number(use.size - use.used)} addresses")] if use and not use.marked else []
    )
    told += [
        (label, number(read[name].total))
        for label, name in counted.items()
        if name in read.parts and not read[name].hidden
    ]
    shown = ("status", "role", "scope", "vlan", "tenant", "rir")
    labels = {"vlan": "VLAN", "rir": "RIR"}
    return [*told, *((labels.get(name, name.capitalize()), text_of(row.get(name))) for name in shown)]


def _range(kit: Kit, row: Row) -> tuple[Run | str, ...]:
    text = f"{row['start_address']} to {row['end_address']}"
    marks = [word for word, field in (("used", "mark_utilized"), ("populated", "mark_populated")) if row.get(field)]
    link = Run(text=text, url=kit.inventory.page("ipam.iprange", row["id"]))
    return (link, number(int(row.get("size") or 0)), text_of(row.get("status")), ", ".join(marks) or "free")
