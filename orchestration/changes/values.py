"""What was written, as NetBox takes it and as people read it; refused where NetBox would not take it."""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from orchestration.changes.form import Slot
from orchestration.changes.missing import Missing
from orchestration.changes.series import expanded
from orchestration.errors import Invalid

UNCHANGED = "Nothing was changed."

_YES = frozenset({"yes", "true", "on", "1", "y", "enabled", "enable"})
_NO = frozenset({"no", "false", "off", "0", "n", "disabled", "disable"})
# So many choices fit on buttons.
_FEW = 8
_NETWORKS = frozenset({"prefix"})
_ADDRESSES = frozenset({"address", "start_address", "end_address"})


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a field.

    Args:
        data: as NetBox takes it.
        shown: for people.
        bare: for programs: choices by value, relations by display name.
        source: where it comes from, when nobody said it.
        record: of a relation: the object it points at; None where that does not exist yet.
        type: of a relation: key of the object's type.
    """

    data: Any
    shown: str
    bare: Any
    source: str = ""
    record: dict[str, Any] | None = None
    type: str = ""


def read_value(slot: Slot, text: str, source: str = "") -> Value:
    """Return the value that a text stands for.

    Args:
        slot: the field it is for; no relation.
        text: what was written.
        source: where it comes from, when nobody said it.

    Raises:
        Invalid: NetBox would not take it; says what it takes.
        Missing: it is none of the choices there are.
    """
    given = text.strip()
    if slot.many:
        parts = [_one(slot, each.strip()) for each in given.split(",") if each.strip()]
        return Value(
            [each for each, _ in parts], ", ".join(shown for _, shown in parts), [each for each, _ in parts], source
        )
    data, shown = _one(slot, given)
    return Value(data, shown, data, source)


def refused(slot: Slot, why: str, advice: str = UNCHANGED) -> Invalid:
    """Return the refusal of a field's value."""
    return Invalid(f"{slot.label}: {why}", {slot.name: why}, advice)


def _one(slot: Slot, text: str) -> tuple[Any, str]:
    if slot.choices:
        return _choice(slot, text)
    reader = _READERS.get(slot.kind, _string)
    return reader(slot, text)


def _choice(slot: Slot, text: str) -> tuple[Any, str]:
    wanted = _plain(text)
    for value, label in slot.choices:
        if wanted in (_plain(value), _plain(label)):
            # OPTIONS writes numbers (a rack's width) as text; NetBox takes both.
            return (int(value) if value.isdigit() else value), label.lower() if label.istitle() else label
    offered = ", ".join(label for _, label in slot.choices[:12])
    more = f" and {len(slot.choices) - 12} more" if len(slot.choices) > 12 else ""
    told = f'{slot.label}: "{text}" is none of NetBox\'s choices: {offered}{more}. Which {slot.spoken}?'
    few = tuple(value for value, _ in slot.choices) if len(slot.choices) <= _FEW else ()
    raise Missing(slot.name, slot.spoken, told, values=few)


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text).strip().casefold()


def _string(slot: Slot, text: str) -> tuple[Any, str]:
    if slot.name in _NETWORKS:
        text = _network(slot, text)
    elif slot.name in _ADDRESSES:
        text = _address(slot, text)
    if not text and slot.required:
        raise refused(slot, "it must not be empty.")
    if slot.max_length is not None and len(text) > slot.max_length:
        raise refused(slot, f"it has {len(text)} characters; NetBox takes {slot.max_length}.")
    if slot.pattern and not _matches(slot.pattern, text):
        raise refused(slot, f'"{text}" does not match {slot.pattern}.')
    return text, text


def _matches(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except re.error:
        # A pattern of another dialect: NetBox judges it.
        return True


def _network(slot: Slot, text: str) -> str:
    try:
        whole = ipaddress.ip_interface(text)
    except ValueError:
        raise refused(slot, f'"{text}" is no network.') from None
    if "/" not in text:
        raise refused(slot, f'"{text}" has no length.', f"Say {text}/24, for example. {UNCHANGED}")
    if whole.ip != whole.network.network_address:
        raise refused(slot, f"{text} has host bits set; the network is {whole.network}.")
    return str(whole.network)


def _address(slot: Slot, text: str) -> str:
    try:
        return str(ipaddress.ip_interface(text))
    except ValueError:
        raise refused(slot, f'"{text}" is no IP address.') from None


def _integer(slot: Slot, text: str) -> tuple[Any, str]:
    digits = re.fullmatch(r"[a-zA-Z]{0,4}\s*(-?\d+)\s*[a-zA-Z]{0,4}", text.replace(",", "").replace("_", ""))
    if not digits:
        raise refused(slot, f'"{text}" is no whole number.')
    number = int(digits[1])
    _within(slot, number)
    return number, str(number)


def _decimal(slot: Slot, text: str) -> tuple[Any, str]:
    digits = re.fullmatch(r"[a-zA-Z]{0,2}\s*(-?\d+(?:\.\d+)?)\s*[a-zA-Z]{0,4}", text)
    try:
        number = Decimal(digits[1] if digits else text)
    except InvalidOperation:
        raise refused(slot, f'"{text}" is no number.') from None
    _within(slot, number)
    data = int(number) if number == number.to_integral_value() else float(number)
    return data, str(data)


def _within(slot: Slot, number: int | Decimal) -> None:
    low, high = slot.minimum, slot.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        bounds = f"from {low:g}" if high is None else f"to {high:g}" if low is None else f"from {low:g} to {high:g}"
        raise refused(slot, f"{number} is outside of what NetBox takes, {bounds}.")


def _boolean(slot: Slot, text: str) -> tuple[Any, str]:
    said = text.casefold()
    if said not in _YES | _NO:
        raise refused(slot, f'"{text}" is neither yes nor no.')
    return said in _YES, "yes" if said in _YES else "no"


def _date(slot: Slot, text: str) -> tuple[Any, str]:
    try:
        return (date.fromisoformat(text).isoformat(),) * 2
    except ValueError:
        raise refused(slot, f'"{text}" is no date; write it as 2027-01-31.') from None


def _moment(slot: Slot, text: str) -> tuple[Any, str]:
    try:
        return (datetime.fromisoformat(text).isoformat(),) * 2
    except ValueError:
        raise refused(slot, f'"{text}" is no date and time; write it as 2027-01-31 14:00.') from None


def _json(slot: Slot, text: str) -> tuple[Any, str]:
    """Read what NetBox writes as lists of numbers: ports, units of a reservation, ranges of VLAN IDs."""
    if slot.name == "vid_ranges":
        ends = [part.strip().split("-") for part in re.sub(r"\s*(?:to|thru|through)\s*", "-", text).split(",")]
        if all(each.strip().isdigit() for part in ends for each in part):
            return [[int(part[0]), int(part[-1])] for part in ends], text
        raise refused(slot, f'"{text}" is no range of numbers; write it as 100-199.')
    numbers = expanded(text)
    if not all(each.isdigit() for each in numbers):
        raise refused(slot, f'"{text}" is no list of numbers.')
    return [int(each) for each in numbers], ", ".join(numbers)


_READERS: dict[str, Callable[[Slot, str], tuple[Any, str]]] = {
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "date": _date,
    "datetime": _moment,
    "json": _json,
}
