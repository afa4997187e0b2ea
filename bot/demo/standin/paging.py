"""Pages of a list: by limit and offset, or by a cursor over ids (`start`), with links to the next and the one before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from bot.demo.standin.errors import Invalid

Item = TypeVar("Item")
PAGE, LONGEST_PAGE = 50, 1000  # NetBox's PAGINATE_COUNT and MAX_PAGE_SIZE
Query = Mapping[str, list[str]]


def first(query: Query, name: str) -> str | None:
    """Return the value of a parameter, the last one where it is given several times, as Django does."""
    return query[name][-1] if query.get(name) else None


def limit_of(query: Query) -> int:
    """Return how many objects a page may hold; nonsense is ignored, and 0 asks for the longest page."""
    given = first(query, "limit") or ""
    return min(int(given) or LONGEST_PAGE, LONGEST_PAGE) if given.isdigit() else PAGE


@dataclass(frozen=True)
class Page:
    """A page of a list and the body around it."""

    items: Sequence[Any]
    count: int | None
    next: str | None
    previous: str | None

    def body(self, results: list[Any]) -> dict[str, Any]:
        """Return what the API answers."""
        return {"count": self.count, "next": self.next, "previous": self.previous, "results": results}


def page(items: Sequence[Any], query: Query, url: str) -> Page:
    """Cut the page that a query asks for out of a list; `url` is the list's own address."""
    limit = limit_of(query)
    given = first(query, "offset") or ""
    offset = int(given) if given.isdigit() else 0
    after = _link(url, query, offset=offset + limit) if offset + limit < len(items) else None
    before = None
    if offset > 0:
        before = _link(url, query, offset=offset - limit) if offset > limit else _link(url, query, offset=None)
    return Page(items[offset : offset + limit], len(items), after, before)


def cursor_page(ids: Sequence[int], query: Query, url: str) -> Page:
    """Cut the page that begins with the id `start` out of ids in order."""
    start = first(query, "start") or ""
    if not start.isdigit():
        raise Invalid(["Invalid 'start' parameter: must be a non-negative integer."])
    if "offset" in query:
        raise Invalid(["'start' and 'offset' are mutually exclusive."])
    if "ordering" in query:
        raise Invalid(["Ordering cannot be specified in conjunction with cursor-based pagination."])
    limit = limit_of(query)
    found = [number for number in ids if number >= int(start)][:limit]
    after = _link(url, query, start=found[-1] + 1, offset=None) if found and len(found) == limit else None
    return Page(found, None, after, None)


def _link(url: str, query: Query, **changed: int | None) -> str:
    """Return the address of another page, parameters in order of their names as NetBox puts them."""
    parameters: dict[str, Any] = {**query, "limit": [limit_of(query)]}
    for name, value in changed.items():
        if value is None:
            parameters.pop(name, None)
        else:
            parameters[name] = [value]
    return f"{url}?{urlencode(sorted(parameters.items()), doseq=True)}"
