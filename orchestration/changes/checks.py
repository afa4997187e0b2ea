"""What NetBox would refuse for reasons that stand in no schema: seen before the preview, so that nobody confirms in vain."""

import ipaddress
from collections.abc import Callable

from orchestration.changes.form import ENDS
from orchestration.changes.ground import Ground
from orchestration.changes.row import Row
from orchestration.changes.values import UNCHANGED, refused
from orchestration.errors import Invalid, NotUnderstood


def check(ground: Ground, row: Row) -> None:
    """Look at what a type demands of its values together.

    Raises:
        Invalid: they do not go together; says why.
    """
    for each in _CHECKS.get(row.form.type.key, ()):
        each(ground, row)


def _vid_fits_group(_ground: Ground, row: Row) -> None:
    group, vid = row.values.get("group"), row.values.get("vid")
    ranges = (group.record or {}).get("vid_ranges") if group else None
    if vid and group and ranges and not any(low <= vid.data <= high for low, high in ranges):
        spans = ", ".join(f"{low}-{high}" if low != high else f"{low}" for low, high in ranges)
        raise refused(row.form.slots["vid"], f"{vid.data} is not among those of {group.shown}: {spans}.")


def _group_fits_site(_ground: Ground, row: Row) -> None:
    group, site = row.values.get("group"), row.values.get("site")
    record = group.record if group else None
    if not (group and site and record and record.get("scope_type") == "dcim.site"):
        return
    if record.get("scope_id") != site.data:
        raise Invalid(f"VLAN group {group.shown} belongs to another site than {site.shown}.", advice=UNCHANGED)


def _host_is_usable(_ground: Ground, row: Row) -> None:
    value = row.values.get("address")
    if value is None:
        return
    address = ipaddress.ip_interface(str(value.data))
    network = address.network
    if network.version == 6 or network.num_addresses <= 2:
        return
    if address.ip == network.network_address:
        raise refused(row.form.slots["address"], f"{address.ip} is the network itself, not a host in it.")
    if address.ip == network.broadcast_address:
        raise refused(row.form.slots["address"], f"{address.ip} is the broadcast address of {network}.")


def _range_is_one(_ground: Ground, row: Row) -> None:
    first, last = row.values.get("start_address"), row.values.get("end_address")
    if first is None or last is None:
        return
    low, high = ipaddress.ip_interface(str(first.data)), ipaddress.ip_interface(str(last.data))
    if low.version != high.version or low.network.prefixlen != high.network.prefixlen:
        raise refused(row.form.slots["end_address"], f"{first.data} and {last.data} differ in version or mask.")
    if int(high.ip) <= int(low.ip):
        raise refused(row.form.slots["end_address"], f"{last.data} does not come after {first.data}.")


def _cable_has_two_free_ends(_ground: Ground, row: Row) -> None:
    sides = [row.values.get(each) for each in ENDS]
    for name, side in zip(ENDS, sides, strict=True):
        if side is None:
            told = f"A cable needs two ends; {'one is' if any(sides) else 'none is'} said."
            raise NotUnderstood(told, f"Say both: a port of a device each. {UNCHANGED}")
        held = (side.record or {}).get("cable")
        if row.there is None and held:
            raise refused(row.form.slots[name], f"{side.shown} has cable {held['display']} already.")
    if sides[0] and sides[1] and sides[0].data == sides[1].data:
        raise Invalid("A cable cannot lead from a port to itself.", advice=UNCHANGED)


_CHECKS: dict[str, tuple[Callable[[Ground, Row], None], ...]] = {
    "dcim.cable": (_cable_has_two_free_ends,),
    "ipam.vlan": (_vid_fits_group, _group_fits_site),
    "ipam.ipaddress": (_host_is_usable,),
    "ipam.iprange": (_range_is_one,),
}
