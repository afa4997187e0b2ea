"""How the values of a filter are read, and what NetBox says to those it cannot read."""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from bot.demo.standin.errors import Invalid, Refused
from bot.demo.standin.schema import Filter
from bot.demo.standin.store import Store

# Suffixes of filters on text and on numbers, and the comparison they stand for; those of the first tuple turn it round.
NEGATED = ("n", "nic", "niew", "nisw", "nie")
TEXT_LOOKUPS = ("ic", "nic", "iew", "niew", "isw", "nisw", "ie", "nie", "regex", "iregex")
# Those that take `null` for nothing; the others fail with it.
_NULL_LOOKUPS = ("", "n", "ie", "nie")
# Kinds of fields by which an object cannot be named with just any text.
_NOT_TEXT = ("integer", "address", "mac")
_UNKNOWN = "Select a valid choice. {} is not one of the available choices."


def read_values(store: Store, item: Filter, suffix: str, values: list[str]) -> list[Any] | None:
    """Read the values of a filter in a query.

    Args:
        store: where related objects are looked up.
        item: the filter.
        suffix: what follows its name in the query, such as "ic" in `name__ic`.
        values: all values given, in order.

    Returns: the values, relations as ids and `null` as None; or None where NetBox ignores the filter.

    Raises:
        Invalid: with NetBox's message for a value that cannot be.
    """
    kind = "BooleanFilter" if suffix == "empty" else item.kind
    if kind == "ChoiceFilter" and suffix in TEXT_LOOKUPS:
        kind = "MultiValueCharFilter"
    if kind in ("ModelMultipleChoiceFilter", "TreeNodeMultipleChoiceFilter", "TagFilter", "TagIDFilter"):
        return [_related(store, item, value) for value in values]
    if kind in _SINGLE:
        value = values[-1].strip()
        return None if not value else _SINGLE[kind](store, item, value)
    if kind == "MultipleChoiceFilter":
        return [_choice(item, value) for value in values]
    parse = _MULTIPLE.get(kind, _text)
    if "null" in values and suffix in TEXT_LOOKUPS and suffix not in _NULL_LOOKUPS:
        raise Refused({"error": "Cannot use None as a query value", "exception": "ValueError"}, 500)
    found = [
        None if value == "null" and parse is _text and suffix in _NULL_LOOKUPS else parse(value)
        for value in values
        if value
    ]
    return found or None


def _text(value: str) -> str:
    if "\0" in value:
        raise Invalid(["Null characters are not allowed."])
    return value


def _related(store: Store, item: Filter, value: str) -> int | str | None:
    if value == "null":
        return None
    if item.of == "contenttypes.contenttype":
        names = (
            f"{each['app_label']}.{each['model']}" for each in store.schema.object_types if str(each["id"]) == value
        )
        found: int | str | None = next(names, None)
    elif item.key in ("", "id"):
        found = _whole_id(value) if store.get(item.of, _whole_id(value)) is not None else None
    else:
        found = _by_key(store, item, value) if item.of in store.rows else None
    if found is None:
        raise Invalid([_UNKNOWN.format(value)])
    return found


def _whole_id(value: str) -> int:
    if not value.lstrip("-").isdigit():
        raise Invalid([f"“{value}” is not a valid value."])
    return int(value)


def _by_key(store: Store, item: Filter, value: str) -> int | None:
    index = store.index(item.of, item.key)
    ids = index.get(value) or (index.get(int(value)) if value.isdigit() else None)
    if not ids and not value.isdigit() and store.schema.types[item.of].fields[item.key].kind in _NOT_TEXT:
        raise Invalid([f"“{value}” is not a valid value."])
    return min(ids) if ids else None


def _choice(item: Filter, value: str) -> Any:
    if value == "null" and item.null:
        return None
    for known in item.choices:
        if str(known) == value:
            return known
    raise Invalid([_UNKNOWN.format(value)])


def _one_related(store: Store, item: Filter, value: str) -> list[Any]:
    try:
        return [_related(store, item, value)]
    except Invalid:
        raise Invalid(["Select a valid choice. That choice is not one of the available choices."]) from None


def _boolean(_store: Store, _item: Filter, value: str) -> list[Any] | None:
    known = {"true": True, "false": False}
    return [known[value.lower()]] if value.lower() in known else None


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise Invalid(["Enter a number."]) from None


def _whole(value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise Invalid(["Enter a whole number."]) from None


def moment(value: str) -> datetime:
    """Read a date, or a date and time; without a zone it is UTC."""
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _moment(value: str) -> datetime:
    try:
        return moment(value)
    except ValueError:
        raise Invalid(["Enter a valid date/time."]) from None


def _date(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise Invalid(["Enter a valid date."]) from None


def _uuid(value: str) -> str:
    try:
        return str(uuid.UUID(value))
    except ValueError:
        raise Invalid(["Enter a valid UUID."]) from None


def mac_address(value: str) -> str:
    """Return a MAC address as NetBox keeps it, or raise ValueError."""
    digits = re.sub(r"[:.\-]", "", value).upper()
    if not re.fullmatch(r"[0-9A-F]{12}", digits):
        raise ValueError(value)
    return ":".join(digits[index : index + 2] for index in range(0, 12, 2))


def _mac(value: str) -> str:
    try:
        return mac_address(value)
    except ValueError:
        raise Invalid([f"Invalid MAC address format: {value}"]) from None


_SINGLE: dict[str, Callable[[Store, Filter, str], list[Any] | None]] = {
    "BooleanFilter": _boolean,
    "ChoiceFilter": lambda _store, item, value: [_choice(item, value)],
    "ModelChoiceFilter": _one_related,
    "NumberFilter": lambda _store, _item, value: [_number(value)],
    "NumericArrayFilter": lambda _store, _item, value: [_number(value)],
    "CharFilter": lambda _store, _item, value: [value],
    "UUIDFilter": lambda _store, _item, value: [_uuid(value)],
    "DateTimeFilter": lambda _store, _item, value: [_moment(value)],
}
_MULTIPLE: dict[str, Callable[[str], Any]] = {
    "MultiValueNumberFilter": _whole,
    "MultiValueBigNumberFilter": _whole,
    "MultiValueDecimalFilter": _number,
    "MultiValueDateTimeFilter": _moment,
    "MultiValueDateFilter": _date,
}


def read_mac(suffix: str, value: str) -> str:
    """Read the value of a filter on MAC addresses: whole where it must be equal, a part of one otherwise."""
    return _mac(value) if suffix in ("", "n") else value
