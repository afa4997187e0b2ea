"""What is free: addresses and prefixes in a prefix, VLANs in a group."""

from collections.abc import Mapping
from typing import Any

from orchestration.errors import NotFound, Refused
from orchestration.messages import prose
from orchestration.tools.cells import name_of, text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row, network
from orchestration.tools.reports.loose_vlans import loose_vlans
from orchestration.tools.reports.subject import focus_on, one
from orchestration.tools.wording import counted, listed, number, plural

PREFIX = ("prefix", "vrf", "status", "is_pool")
# NetBox answers at most so many free addresses at once; people take one, or a few.
MOST_FREE = 50


def available_ips(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Tell the next free addresses of a prefix or a range.

    Raises:
        Incomplete, NotFound, Ambiguous: of the prefix.
    """
    about, row = one(kit, asked, results, ("ipam.prefix", "ipam.iprange"), () if _is_range(asked) else PREFIX)
    wanted = max(10, min(MOST_FREE, asked.ask.number))
    body = kit.inventory.fetch(f"{about.path}/{row['id']}/available-ips/", (("limit", str(wanted)),)).body
    free = [str(each["address"]) for each in body]
    where = _where(row, name_of(row, about))
    if not free:
        head = f"No address is free in {where}."
    elif asked.ask.number > 1:
        shown = free[: asked.ask.number]
        head = f"The next {number(len(shown))} free addresses in {where} are {listed(shown)}."
    else:
        head = f"The next free address in {where} is {free[0]}."
    parts = (
        (prose(head), prose(f"Then {', '.join(free[1:])}."))
        if len(free) > 1 and asked.ask.number == 1
        else (prose(head),)
    )
    return Draft(
        asked.ask.want,
        parts,
        understood=f"free addresses in {where}",
        url=kit.inventory.page(about.key, row["id"]),
        focus=focus_on(asked, about, row),
    )


def _is_range(asked: Asked) -> bool:
    return asked.search is not None and asked.search.type == "ipam.iprange"


def _where(row: Row, name: str) -> str:
    vrf = text_of(row.get("vrf"))
    return f"{name} in VRF {vrf}" if vrf else name


def available_prefixes(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Tell the free blocks of a prefix, or the next free prefix of a length.

    Raises:
        Incomplete, NotFound, Ambiguous: of the prefix.
    """
    about, row = one(kit, asked, results, ("ipam.prefix",), PREFIX)
    body = kit.inventory.fetch(f"{about.path}/{row['id']}/available-prefixes/").body
    blocks = [block for each in body if (block := network(each["prefix"])) is not None]
    where, size = _where(row, name_of(row, about)), asked.ask.size
    fitting = [block for block in blocks if size is None or block.prefixlen <= size]
    if not fitting:
        head = f"No {f'/{size}' if size else 'prefix'} is free in {where}."
        return Draft(
            asked.ask.want,
            (prose(head),),
            understood=f"free prefixes in {where}",
            rows_total=0,
            url=kit.inventory.page(about.key, row["id"]),
            focus=focus_on(asked, about, row),
        )
    largest = min(fitting, key=lambda block: block.prefixlen)
    if size is not None:
        first = next(iter(fitting[0].subnets(new_prefix=size))) if fitting[0].prefixlen < size else fitting[0]
        head = f"The next free /{size} in {where} is {first}."
    else:
        head = f"{plural(len(blocks), 'free block')} in {where}, the largest {largest}."
    rows = [(str(block), number(block.num_addresses)) for block in fitting]
    understood = f"free prefixes in {where}" + (f" · /{size}" if size else "")
    kept = kept_table(kit, ("Free", "Addresses"), rows, head=head, understood=understood, right={1})
    return Draft(
        asked.ask.want,
        (prose(head), kept.table),
        buttons=kept.buttons,
        rows_total=len(rows),
        understood=understood,
        shown=kept.listing.shown,
        url=kit.inventory.page(about.key, row["id"]),
        listing=kept.listing,
        focus=focus_on(asked, about, row),
    )


def available_vlans(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Tell the next free VLAN ids of a group; of a place without one those that no VLAN there has.

    Raises:
        Incomplete, NotFound, Ambiguous: of the group.
        Refused: the group has none left.
    """
    try:
        about, row = one(kit, asked, results, ("ipam.vlangroup",))
    except NotFound:
        if (loose := loose_vlans(kit, asked)) is None:
            raise
        return loose
    body = kit.inventory.fetch(f"{about.path}/{row['id']}/available-vlans/", (("limit", "1000"),)).body
    free = [int(each["vid"]) for each in (body.get("results", ()) if isinstance(body, dict) else body)]
    name = name_of(row, about)
    if not free:
        raise Refused(f"No VLAN id is free in {name}.", "Widen its ranges, or take another group.")
    vlans = kit.catalogue["ipam.vlan"]
    shown = free[: max(10, asked.ask.number)]
    told = listed([str(each) for each in shown])
    head = f"The next free VLAN id in {name} is {free[0]}."
    more = f"Free: {told}{' and more' if len(free) > len(shown) else ''}."
    used = row.get("vlan_count")
    return Draft(
        asked.ask.want,
        (prose(head), prose(f"{more} {counted(used, vlans)} in the group." if isinstance(used, int) else more)),
        understood=f"free VLANs in {name}",
        url=kit.inventory.page(about.key, row["id"]),
        focus=focus_on(asked, about, row),
    )
