"""Values held against values: equal, within, like, before, and so on."""

import re
from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_interface
from typing import Any

from bot.demo.standin.errors import Refused
from bot.demo.standin.filter_values import moment

Test = Callable[[Any], bool]
# The comparison that a suffix of a filter stands for.
SUFFIXES = {
    "": "exact", "n": "exact", "ic": "icontains", "nic": "icontains", "iew": "iendswith", "niew": "iendswith", "isw": "istartswith",
    "nisw": "istartswith", "ie": "iexact", "nie": "iexact", "empty": "empty", "regex": "regex", "iregex": "iregex", "any": "exact",
    "lt": "lt", "lte": "lte", "gt": "gt", "gte": "gte",
}  # fmt: skip


def test_of(lookup: str, wanted: Any) -> Test:
    """Return whether a kept value stands in the relation `lookup` to the wanted one; nothing stands in none."""
    if lookup in ("isnull", "empty"):
        return lambda value: (value is None or (lookup == "empty" and value == "")) == bool(wanted)
    if lookup.startswith("net_mask_length") or lookup == "family":
        measure = _family if lookup == "family" else _mask_length
        inner = test_of(lookup.partition("__")[2] or "exact", wanted)
        return lambda value: value is not None and inner(measure(value))
    if isinstance(wanted, datetime):
        compare = _COMPARISONS[lookup]
        return lambda value: bool(value) and compare(moment(value), wanted)
    compare = _COMPARISONS[lookup]
    if lookup in ("regex", "iregex"):
        try:
            re.compile(str(wanted))
        except re.error as problem:
            raise Refused({"error": f"invalid regular expression: {problem}", "exception": "DataError"}, 500) from None
    return lambda value: value is not None and compare(value, wanted)


def _mask_length(value: str) -> int:
    return ip_interface(value).network.prefixlen


def _family(value: str) -> int:
    return ip_interface(value).version


_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": lambda value, wanted: bool(value == wanted),
    "iexact": lambda value, wanted: str(value).lower() == str(wanted).lower(),
    "contains": lambda value, wanted: str(wanted) in str(value),
    "icontains": lambda value, wanted: str(wanted).lower() in str(value).lower(),
    "istartswith": lambda value, wanted: str(value).lower().startswith(str(wanted).lower()),
    "iendswith": lambda value, wanted: str(value).lower().endswith(str(wanted).lower()),
    "regex": lambda value, wanted: re.search(wanted, str(value)) is not None,
    "iregex": lambda value, wanted: re.search(wanted, str(value), re.IGNORECASE) is not None,
    "lt": lambda value, wanted: bool(value < wanted),
    "lte": lambda value, wanted: bool(value <= wanted),
    "gt": lambda value, wanted: bool(value > wanted),
    "gte": lambda value, wanted: bool(value >= wanted),
    "range_contains": lambda value, wanted: any(low <= wanted <= high for low, high in value),
}
