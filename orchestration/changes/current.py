"""What the fields of an object are now, as values: what an update is compared with."""

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.changes.form import Form, Slot
from orchestration.changes.values import Value


def current(form: Form, record: Mapping[str, Any]) -> dict[str, Value]:
    """Return the values an object has, by slot; empty fields are left out.

    Args:
        form: what an update of its type takes.
        record: the object as NetBox shows it.
    """
    held = ((name, _held(slot, record)) for name, slot in form.slots.items())
    return {name: value for name, value in held if value is not None}


def _held(slot: Slot, record: Mapping[str, Any]) -> Value | None:
    if slot.custom:
        return _value(slot, (record.get("custom_fields") or {}).get(slot.name.removeprefix("cf_")))
    if slot.pointer:
        thing = record.get(slot.pointer.name)
        type_, id_ = record.get(slot.pointer.type_field), record.get(slot.pointer.id_field)
        if not thing or not type_:
            return None
        return Value(id_, str(thing["display"]), thing["display"], record=thing, type=type_)
    return _value(slot, record.get(slot.name))


def _value(slot: Slot, held: Any) -> Value | None:
    match held:
        case None | "" | []:
            return None
        case {"id": id_}:
            shown = str(held.get("display", id_))
            return Value(id_, shown, shown, record=dict(held), type=slot.to[0] if slot.to else "")
        case {"value": value}:
            label = str(held.get("label", value))
            return Value(value, label.lower() if label.istitle() else label, value)
        case list():
            return _several(slot, held)
        case _:
            return _plain(slot, held)


def _plain(slot: Slot, held: Any) -> Value:
    if isinstance(held, bool):
        return Value(held, "yes" if held else "no", held)
    if isinstance(held, float):
        held = int(held) if held.is_integer() else held
    return Value(held, f"U{held}" if slot.name == "position" else str(held), held)


def _several(slot: Slot, held: list[Any]) -> Value:
    if all(isinstance(each, dict) and "id" in each for each in held):
        names = [str(each.get("display", each["id"])) for each in held]
        return Value([each["id"] for each in held], ", ".join(names), names, type=slot.to[0] if slot.to else "")
    if all(isinstance(each, dict) and "value" in each for each in held):
        values = [each["value"] for each in held]
        return Value(values, ", ".join(str(each.get("label", each["value"])) for each in held), values)
    if all(isinstance(each, dict) and "object_type" in each for each in held):
        return terminations([(each["object_type"], each["object"]) for each in held])
    if all(isinstance(each, list) and len(each) == 2 for each in held):
        spans = [f"{low}-{high}" if low != high else str(low) for low, high in held]
        return Value(held, ", ".join(spans), held)
    return Value(held, ", ".join(map(str, held)), held)


def terminations(ends: Sequence[tuple[str, Mapping[str, Any]]]) -> Value:
    """Return one side of a cable.

    Args:
        ends: type and record of each port on that side.
    """
    names = [_with_whole(record) for _, record in ends]
    data = [{"object_type": type_, "object_id": record["id"]} for type_, record in ends]
    type_, first = ends[0]
    return Value(data, ", ".join(names), ", ".join(names), record=dict(first), type=type_)


def _with_whole(record: Mapping[str, Any]) -> str:
    """Return what a port is called, with what it is part of."""
    whole = next((record[each] for each in ("device", "circuit", "power_panel") if record.get(each)), None)
    return f"{record['display']} of {whole['display']}" if whole else str(record["display"])
