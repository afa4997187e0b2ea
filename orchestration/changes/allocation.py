"""What is next and free: prefixes, addresses, VLAN IDs, AS numbers, units of a rack."""

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from orchestration.changes.form import Form
from orchestration.changes.ground import Ground
from orchestration.changes.missing import Missing
from orchestration.changes.values import UNCHANGED, Value, read_value
from orchestration.errors import Invalid, NotUnderstood
from orchestration.messages import Blank

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Source:
    """Where objects of a type are allocated from.

    Args:
        ending: what NetBox's path for what is free ends with.
        field: the field that takes it.
        inherits: fields that a new object has from what it is allocated from.
        belongs: the field by which it points at what it is allocated from; None for none.
    """

    ending: str
    field: str
    inherits: tuple[str, ...] = ()
    belongs: str | None = None


SOURCES: dict[tuple[str, str], Source] = {
    ("ipam.prefix", "ipam.prefix"): Source("available-prefixes", "prefix", ("vrf",)),
    ("ipam.prefix", "ipam.ipaddress"): Source("available-ips", "address", ("vrf",)),
    ("ipam.iprange", "ipam.ipaddress"): Source("available-ips", "address", ("vrf",)),
    ("ipam.vlangroup", "ipam.vlan"): Source("available-vlans", "vid", (), "group"),
    ("ipam.asnrange", "ipam.asn"): Source("available-asns", "asn", ("rir",)),
}


def allocated(
    ground: Ground, form: Form, within: tuple[str, int], size: int | None, taken: Iterable[Any]
) -> dict[str, Value]:
    """Return the next that is free, and what comes with where it is from.

    Args:
        ground: NetBox as it is now.
        form: of the new object's type.
        within: type and id of what it is allocated from.
        size: prefix length, for prefixes.
        taken: what earlier objects of the same draft have taken already.

    Returns:
        Values by field.

    Raises:
        NotUnderstood: nothing of this type is allocated from there.
        Missing: the size is not said.
        Invalid: nothing is free.
    """
    type_, id_ = within
    source = SOURCES.get((type_, form.type.key))
    parent = ground.record(type_, id_)
    if source is None:
        kind = ground.catalogue[type_].singular
        raise NotUnderstood(f"A {form.type.singular} cannot be allocated from a {kind}.", UNCHANGED)
    used = set(taken)
    if source.ending == "available-prefixes":
        free = ground.free(type_, id_, source.ending, 1000)
        found = _next_network(ipaddress.ip_network(parent["prefix"]), size, free, used)
    else:
        rows = ground.free(type_, id_, source.ending, len(used) + 1)
        found = next((str(each[source.field]) for each in rows if each[source.field] not in used), None)
    if found is None:
        what = f"/{size}" if size and source.field == "prefix" else form.slots[source.field].label
        raise Invalid(f"{parent['display']} has no free {what} left.", advice=UNCHANGED)
    values = {source.field: read_value(form.slots[source.field], found, f"next free in {parent['display']}")}
    for field in source.inherits:
        if held := parent.get(field):
            values[field] = Value(
                held["id"], held["display"], held["display"], f"{parent['display']}'s", held, form.slots[field].to[0]
            )
    if source.belongs:
        values[source.belongs] = Value(id_, parent["display"], parent["display"], "", parent, type_)
    return values


def _next_network(whole: Network, size: int | None, free: list[dict[str, Any]], used: set[Any]) -> str | None:
    if size is None:
        asked = Blank(name="size", label="Prefix length", kind="number", hint="26 for a /26.")
        raise Missing("size", "prefix length", kind="prefix", blanks=(asked,))
    if not whole.prefixlen < size <= whole.max_prefixlen:
        raise Invalid(f"A /{size} does not fit into {whole}.", advice=UNCHANGED)
    taken = [ipaddress.ip_network(each) for each in used]
    blocks = (ipaddress.ip_network(each["prefix"]) for each in free)
    candidates = (each for block in blocks if block.prefixlen <= size for each in block.subnets(new_prefix=size))
    return next((str(each) for each in candidates if not any(_overlap(each, other) for other in taken)), None)


def _overlap(one: Network, other: Network) -> bool:
    first, last = int(one.network_address), int(one.broadcast_address)
    return one.version == other.version and int(other.network_address) <= last and first <= int(other.broadcast_address)


def lowest_unit(
    ground: Ground,
    rack: dict[str, Any],
    height: float,
    faces: tuple[str, ...],
    taken: set[float],
    own: int | None = None,
) -> float:
    """Return the lowest whole unit of a rack above which a device fits.

    Args:
        ground: NetBox as it is now.
        rack: the rack's record.
        height: of the device, in units.
        faces: the faces it takes up.
        taken: half units that earlier devices of the same draft take.
        own: id of the device, where it may be in that rack already.

    Raises:
        Invalid: it fits nowhere.
    """
    free = frozenset.intersection(
        *(
            frozenset(float(unit["id"]) for unit in ground.units(rack["id"], face) if _free(unit, own)) - taken
            for face in faces
        )
    )
    fits = (unit for unit in sorted(free) if unit.is_integer() and free.issuperset(halves(unit, height)))
    found = next(fits, None)
    if found is None:
        raise Invalid(f"Rack {rack['display']} has no {height:g} U free in one place.", advice=UNCHANGED)
    return found


def _free(unit: dict[str, Any], own: int | None) -> bool:
    return not unit["occupied"] or (own is not None and (unit.get("device") or {}).get("id") == own)


def halves(unit: float, height: float) -> Iterator[float]:
    """Return the half units that a device of some height takes up from a unit on."""
    return (unit + half / 2 for half in range(int(height * 2)))
