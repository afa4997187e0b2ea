"""How answers tell times."""

from datetime import date

import pytest

from orchestration.catalogue.loading import load
from orchestration.language.intent import Condition, Op, joined, leaf, select
from orchestration.tools.translate import Translator

TODAY = date(2026, 3, 18)


def phrase(type_: str, condition: Condition) -> str:
    """Return a condition as the headline tells it."""
    return Translator(load(), {}, {}, today=TODAY).search(select(type_, where=[condition])).phrase


def between(field: str, low: str, high: str) -> Condition:
    """Return the condition that a time lies within some days."""
    return joined("and", [leaf(field, "gte", [low]), leaf(field, "lte", [high])])


@pytest.mark.parametrize(("type_", "field", "verb"), [
    ("core.objectchange", "time", ""), ("dcim.device", "created", "created "), ("dcim.rack", "last_updated", "updated "),
    ("circuits.circuit", "install_date", "installed "),
])  # fmt: skip
@pytest.mark.parametrize(("low", "high", "said"), [
    ("2026-03-11", "2026-03-18", "in the last 7 days"), ("2026-03-18", "2026-03-18", "today"),
    ("2026-03-17", "2026-03-17", "on 2026-03-17"), ("2025-01-01", "2025-12-31", "in 2025"),
    ("2026-02-01", "2026-02-28", "from 2026-02-01 to 2026-02-28"),
])  # fmt: skip
def test_a_span_is_told_as_one(type_, field, verb, low, high, said):
    """Two bounds of a time are one span, in the words of a person, with what happened then."""
    assert phrase(type_, between(field, low, high)) == f"{verb}{said}"


@pytest.mark.parametrize(("op", "sign"), [("gte", "since"), ("lt", "before"), ("gt", "after"), ("lte", "until")])
def test_one_bound_is_told_by_its_preposition(op: Op, sign: str):
    """No "at least" stands before a day."""
    assert phrase("dcim.device", leaf("created", op, ["2026-01-31"])) == f"created {sign} 2026-01-31"
