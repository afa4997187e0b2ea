"""What must not be there twice: looked up before a change is previewed, and again before it is written."""

from collections.abc import Sequence
from typing import Any

from orchestration.changes.ground import Ground
from orchestration.changes.row import Row
from orchestration.changes.rules import SHARED_ROLES, Unique
from orchestration.changes.values import UNCHANGED, Value
from orchestration.errors import Invalid

_MOST = 200
_HOSTS = frozenset({"address", "start_address", "end_address"})


def free_slug(ground: Ground, row: Row, before: Sequence[Row]) -> None:
    """Number a slug that was made from the name until nobody has it; a slug that somebody said is left as it is.

    Args:
        ground: NetBox as it is now.
        row: the new object.
        before: the draft's earlier objects.
    """
    value = row.values.get("slug")
    if value is None or not value.source:
        return
    first, number = str(value.data), 1
    rules = [each for each in row.form.rules.unique if "slug" in each.fields]
    while any(_conflict(ground, row, rule, before) for rule in rules):
        number += 1
        text = f"{first}-{number}"
        row.values["slug"] = Value(text, text, text, f"{value.source}; {first} is taken")


def must_be_new(ground: Ground, row: Row, before: Sequence[Row]) -> None:
    """Look that nothing has what only one object may have.

    Args:
        ground: NetBox as it is now.
        row: the object that is new, or is to be changed; only what changes of it can be in the way.
        before: the draft's earlier objects.

    Raises:
        Invalid: something has; says what.
    """
    changed = frozenset(row.changed)
    for rule in row.form.rules.unique:
        if not changed.intersection(rule.fields):
            continue
        if found := _conflict(ground, row, rule, before):
            raise _exists(ground, row, rule, found)


def natural_keys(row: Row) -> tuple[str, ...]:
    """Return a key for each thing that must be unique of an object; two changes that share one are not written at once."""
    keys = []
    for rule in row.form.rules.unique:
        values = [_compared(name, row.key(name)) for name in rule.fields]
        if None not in values or (rule.empty_counts and any(each is not None for each in values)):
            keys.append(
                f"{row.form.type.key}|"
                + "|".join(f"{name}={value}" for name, value in zip(rule.fields, values, strict=True))
            )
    return tuple(keys)


def _conflict(ground: Ground, row: Row, rule: Unique, before: Sequence[Row]) -> dict[str, Any] | Row | None:
    keys = {name: row.key(name) for name in rule.fields}
    empty = [name for name, key in keys.items() if key is None]
    if (
        any(name not in row.form.slots for name in rule.fields)
        or len(empty) == len(keys)
        or (empty and not rule.empty_counts)
    ):
        return None
    if row.form.type.key == "ipam.ipaddress" and row.key("role") in SHARED_ROLES:
        return None
    for other in before:
        if other.form.type.key == row.form.type.key and all(
            _compared(name, other.key(name)) == _compared(name, key) for name, key in keys.items()
        ):
            return other
    if any(isinstance(key, tuple) and key[0] == "coming" for key in keys.values()):
        return None
    own = None if row.there is None else row.there["id"]
    return next((each for each in _alike(ground, row, rule) if each["id"] != own and _same(row, rule, each)), None)


def _alike(ground: Ground, row: Row, rule: Unique) -> tuple[dict[str, Any], ...]:
    """Return the objects of which a few may have the same values: those that a filter finds, and no more."""
    type_ = row.form.type
    params: list[tuple[str, str]] = []
    for name in rule.fields:
        value = row.values.get(name)
        if value is None or value.data in ("", None):
            continue
        if value.type and f"{name}_id" in type_.filters:
            params.append((f"{name}_id", str(value.data)))
        elif name in type_.filters and not value.type:
            folds = "ie" in type_.filters[name].lookups and name != "slug"
            # NetBox compares an address with its mask; without one it finds the host, whatever the mask.
            text = str(value.data).partition("/")[0] if name in _HOSTS else str(value.data)
            params.append((f"{name}__ie" if folds else name, text))
    if not params:
        return ()
    shown = [name for name in (*rule.fields, type_.name_field) if name in type_.fields]
    return ground.rows(type_.key, params, ("id", "display", *dict.fromkeys(shown)), _MOST)


def _same(row: Row, rule: Unique, there: dict[str, Any]) -> bool:
    return all(_compared(name, row.key(name)) == _compared(name, _key_there(row, name, there)) for name in rule.fields)


def _key_there(row: Row, name: str, there: dict[str, Any]) -> Any:
    value = there.get(name)
    slot = row.form.slots[name]
    if slot.pointer:
        return (there.get(slot.pointer.type_field), there.get(slot.pointer.id_field)) if value else None
    if isinstance(value, dict):
        return value.get("id", value.get("value"))
    return None if value == "" else value


def _compared(name: str, key: Any) -> Any:
    """Return a value in the form in which two are compared: case sets no names apart, nor does the mask two addresses."""
    if isinstance(key, str):
        return key.casefold().partition("/")[0] if name in _HOSTS else key.casefold()
    return float(key) if isinstance(key, int | float) and not isinstance(key, bool) else key


def _exists(ground: Ground, row: Row, rule: Unique, found: dict[str, Any] | Row) -> Invalid:
    kind = row.form.type.singular
    said = [name for name in rule.fields if name in row.values]
    own = [name for name in said if not row.values[name].type]
    around = " in ".join(row.values[name].shown for name in said if row.values[name].type)
    what = " and ".join(f"{row.form.slots[name].spoken} {row.values[name].shown}" for name in own)
    where = f" in {around}" if around else ""
    if isinstance(found, Row):
        return Invalid(f"Two of these would have {what}{where}.", advice=UNCHANGED)
    text = f"Another {kind} has {what}{where} already: {found['display']}."
    return Invalid(
        text, dict.fromkeys(own, text), f"{ground.inventory.page(row.form.type.key, found['id'])} {UNCHANGED}"
    )
