"""Values of NetBox's records as text: choices by label, relations by display, numbers with units, nothing as nothing."""

import re
from typing import Any

from orchestration.catalogue.types import Field, ObjectType
from orchestration.messages import Run
from orchestration.messages.clean import clean
from orchestration.ports import Inventory
from orchestration.tools.proof import Row, network
from orchestration.tools.wording import number

_MOMENT = re.compile(r"^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})")
_DECIMAL = re.compile(r"^-?\d+(\.\d+)?$")
_NUMERIC = frozenset({"integer", "decimal"})
# Figures that name something are read as they are: AS65001, VLAN 1100, a moment in time.
_NAMING = frozenset({"asn", "vid", "id", "start", "end", "ports", "units"})
MOST_LISTED = 8
# How long a network's mask is: a filter of NetBox, but no field.
MASK = "mask_length"


def text_of(value: Any, field: Field | None = None) -> str:
    """Return a value of a record as people read it; empty for nothing."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _measured(value, field)
    if isinstance(value, dict | list):
        return _nested(value) if isinstance(value, dict) else _several(value, field)
    return _plain(str(value), field)


def _plain(value: str, field: Field | None) -> str:
    moment = _MOMENT.match(value)
    if moment and (field is None or field.kind in {"datetime", "date"}):
        return moment[1] if value.endswith("T00:00:00Z") else f"{moment[1]} {moment[2]} UTC"
    if field is not None and field.kind == "decimal" and _DECIMAL.match(value):
        return _measured(float(value), field)
    return clean(value)


def _measured(value: float, field: Field | None) -> str:
    if field is not None and field.name in _NAMING:
        return str(int(value)) if value == int(value) else f"{value:g}"
    unit = f" {field.unit}" if field is not None and field.unit else ""
    return f"{number(value)}{unit}"


def _nested(value: dict[str, Any]) -> str:
    """Return a nested object by its display, a component after its device."""
    if "label" in value and "value" in value:
        return clean(str(value["label"]))
    for inner in ("object", "termination"):
        # What stands between two things says little; what it leads to is what one asks for.
        if isinstance(value.get(inner), dict):
            return _nested(value[inner])
    shown = value.get("display") or value.get("name") or ("" if "id" not in value else f"id {value['id']}")
    for owner in ("device", "virtual_machine", "circuit", "power_panel"):
        above = value.get(owner)
        if isinstance(above, dict):
            owned = str(above.get("display") or above.get("name") or "")
            return clean(str(shown) if str(shown).startswith(owned) else f"{owned} {shown}")
    if "display" not in value and "id" not in value:
        return clean(", ".join(f"{key} {text_of(each)}" for key, each in value.items() if text_of(each)))
    return clean(str(shown))


def _several(values: list[Any], field: Field | None) -> str:
    if all(isinstance(each, list) and len(each) == 2 for each in values):
        return ", ".join(f"{low}-{high}" if low != high else str(low) for low, high in values)
    plain = [text_of(each, field) for each in values[:MOST_LISTED]]
    more = f" and {len(values) - MOST_LISTED} more" if len(values) > MOST_LISTED else ""
    return clean(", ".join(each for each in plain if each) + more)


def at(row: Row, name: str) -> Any:
    """Return what a record holds for a column: a field, a custom field "cf_x", or a field within another "device_type.manufacturer"."""
    if name.startswith("cf_"):
        held = row.get("custom_fields")
        return held.get(name.removeprefix("cf_")) if isinstance(held, dict) else None
    if name == MASK and name not in row:
        net = network(row.get("prefix"))
        return net.prefixlen if net is not None else None
    first, _, second = name.partition(".")
    value = row.get(first)
    if not second:
        return value
    return value.get(second) if isinstance(value, dict) else None


def name_of(row: Row, about: ObjectType) -> str:
    """Return what to call an object; one without a name by its id."""
    named = text_of(row.get(about.name_field), about.fields.get(about.name_field))
    if named:
        return named
    shown = text_of(row.get("display"))
    if about.name_field != "name" or "name" not in row:
        return shown or f"id {row.get('id')}"
    # NetBox shows a nameless member of a chassis as "stack:2", any other device by its type and id, which is no name.
    return shown if shown and not shown.endswith(f"({row.get('id')})") else f"(unnamed, id {row.get('id')})"


def name_run(row: Row, about: ObjectType, inventory: Inventory, *, strong: bool = False) -> Run:
    """Return an object's name with the link to its page."""
    url = inventory.page(about.key, row["id"]) if row.get("id") else None
    return Run(text=name_of(row, about), url=url, strong=strong)


def is_numeric(field: Field | None) -> bool:
    """Say whether a column of this field aligns right."""
    return field is not None and field.kind in _NUMERIC
