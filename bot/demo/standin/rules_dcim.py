"""Rules for places, devices, their ports and cables."""

from ipaddress import ip_interface
from typing import Any

from bot.demo.standin.display import display
from bot.demo.standin.filter_methods import VIRTUAL_TYPES, WIRELESS_PREFIX, device_interfaces
from bot.demo.standin.rack_units import free_positions, units_of
from bot.demo.standin.refusing import Rule, name_of, refuse
from bot.demo.standin.store import Row, Store

# What a cable may join (NetBox's COMPATIBLE_TERMINATION_TYPES).
_PASSIVE = ("consoleport", "consoleserverport", "interface", "frontport", "rearport", "circuittermination")
_JOINS = {
    "circuittermination": ("interface", "frontport", "rearport", "circuittermination"),
    "consoleport": ("consoleserverport", "frontport", "rearport"),
    "consoleserverport": ("consoleport", "frontport", "rearport"),
    "interface": ("interface", "circuittermination", "frontport", "rearport"),
    "frontport": _PASSIVE,
    "rearport": _PASSIVE,
    "powerfeed": ("powerport",),
    "poweroutlet": ("powerport",),
    "powerport": ("poweroutlet", "powerfeed"),
}


def _device_place(store: Store, row: Row, _before: Row | None) -> None:
    rack, location = store.get("dcim.rack", row["rack"]), store.get("dcim.location", row["location"])
    site, rack_name = name_of(store, "dcim.site", row["site"]), name_of(store, "dcim.rack", row["rack"])
    if rack and rack["site"] != row["site"]:
        refuse("rack", f"Rack {rack_name} does not belong to site {site}.")
    if location and location["site"] != row["site"]:
        refuse("location", f"Location {location['name']} does not belong to site {site}.")
    if rack and location and rack["location"] != location["id"]:
        refuse("rack", f"Rack {rack_name} does not belong to location {location['name']}.")
    for name in ("face", "position"):
        if row[name] and not rack:
            refuse(name, f"Cannot select a rack {name} without assigning a rack.")


def _device_position(store: Store, row: Row, _before: Row | None) -> None:
    position, rack = row["position"], store.get("dcim.rack", row["rack"])
    if not position or rack is None:
        return
    if position % 0.5:
        refuse("position", "Position must be in increments of 0.5 rack units.")
    if not row["face"]:
        refuse("face", "Must specify rack face when defining rack position.")
    kind = store.rows["dcim.devicetype"][row["device_type"]]
    model, height = kind["model"], float(kind["u_height"])
    if not height:
        refuse("position", f"A 0U device type ({model}) cannot be assigned to a rack position.")
    face = None if kind["is_full_depth"] else row["face"]
    if position not in free_positions(store, rack, height, face, without=row["id"]):
        short = (
            f"U{float(position)} is already occupied or does not have sufficient space to accommodate this device type"
        )
        refuse("position", f"{short}: {model} ({height}U)")


def _primary_ips(owner: str, names: tuple[str, ...], noun: str) -> Rule:
    def rule(store: Store, row: Row, before: Row | None) -> None:
        for name in names:
            address = store.get("ipam.ipaddress", row[name])
            if address is None:
                continue
            shown = address["address"]
            family = name.removeprefix("primary_ip")
            if family.isdigit() and ip_interface(shown).version != int(family):
                refuse(name, f"{shown} is not an IPv{family} address.")
            if owner == "dcim.device":
                mine = device_interfaces(store, row["id"], if_master=False) if before else set()
            else:
                mine = store.index("virtualization.vminterface", "virtual_machine").get(row["id"], set())
            inside = store.get("ipam.ipaddress", address["nat_inside"])
            interface = "dcim.interface" if owner == "dcim.device" else "virtualization.vminterface"
            if not any(
                each and each["assigned_object_type"] == interface and each["assigned_object_id"] in mine
                for each in (address, inside)
            ):
                refuse(name, f"The specified IP address ({shown}) is not assigned to this {noun}.")

    return rule


def _rack(store: Store, row: Row, before: Row | None) -> None:
    location = store.get("dcim.location", row["location"])
    if location and location["site"] != row["site"]:
        refuse("__all__", f"Assigned location must belong to parent site ({name_of(store, 'dcim.site', row['site'])}).")
    if any(row[name] for name in ("outer_width", "outer_depth", "outer_height")) and not row["outer_unit"]:
        refuse("__all__", "Must specify a unit when setting an outer dimension")
    if row["max_weight"] and not row["weight_unit"]:
        refuse("__all__", "Must specify a unit when setting a maximum weight")
    for number in store.index("dcim.device", "rack").get(row["id"], ()) if before else ():
        device = store.rows["dcim.device"][number]
        height = store.rows["dcim.devicetype"][device["device_type"]]["u_height"]
        least = (device["position"] or 0) + height - row["starting_unit"]
        if device["position"] and row["u_height"] < least:
            refuse("u_height", f"Rack must be at least {least}U tall to house currently installed devices.")


def _reservation(store: Store, row: Row, _before: Row | None) -> None:
    rack = store.rows["dcim.rack"][row["rack"]]
    wrong = [str(unit) for unit in row["units"] if float(unit) not in units_of(rack)]
    if wrong:
        refuse("units", f"Invalid unit(s) for {rack['u_height']}U rack: {', '.join(wrong)}")
    others = store.index("dcim.rackreservation", "rack").get(row["rack"], set()) - {row["id"]}
    taken = {unit for number in others for unit in store.rows["dcim.rackreservation"][number]["units"]}
    if both := [str(unit) for unit in row["units"] if unit in taken]:
        refuse("units", f"The following units have already been reserved: {', '.join(both)}")


def _location(store: Store, row: Row, _before: Row | None) -> None:
    parent = store.get("dcim.location", row["parent"])
    if parent and parent["site"] != row["site"]:
        refuse(
            "__all__",
            f"Parent location ({parent['name']}) must belong to the same site ({name_of(store, 'dcim.site', row['site'])}).",
        )


def _interface(store: Store, row: Row, before: Row | None) -> None:
    virtual = row["type"] in VIRTUAL_TYPES
    if before is not None and virtual and store.value("dcim.interface", row, "cable"):
        refuse("type", f"{row['type'].title()} interfaces cannot have a cable attached.")
    for name in ("parent", "bridge", "lag"):
        other = store.get("dcim.interface", row[name])
        if other is None:
            continue
        if other["id"] == row["id"]:
            refuse(
                name,
                {
                    "parent": "An interface cannot be its own parent.",
                    "bridge": "An interface cannot be bridged to itself.",
                }.get(name, "A LAG interface cannot be its own parent."),
            )
        chassis = [store.rows["dcim.device"][each["device"]]["virtual_chassis"] for each in (row, other)]
        if other["device"] != row["device"] and (chassis[0] is None or chassis[0] != chassis[1]):
            noun = {"parent": "parent interface", "bridge": "bridge interface", "lag": "LAG interface"}[name]
            refuse(
                name,
                f"The selected {noun} ({other['name']}) belongs to a different device ({name_of(store, 'dcim.device', other['device'])}).",
            )
    if row["type"] == "virtual" and row["lag"] is not None:
        refuse("lag", "Virtual interfaces cannot have a parent LAG interface.")


def _same_device(_store: Store, row: Row, before: Row | None) -> None:
    if before is not None and before["device"] != row["device"]:
        refuse("device", "Components cannot be moved to a different device.")


def _cable(store: Store, row: Row, before: Row | None) -> None:
    if row["length"] is not None and not row["length_unit"]:
        refuse("__all__", "Must specify a unit when setting a cable length")
    ends: dict[str, list[Any]] = {side: row.get(f"{side}_terminations") or [] for side in "ab"}
    if before is None and not (ends["a"] and ends["b"]):
        refuse("__all__", "Must define A and B terminations when creating a new cable.")
    for terminations in ends.values():
        if len({end["object_type"] for end in terminations}) > 1:
            refuse("__all__", "Cannot connect different termination types to same end of cable.")
    if ends["a"] and ends["b"]:
        kinds = [ends[side][0]["object_type"].partition(".")[2] for side in "ab"]
        if kinds[1] not in _JOINS.get(kinds[0], ()):
            refuse("__all__", f"Incompatible termination types: {kinds[0]} and {kinds[1]}")
        if any(end in ends["b"] for end in ends["a"]):
            refuse("__all__", "A and B terminations cannot connect to the same object.")
    for end in [*ends["a"], *ends["b"]]:
        _free_end(store, row, end["object_type"], end["object_id"])


def _free_end(store: Store, cable: Row, kind: str, number: int) -> None:
    target = store.rows[kind][number]
    if target.get("mark_connected"):
        parent = name_of(store, "dcim.device", target["device"]) if "device" in target else "None"
        refuse(
            "__all__",
            f"Cannot connect a cable to {parent} > {display(store, kind, target)} because it is marked as connected.",
        )
    for other in store.index("dcim.cabletermination", "termination_type", "termination_id").get((kind, number), ()):
        existing = store.rows["dcim.cabletermination"][other]["cable"]
        if existing != cable["id"]:
            refuse("__all__", f"Duplicate termination found for {kind} {number}: cable {existing}")
    if kind == "dcim.interface" and (target["type"] in VIRTUAL_TYPES or target["type"].startswith(WIRELESS_PREFIX)):
        label = dict(store.schema.types[kind].fields["type"].choices).get(target["type"], target["type"])
        refuse("__all__", f"Cables cannot be terminated to {label} interfaces")
    if kind == "circuits.circuittermination" and target["termination_type"] == "circuits.providernetwork":
        refuse("__all__", "Circuit terminations attached to a provider network may not be cabled.")


def _virtual_machine(store: Store, row: Row, _before: Row | None) -> None:
    if not (row["site"] or row["cluster"] or row["device"]):
        refuse("__all__", "A virtual machine must be assigned to a site, cluster, or device.")
    cluster, device = store.get("virtualization.cluster", row["cluster"]), store.get("dcim.device", row["device"])
    where = store.value("virtualization.cluster", cluster, "_site") if cluster else None
    if cluster and row["site"] and where and where != row["site"]:
        site = name_of(store, "dcim.site", row["site"])
        refuse("cluster", f"The selected cluster ({cluster['name']}) is not assigned to this site ({site}).")
    if device and cluster and device["cluster"] != row["cluster"]:
        host = name_of(store, "dcim.device", row["device"])
        refuse("device", f"The selected device ({host}) is not assigned to this cluster ({cluster['name']}).")


_COMPONENTS = (
    *("consoleport", "consoleserverport", "powerport", "poweroutlet", "interface"),
    *("frontport", "rearport", "modulebay", "devicebay"),
)
DCIM_RULES: dict[str, tuple[Rule, ...]] = {
    **{f"dcim.{name}": (_same_device,) for name in _COMPONENTS},
    "dcim.device": (
        _device_place,
        _device_position,
        _primary_ips("dcim.device", ("primary_ip4", "primary_ip6", "oob_ip"), "device"),
    ),
    "dcim.rack": (_rack,),
    "dcim.rackreservation": (_reservation,),
    "dcim.location": (_location,),
    "dcim.interface": (_same_device, _interface),
    "dcim.cable": (_cable,),
    "virtualization.virtualmachine": (
        _virtual_machine,
        _primary_ips("virtualization.virtualmachine", ("primary_ip4", "primary_ip6"), "VM"),
    ),
}
