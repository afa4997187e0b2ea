"""Which values may stand only once: unique fields and NetBox's unique constraints, with its messages."""

import re
from typing import Any

from bot.demo.standin.errors import Errors
from bot.demo.standin.schema import Type, Unique
from bot.demo.standin.store import Row, Store

_CONDITION = re.compile(r"\('(\w+?)(__isnull)?', ('[^']*'|True|False)\)")


def unique_fields(store: Store, about: Type, row: Row, given: set[str]) -> Errors:
    """Return messages for fields, of those given, whose value another object has already."""
    errors: Errors = {}
    for name in given:
        field = about.fields[name]
        value = row.get(name)
        if field.unique and value not in (None, "") and store.index(about.name, name).get(value, set()) - {row["id"]}:
            errors[name] = [field.unique]
    return errors


def unique_together(store: Store, about: Type, row: Row, wrong: set[str]) -> Errors:
    """Return messages for constraints over several fields; one with a field that is wrong already is not looked at."""
    errors: Errors = {}
    for constraint in about.unique:
        bare = [name.lstrip("~") for name in constraint.fields]
        if wrong.isdisjoint(bare) and _taken(store, about, row, constraint, bare):
            errors.setdefault(bare[0] if len(bare) == 1 else "__all__", []).append(constraint.message)
    return errors


def _taken(store: Store, about: Type, row: Row, constraint: Unique, bare: list[str]) -> bool:
    values = [store.value(about.name, row, name) for name in bare]
    if (None in values and not constraint.nulls) or not _holds(constraint.condition, row):
        return False
    exact = [(name, value) for name, value in zip(bare, values, strict=True) if f"~{name}" not in constraint.fields]
    # The most telling field first, so that few candidates remain to be looked at.
    pools = [store.index(about.name, name).get(value, set()) for name, value in exact] or [set(store.rows[about.name])]
    candidates = min(pools, key=len) - {row["id"]}
    return any(_same(store, about, store.rows[about.name][number], constraint, bare, values) for number in candidates)


def _same(store: Store, about: Type, other: Row, constraint: Unique, bare: list[str], values: list[Any]) -> bool:
    for name, value in zip(bare, values, strict=True):
        theirs = store.value(about.name, other, name)
        if f"~{name}" in constraint.fields:
            theirs, value = str(theirs).lower(), str(value).lower()  # noqa: PLW2901 - compared in lower case
        if theirs != value:
            return False
    return _holds(constraint.condition, other)


def _holds(condition: str, row: Row) -> bool:
    """Say whether a constraint's condition, as Django prints it, holds for a row."""
    parts = [
        (row.get(name) is None) == (wanted == "True") if isnull else str(row.get(name)) == wanted.strip("'")
        for name, isnull, wanted in _CONDITION.findall(condition)
    ]
    return all(parts) != condition.startswith("(NOT")
