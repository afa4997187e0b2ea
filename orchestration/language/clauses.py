"""Clauses: where a message goes on to something else, and what in it is only said in passing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from orchestration.language import lexicon
from orchestration.language.spans import Item

_ENDS = ".?!;"
_POLITE = frozenset(("please", "greeting", "thanks", "filler"))
_PRONOUNS = frozenset(("i", "we", "they", "he", "she", "it"))

# "... and which has the most racks?" asks something more.
_WHICH_HAS = frozenset(("which has", "which have", "which one", "which one has", "which of them"))


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a message that is read by itself.

    Args:
        items: its words.
        question: whether a question mark ends it.
        topic: it only names something, which the next clause is about: "10.0.0.0/24 - which VLAN is that?".
    """

    items: tuple[Item, ...]
    question: bool = False
    topic: bool = False

    @property
    def weight(self) -> float:
        """How many words of it name something."""
        return sum(item.size for item in self.items if item.content and not item.words)


def split(items: Sequence[Item]) -> list[Clause]:
    """Cut a message into clauses; what is only politeness is left out.

    Args:
        items: of the message.
    """
    items = _without_parentheses(items)
    found: list[Clause] = []
    current: list[Item] = []
    for index, item in enumerate(items):
        if current and _begins(item, items[index + 1] if index + 1 < len(items) else None, current):
            _close(found, current)
            current = []
        current.append(item)
        if _ends(item, items[index + 1] if index + 1 < len(items) else None, current):
            _close(found, current)
            current = []
    _close(found, current)
    return found


def _without_parentheses(items: Sequence[Item]) -> list[Item]:
    """Leave out what stands in parentheses: it explains what is said already."""
    commanding = any(item.role("change") for item in items)
    kept: list[Item] = []
    inside: list[Item] = []
    depth = 0
    for item in items:
        (inside if depth else kept).append(item)
        depth = max(0, depth + item.after.count("(") - item.after.count(")"))
        if inside and depth == 0:
            if commanding or (
                any(each.value for each in inside) and not any(each.figure or each.role("not") for each in inside)
            ):
                kept += inside
            elif "," in inside[-1].after or any(mark in inside[-1].after for mark in _ENDS):
                kept[-1] = replace(kept[-1], after=inside[-1].after)
            inside = []
    return kept if any(item.content for item in kept) else list(items)


def _close(found: list[Clause], items: list[Item]) -> None:
    kept = tuple(items)
    if not kept or all(any(item.role(role) for role in _POLITE) and not item.content for item in kept):
        return
    question = "?" in kept[-1].after
    topic = (
        not question
        and kept[-1].after != ""
        and (all(_names(item) for item in kept) or (":" in kept[-1].after and not any(_verb(item) for item in kept)))
    )
    back = any(item.role("back") for item in kept[:3]) and not question
    topic = topic or back
    found.append(Clause(kept, question, topic))


def _verb(item: Item) -> bool:
    return bool((item.role("want") or item.role("ask")) and not item.content)


def _names(item: Item) -> bool:
    return (
        bool(item.content and not item.words)
        or item.role("all") is not None
        or (item.role("in") is not None and not item.content)
    )


def _ends(item: Item, following: Item | None, current: Sequence[Item]) -> bool:
    """Say whether a clause ends behind an item."""
    if any(each in item.after for each in "?!;") or following is None:
        return True
    if "." in item.after:
        # "D. S. Weaver": a full stop within a name ends nothing, one behind an initial neither.
        return (len(item.text) > 1 and not re.fullmatch(r"(?:\w\.)+\w", item.text)) or item.figure is not None
    if "-" in item.after:
        # "10.0.0.1 - 10.0.0.9" is one range.
        return not (
            item.figure is not None and following.figure is not None and item.figure.kind == following.figure.kind
        )
    if ":" not in item.after or any(each.means("want", "compare") for each in current):
        return False
    introduces = following.role("ask") or following.role("want") or following.role("please")
    return bool(introduces or (len(current) <= 5 and not following.figure and not current[-1].field))


def _begins(item: Item, following: Item | None, current: Sequence[Item]) -> bool:
    """Say whether a clause begins with an item: "..., and in which VRF"."""
    last = current[-1]
    if "," in last.after and any(each.role("back") for each in current):
        return True
    if item.norm == "whose" and last.role("and"):
        # "... and whose site is X" says more of the same things.
        return False
    if item.role("ask") and not item.content and last.role("and") and len(current) > 1:
        return True
    if item.role("and") and following is not None and not item.content:
        if following.norm in _WHICH_HAS and any(each.content for each in current):
            return True
        placed = any(each.role("in") and not each.content for each in current)
        if _commands(following) and not placed and len(current) > 1 and any(each.kinds for each in current):
            # "Racks in Akron and count the devices" asks for the devices there.
            return True
        return bool(
            following.role("ask")
            and not following.content
            and not following.role("that")
            and any(each.content for each in current)
        )
    return bool(
        "," in last.after
        and item.role("ask")
        and not item.role("that")
        and not item.content
        and any(each.kinds or each.hits for each in current)
    )


def _commands(item: Item) -> bool:
    """Say whether a word begins another wish: "... and list the sites", "... and show me the racks"."""
    return bool(item.norm.split()) and item.norm.split()[0] in _WISHES and not item.content


_WISHES = frozenset(("show", "list", "count", "display", "tell", "give"))


def aside(clause: Clause) -> bool:
    """Say whether a clause only tells something, and asks for nothing."""
    words = [item for item in clause.items if not any(item.role(role) for role in ("filler", "please", "and"))]
    if not words:
        return True
    begins = (_opening(clause.items), _opening(words))
    if any(each.startswith(tell) for each in begins for tell in lexicon.telling()):
        return not clause.question
    return forbids(clause) or (not clause.question and _states(words))


def _states(items: Sequence[Item]) -> bool:
    """Say whether a clause states something of what is no matter of NetBox: "the auditor is on my back"."""
    if any(item.role("want") or item.role("change") for item in items[:2]):
        return False
    place = next((at for at, item in enumerate(items) if item.role("be") and not item.content), 0)
    before, behind = items[:place], items[place + 1 :]
    asks = any(item.role("ask") or item.role("ones") for item in before if not item.content)
    points = any(item.role("it") and item.norm not in _PRONOUNS for item in before)
    if place == 0 or asks or points:
        return False
    known = any(item.content or item.role("state") or item.role("not") for item in behind)
    return not known or not any(item.content for item in before)


def forbids(clause: Clause) -> bool:
    """Say whether a clause says that nothing is to be changed."""
    begin = _opening(clause.items)
    return any(begin.startswith(each) or f" {each} " in f" {begin} " for each in lexicon.forbidding())


def _opening(items: Sequence[Item]) -> str:
    return " ".join(item.text.lower() for item in items[:4] if not item.quoted).replace("’", "'")
