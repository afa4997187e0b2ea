"""Puts what earlier steps found into a search that waited for it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from orchestration.tools.proof import Row
from orchestration.tools.search import Branch, Search, Term


@dataclass(frozen=True, slots=True)
class Picked:
    """The records that a step found, with the fields that later steps need.

    Args:
        type: key of their type.
        rows: the records.
    """

    type: str
    rows: tuple[Row, ...]


def fill(search: Search, results: Mapping[str, Any]) -> Search:
    """Return a search with all its values; branches that nothing can fit are gone.

    Args:
        search: may wait for steps.
        results: what the steps found, by their ids; anything with `rows`.
    """
    if not search.needs:
        return search
    branches: list[Branch] = []
    for branch in search.branches:
        choices = [_alternatives(term, results) for term in branch]
        branches += [tuple(term for part in chosen for term in part) for chosen in product(*choices)]
    return replace(search, branches=tuple(branches))


def _alternatives(term: Term, results: Mapping[str, Any]) -> list[Branch]:
    """Return the ways in which a term can hold, each a list of terms; none where it cannot."""
    if term.origin is None:
        return [(term,)]
    rows: Sequence[Row] = results[term.origin.step].rows
    if term.origin.alike and not term.negated:
        groups: dict[tuple[tuple[str, str], ...], list[Row]] = {}
        for row in rows:
            beside = tuple((f"{name}_id", _ids(row.get(name))[:1] or ("null",)) for name in term.origin.alike)
            groups.setdefault(tuple((name, value[0]) for name, value in beside), []).append(row)
        return [
            (replace(term.filled(_values(term, members)), along=(*term.along, *beside)),)
            for beside, members in groups.items()
        ]
    values = _values(term, rows)
    if not values:
        return [()] if term.negated else []
    return [(term.filled(values),)]


def _values(term: Term, rows: Sequence[Row]) -> tuple[str, ...]:
    assert term.origin is not None  # noqa: S101 - called for terms that wait alone
    seen = [value for row in rows for value in _ids(row.get(term.origin.take))]
    if term.origin.count is None:
        return tuple(dict.fromkeys(seen))
    op, number = term.origin.count
    fits = {"gt": int.__gt__, "gte": int.__ge__, "eq": int.__eq__}[op]
    return tuple(value for value, often in Counter(seen).items() if fits(often, int(number)))


def _ids(shown: Any) -> tuple[str, ...]:
    """Return what a field of a record stands for: the ids of what it points at, or its value."""
    if isinstance(shown, list):
        return tuple(value for each in shown for value in _ids(each))
    if isinstance(shown, dict):
        return (str(shown.get("id", shown.get("value", ""))),)
    return () if shown in (None, "") else (str(shown),)
