"""Proof that NetBox knows a filter, before its answer is believed.

NetBox ignores a filter it does not know and returns everything. So each filter is proven once for an instance and version: a value that
cannot be must give 400 or no rows; true and false must add up to all; what a negated filter leaves and what the plain one finds must add
up to all. A proof that nothing can be told from (an empty list) is made again next time.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from orchestration.catalogue.denied import SECRET
from orchestration.catalogue.types import Filter, ObjectType
from orchestration.errors import Invalid, ProofFailed

# No object has this in any of its fields; no date, number, address or UUID looks like it.
IMPOSSIBLE = "zzz-no-such-value-7f3a"
NEGATED = {"n": "", "nic": "ic", "nie": "ie", "nisw": "isw", "niew": "iew"}
ORDERED = frozenset(("integer", "decimal", "date", "datetime"))

Count = Callable[[Sequence[tuple[str, str]]], int]


def known_filter(about: ObjectType, param: str) -> Filter:
    """Return the filter of the catalogue behind a parameter.

    Args:
        about: the type whose list is asked.
        param: the filter with its look-up: "name__ic".

    Raises:
        ProofFailed: the catalogue has no such filter, or not with this look-up.
    """
    base, _, lookup = param.partition("__")
    if base.startswith("cf_") and "custom_fields" in about.fields and not SECRET.search(base):
        return Filter(base, "custom", frozenset((lookup,)))
    known = about.filters.get(base)
    if known is None or (lookup and lookup not in known.lookups):
        raise ProofFailed(f"NetBox has no filter {param} for {about.plural}.", "Ask in another way.")
    return known


def check_question(about: ObjectType, params: Sequence[tuple[str, str]], ordering: str) -> None:
    """Check that a question to a list is made of what the catalogue has.

    Raises:
        ProofFailed: a filter or the ordering is not in the catalogue; NetBox would ignore it.
    """
    for param, _ in params:
        known_filter(about, param)
    for part in filter(None, ordering.split(",")):
        name = part.removeprefix("-")
        # By a custom field NetBox sorts nothing.
        if name not in about.fields or name.startswith("cf_"):
            raise ProofFailed(
                f"NetBox cannot sort {about.plural} by {part.removeprefix('-')}.", "Sort by another field."
            )


def check_order(about: ObjectType, ordering: str, rows: Sequence[dict[str, Any]]) -> None:
    """Check that rows come in the order asked for, where their first field to sort by is a number or a time.

    NetBox ignores an ordering it does not know. Texts are not checked: how they sort is the database's secret.

    Raises:
        ProofFailed: they do not.
    """
    first = ordering.partition(",")[0]
    name = first.removeprefix("-")
    if not first or about.fields[name].kind not in ORDERED:
        return
    shown = [_comparable(row[name]) for row in rows if row.get(name) is not None]
    if shown != sorted(shown, reverse=first.startswith("-")):
        raise ProofFailed(f"NetBox does not sort {about.plural} by {name}.", "Sort by another field.")


def _comparable(value: Any) -> Any:
    if isinstance(value, dict):
        value = value.get("value")
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def prove(about: ObjectType, param: str, values: Sequence[str], count: Count) -> bool:
    """Prove one filter.

    Args:
        about: the type whose list is asked.
        param: the filter with its look-up.
        values: those it is asked with now.
        count: asks NetBox how many rows fit filters; raises Invalid where it does not take them.

    Returns:
        Whether the proof stands for any value; False where this NetBox holds nothing to tell it from.

    Raises:
        ProofFailed: NetBox ignores the filter.
    """
    known = known_filter(about, param)
    base, _, lookup = param.partition("__")
    if known.kind == "boolean" or lookup == "empty":
        return _yes_and_no(param, count)
    try:
        found = count([(param, IMPOSSIBLE)])
    except Invalid:
        # What refuses a value reads it.
        return True
    if lookup in NEGATED:
        plain = f"{base}__{NEGATED[lookup]}".removesuffix("__")
        return _divided(param, plain, values[:1] if known.every else values, count)
    if found and known.kind == "custom":
        # A custom field of yes and no takes nothing else for a value.
        return _yes_and_no(param, count)
    if found:
        raise _ignored(param)
    return count([]) > 0


def _yes_and_no(param: str, count: Count) -> bool:
    """Prove a filter of yes and no: ignored, both would leave all. A custom field may hold neither."""
    every = count([])
    both = count([(param, "true")]) + count([(param, "false")])
    if both > every or (both < every and not param.startswith("cf_")):
        raise _ignored(param)
    return every > 0


def _divided(param: str, plain: str, values: Sequence[str], count: Count) -> bool:
    """Prove a negated filter by the plain one: together they find each row once; without a value nothing can be told."""
    if not values:
        return False
    found = count([(plain, value) for value in values])
    left = count([(param, value) for value in values])
    if found + left != count([]):
        raise _ignored(param)
    return found > 0


def _ignored(param: str) -> ProofFailed:
    return ProofFailed(
        f"NetBox does not apply its filter {param}; I show nothing rather than what was not asked for.",
        "Ask in another way.",
    )
