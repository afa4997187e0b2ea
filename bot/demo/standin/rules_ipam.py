"""Rules for address space, VLANs and AS numbers."""

from ipaddress import ip_interface, ip_network

from bot.demo.standin.display import display
from bot.demo.standin.refusing import Rule, name_of, refuse
from bot.demo.standin.store import Row, Store

# Roles with which several objects may hold one address (NetBox's IPADDRESS_ROLES_NONUNIQUE).
_SHARED_ROLES = frozenset({"anycast", "vip", "vrrp", "hsrp", "glbp", "carp"})


def _unique_space(store: Store, vrf: int | None) -> str | None:
    """Return what to call the table where address space must be unique (as it must globally by default), or None."""
    found = store.get("ipam.vrf", vrf)
    if found is None:
        return "global table"
    return f"VRF {display(store, 'ipam.vrf', found)}" if found["enforce_unique"] else None


def _prefix(store: Store, row: Row, _before: Row | None) -> None:
    if row["prefix"].endswith("/0"):
        refuse("prefix", "Cannot create prefix with /0 mask.")
    table = _unique_space(store, row["vrf"])
    same = store.index("ipam.prefix", "prefix", "vrf").get((row["prefix"], row["vrf"]), set()) - {row["id"]}
    if table and same:
        refuse("prefix", f"Duplicate prefix found in {table}: {row['prefix']}")


def _ip_address(store: Store, row: Row, _before: Row | None) -> None:
    address = ip_interface(row["address"])
    network, length = address.network, address.network.prefixlen
    if not length:
        refuse("address", "Cannot create IP address with /0 mask.")
    if row["assigned_object_type"] and length < address.max_prefixlen - 1:
        if address.ip == network.network_address:
            refuse("__all__", f"{address.ip} is a network ID, which may not be assigned to an interface.")
        if address.version == 4 and address.ip == network.broadcast_address:
            refuse("__all__", f"{address.ip} is a broadcast address, which may not be assigned to an interface.")
    table = _unique_space(store, row["vrf"])
    twins = store.memo("hosts", lambda: _hosts(store)).get((row["vrf"], str(address.ip)), set()) - {row["id"]}
    roles = [row["role"], *(store.rows["ipam.ipaddress"][number]["role"] for number in twins)]
    if table and twins and not all(role in _SHARED_ROLES for role in roles):
        twin = store.rows["ipam.ipaddress"][min(twins)]["address"]
        refuse("address", f"Duplicate IP address found in {table}: {twin}")


def _not_in_populated_range(store: Store, row: Row, before: Row | None) -> None:
    address = ip_interface(row["address"])
    for held in store.rows["ipam.iprange"].values() if before is None else ():
        first, last = ip_interface(held["start_address"]).ip, ip_interface(held["end_address"]).ip
        within = first.version == address.version and int(first) <= int(address.ip) <= int(last)
        if within and held["mark_populated"] and held["vrf"] == row["vrf"]:
            shown = display(store, "ipam.iprange", held)
            refuse("address", f"Cannot create IP address {address} inside range {shown}.")


def _primary_stays(store: Store, row: Row, before: Row | None) -> None:
    names = ("assigned_object_type", "assigned_object_id")
    if before is None or all(before[name] == row[name] for name in names):
        return
    for owner in ("dcim.device", "virtualization.virtualmachine"):
        if any(store.index(owner, name).get(row["id"]) for name in ("primary_ip4", "primary_ip6")):
            message = "Cannot reassign IP address while it is designated as the primary IP for the parent object"
            refuse("__all__", message)


def _hosts(store: Store) -> dict[tuple[int | None, str], set[int]]:
    found: dict[tuple[int | None, str], set[int]] = {}
    for number, row in store.rows["ipam.ipaddress"].items():
        found.setdefault((row["vrf"], row["address"].split("/")[0]), set()).add(number)
    return found


def _ip_range(store: Store, row: Row, _before: Row | None) -> None:
    first, last = ip_interface(row["start_address"]), ip_interface(row["end_address"])
    if first.version != last.version:
        refuse("end_address", "Starting and ending IP address versions must match")
    if first.network.prefixlen != last.network.prefixlen:
        refuse("end_address", "Starting and ending IP address masks must match")
    if int(last.ip) < int(first.ip):
        refuse("end_address", f"Ending address must be greater than or equal to the starting address ({first})")
    for number in store.index("ipam.iprange", "vrf").get(row["vrf"], set()) - {row["id"]}:
        other = store.rows["ipam.iprange"][number]
        low, high = ip_interface(other["start_address"]).ip, ip_interface(other["end_address"]).ip
        if low.version == first.version and int(low) <= int(last.ip) and int(first.ip) <= int(high):
            vrf = name_of(store, "ipam.vrf", row["vrf"])
            refuse(
                "__all__", f"Defined addresses overlap with range {display(store, 'ipam.iprange', other)} in VRF {vrf}"
            )


def _aggregate(store: Store, row: Row, _before: Row | None) -> None:
    mine = ip_network(row["prefix"])
    for other in store.rows["ipam.aggregate"].values():
        theirs = ip_network(other["prefix"])
        if other["id"] == row["id"] or theirs.version != mine.version:
            continue
        if mine.subnet_of(theirs):  # type: ignore[arg-type]
            refuse(
                "prefix", f"Aggregates cannot overlap. {mine} is already covered by an existing aggregate ({theirs})."
            )
        if theirs.subnet_of(mine):  # type: ignore[arg-type]
            refuse("prefix", f"Prefixes cannot overlap aggregates. {mine} covers an existing aggregate ({theirs}).")


def _vlan_group(_store: Store, row: Row, _before: Row | None) -> None:
    for low, high in row["vid_ranges"]:
        if low < 1:
            refuse("vid_ranges", f"Starting VLAN ID in range ({low}) cannot be less than 1")
        if high > 4094:
            refuse("vid_ranges", f"Ending VLAN ID in range ({high}) cannot exceed 4094")
        if low > high:
            refuse(
                "vid_ranges",
                f"Ending VLAN ID in range must be greater than or equal to the starting VLAN ID ({low}-{high})",
            )
    if any(
        high >= following for (_, high), (following, _) in zip(row["vid_ranges"], row["vid_ranges"][1:], strict=False)
    ):
        refuse("vid_ranges", "Ranges cannot overlap.")


def _vlan(store: Store, row: Row, _before: Row | None) -> None:
    group = store.get("ipam.vlangroup", row["group"])
    if group is None:
        return
    if row["site"] and group["scope_type"] == "dcim.site" and group["scope_id"] != row["site"]:
        scope, site = name_of(store, "dcim.site", group["scope_id"]), name_of(store, "dcim.site", row["site"])
        refuse(
            "__all__", f"VLAN is assigned to group {group['name']} (scope: {scope}); cannot also assign to site {site}."
        )
    if not any(low <= row["vid"] <= high for low, high in group["vid_ranges"]):
        ranges = ",".join(f"{low}-{high}" if low != high else str(low) for low, high in group["vid_ranges"])
        refuse("vid", f"VID must be in ranges {ranges} for VLANs in group {group['name']}")


def _asn_range(_store: Store, row: Row, _before: Row | None) -> None:
    if row["end"] <= row["start"]:
        refuse("__all__", f"Starting ASN ({row['start']}) must be lower than ending ASN ({row['end']}).")


IPAM_RULES: dict[str, tuple[Rule, ...]] = {
    "ipam.prefix": (_prefix,),
    "ipam.ipaddress": (_ip_address, _not_in_populated_range, _primary_stays),
    "ipam.iprange": (_ip_range,),
    "ipam.aggregate": (_aggregate,),
    "ipam.vlangroup": (_vlan_group,),
    "ipam.vlan": (_vlan,),
    "ipam.asnrange": (_asn_range,),
}
