"""Filters that are more than a comparison with a field: each is named after the method of NetBox's filter set."""

from collections.abc import Callable, Iterable
from ipaddress import ip_network
from typing import Any

from bot.demo.standin.cabling import trace
from bot.demo.standin.filter_networks import NETWORK_METHODS, Method, inside, network_of, where
from bot.demo.standin.lookups import Test, test_of
from bot.demo.standin.schema import Filter, Type
from bot.demo.standin.store import Ids, Row, Store

# Interfaces that cannot take a cable (NetBox's VIRTUAL_IFACE_TYPES and the prefix of WIRELESS_IFACE_TYPES).
VIRTUAL_TYPES = frozenset({"virtual", "bridge", "lag"})
WIRELESS_PREFIX = "ieee802."


def device_interfaces(store: Store, device: int, *, if_master: bool = True) -> Ids:
    """Return a device's interfaces; for the master of a virtual chassis also those of its members."""
    found = set(store.index("dcim.interface", "device").get(device, ()))
    chassis = store.get("dcim.virtualchassis", store.rows["dcim.device"][device]["virtual_chassis"])
    if chassis is not None and (chassis["master"] == device or not if_master):
        for member in store.index("dcim.device", "virtual_chassis").get(chassis["id"], ()):
            ids = store.index("dcim.interface", "device").get(member, ())
            found |= {number for number in ids if not store.rows["dcim.interface"][number]["mgmt_only"]}
    return found


def _named(store: Store, type_name: str, item: Filter, values: Iterable[Any]) -> Ids:
    """Return the objects of a type that a filter's values name, by its leaf or by id."""
    if item.leaf == "pk":
        return {value for value in values if value in store.rows[type_name]}
    return set().union(*(store.index(type_name, item.leaf).get(value, set()) for value in values))


def _of_owner(owner: str, interface: str) -> Method:
    """Match what is assigned to the interfaces of devices or virtual machines (services: to those themselves)."""

    def method(store: Store, about: Type, item: Filter, values: list[Any]) -> Ids:
        owners = _named(store, owner, item, values)
        if about.name == "ipam.service":
            return where(
                store, about, lambda row: row["parent_object_type"] == owner and row["parent_object_id"] in owners
            )
        if owner == "dcim.device":
            interfaces = set().union(*(device_interfaces(store, number) for number in owners))
        else:
            interfaces = set().union(
                *(store.index(interface, "virtual_machine").get(number, set()) for number in owners)
            )
        kind, key = (
            ("interface_type", "interface_id")
            if "interface_type" in about.fields
            else ("assigned_object_type", "assigned_object_id")
        )
        return where(store, about, lambda row: row[kind] == interface and row[key] in interfaces)

    return method


def _chassis_member(store: Store, _about: Type, item: Filter, values: list[Any]) -> Ids:
    devices = _named(store, "dcim.device", item, values)
    return set().union(*(device_interfaces(store, number, if_master="master" in item.name) for number in devices))


def _occupied(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    return where(store, about, lambda row: store.value(about.name, row, "_occupied") is values[0])


def _connected(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    def test(row: Row) -> bool:
        path = trace(store, (about.name, row["id"]))
        return (path is not None and path.complete and path.active) is values[0]

    return where(store, about, test)


def _kind(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    def test(row: Row) -> bool:
        wireless = row["type"].startswith(WIRELESS_PREFIX)
        kinds = {
            "virtual": row["type"] in VIRTUAL_TYPES,
            "wireless": wireless,
            "physical": row["type"] not in VIRTUAL_TYPES and not wireless,
        }
        return bool(kinds.get(values[0].lower()))

    return where(store, about, test)


def _terminations(store: Store, test: Callable[[Row], bool]) -> Iterable[Row]:
    return (row for row in store.rows["dcim.cabletermination"].values() if test(row))


def _at_termination(store: Store, _about: Type, item: Filter, values: list[Any]) -> Ids:
    """Match cables by the device, rack, location or site that an end of theirs is at."""
    place, _, key = item.leaf.partition("__")
    place = place.removesuffix("_id")
    wanted = (
        set(values)
        if not key
        else set().union(*(store.index(f"dcim.{place}", key).get(value, set()) for value in values))
    )

    def test(row: Row) -> bool:
        end = store.rows[row["termination_type"]][row["termination_id"]]
        return (
            end.get("device") if place == "device" else store.value(row["termination_type"], end, f"_{place}")
        ) in wanted

    return {row["cable"] for row in _terminations(store, test)}


def _at_side(side: str) -> Method:
    return lambda store, _about, _item, values: {
        row["cable"]
        for row in _terminations(store, lambda row: row["cable_end"] == side and row["termination_id"] in values)
    }


def _at_object(type_name: str) -> Method:
    def method(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
        found = _terminations(
            store, lambda row: row["termination_type"] == type_name and row["termination_id"] in values
        )
        return {row["cable" if about.name == "dcim.cable" else "id"] for row in found}

    return method


def _unterminated(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    return where(
        store,
        about,
        lambda row: (not all(store.value(about.name, row, f"{side}_terminations") for side in "ab")) is values[0],
    )


def _mapped(store: Store, about: Type, item: Filter, values: list[Any]) -> Ids:
    key = item.name.removesuffix("_id")
    return where(store, about, lambda row: any(mapping[key] in values for mapping in row[f"{key}s"]))


def _by_request(store: Store, about: Type, item: Filter, values: list[Any]) -> Ids:
    actions = {"created_by_request": ("create",), "updated_by_request": ("update",)}.get(
        item.name, ("create", "update")
    )
    changes = store.rows["core.objectchange"].values()
    found = {
        row["changed_object_id"]
        for row in changes
        if row["changed_object_type"] == about.name and row["action"] in actions and row["request_id"] == values[0]
    }
    return found & set(store.rows[about.name])


def _primary(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    return where(store, about, lambda row: store.value(about.name, row, "is_primary") is values[0])


def _search(store: Store, about: Type, _item: Filter, values: list[Any]) -> Ids:
    """Search the fields that NetBox looks into for `q`."""
    found: Ids = set()
    for path, leaf, lookup in about.search:
        test = _search_test(lookup, values[0])
        index = store.index(path[-1][1] if path else about.name, leaf) if test is not None else {}
        ids: Ids = set().union(*(ids for kept, ids in index.items() if test and kept not in (None, "") and test(kept)))
        found |= store.back(about.name, path, ids)
    return found


def _search_test(lookup: str, text: str) -> Test | None:
    """Return how a searched field is held against the text, None where the text cannot be in such a field."""
    if lookup == "inet":
        return lambda kept: str(kept).split("/")[0] == text
    if lookup == "net_contains_or_equals":
        network = network_of(text)
        return None if network is None else lambda kept: inside(network, ip_network(kept))
    if lookup == "exact":
        return test_of("exact", int(text)) if text.isdigit() else None
    return test_of("icontains" if lookup == "contains" else lookup, text)


METHODS: dict[str, Method] = {
    **NETWORK_METHODS,
    "search": _search,
    "filter_by_request": _by_request,
    "filter_device": _of_owner("dcim.device", "dcim.interface"),
    "filter_virtual_machine": _of_owner("virtualization.virtualmachine", "virtualization.vminterface"),
    "filter_virtual_chassis_member": _chassis_member,
    "filter_virtual_chassis_member_or_master": _chassis_member,
    "filter_occupied": _occupied,
    "filter_connected": _connected,
    "filter_kind": _kind,
    "filter_by_termination": _at_termination,
    "filter_by_cable_end_a": _at_side("A"),
    "filter_by_cable_end_b": _at_side("B"),
    **{
        f"filter_by_{name}": _at_object(f"{'circuits' if name == 'circuittermination' else 'dcim'}.{name}")
        for name in [
            "consoleport",
            "consoleserverport",
            "powerport",
            "poweroutlet",
            "interface",
            "frontport",
            "rearport",
            "powerfeed",
            "circuittermination",
        ]
    },
    "_unterminated": _unterminated,
    "mapped": _mapped,
    "filter_primary": _primary,
}
