"""What a change touches: whose it is and where, for the policy; what nobody else may write at the same time, for the locks."""

from collections.abc import Iterator, Mapping
from typing import Any

from orchestration.catalogue.catalogue import Catalogue
from orchestration.changes.form import ENDS
from orchestration.changes.ground import Ground
from orchestration.changes.proposal import Touch
from orchestration.changes.row import Row
from orchestration.changes.uniqueness import natural_keys
from orchestration.changes.values import Value
from orchestration.changes.wish import Pointed

# Address space is one thing: whatever is written in a VRF may be what somebody else has just found free there.
_ADDRESS_SPACE = frozenset({"ipam.prefix", "ipam.ipaddress", "ipam.iprange", "ipam.aggregate"})
# What has no tenant or site of its own has those of what it is part of, or stands in; nearest first.
_WHOLES = (
    "device", "virtual_machine", "interface", "assigned_object", "parent", "termination", "power_panel", "rack", "location",
    "circuit", "cluster", "object",
)  # fmt: skip
_DEEPEST = 3

# What a field points at: type and id, and as much of its record as is known.
Pointer = tuple[str, int, Mapping[str, Any]]


def touches_of(ground: Ground, row: Row) -> tuple[Touch, ...]:
    """Return what a row touches; what an update moves from one tenant or site to another touches both."""
    values = [each for each in (row.before if row.there is not None else None, row.values) if each is not None]
    if row.wish.op == "delete":
        values = values[:1]
    touched = [
        Touch(
            op=row.wish.op,
            type=row.form.type.key,
            tenants=_called(ground, row.form.type.key, pointers, "tenancy.tenant", ("tenant",)),
            sites=_called(ground, row.form.type.key, pointers, "dcim.site", ("site", "scope")),
        )
        for held in values
        for pointers in _ends_apart(_pointers(held))
    ]
    return tuple(dict.fromkeys(touched))


def locks_of(row: Row) -> Iterator[str]:
    """Return the keys of what nobody else may write while a row is written: itself, what must be unique, what it takes from."""
    if row.there is not None:
        yield f"{row.form.type.key}|id={row.there['id']}"
    for side in (row.values.get(each) for each in ENDS):
        for end in side.data if side else ():
            yield f"{end['object_type']}|id={end['object_id']}"
    if row.wish.op == "delete":
        return
    yield from natural_keys(row)
    if isinstance(row.wish.within, Pointed):
        yield f"{row.wish.within.type}|id={row.wish.within.ids[0]}"
    if "position" in row.values:
        yield f"dcim.rack|id={row.key('rack')}"
    if row.form.type.key in _ADDRESS_SPACE:
        yield f"addresses|vrf={row.key('vrf')}"


def _ends_apart(pointers: dict[str, Pointer]) -> list[dict[str, Pointer]]:
    """Return what a cable points at once for each of its ends, as each may be elsewhere; else what is pointed at, as it is."""
    sides = [each for each in ENDS if each in pointers]
    rest = {name: each for name, each in pointers.items() if name not in ENDS}
    return [{**rest, "termination": pointers[each]} for each in sides] or [rest]


def _pointers(values: Mapping[str, Value]) -> dict[str, Pointer]:
    return {
        name: (value.type, int(value.record["id"]), value.record)
        for name, value in values.items()
        if value.record is not None and value.type
    }


def _called(
    ground: Ground, type_: str, pointers: Mapping[str, Pointer], target: str, fields: tuple[str, ...], depth: int = 0
) -> tuple[str, ...]:
    """Return name and slug of the tenant or site of an object: its own, else that of what it is part of."""
    if any(name in ground.catalogue[type_].fields for name in fields):
        found = next((pointers[name] for name in fields if name in pointers and pointers[name][0] == target), None)
        return _names(ground, found) if found else ()
    whole = next((pointers[name] for name in _WHOLES if name in pointers), None)
    if whole is None or depth == _DEEPEST or whole[0] not in ground.catalogue:
        return ()
    held = _held(ground.catalogue, whole[0], ground.record(whole[0], whole[1]))
    return _called(ground, whole[0], held, target, fields, depth + 1)


def _names(ground: Ground, found: Pointer) -> tuple[str, ...]:
    type_, id_, known = found
    record = known if known.get("slug") else ground.record(type_, id_)
    return tuple(str(record[key]) for key in ("name", "slug") if record.get(key))


def _held(catalogue: Catalogue, type_: str, record: Mapping[str, Any]) -> dict[str, Pointer]:
    """Return what a record points at."""
    held: dict[str, Pointer] = {}
    for name, value in record.items():
        about = catalogue[type_].fields.get(name)
        if isinstance(value, dict) and "id" in value and about is not None:
            target = about.relation or record.get(f"{name}_type")
            if target:
                held[name] = (target, value["id"], value)
    return held
