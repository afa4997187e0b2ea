"""What is asked of each thing that was listed, and which of two lists "those" are."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from orchestration.language.grammar.draft import Draft, Mind, Noun, cost
from orchestration.language.intent import Reference, leaf, select
from orchestration.language.spans import Item
from orchestration.sessions.session import Focus

_EACH = ("each", "in each", "at each", "on each", "of each", "for each", "per each", "every", "in every")


def read_each(mind: Mind, items: Sequence[Item], focus: Focus) -> Iterator[Draft]:
    """Read "how many devices in each?" as the rows that were shown, each with its number.

    Args:
        mind: what the grammar knows.
        items: of the clause.
        focus: what the thread was about.
    """
    each = next((at for at, item in enumerate(items) if item.role("group") and item.norm in _EACH), None)
    if each is None or focus.listing is None or focus.type is None or not any(_counts(item) for item in items):
        return
    following = items[each + 1] if each + 1 < len(items) else None
    if following is not None and (following.kinds or following.field) and not following.role("in"):
        return
    kind = next((item.kinds[0] for item in items if item.kinds and focus.type not in item.kinds), None)
    if kind is None:
        return
    about = mind.catalogue[focus.type]
    listed = Reference(to="listing", position=None, ask=None, type=focus.type)
    counter = next((name for name, counted in about.counters.items() if counted == kind), None)
    if counter is not None:
        noun = Noun(kinds=(focus.type,), refers=listed, said=True, plural=True)
        yield Draft(want="find", noun=noun, columns=[about.name_field, counter], penalty=-0.3)
        return
    ways = mind.catalogue.ways(kind, focus.type)
    if ways and cost(ways[0]) == 0.0:
        # NetBox keeps no such number: they are counted together, and "each" is told as not used.
        where = [leaf(ways[0].name, "eq", selection=select(focus.type, refers=listed))]
        yield Draft(
            want="count",
            noun=Noun(kinds=(kind,), where=where, said=True, plural=True),
            unused=[items[each]],
            penalty=-0.3,
        )


def _counts(item: Item) -> bool:
    return item.means("want", "count")


def older_with(mind: Mind, items: Sequence[Item], focus: Focus) -> Focus:
    """Return what "those on X" are of, where X is one of what was listed last: those that were listed before and lie in such things.

    Args:
        mind: what the grammar knows.
        items: of the clause.
        focus: what the thread was about last.
    """
    named = next(
        (
            item
            for joint, item in pairwise(items)
            if joint.role("in") and any(hit.type == focus.type for hit in item.hits)
        ),
        None,
    )
    if named is None or not any(item.role("ones") for item in items) or focus.type is None:
        return focus
    for condition in focus.selection.where if focus.selection is not None else ():
        inner = condition.selection
        if inner is not None and inner.type and inner.refers is None and _lies_in(mind, inner.type, focus.type):
            # "Which clusters are they on?" says itself what "they" were.
            return Focus(want="find", selection=inner, type=inner.type, grounds=focus.grounds)
    for older in mind.topic.focus[1:3]:
        if older.selection is not None and older.type and _lies_in(mind, older.type, focus.type):
            return older
    return focus


def _lies_in(mind: Mind, type_: str, place: str) -> bool:
    ways = mind.catalogue.ways(type_, place) if type_ != place else ()
    return bool(ways) and cost(ways[0]) == 0.0
