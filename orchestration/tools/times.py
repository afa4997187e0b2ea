"""Times as people say them in an answer: "since 2026-03-01", "in the last 7 days"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from orchestration.language.intent import Condition, Op
from orchestration.tools.search import Branch

_SIGNS: dict[Op, str] = {"lt": "before", "lte": "until", "gt": "after", "gte": "since", "eq": "on"}
# What a time tells of its object; of others the field is named.
_VERBS = {"time": "", "created": "created", "last_updated": "updated", "install_date": "installed", "termination_date": "ending"}  # fmt: skip


def bounded(field: str, label: str, op: Op, value: str, *, negated: bool) -> str:
    """Return a comparison with a time as it follows a noun: "created since 2026-03-01".

    Args:
        field: whose time it is.
        label: of the field, for those that no verb tells.
        op: how it is compared.
        value: the time.
        negated: whether it must not be so.
    """
    verb = _VERBS.get(field, f"with {label}")
    return " ".join(each for each in ("not" if negated else "", verb, _SIGNS.get(op, ""), value) if each)


def spanned(
    parts: Sequence[Condition], branches: tuple[Branch, ...], label: str, today: date | None
) -> tuple[Branch, ...]:
    """Return the terms of two bounds of one time so that they are told as one: "in the last 7 days", "from ... to ...".

    Args:
        parts: the conditions that are joined.
        branches: their terms.
        label: of the field that they bound.
        today: for spans that end today; None where that is not known.
    """
    if len(parts) != 2 or parts[0].field != parts[1].field or [each.op for each in parts] != ["gte", "lte"]:
        return branches
    low, high = (each.values[0] for each in parts)
    verb = _VERBS.get(parts[0].field or "", f"with {label}")
    phrase = f"{verb} {_span(low, high, today)}".strip()
    first = {id(branch[0]): replace(branch[0], said=phrase, phrase=phrase) for branch in branches if branch}
    return tuple(
        tuple(first.get(id(term), replace(term, said="", phrase="")) for term in branch) for branch in branches
    )


def _span(low: str, high: str, today: date | None) -> str:
    if low == high:
        if today is not None and high == today.isoformat():
            return "today"
        return f"on {low}"
    try:
        first, last = date.fromisoformat(low), date.fromisoformat(high)
    except ValueError:
        return f"from {low} to {high}"
    if (low[5:], high[5:]) == ("01-01", "12-31") and low[:4] == high[:4]:
        return f"in {low[:4]}"
    if today is not None and last == today:
        return f"in the last {(last - first).days} days"
    return f"from {low} to {high}"
