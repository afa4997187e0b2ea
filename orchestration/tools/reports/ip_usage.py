"""How full one prefix is."""

from collections.abc import Mapping
from typing import Any

from orchestration.messages import prose
from orchestration.tools.cells import name_of, text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kit import Kit, both
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row, network
from orchestration.tools.reports.fullness import Net, by_prefixes, hosts, is_container, size_of, within
from orchestration.tools.reports.pieces import all_of, facts
from orchestration.tools.reports.subject import focus_on, one
from orchestration.tools.search import Search, Term
from orchestration.tools.wording import number, percent

PREFIX = ("prefix", "vrf", "status", "is_pool", "mark_utilized", "scope", "role", "vlan")


def ip_usage(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Tell how much of a prefix is used: by prefixes in a container, else by addresses and ranges; two requests after the prefix itself.

    Raises:
        Incomplete, NotFound, Ambiguous: of the prefix.
    """
    about, row = one(kit, asked, results, ("ipam.prefix", "ipam.aggregate", "ipam.iprange"), _fields(asked))
    if about.key == "ipam.iprange":
        return _range(kit, asked, row)
    net = network(row["prefix"])
    assert net is not None  # noqa: S101 - NetBox keeps only networks there
    children, addresses = both(
        lambda: all_of(kit, _inside("ipam.prefix", "within", row, net), ("prefix", "vrf", "status")),
        lambda: all_of(kit, _inside("ipam.ipaddress", "parent", row, net), ("address", "vrf", "status")),
    )
    container = is_container(row) or about.key == "ipam.aggregate"
    size = net.num_addresses if container else size_of(net, pool=bool(row.get("is_pool")))
    used = by_prefixes(net, children) if container else len(hosts(addresses))
    if row.get("mark_utilized"):
        used = size
    vrf = text_of(row.get("vrf"))
    name = name_of(row, about)
    what = "addresses, by prefixes" if container else "addresses"
    head = f"{name}{f' in VRF {vrf}' if vrf else ''} is {percent(used, size)} used: {number(used)} of {number(size)} {what}."
    told = [
        ("Status", text_of(row.get("status"))),
        ("Scope", text_of(row.get("scope"))),
        ("VLAN", text_of(row.get("vlan"))),
        ("Prefixes inside", number(len(children))),
        ("IP addresses inside", number(len(addresses))),
        ("Free", f"{number(size - used)} addresses"),
    ]
    return Draft(
        asked.ask.want,
        (prose(head), facts(told)),
        understood=f"use of {name}" + (f" · VRF {vrf}" if vrf else ""),
        url=kit.inventory.page(about.key, row["id"]),
        focus=focus_on(asked, about, row),
    )


def _fields(asked: Asked) -> tuple[str, ...]:
    if asked.search is not None and asked.search.type == "ipam.aggregate":
        return ("prefix",)
    return PREFIX if asked.search is not None and asked.search.type == "ipam.prefix" else ()


def _inside(type_: str, param: str, row: Row, net: Net) -> Search:
    """Return the search for what lies in a prefix and its VRF; a container outside all VRFs holds what is in any, as NetBox counts it."""
    term = Term(
        param, "network", "within", values=(str(net),), param=param, shows="prefix" if param == "within" else "address"
    )
    vrf = row.get("vrf")
    if isinstance(vrf, dict):
        return Search(type_, ((term, Term("vrf", "id", values=(str(vrf["id"]),), param="vrf_id", shows="vrf")),))
    if is_container(row) or "vrf" not in row:
        return Search(type_, ((term,),))
    return Search(type_, ((term, Term("vrf", "id", "empty", param="vrf_id", sent=("null",), shows="vrf")),))


def _range(kit: Kit, asked: Asked, row: Row) -> Draft:
    """Tell how full a range is; one request more."""
    about = kit.catalogue["ipam.iprange"]
    net = network(row["start_address"])
    assert net is not None  # noqa: S101 - NetBox keeps only addresses there
    addresses = all_of(kit, _inside("ipam.ipaddress", "parent", row, net), ("address", "vrf"))
    name, size = name_of(row, about), int(row.get("size") or 0)
    used = size if row.get("mark_utilized") else len(within(row, addresses))
    head = f"{name} is {percent(used, size)} used: {number(used)} of {number(size)} addresses."
    return Draft(
        asked.ask.want,
        (prose(head),),
        understood=f"use of {name}",
        url=kit.inventory.page(about.key, row["id"]),
        focus=focus_on(asked, about, row),
    )
