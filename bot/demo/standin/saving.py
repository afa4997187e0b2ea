"""What NetBox does by itself when it saves an object: places inherited, components made, the other end of a relation kept in step."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.demo.standin.changes import Actor, log_change
from bot.demo.standin.clock import now
from bot.demo.standin.components import fill_device, fill_module
from bot.demo.standin.loading import as_row, terminate
from bot.demo.standin.store import Row, Store

# What a rack takes over from its type (NetBox's RACKTYPE_FIELDS).
_RACK_TYPE_FIELDS = (
    "form_factor", "width", "u_height", "starting_unit", "desc_units", "outer_width", "outer_height", "outer_depth", "outer_unit",
    "mounting_depth", "weight", "weight_unit", "max_weight", "cooling_capability", "cooling_capacity",
)  # fmt: skip


def before_save(store: Store, type_name: str, row: Row, before: Row | None, given: Mapping[str, Any]) -> Row:
    """Return a row with what NetBox fills in before it saves; `given` is what the request said."""
    filled = dict(row)
    if given.get("protocol") and given.get("ports") and "port_mappings" not in given:
        filled["port_mappings"] = [f"{given['protocol']}/{port}" for port in given["ports"]]
    for name, field in store.schema.types[type_name].fields.items():
        if filled.get(name) == "" and field.null and field.unique:
            filled[name] = None  # several objects may be without, none of them with an empty one
    if type_name == "dcim.rack" and (kind := store.get("dcim.racktype", row["rack_type"])):
        filled.update({name: kind[name] for name in _RACK_TYPE_FIELDS if name in filled})
    if type_name == "dcim.device":
        kind = store.rows["dcim.devicetype"][row["device_type"]]
        if before is None:
            filled["airflow"] = row["airflow"] or kind["airflow"]
            filled["cooling_method"] = row["cooling_method"] or kind["cooling_method"]
            filled["platform"] = row["platform"] or kind["default_platform"]
        if (rack := store.get("dcim.rack", row["rack"])) and rack["location"]:
            filled["location"] = rack["location"]
    if type_name == "virtualization.virtualmachine" and row["site"] is None:
        cluster, device = store.get("virtualization.cluster", row["cluster"]), store.get("dcim.device", row["device"])
        site = store.value("virtualization.cluster", cluster, "_site") if cluster else None
        filled["site"] = site or (device and device["site"])
    return filled


def after_save(
    store: Store, type_name: str, row: Row, before: Row | None, given: Mapping[str, Any], actor: Actor
) -> None:
    """Do what follows from a saved object."""
    if type_name in _AFTER:
        _AFTER[type_name](store, row, before, given, actor)


def _device(store: Store, row: Row, before: Row | None, _given: Mapping[str, Any], actor: Actor) -> None:
    if before is None:
        fill_device(store, row, actor)


def _module(store: Store, row: Row, before: Row | None, given: Mapping[str, Any], actor: Actor) -> None:
    if before is None and given.get("replicate_components", True) is not False:
        fill_module(store, row, actor)


def _cable(store: Store, row: Row, _before: Row | None, given: Mapping[str, Any], _actor: Actor) -> None:
    for side in "ab":
        name = f"{side}_terminations"
        if name not in given:
            continue
        for number in set(
            store.index("dcim.cabletermination", "cable", "cable_end").get((row["id"], side.upper()), ())
        ):
            store.remove("dcim.cabletermination", number)
        terminate(store, row["id"], {name: given[name]})


def _mirrored(mine: str, other: str, key: str, back: str, back_key: str) -> Callable[..., None]:
    """Keep the mappings of front and rear ports the same at both ends."""

    def mirror(store: Store, row: Row, _before: Row | None, given: Mapping[str, Any], _actor: Actor) -> None:
        if mine not in given:
            return
        for port in list(store.rows[other].values()):
            if any(mapping[back_key] == row["id"] for mapping in port[back]) or any(
                mapping[key] == port["id"] for mapping in row[mine]
            ):
                kept = [mapping for mapping in port[back] if mapping[back_key] != row["id"]]
                kept += [
                    {
                        "position": mapping.get(f"{key}_position", 1),
                        back_key: row["id"],
                        f"{back_key}_position": mapping.get("position", 1),
                    }
                    for mapping in row[mine]
                    if mapping[key] == port["id"]
                ]
                store.put(other, {**port, back: sorted(kept, key=lambda mapping: int(mapping["position"]))})

    return mirror


def _virtual_chassis(store: Store, row: Row, _before: Row | None, given: Mapping[str, Any], actor: Actor) -> None:
    master = store.get("dcim.device", row["master"]) if "master" in given else None
    if master is not None and master["virtual_chassis"] is None:
        member = {**master, "virtual_chassis": row["id"], "vc_position": 1, "last_updated": now()}
        store.put("dcim.device", member)
        log_change(store, actor, "dcim.device", master, member)


def _interface(type_name: str) -> Callable[..., None]:
    """Make the MAC address object that a written `mac_address` stands for."""

    def save(store: Store, row: Row, _before: Row | None, given: Mapping[str, Any], _actor: Actor) -> None:
        if "mac_address" not in given:
            return
        number = None
        if given["mac_address"]:
            about = store.schema.types["dcim.macaddress"]
            mine = store.index(about.name, "assigned_object_type", "assigned_object_id").get(
                (type_name, row["id"]), set()
            )
            number = min(mine & store.index(about.name, "mac_address").get(given["mac_address"], set()), default=None)
            if number is None:
                number = store.next_id(about.name)
                made = {
                    "id": number,
                    "mac_address": given["mac_address"],
                    "assigned_object_type": type_name,
                    "assigned_object_id": row["id"],
                }
                store.put(
                    about.name,
                    as_row(about, {**made, "created": row["last_updated"], "last_updated": row["last_updated"]}),
                )
        store.put(type_name, {**row, "primary_mac_address": number})

    return save


_AFTER: dict[str, Callable[..., None]] = {
    "dcim.device": _device,
    "dcim.module": _module,
    "dcim.cable": _cable,
    "dcim.frontport": _mirrored("rear_ports", "dcim.rearport", "rear_port", "front_ports", "front_port"),
    "dcim.rearport": _mirrored("front_ports", "dcim.frontport", "front_port", "rear_ports", "rear_port"),
    "dcim.frontporttemplate": _mirrored(
        "rear_ports", "dcim.rearporttemplate", "rear_port", "front_ports", "front_port"
    ),
    "dcim.rearporttemplate": _mirrored(
        "front_ports", "dcim.frontporttemplate", "front_port", "rear_ports", "rear_port"
    ),
    "dcim.virtualchassis": _virtual_chassis,
    "dcim.interface": _interface("dcim.interface"),
    "virtualization.vminterface": _interface("virtualization.vminterface"),
}
