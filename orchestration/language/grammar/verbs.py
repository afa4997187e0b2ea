"""Verbs that change things: where in a message they stand, and what belongs to each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from orchestration.language.clauses import Clause, aside, forbids
from orchestration.language.spans import Item

_WISHING = frozenset(("need", "want", "like"))
# What may stand before a verb that commands something.
_BEFORE = frozenset("please filler greeting thanks ask want and be all that it goes or back dull".split())
_SUBJECTS = frozenset(("we", "i", "they", "he", "she", "people", "somebody", "someone", "you"))


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a message with one verb.

    Args:
        verb: which change it commands: "create", "set", ...; empty where no verb stands.
        items: what is said with it, behind the verb.
        before: what stands in front of the verb in the same clause.
        word: the verb itself.
        topic: it names what the next segment is about.
    """

    verb: str
    items: tuple[Item, ...]
    before: tuple[Item, ...] = ()
    word: Item | None = None
    topic: bool = False


def segments(clauses: Sequence[Clause]) -> list[Segment]:
    """Cut a message into segments; what is only told in passing has no verb.

    Args:
        clauses: of the message.
    """
    found: list[Segment] = []
    for clause in clauses:
        if forbids(clause):
            continue
        parts = list(_parts(clause.items))
        if aside(clause) and not any(part.verb for part in parts):
            continue
        if clause.topic and len(parts) == 1 and not parts[0].verb:
            parts = [Segment("", parts[0].items, topic=True)]
        if found and found[-1].verb == "note" and found[-1].items and ":" in found[-1].items[-1].after:
            # What a note says commands nothing.
            found[-1] = replace(found[-1], items=(*found[-1].items, *clause.items))
            continue
        found += parts
    return found


def commands(found: Sequence[Segment]) -> bool:
    """Say whether a message commands any change."""
    return any(each.verb for each in found)


def imperative(found: Sequence[Segment]) -> bool:
    """Say whether a message begins with its command, so that it can be no question."""
    first = next((each for each in found if not each.topic), None)
    if first is None or not first.verb:
        return False
    return not any(item.content or item.role("ask") for item in first.before)


def series(clauses: Sequence[Clause]) -> list[Segment]:
    """Return the segments of a message that only lists new things: "VLANs 401-403 in X, names Cam-401 thru Cam-403"."""
    if len(clauses) != 1 or clauses[0].question:
        return []
    items = clauses[0].items
    if not items or not items[0].kinds:
        return []
    for item, following in pairwise(items):
        fresh = not following.hits and re.search(r"\d$", following.text)
        if item.role("named") and fresh and any(each.role("thru") and not each.role("in") for each in items):
            return [Segment("create", items)]
    return []


def _parts(items: Sequence[Item]) -> Iterator[Segment]:
    verbs = [at for at in range(len(items)) if _is_verb(items, at)]
    if not verbs:
        yield Segment("", tuple(items))
        return
    note = next((number for number, at in enumerate(verbs) if items[at].means("change", "note")), len(verbs))
    verbs = verbs[: note + 1]
    for number, at in enumerate(verbs):
        end = verbs[number + 1] if number + 1 < len(verbs) else len(items)
        word = items[at].role("change")
        behind = list(items[at + 1 : end])
        while behind and behind[-1].role("and") and not behind[-1].content:
            behind.pop()
        before = tuple(items[:at]) if number == 0 else ()
        yield Segment(_verb(items[at], behind) if word else "", tuple(behind), before, items[at])


def _verb(item: Item, behind: Sequence[Item]) -> str:
    """Return which of the changes that a word may command is meant."""
    values = [word.value for word in item.words if word.role == "change"]
    if "tag" in values and behind:
        return "tag"
    if "connect" in values and "create" in values:
        return "connect"
    return values[0] if values else ""


def _is_verb(items: Sequence[Item], at: int) -> bool:
    item = items[at]
    word = item.role("change")
    if word is None or item.quoted:
        return False
    if at + 1 >= len(items) and word.value != "rename":
        return False
    if word.value == "note" and item.norm.startswith("note ") and not _begins_a_note(items[at:]):
        return False
    before = items[:at]
    plain = all(any(each.role(role) for role in _BEFORE) and not _names(each) for each in before)
    if word.value == "new":
        return (
            plain
            and any(each.kinds or each.hits for each in items[at + 1 : at + 3])
            and not any(each.role("ask") or _seeing(each) for each in before)
        )
    if before and before[-1].norm.split()[-1] in _SUBJECTS and not before[-1].role("please"):
        # "We migrate next week" tells, "migrate it" commands.
        return False
    if plain:
        # "changes?", "tags on X": a plural, or a noun that begins a question, is no command.
        return not (item.kinds and (item.plural or items[-1].after.endswith("?")))
    last = before[-1]
    joined = last.role("and") is not None or "," in last.after or ":" in last.after or "-" in last.after
    modal = item.norm.startswith(
        ("should", "must", "has to", "need to", "needs to", "is ", "has a", "ought", "shall", "will")
    )
    if modal:
        return True
    if last.role("it") and len(before) == 1:
        return True
    polite = (
        joined
        or (last.role("please") is not None and any(_names(each) for each in before))
        or last.role("filler") is not None
    )
    following = items[at + 1] if at + 1 < len(items) else None
    pointed = following is not None and bool(following.role("it") or following.role("ones")) and not following.content
    return bool(polite and (not item.field or pointed))


def _begins_a_note(items: Sequence[Item]) -> bool:
    """Say whether "note on X" is followed by what to note; "notes on X" asks for those that are there."""
    if items[0].text.lower().startswith("notes"):
        return False
    return any(":" in item.after or item.quoted for item in items)


def _seeing(item: Item) -> bool:
    """Say whether a word asks to see something: in "show me the new devices" they are there already."""
    return item.role("want") is not None and not set(item.norm.split()) & _WISHING


def _names(item: Item) -> bool:
    return bool(item.content and not item.words)
