"""The name NetBox shows for an object (`display`), type by type where it is more than the object's own name."""

from collections.abc import Callable
from ipaddress import ip_interface
from typing import Any

from bot.demo.standin.store import Row, Store

Show = Callable[[Store, Row], str]


def display(store: Store, type_name: str, row: Row | None) -> str:
    """Return the name NetBox shows for an object."""
    if row is None:
        return "None"
    if type_name in SHOWN:
        return SHOWN[type_name](store, row)
    name = str(row.get("name") or "")
    # Components and their templates have a name and, maybe, a physical label.
    return f"{name} ({row['label']})" if row.get("label") and ("device" in row or "device_type" in row) else name


def _shown(store: Store, type_name: str, number: int | None) -> str:
    return display(store, type_name, store.get(type_name, number))


def choice(store: Store, type_name: str, field: str, value: Any) -> str:
    """Return the label of a choice."""
    choices: dict[Any, str] = dict(store.schema.types[type_name].fields[field].choices)
    return choices.get(value, str(value or ""))


def _device(store: Store, row: Row) -> str:
    label = row["name"]
    if not label and row["virtual_chassis"]:
        label = f"{_shown(store, 'dcim.virtualchassis', row['virtual_chassis'])}:{row['vc_position']}"
    if not label:
        kind = store.rows["dcim.devicetype"][row["device_type"]]
        maker = _shown(store, "dcim.manufacturer", kind["manufacturer"])
        return f"{maker} {kind['model']} ({row['asset_tag'] or row['id']})"
    return f"{label} ({row['asset_tag']})" if row["asset_tag"] else str(label)


def _module(store: Store, row: Row) -> str:
    bay = store.rows["dcim.modulebay"][row["module_bay"]]
    return f"{bay['name']}: {_shown(store, 'dcim.moduletype', row['module_type'])} ({row['id']})"


def _range(_store: Store, row: Row) -> str:
    first, last = (ip_interface(row[name]) for name in ("start_address", "end_address"))
    if first.ip == last.ip:
        return f"{first.ip}-{last.ip}/{first.network.prefixlen}"
    sign = ":" if first.version == 6 else "."
    left, right = str(first.ip).split(sign), str(last.ip).split(sign)
    same = [one for one, other in zip(left, right, strict=False) if one == other]
    start, end = sign.join(left[len(same) :]), sign.join(right[len(same) :])
    return f"{sign.join(same)}{sign}{start}-{end}/{first.network.prefixlen}"


def _asn(_store: Store, row: Row) -> str:
    number = row["asn"]
    return f"AS{number} ({number >> 16}.{number & 0xFFFF})" if number > 0xFFFF else f"AS{number}"


def _fhrp_group(store: Store, row: Row) -> str:
    name = f"{row['name']} " if row["name"] else ""
    name += f"{choice(store, 'ipam.fhrpgroup', 'protocol', row['protocol'])}: {row['group_id']}"
    ids = store.index("ipam.ipaddress", "assigned_object_type", "assigned_object_id").get(("ipam.fhrpgroup", row["id"]))
    return f"{name} ({store.rows['ipam.ipaddress'][min(ids)]['address']})" if ids else name


def _contact_assignment(store: Store, row: Row) -> str:
    contact = _shown(store, "tenancy.contact", row["contact"])
    priority = row["priority"] and f" ({choice(store, 'tenancy.contactassignment', 'priority', row['priority'])})"
    return f"{contact}{priority or ''} -> {_shown(store, row['object_type'], row['object_id'])}"


def _group_assignment(store: Store, row: Row) -> str:
    group = _shown(store, "circuits.circuitgroup", row["group"])
    priority = choice(store, "circuits.circuitgroupassignment", "priority", row["priority"])
    return f"{group} ({priority})" if row["priority"] else group


def _change(store: Store, row: Row) -> str:
    action = choice(store, "core.objectchange", "action", row["action"]).lower()
    return f"{object_type_label(store, row['changed_object_type'])} {row['object_repr']} {action} by {row['user_name']}"


def object_type_label(store: Store, name: str) -> str:
    """Return an object type as Django names it: "DCIM | site"."""
    for item in store.schema.object_types:
        if f"{item['app_label']}.{item['model']}" == name:
            return f"{item['app_name']} | {item['model_name']}"
    return name


def _either(*fields: str) -> Show:
    return lambda _store, row: str(next((row[name] for name in fields if row[name]), f"#{row['id']}"))


def _with(field: str, extra: str) -> Show:
    return lambda _store, row: f"{row[field]} ({row[extra]})" if row[extra] else str(row[field])


def _termination(type_name: str, field: str) -> Show:
    return lambda store, row: f"{_shown(store, type_name, row[field])}: Termination {row.get('term_side') or row['id']}"


SHOWN: dict[str, Show] = {
    "circuits.provideraccount": _with("account", "name"),
    "circuits.circuit": _either("cid"),
    "circuits.virtualcircuit": _either("cid"),
    "circuits.circuittermination": _termination("circuits.circuit", "circuit"),
    "circuits.circuitgroupassignment": _group_assignment,
    "circuits.virtualcircuittermination": lambda store, row: (
        f"{_shown(store, 'circuits.virtualcircuit', row['virtual_circuit'])}: "
        f"{choice(store, 'circuits.virtualcircuittermination', 'role', row['role'])} termination"
    ),
    "core.datafile": _either("path"),
    "core.objectchange": _change,
    "dcim.racktype": _either("model"),
    "dcim.devicetype": _either("model"),
    "dcim.moduletype": _either("model"),
    "dcim.rack": _with("name", "facility_id"),
    "dcim.rackreservation": lambda store, row: f"Reservation for rack {_shown(store, 'dcim.rack', row['rack'])}",
    "dcim.device": _device,
    "dcim.module": _module,
    "dcim.cable": _either("label"),
    "dcim.cabletermination": lambda store, row: (
        f"Cable {_shown(store, 'dcim.cable', row['cable'])} to "
        f"{_shown(store, row['termination_type'], row['termination_id'])}"
    ),
    "dcim.macaddress": _either("mac_address"),
    "extras.bookmark": lambda store, row: _shown(store, row["object_type"], row["object_id"]),
    "extras.customfield": lambda _store, row: str(row["label"] or row["name"].replace("_", " ").capitalize()),
    "extras.journalentry": lambda store, row: (
        f"{row['created'][:10]} {row['created'][11:16]} ({choice(store, 'extras.journalentry', 'kind', row['kind'])})"
    ),
    "ipam.asn": _asn,
    "ipam.asnrange": lambda _store, row: f"{row['name']} ({row['start']}-{row['end']})",
    "ipam.vrf": _with("name", "rd"),
    "ipam.aggregate": _either("prefix"),
    "ipam.prefix": _either("prefix"),
    "ipam.iprange": _range,
    "ipam.ipaddress": _either("address"),
    "ipam.fhrpgroup": _fhrp_group,
    "ipam.fhrpgroupassignment": lambda store, row: (
        f"{_shown(store, row['interface_type'], row['interface_id'])}: "
        f"{_shown(store, 'ipam.fhrpgroup', row['group'])} ({row['priority']})"
    ),
    "ipam.vlan": _with("name", "vid"),
    "ipam.vlantranslationrule": lambda store, row: (
        f"{row['local_vid']} -> {row['remote_vid']} ({_shown(store, 'ipam.vlantranslationpolicy', row['policy'])})"
    ),
    "tenancy.contactassignment": _contact_assignment,
    "users.user": _either("username"),
    "users.token": _either("key"),
    "vpn.l2vpn": _with("name", "identifier"),
    "vpn.l2vpntermination": lambda store, row: (
        f"{_shown(store, row['assigned_object_type'], row['assigned_object_id'])} <> "
        f"{_shown(store, 'vpn.l2vpn', row['l2vpn'])}"
    ),
    "vpn.tunneltermination": lambda store, row: (
        f"{_shown(store, 'vpn.tunnel', row['tunnel'])}: Termination {row['id']}"
    ),
    "wireless.wirelesslan": _either("ssid"),
    "wireless.wirelesslink": _either("ssid"),
}
