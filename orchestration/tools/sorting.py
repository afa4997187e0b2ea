"""Order: NetBox's where it sorts, ours where it does not."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from orchestration.language.intent import Order
from orchestration.tools.cells import MASK, at, is_numeric, text_of
from orchestration.tools.kit import Kit
from orchestration.tools.proof import Row
from orchestration.tools.rows import Rows, everything
from orchestration.tools.search import Search


def ordering_of(sort: Sequence[Order]) -> str:
    """Return NetBox's ordering for fields to sort by."""
    return ",".join(f"{'-' if each.descending else ''}{each.field}" for each in sort if not _computed(each))


def _computed(order: Order) -> bool:
    """Say whether NetBox does not sort by it: a mask's length, a custom field."""
    return order.field == MASK or order.field.startswith("cf_")


def sorted_rows(kit: Kit, search: Search, found: Rows, fields: Sequence[str], sort: Sequence[Order]) -> Rows:
    """Return what was read in the order asked for.

    NetBox ignores an ordering that it does not know, so numbers that came unsorted are read whole and sorted here, as are rows
    that were put together here.
    """
    computed = any(map(_computed, sort))
    if not sort or (not computed and not found.here and not _disordered(kit, found, sort[0])):
        return found
    whole = found if found.whole else everything(kit, search, fields)
    rows = list(whole.rows)
    for order in reversed(sort):
        rows.sort(key=lambda row, by=order: sort_key(at(row, by.field)), reverse=order.descending)  # type: ignore[misc]
    return replace(whole, rows=tuple(rows))


def sort_key(value: Any) -> tuple[int, float, str]:
    """Return a key that puts nothing first, then numbers, then texts."""
    if value in (None, "", [], {}):
        return (0, 0.0, "")
    if isinstance(value, int | float):
        return (1, float(value), "")
    return (2, 0.0, text_of(value).casefold())


def _disordered(kit: Kit, found: Rows, order: Order) -> bool:
    about = kit.catalogue[found.type]
    if not is_numeric(about.fields.get(order.field)) and order.field not in about.counters:
        return False
    values = [float(value) for row in found.rows if (value := _figure(row, order.field)) is not None]
    return values != sorted(values, reverse=order.descending)


def _figure(row: Row, field: str) -> Any:
    value = row.get(field)
    return value if value not in ("", None) else None
