"""Values of a request read field by field, and refused in the words of NetBox (and of its Django REST framework)."""

import re
import zoneinfo
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from ipaddress import ip_interface, ip_network
from typing import Any

from bot.demo.standin.errors import Invalid
from bot.demo.standin.filter_values import mac_address
from bot.demo.standin.schema import Field
from bot.demo.standin.store import Store

_BARE_VALUE = 'Value must be passed directly (e.g. "foo": 123); do not use a dictionary or list.'
_TRUE, _FALSE = {"true", "True", "1", 1}, {"false", "False", "0", 0}


def read_field(store: Store, field: Field, value: Any) -> Any:
    """Read one field of a request.

    Returns: the value as rows hold it.

    Raises:
        Invalid: with a list of messages, or what NetBox has in its place.
    """
    if value is None:
        if field.null:
            return None
        if field.kind == "choice":
            value = ""
        else:
            raise Invalid(["This field may not be null."])
    if field.kind in _READERS:
        return _READERS[field.kind](store, field, value)
    return value


def _text(_store: Store, field: Field, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise Invalid(["Not a valid string."])
    text = str(value).strip()
    if not text and not field.blank:
        raise Invalid(["This field may not be blank."])
    limit = field.info.get("max_length")
    if limit and len(text) > limit:
        raise Invalid([f"Ensure this field has no more than {limit} characters."])
    if field.name == "time_zone" and text and text not in zoneinfo.available_timezones():
        raise Invalid(["A valid timezone is required."])
    pattern, message = field.pattern
    if text and pattern and not re.search(pattern, text):
        raise Invalid([message])
    return text


def _slug(store: Store, field: Field, value: Any) -> str:
    text = _text(store, field, str(value) if isinstance(value, bool) else value)
    if not re.fullmatch(r"[-a-zA-Z0-9_]+", text) or isinstance(value, bool):
        raise Invalid(['Enter a valid "slug" consisting of letters, numbers, underscores or hyphens.'])
    return text


def _within(field: Field, number: Any) -> Any:
    low, high = field.info.get("min_value"), field.info.get("max_value")
    if high is not None and number > high:
        raise Invalid([f"Ensure this value is less than or equal to {high}."])
    if low is not None and number < low:
        raise Invalid([f"Ensure this value is greater than or equal to {low}."])
    return number


def _integer(_store: Store, field: Field, value: Any) -> int:
    try:
        return int(_within(field, int(re.sub(r"\.0*$", "", str(value)))))
    except ValueError:
        raise Invalid(["A valid integer is required."]) from None


def _decimal(_store: Store, field: Field, value: Any) -> float:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise Invalid(["A valid number is required."]) from None
    digits, places = field.info.get("max_digits"), field.info.get("decimal_places")
    if digits is not None and places is not None:
        _, all_digits, exponent = number.as_tuple()
        after = max(0, -int(exponent))
        whole = max(len(all_digits) + int(exponent), 0)
        if whole + after > digits:
            raise Invalid([f"Ensure that there are no more than {digits} digits in total."])
        if after > places:
            raise Invalid([f"Ensure that there are no more than {places} decimal places."])
        if whole > digits - places:
            raise Invalid([f"Ensure that there are no more than {digits - places} digits before the decimal point."])
    return float(_within(field, float(number)))


def _boolean(_store: Store, _field: Field, value: Any) -> bool:
    if isinstance(value, (str, int)) and value in _TRUE | _FALSE:
        return value in _TRUE
    raise Invalid(["Must be a valid boolean."])


def _choice(_store: Store, field: Field, value: Any) -> Any:
    if value == "":
        if field.blank:
            return field.default if field.default == "" else None
        raise Invalid(["This field may not be blank."])
    if isinstance(value, (dict, list)):
        raise Invalid([_BARE_VALUE])
    for known, _ in field.choices:
        if str(known) == str(value):
            return known
    raise Invalid([f"{value} is not a valid choice."])


def related(store: Store, to: str, value: Any) -> int:
    """Return the id of the object that a request names, by id or by attributes.

    Raises:
        Invalid: with NetBox's message where it names none, or several.
    """
    if isinstance(value, Mapping):
        return _by_attributes(store, to, value)
    try:
        number = int(value)
    except (TypeError, ValueError):
        raise Invalid(
            [
                f"Related objects must be referenced by numeric ID or by dictionary of attributes. Received an unrecognized value: {value}"
            ]
        ) from None
    if store.get(to, number) is None:
        raise Invalid([f"Related object not found using the provided numeric ID: {number}"])
    return number


def _by_attributes(store: Store, to: str, attributes: Mapping[str, Any]) -> int:
    fields, found = store.schema.types[to].fields, set(store.rows[to])
    for key, wanted in attributes.items():
        name, _, inner = key.partition("__")
        if name not in fields or not fields[name].kept:
            raise Invalid([f"Cannot resolve keyword '{name}' into field. Choices are: {', '.join(sorted(fields))}"])
        if name == "id":
            found &= {wanted}
        elif fields[name].kind == "ref" and wanted is not None:
            inner_id = related(store, fields[name].to, {inner: wanted} if inner else wanted)
            found &= store.index(to, name).get(inner_id, set())
        else:
            found &= store.index(to, name).get(wanted, set())
    if len(found) != 1:
        problem = "Multiple objects match" if found else "Related object not found using"
        raise Invalid([f"{problem} the provided attributes: {dict(attributes)}"])
    return found.pop()


def _several(store: Store, field: Field, value: Any) -> list[int]:
    if not isinstance(value, list):
        message = f'Expected a list of items but got type "{type(value).__name__}".'
        raise Invalid({"__all__": [message]} if field.kind == "tags" else [message])
    return [related(store, field.to, item) if field.kind == "tags" else _by_id(store, field, item) for item in value]


def _by_id(store: Store, field: Field, value: Any) -> int:
    number: Any = value.get("id") if isinstance(value, Mapping) else value
    if isinstance(number, bool) or not str(number).isdigit():
        raise Invalid([f"Incorrect type. Expected pk value, received {type(value).__name__}."])
    if store.get(field.to, int(number)) is None:
        raise Invalid([f'Invalid pk "{number}" - object does not exist.'])
    return int(number)


def _object_type(store: Store, field: Field, value: Any) -> str:
    if not isinstance(value, str) or value.count(".") != 1:
        raise Invalid(["Invalid value. Specify a content type as '<app_label>.<model_name>'."])
    known = (
        field.limit
        if field.limit is not None
        else tuple(f"{item['app_label']}.{item['model']}" for item in store.schema.object_types)
    )
    if value not in known:
        raise Invalid([f"Invalid content type: {value}"])
    return value


def _object_types(store: Store, field: Field, value: Any) -> list[str]:
    if not isinstance(value, list):
        raise Invalid([f'Expected a list of items but got type "{type(value).__name__}".'])
    return [_object_type(store, field, item) for item in value]


def _network(_store: Store, _field: Field, value: Any) -> str:
    try:
        loose = ip_network(value, strict=False)
    except ValueError:
        raise Invalid([f"Invalid IP prefix format: {value}"]) from None
    if str(ip_interface(value).ip) != str(loose.network_address):
        raise Invalid([f"{value} is not a valid prefix. Did you mean {loose}?"])
    return str(loose)


def _address(_store: Store, _field: Field, value: Any) -> str:
    try:
        return str(ip_interface(value))
    except ValueError:
        raise Invalid([f"Invalid IP address format: {value}"]) from None


def _mac(_store: Store, _field: Field, value: Any) -> str:
    try:
        return mac_address(str(value))
    except ValueError:
        raise Invalid([f"Invalid MAC address format: {value}"]) from None


def _date(_store: Store, _field: Field, value: Any) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise Invalid(["Date has wrong format. Use one of these formats instead: YYYY-MM-DD."]) from None


def _datetime(_store: Store, _field: Field, value: Any) -> str:
    try:
        return datetime.fromisoformat(value).isoformat().replace("+00:00", "Z")
    except (TypeError, ValueError):
        raise Invalid(
            [
                "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]."
            ]
        ) from None


def _ranges(_store: Store, _field: Field, value: Any) -> list[list[int]]:
    if not isinstance(value, list):
        raise Invalid({"__all__": [f'Expected a list of items but got type "{type(value).__name__}".']})
    for item in value:
        if not isinstance(item, list) or len(item) != 2:
            raise Invalid(["Ranges must be specified in the form (lower, upper)."])
        if any(type(bound) is not int for bound in item):
            raise Invalid(["Range boundaries must be defined as integers."])
    return sorted(value)


def _email(store: Store, field: Field, value: Any) -> str:
    text = _text(store, field, value)
    if text and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise Invalid(["Enter a valid email address."])
    return text


def _terminations(store: Store, _field: Field, value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        raise Invalid({"__all__": [f'Expected a list of items but got type "{type(value).__name__}".']})
    for item in value:
        if not isinstance(item, Mapping) or "object_type" not in item or "object_id" not in item:
            raise Invalid(
                [{name: ["This field is required."] for name in ("object_type", "object_id") if name not in item}]
            )
        if store.get(item["object_type"], item["object_id"]) is None:
            raise Invalid([f"Related object not found: {item['object_type']} {item['object_id']}"])
    return [{"object_type": item["object_type"], "object_id": item["object_id"]} for item in value]


_READERS: dict[str, Callable[[Store, Field, Any], Any]] = {
    "string": _text,
    "link": _text,
    "slug": _slug,
    "email": _email,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "choice": _choice,
    "enum": _choice,
    "ref": lambda store, field, value: related(store, field.to, value),
    "id of": lambda store, field, value: related(store, field.to, value),
    "refs": _several,
    "ids": _several,
    "tags": _several,
    "object type": _object_type,
    "object types": _object_types,
    "network": _network,
    "address": _address,
    "mac": _mac,
    "date": _date,
    "datetime": _datetime,
    "ranges": _ranges,
    "terminations": _terminations,
}
