"""What was said of an object, as the fields and values of its form."""

from typing import Any

from orchestration.changes.current import terminations
from orchestration.changes.form import Form, Slot
from orchestration.changes.ground import Ground
from orchestration.changes.proposal import awaits
from orchestration.changes.row import Row
from orchestration.changes.values import UNCHANGED, Value, read_value
from orchestration.changes.wish import Amended, Coming, Emptied, Given, Pointed, Said
from orchestration.errors import Invalid, NotUnderstood

_WHOLES = ("device", "virtual_machine")


def slot_for(form: Form, name: str, given: Given) -> Slot:
    """Return the field that takes a value: itself, the generic relation that may point there, or a custom field.

    Raises:
        NotUnderstood: there is none; says what there is.
    """
    for known in (name, f"cf_{name}"):
        if known in form.slots:
            return form.slots[known]
    for slot in form.slots.values():
        if slot.custom and slot.label.casefold() == name.casefold():
            return slot
        if (
            slot.pointer
            and isinstance(given, Pointed | Coming)
            and (not slot.to or not isinstance(given, Pointed) or given.type in slot.to)
        ):
            return slot
    raise NotUnderstood(
        f"A {form.type.singular} has no {name.replace('_', ' ')}.", f"It has {_offered(form)}. {UNCHANGED}"
    )


def _offered(form: Form) -> str:
    return ", ".join(
        slot.label.lower() if slot.label.istitle() else slot.label for slot in list(form.slots.values())[:12]
    )


def value_of(ground: Ground, slot: Slot, given: Said | Pointed | Coming, before: list[Row]) -> Value:
    """Return the value that was said of a field.

    Args:
        ground: NetBox as it is now.
        slot: the field.
        given: what was said.
        before: the draft's earlier objects, which it may point at.

    Raises:
        Invalid: NetBox would not take it; says what it takes.
        NotFound: what it points at is gone.
    """
    if isinstance(given, Said):
        return read_value(slot, given.text)
    if isinstance(given, Coming):
        other = before[given.wish]
        data = [awaits(given.wish)] if slot.kind in ("tags", "relations") else awaits(given.wish)
        return Value(data, other.name, other.name, "created with this", None, other.form.type.key)
    if slot.to and given.type not in slot.to:
        kinds = " or ".join(ground.catalogue[each].singular for each in slot.to if each in ground.catalogue)
        raise Invalid(f"{slot.label} takes a {kinds}, not a {ground.catalogue[given.type].singular}.", advice=UNCHANGED)
    records = [ground.record(given.type, each) for each in given.ids]
    if slot.kind == "terminations":
        return terminations([(given.type, each) for each in records])
    shown = ", ".join(each["display"] for each in records)
    if slot.kind in ("tags", "relations"):
        return Value(list(given.ids), shown, [each["display"] for each in records], "", None, given.type)
    if len(records) != 1:
        raise Invalid(f"{slot.label} takes one object, not {len(records)}.", advice=UNCHANGED)
    return Value(given.ids[0], shown + _of_what(ground, given.type, records[0]), shown, "", records[0], given.type)


def _of_what(ground: Ground, type_: str, record: dict[str, Any]) -> str:
    """Return what an object is a part of, where its name alone tells it from none of its kind: the port of another device."""
    within = ground.catalogue[type_].within if type_ in ground.catalogue else None
    whole = record.get(within) if within in _WHOLES else None
    return f" of {whole['display']}" if isinstance(whole, dict) else ""


def put(ground: Ground, row: Row, slot: Slot, given: Given, before: list[Row]) -> None:
    """Put what was said of a field into a row.

    Raises:
        Invalid: NetBox would not take it; says what it takes.
        NotFound: what it points at is gone.
    """
    if isinstance(given, Emptied):
        if slot.required or slot.kind == "boolean" or (slot.choices and not slot.nullable):
            raise Invalid(f"{slot.label}: it must not be empty.", advice=UNCHANGED)
        row.values.pop(slot.name, None)
    elif isinstance(given, Amended):
        amended = _amended(ground, slot, row.before.get(slot.name), given, before)
        row.values.pop(slot.name, None)
        if amended.data:
            row.values[slot.name] = amended
    else:
        row.values[slot.name] = value_of(ground, slot, given, before)


def _amended(ground: Ground, slot: Slot, now: Value | None, given: Amended, before: list[Row]) -> Value:
    """Return what a list will hold: what it has, with what joins it and without what leaves it."""
    if slot.kind not in ("tags", "relations"):
        raise Invalid(f"{slot.label} holds one value; nothing can be added to it.", advice=UNCHANGED)
    held = list(zip(now.data, now.bare, strict=True)) if now else []
    gone = {id_ for each in given.removes for id_ in each.ids}
    kept = [(id_, name) for id_, name in held if id_ not in gone]
    for each in given.adds:
        more = value_of(ground, slot, each, before)
        names = more.bare if isinstance(more.bare, list) else [more.bare]
        kept += [pair for pair in zip(more.data, names, strict=True) if pair[0] not in [id_ for id_, _ in kept]]
    names = [str(name) for _, name in kept]
    return Value([id_ for id_, _ in kept], ", ".join(names), names, type=slot.to[0] if slot.to else "")
