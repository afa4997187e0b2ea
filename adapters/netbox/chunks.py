"""Long lists of values in a filter, asked in parts: servers and proxies refuse long addresses."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote_plus

# gunicorn and nginx take 4 to 8 KB for the first line of a request.
LONGEST_QUERY = 6_000

Params = tuple[tuple[str, str], ...]


def parts(params: Params, room: int = LONGEST_QUERY) -> tuple[Params, ...]:
    """Return filters as they fit into one address each.

    Args:
        params: the filters; values of one that is given again and again are shared out among the parts.
        room: characters for them.

    Returns:
        One part in nearly all cases. What fits any of the parts fits the whole; no row fits two where each has one value for the filter.
    """
    if _length(params) <= room:
        return (params,)
    sizes: dict[str, int] = {}
    for name, value in params:
        sizes[name] = sizes.get(name, 0) + _length([(name, value)])
    longest = max(sizes, key=lambda name: sizes[name])
    others = tuple(each for each in params if each[0] != longest)
    mine = [each for each in params if each[0] == longest]
    return tuple((*others, *part) for part in _filled(mine, max(room - _length(others), room // 4)))


def _filled(params: Sequence[tuple[str, str]], room: int) -> Iterator[Params]:
    part: list[tuple[str, str]] = []
    used = 0
    for each in params:
        size = _length([each])
        if part and used + size > room:
            yield tuple(part)
            part, used = [], 0
        part.append(each)
        used += size
    yield tuple(part)


def _length(params: Iterable[tuple[str, str]]) -> int:
    return sum(len(quote_plus(name)) + len(quote_plus(value)) + 2 for name, value in params)


def joined(rows: Iterable[dict[str, Any]], params: Params, ordering: str) -> list[dict[str, Any]]:
    """Return the rows of several parts as one list, each row once, in order.

    Args:
        rows: of all parts, part after part.
        params: the filters of the whole.
        ordering: what the rows are sorted by; without one, rows asked for by id come in the order of the ids.
    """
    once = list({row["id"]: row for row in rows}.values())
    if ordering:
        for part in reversed(ordering.split(",")):
            once.sort(key=_by(part.removeprefix("-")), reverse=part.startswith("-"))
        return once
    places = {value: place for place, (name, value) in enumerate(params) if name == "id"}
    return sorted(once, key=lambda row: places.get(str(row["id"]), len(places)))


def _by(name: str) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    return lambda row: natural(row.get(name))


def natural(value: Any) -> tuple[Any, ...]:
    """Return what to sort a shown value by, as NetBox does: figures in names by their number, nothing at the end."""
    if isinstance(value, dict):
        value = value.get("display", value.get("label", ""))
    if value is None:
        return (2,)
    if isinstance(value, int | float):
        return (0, value)
    pieces = re.split("([0-9]+)", str(value).casefold())
    # Text and figures take turns, text first, though it may be empty.
    return (1, tuple(int(piece) if at % 2 else piece for at, piece in enumerate(pieces)))
