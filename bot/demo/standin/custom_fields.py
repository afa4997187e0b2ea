"""Custom fields of an object: which there are, how they are shown, and which values they take."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.demo.standin.errors import Invalid
from bot.demo.standin.ordering import order
from bot.demo.standin.store import Row, Store

_NO_DICTIONARY = (
    "Invalid data format. Custom field data must be passed as a dictionary mapping field names to their values."
)


def custom_fields(store: Store, type_name: str) -> list[Row]:
    """Return the custom fields of a type, in NetBox's order."""
    ids = store.index("extras.customfield", "object_types").get(type_name, set())
    return [store.rows["extras.customfield"][number] for number in order(store, "extras.customfield", ids)]


def show_custom_fields(store: Store, type_name: str, row: Row, nested: Callable[[str, int], Any]) -> dict[str, Any]:
    """Show an object's custom fields; `nested` shows an object that one refers to."""
    kept = row["custom_fields"]
    return {
        custom["name"]: _shown(store, custom, custom["type"], kept.get(custom["name"]), nested)
        for custom in custom_fields(store, type_name)
    }


def _shown(store: Store, custom: Row, kind: str, value: Any, nested: Callable[[str, int], Any]) -> Any:
    if value is None:
        return None
    if kind.startswith("multi"):
        return [_shown(store, custom, kind.removeprefix("multi"), item, nested) for item in value]
    if kind == "object":
        return nested(custom["related_object_type"], value)
    return {"value": value, "label": dict(_choices(store, custom)).get(value, value)} if kind == "select" else value


def _choices(store: Store, custom: Row) -> list[tuple[str, str]]:
    chosen = store.get("extras.customfieldchoiceset", custom["choice_set"])
    return [(value, label) for value, label in (chosen["extra_choices"] if chosen else ())]


def read_custom_fields(store: Store, type_name: str, given: Any, before: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return an object's custom field values after a request; fields not given keep theirs, new objects get defaults.

    Raises:
        Invalid: for fields that the type does not have, and for values that do not fit.
    """
    if not isinstance(given or {}, Mapping):
        raise Invalid([_NO_DICTIONARY])
    known = {custom["name"]: custom for custom in custom_fields(store, type_name)}
    values = {name: custom["default"] for name, custom in known.items()} if before is None else dict(before)
    values.update(given or {})
    errors = {}
    for name in given or {}:
        if name not in known:
            errors[name] = f"Custom field '{name}' does not exist for this object type."
        elif problem := _problem(store, known[name], values[name]):
            errors[name] = problem
    for name, custom in known.items():
        if custom["required"] and values.get(name) in (None, ""):
            errors[name] = f"Missing required custom field '{name}'."
    if errors:
        raise Invalid(errors)
    return values


def _problem(store: Store, custom: Row, value: Any) -> str:
    kind = custom["type"]
    if value in (None, "", []) or kind not in _CHECKS:
        return ""
    return _CHECKS[kind](store, custom, value)


def _text(_store: Store, custom: Row, value: Any) -> str:
    if not isinstance(value, str):
        return "Value must be a string."
    pattern = custom["validation_regex"]
    return f"Value must match regex '{pattern}'" if pattern and not re.match(pattern, value) else ""


def _number(_store: Store, custom: Row, value: Any) -> str:
    whole = custom["type"] == "integer"
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        return f"Value must be {'an integer' if whole else 'a decimal'}."
    low, high = custom["validation_minimum"], custom["validation_maximum"]
    if low is not None and value < low:
        return f"Value must be at least {low}"
    return f"Value must not exceed {high}" if high is not None and value > high else ""


def _boolean(_store: Store, _custom: Row, value: Any) -> str:
    return "" if isinstance(value, (bool, int)) else "Value must be true or false."


def _selection(store: Store, custom: Row, value: Any) -> str:
    known = dict(_choices(store, custom))
    wrong = [item for item in (value if isinstance(value, list) else [value]) if item not in known]
    chosen = store.get("extras.customfieldchoiceset", custom["choice_set"])
    return f"Invalid choice ({wrong[0]}) for choice set {chosen['name'] if chosen else ''}." if wrong else ""


_CHECKS: dict[str, Callable[[Store, Row, Any], str]] = {
    "text": _text,
    "longtext": _text,
    "integer": _number,
    "decimal": _number,
    "boolean": _boolean,
    "select": _selection,
    "multiselect": _selection,
}
