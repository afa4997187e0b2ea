"""What is asked of the first of a ranking: "racks in the biggest site", "how many devices are in the site with the most racks"."""

from collections.abc import Sequence
from dataclasses import replace

from orchestration.language.clauses import Clause
from orchestration.language.grammar.rolenames import roles_of
from orchestration.language.lexicon import Word
from orchestration.language.spans import Item

# What begins to tell of the things that are asked for: "have 40U free", "without a primary IP".
_VERBS = ("with", "without", "be", "that", "not")
_MOST = frozenset(("most", "fewest", "least"))


def parted(clause: Clause) -> list[Clause]:
    """Part a clause about things of the first of a ranking in two: the ranking, and what is asked of "it".

    Args:
        clause: as it was said.

    Returns:
        The ranking and the rest, or the clause alone where nothing is ranked in it.
    """
    items = clause.items
    for at, item in enumerate(items):
        if item.role("top") is None or item.kinds:
            continue
        start = _start(items, at)
        link = _link(items, start) if start is not None else None
        if start is None or link is None:
            continue
        end = _end(items, at)
        inner, tail = items[start:end], _without_verb(items[end:])
        several = any(each.figure is not None and each.figure.kind == "number" for each in inner[:3])
        stands = replace(_stands(items[end - 1], several=several), after="" if tail else items[-1].after)
        outer = [*items[:link], _said(items[link], "in", "in", "in"), stands, *tail]
        return [replace(clause, items=tuple(inner)), replace(clause, items=tuple(outer))]
    return [clause]


def _start(items: Sequence[Item], at: int) -> int | None:
    """Return where the ranked thing begins: with the word that ranks, or with the thing before it; None for no thing."""
    following = items[at + 1] if at + 1 < len(items) else None
    if following is None:
        return None
    if _MOST.intersection(items[at].norm.split()):
        before = at - 1
        while before > 0 and items[before].words and not items[before].content:
            before -= 1
        return before if before > 0 and items[before].kinds and not items[before].hits and following.content else None
    behind = items[at + 1 : at + 3]
    numbered = bool(behind[0].figure) and len(behind) > 1 and bool(behind[1].kinds)
    return at if numbered or (behind[0].kinds and not behind[0].plural) else None


def _link(items: Sequence[Item], start: int) -> int | None:
    """Return the word that ties the ranked thing to what is asked of it; None where nothing else is asked."""
    link = start - 1
    while link > 0 and items[link].role("all") and not items[link].content:
        link -= 1
    if link <= 0 or items[link].content:
        return None
    tied = items[link].role("in") or items[link].means("ask", "does")
    before = [item for item in items[:link] if item.kinds or roles_of(item)]
    ranked = next(item for item in items[start:] if item.kinds)
    return link if tied and before and not set(before[0].kinds) & set(ranked.kinds) else None


def _end(items: Sequence[Item], at: int) -> int:
    """Return where what is said of the ranked thing ends: with the verb of what is asked, "in the biggest site have 40U free"."""
    by = 1 if _MOST.intersection(items[at].norm.split()) else 0
    ranked = next((place for place in range(at + by, len(items)) if items[place].kinds), len(items) - 1)
    for place in range(ranked + 1, len(items)):
        item = items[place]
        begins = any(item.role(role) for role in _VERBS) and not item.content
        if begins or (item.value and item.norm.split()[0] in _VERBS):
            return place
    return len(items)


def _without_verb(items: Sequence[Item]) -> list[Item]:
    """Leave out the "have" of "does the biggest site have"."""
    return [] if all(item.role("with") and not item.content for item in items) else list(items)


def _stands(item: Item, *, several: bool) -> Item:
    return _said(item, "them", "ones", "") if several else _said(item, "it", "it", "")


def _said(item: Item, text: str, role: str, value: str) -> Item:
    return replace(
        item,
        text=text,
        norm=text,
        words=(Word(role, value),),
        kinds=(),
        field=False,
        value=False,
        hits=(),
        figure=None,
        quoted=False,
    )
