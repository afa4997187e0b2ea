"""Conditions on a type's own fields and filters, as terms that NetBox or the rows can answer."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from orchestration.catalogue.denied import denied_field
from orchestration.catalogue.types import Field, Filter, ObjectType
from orchestration.errors import Invalid, NotUnderstood
from orchestration.language.intent import Condition, Op
from orchestration.tools.proof import network
from orchestration.tools.search import Branch, Shape, Term
from orchestration.tools.times import bounded
from orchestration.tools.wording import inline, listed

_SHAPES: dict[str, Shape] = {
    "string": "text",
    "integer": "number",
    "decimal": "number",
    "boolean": "flag",
    "date": "time",
    "datetime": "time",
    "choice": "choice",
    "tags": "tag",
    "custom": "custom",
    "uuid": "text",
}
FLIPPED: dict[Op, Op] = {
    "lt": "gte",
    "lte": "gt",
    "gt": "lte",
    "gte": "lt",
    "empty": "set",
    "set": "empty",
}
# Look-ups by shape and operation: plain and negated; "" is the filter itself.
_LOOKUPS: dict[tuple[Shape, Op], tuple[tuple[str, str], ...]] = {
    ("text", "eq"): (("ie", "nie"), ("", "n")),
    ("text", "contains"): (("ic", "nic"),),
    ("text", "starts"): (("isw", "nisw"),),
    ("text", "ends"): (("iew", "niew"),),
    ("choice", "eq"): (("", "n"),),
    ("number", "eq"): (("", "n"),),
    ("time", "eq"): (("", "n"),),
    ("network", "eq"): (("", "n"),),
}
# Filters that say whether a field is filled, and the field that shows it.
_FILLED = {
    "cabled": "cable",
    "occupied": "_occupied",
    "has_primary_ip": "primary_ip",
    "has_oob_ip": "oob_ip",
    "assigned": "assigned_object",
    "is_occupied": "_occupied",
}
MASKED = ("prefix", "address", "start_address", "end_address")
_SIGNS: dict[Op, str] = {
    "lt": "under",
    "lte": "at most",
    "gt": "over",
    "gte": "at least",
    "contains": "containing",
    "starts": "starting with",
    "ends": "ending with",
}
_TRUE = frozenset({"true", "yes", "on", "1", "enabled"})


def plain_terms(about: ObjectType, leaf: Condition, *, negated: bool, plurals: str = "") -> tuple[Branch, ...]:
    """Return the terms of a condition on a field, filter or counter of a type.

    Args:
        about: the type.
        leaf: the condition, without a selection.
        negated: whether it must not hold.
        plurals: what a counter counts, as people call several of them.

    Returns:
        Branches of terms: one in nearly all cases.

    Raises:
        NotUnderstood: the type has nothing of that name, or nothing that can be compared so.
        Invalid: a value that the field cannot have.
    """
    if leaf.field in about.counters and leaf.op in {"empty", "set"}:
        # A counter always holds a number: without any it is 0.
        leaf = leaf.model_copy(update={"op": "eq" if (leaf.op == "empty") != negated else "gt", "values": ["0"]})
        negated = False
    name, op = leaf.field or "", leaf.op or "eq"
    if op == "ne":
        op, negated = "eq", not negated
    if negated and op in FLIPPED:
        op, negated = FLIPPED[op], False
    field, filter_ = about.fields.get(name), about.filters.get(name)
    if field is None and name.startswith("cf_") and not denied_field(about.key, name):
        return _custom(name, op, tuple(leaf.values), negated=negated)
    if field is None and filter_ is None:
        raise unknown_condition(about, name)
    shape = _shape(name, op, field, filter_)
    label = inline(field.label) if field else name.replace("_", " ")
    shows = name if field and field.readable else _FILLED.get(name)
    if name.startswith("cf_"):
        shows = "custom_fields"
    if shape == "length":
        shows = next((each for each in MASKED if each in about.fields), None)
    term = Term(name, shape, op, values=tuple(leaf.values), negated=negated, shows=shows)
    in_time = shape == "time" and op not in {"empty", "set"}
    branches = _moments(term, days=_of_days(field, filter_)) if in_time else ((_valued(term, field, about),),)
    said = _said(label, term, branches)
    if name in about.counters and plurals:
        said = _said_of_counter(term, plurals)
    return tuple(
        tuple(replace(_filtered(each, filter_, about), said=said, phrase=_phrase(each, label, said)) for each in branch)
        for branch in branches
    )


def unknown_condition(about: ObjectType, name: str) -> NotUnderstood:
    """Return what to say of a condition that a type does not know: what there is instead."""
    have = [inline(about.fields[each].label) for each in about.columns if each in about.fields]
    have += [
        link.name.replace("_", " ") for link in about.links.values() if link.param and link.name not in about.fields
    ]
    text = f'{about.plural[:1].upper()}{about.plural[1:]} cannot be chosen by "{name.replace("_", " ")}".'
    return NotUnderstood(text, f"They can be by {listed(list(dict.fromkeys(have))[:12])}.")


def _shape(name: str, op: Op, field: Field | None, filter_: Filter | None) -> Shape:
    if name == "mask_length":
        return "length"
    if op in {"within", "covers"} or name in MASKED:
        return "network"
    if field is not None and field.kind in _SHAPES:
        return _SHAPES[field.kind]
    return _SHAPES.get(filter_.kind, "text") if filter_ else "text"


def _valued(term: Term, field: Field | None, about: ObjectType) -> Term:
    """Return the term with its values as NetBox knows them."""
    if term.op in {"empty", "set"}:
        if term.shape != "flag":
            return term
        return replace(term, op="eq", values=("true" if term.op == "set" else "false",))
    if term.shape == "flag":
        yes = term.values[:1] != () and term.values[0].casefold() in _TRUE
        return replace(term, values=("true" if yes != term.negated else "false",), negated=False)
    if term.shape == "choice" and field is not None and field.choices:
        return replace(term, values=tuple(_chosen(value, field, about) for value in term.values))
    if term.shape == "number" and not all(_is_number(value) for value in term.values):
        raise Invalid(
            f"{about.singular} {field.label if field else term.field} is a number, not {listed(term.values, 'or')}."
        )
    return term


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _chosen(value: str, field: Field, about: ObjectType) -> str:
    """Return a choice's value by its value or label."""
    for choice, label in field.choices:
        if value.casefold() in {choice.casefold(), label.casefold()}:
            return choice
    have = listed([label for _, label in field.choices][:25], "or")
    raise Invalid(
        f'{about.plural[:1].upper()}{about.plural[1:]} have no {inline(field.label)} "{value}".',
        advice=f"There is {have}.",
    )


def span_of(text: str) -> tuple[datetime, datetime] | None:
    """Return the first moment of a year, month, day or time, and the first moment after it, UTC."""
    for form, step in (("%Y", 366), ("%Y-%m", 31), ("%Y-%m-%d", 1)):
        try:
            low = datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        high = low + timedelta(days=step)
        if form != "%Y-%m-%d":
            high = high.replace(day=1)
        return low, high.replace(month=1) if form == "%Y" else high
    try:
        low = datetime.fromisoformat(text)
    except ValueError:
        return None
    low = low if low.tzinfo else low.replace(tzinfo=UTC)
    return low, low + timedelta(seconds=1)


def _of_days(field: Field | None, filter_: Filter | None) -> bool:
    """Say whether values are days: NetBox takes no time of day for them."""
    return (field.kind if field is not None else filter_.kind if filter_ is not None else "") == "date"


def _moments(term: Term, *, days: bool) -> tuple[Branch, ...]:
    """Return a comparison of times as bounds: a day is all its moments."""
    form = "%Y-%m-%d" if days else "%Y-%m-%dT%H:%M:%SZ"
    spans = [span for span in map(span_of, term.values) if span]
    if not spans:
        raise Invalid(f"{listed(term.values, 'or')} is no date.", advice="Write it as 2026-01-31.")
    low, high = min(span[0] for span in spans), max(span[1] for span in spans)

    def bound(op: Op, at: datetime) -> Term:
        return replace(term, op=op, values=(at.strftime(form),), negated=False)

    match term.op, term.negated:
        case "eq", False:
            return ((bound("gte", low), bound("lt", high)),)
        case "eq", True:
            return ((bound("lt", low),), (bound("gte", high),))
        case (("lt" | "gte"), _):
            return ((bound(term.op, low),),)
        case "lte", _:
            return ((bound("lt", high),),)
        case "gt", _:
            return ((bound("gte", high),),)
        case _:
            raise Invalid("Times can be before, after or on a day.")


def _filtered(term: Term, filter_: Filter | None, about: ObjectType) -> Term:
    """Return the term with the filter that NetBox has for it; without one its rows must show it."""
    for param, sent in _ways(term, about, filter_):
        name, _, lookup = param.partition("__")
        known = about.filters.get(name)
        if known is None or (lookup and lookup not in known.lookups):
            continue
        if not known.multiple and len(term.values if sent is None else sent) > 1:
            continue
        return replace(term, param=param, sent=sent)
    if term.shows is None:
        raise unknown_condition(about, term.field)
    return term


def _ways(term: Term, about: ObjectType, filter_: Filter | None) -> Sequence[tuple[str, tuple[str, ...] | None]]:
    """Return the filters that may say it, best first, with what to send where that is not the values."""
    name = term.field
    if term.shape == "network" and term.op in {"within", "covers"}:
        return _network_ways(term, about)
    if filter_ is None or term.shape == "flag":
        return ((name, None),) if filter_ is not None else ()
    if term.op in {"empty", "set"}:
        return ((f"{name}__empty", ("true" if term.op == "empty" else "false",)),)
    if term.shape == "length":
        return _length_ways(term)
    if term.op in {"lt", "lte", "gt", "gte"}:
        return ((f"{name}__{term.op}", None),)
    lookups = [pair[term.negated] for pair in _LOOKUPS.get((term.shape, term.op), ())]
    return tuple((f"{name}__{lookup}" if lookup else name, None) for lookup in lookups)


def _network_ways(term: Term, about: ObjectType) -> Sequence[tuple[str, tuple[str, ...] | None]]:
    if term.negated:
        return ()
    if term.op == "covers":
        return (("contains", None),)
    return (("within", None), ("parent", None)) if "within" in about.filters else (("parent", None),)


def _length_ways(term: Term) -> Sequence[tuple[str, tuple[str, ...] | None]]:
    if term.negated:
        return ()
    step = {"lt": -1, "gt": 1}.get(term.op, 0)
    lookup = {"lt": "__lte", "lte": "__lte", "gt": "__gte", "gte": "__gte"}.get(term.op, "")
    return ((f"mask_length{lookup}", tuple(str(int(value) + step) for value in term.values)),)


def _custom(name: str, op: Op, values: tuple[str, ...], *, negated: bool) -> tuple[Branch, ...]:
    """Return the term of a custom field. It is checked here: what its filter compares depends on settings that only NetBox knows."""
    label = name.removeprefix("cf_").replace("_", " ")
    term = Term(name, "custom", op, values, negated=negated, shows="custom_fields")
    said = _said(label, term, ((term,),))
    return ((replace(term, said=said, phrase=_phrase(term, label, said)),),)


def _said(label: str, term: Term, branches: tuple[Branch, ...]) -> str:
    values = listed(list(term.values), "or")
    if term.shape == "time" and term.op not in {"empty", "set"}:
        return bounded(term.field, label, term.op, values, negated=term.negated)
    if term.op in {"empty", "set"} and term.shape != "flag":
        return f"no {label}" if term.op == "empty" else f"with {label}"
    if term.shape == "flag":
        holds = branches[0][0].values == ("true",)
        # NetBox calls many of its yes-or-no filters "has ...": has_primary_ip.
        if label.startswith("has "):
            thing = re.sub(r"\b(ip|vlan|vrf)s?\b", lambda found: found[0].upper(), label.removeprefix("has "))
            return f"{'with' if holds else 'without'} {thing}"
        return label if holds else f"not {label}"
    if term.shape == "choice":
        values = listed([value.lower() for value in branches[0][0].values], "or")
    negation = "not " if term.negated else ""
    return f"{negation}{label} {_SIGNS.get(term.op, '')} {values}".replace("  ", " ")


def _said_of_counter(term: Term, plurals: str) -> str:
    values = listed(list(term.values), "or")
    if (term.op, values) in {("gt", "0"), ("gte", "1")}:
        return f"with {plurals}"
    if (term.op, values) in {("eq", "0"), ("lt", "1")}:
        return f"without {plurals}"
    return f"{'not ' if term.negated else ''}with {_SIGNS.get(term.op, '')} {values} {plurals}".replace("  ", " ")


def _phrase(term: Term, label: str, said: str) -> str:
    if term.op in {"empty", "set"} and term.shape != "flag":
        return f"without {label}" if term.op == "empty" else said
    if term.shape == "flag" and not said.startswith(("with ", "without ")):
        return f"that are {said}"
    if term.shape == "network" and not term.negated and network(term.values[0] if term.values else None):
        return {"within": "in", "covers": "around"}.get(term.op, "named") + " " + listed(list(term.values), "or")
    if term.field == "name" and term.op == "eq":
        return f"{'not ' if term.negated else ''}named {listed(list(term.values), 'or')}"
    if said.startswith(("with ", "without ", "not with ")) or term.shape == "time":
        return said
    return f"with {said}" if not term.negated else f"without {said.removeprefix('not ')}"
