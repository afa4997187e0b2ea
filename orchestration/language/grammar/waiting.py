"""A connector or a "not" that waits for what it is said of, where that is nothing in particular: "not connected to anything"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orchestration.language.lexicon import Word

if TYPE_CHECKING:
    from orchestration.language.grammar.builder import Builder

# What stands for whatever there is, and what for nothing at all.
_WHATEVER = frozenset("anything something anyone someone anybody somebody".split())
_NOTHING = frozenset("nothing nobody none nowhere".split())


def whatever(builder: Builder, index: int) -> int:
    """Read "connected to anything", "assigned to nothing" as what things are like; says how many items it took."""
    item = builder.items[index]
    word = item.norm.split()[-1] if item.norm else ""
    if word not in _WHATEVER | _NOTHING or item.hits or item.quoted:
        return 0
    builder.negated = builder.negated != (word in _NOTHING)
    if _as_state(builder):
        return 1
    builder.negated = builder.negated != (word in _NOTHING)
    return 0


def left_over(builder: Builder) -> None:
    """Read a connector that ends a clause as what things are like: "which are not assigned to?"; a "not" that is said of nothing is told."""
    if _as_state(builder) or not builder.negated:
        return
    builder.unused += [item for item in builder.items if item.role("not") or item.role("no_longer")][-1:]
    # What is left of such a question is the contrary of what was asked.
    builder.penalty += 3.0


def _as_state(builder: Builder) -> bool:
    """Let "assigned to" narrow a noun as "assigned" does; say whether it did."""
    link = builder.link
    if link is None or builder.link_role != "in" or builder.main is None:
        return False
    said = next(iter(link.norm.split()), "")
    state = next((each for each in builder.mind.vocabulary.know(said).words if each.role == "state"), None)
    if state is None:
        return False
    meant = replace(link, norm=said, words=(Word("state", state.value),), kinds=(), hits=(), field=False, value=False)
    return builder.narrow_by(meant)
