"""Racks by what still fits into them: "racks with at least 10 free units", "where is room for a 4U server in Akron"."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from orchestration.language.grammar import joining
from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.draft import Draft, Mind, Noun, of_selection
from orchestration.language.intent import Order
from orchestration.language.spans import Item

RACK = "dcim.rack"
# What is put into a rack needs its units in one piece.
_PUT = frozenset(
    "fit fits fitting hold holds take takes put mount install place rack house accommodate squeeze".split()
    + "contiguous continuous consecutive".split()
)
_FREE = frozenset("free available unused open spare vacant empty unoccupied left remaining".split())
_UNDER = frozenset(("lt", "lte"))
_LARGEST = frozenset(("largest", "biggest", "longest"))
_EMPTIEST = frozenset(("emptiest", "the emptiest", "least full", "the least full"))


def read_room(mind: Mind, items: Sequence[Item]) -> Iterator[Draft]:
    """Return the reading of a clause that asks which racks have so many units free, or the most.

    Args:
        mind: what the grammar knows.
        items: of the clause.
    """
    racks = [item for item in items if RACK in item.kinds]
    if not racks and (again := _again(mind, items)) is not None:
        yield again
        return
    # An "empty rack" has nothing in it, however high it is.
    adjectives = [item for item, following in pairwise(items) if any(following is each for each in racks)]
    free = [item for item in items if _says_free(item) and not any(item is each for each in adjectives)]
    put = [item for item in items if _needs_a_piece(item, racks)]
    size = _size(items)
    most = next((item for item in items if (item.role("top") or _is_largest(item)) and not item.kinds), None)
    emptiest = most is not None and most.norm in _EMPTIEST
    if not (free or put or emptiest) or (size is None and (most is None or not racks)):
        return
    at, span, units = size or (len(items), 0, None)
    compared = [item for item in items if item.role("compare")]
    negating = _negating(items[:at]) if size else []
    told = {id(item) for item in (*items[at : at + span], *free, *put, *compared, *negating)}
    told |= {id(item) for item in _carried(items, at + span, put)}
    if size is None:
        told |= {id(item) for item in items if item is most or item.role("unit") or item.role("next_free")}
    rest = [item for item in items if id(item) not in told and not item.means("want", "count")]
    builder = Builder(mind, _without_loose_ends(rest)).read()
    noun = _racks(builder, said=bool(racks))
    if noun is None:
        return
    ops = {word.value for item in compared for word in item.words if word.role == "compare"}
    if size is None:
        over = most is not None and (emptiest or _is_largest(most) or any(word.value == "desc" for word in most.words))
    else:
        over = bool(ops & _UNDER) == bool(negating)
    draft = Draft(want="report", report="rack_room", noun=noun)
    if units is not None:
        draft.size = units + (1 if "gt" in ops or "lte" in ops else 0)
    draft.sort = [Order(field="largest" if _in_one_piece(items, put) else "free", descending=over)]
    if noun.names:
        # Of one rack all its free units are told.
        draft = Draft(want="report", report="free_units", noun=noun)
        for text in noun.names:
            builder.ground(text, tuple(hit for hit in noun.hits.get(text, ()) if hit.type == RACK))
    draft.grounds, draft.missing, draft.unused = builder.grounds, builder.missing, builder.unused
    draft.penalty = builder.penalty - 0.1
    yield draft


def _again(mind: Mind, items: Sequence[Item]) -> Draft | None:
    """Return the last question with another size: "and 20U?"."""
    focus = mind.topic.focus[0] if mind.topic.focus else None
    size = _size(items)
    if focus is None or focus.report != "rack_room" or focus.selection is None or size is None:
        return None
    at, span, units = size
    others = (*items[:at], *items[at + span :])
    if any(item.role("ones") or item.role("it") or (item.content and not _says_free(item)) for item in others):
        return None
    noun = of_selection(focus.selection)
    noun.kinds = (RACK,)
    return Draft(
        want="report",
        report="rack_room",
        noun=noun,
        size=units,
        sort=list(focus.sort),
        grounds=dict(focus.grounds),
        penalty=-0.3,
    )


def _size(items: Sequence[Item]) -> tuple[int, int, int] | None:
    """Return where the units are said, how many items say them, and how many they are; None where they are not."""
    for at, item in enumerate(items):
        figure = item.figure
        # A number before a word for units is no name, whatever else is called so.
        if figure is None or item.quoted:
            continue
        if figure.kind == "units" and not item.hits and not figure.high and figure.word in ("u", "ru", "he"):
            return at, 1, round(float(figure.low))
        if figure.kind != "number":
            continue
        for behind in range(at + 1, min(at + 4, len(items))):
            if items[behind].role("unit"):
                return at, behind - at + 1, round(float(figure.low))
            if not (_says_free(items[behind]) or items[behind].role("compare")):
                break
    return None


def _says_free(item: Item) -> bool:
    return bool(item.means("state", "empty") or _FREE.intersection(item.norm.split())) and not item.hits


def _needs_a_piece(item: Item, racks: Sequence[Item]) -> bool:
    if item.hits or any(item is each for each in racks):
        return False
    return item.role("space") is not None or bool(_PUT.intersection(item.norm.split()))


def _is_largest(item: Item) -> bool:
    return item.role("next_free") is not None and bool(_LARGEST.intersection(item.norm.split()))


def _in_one_piece(items: Sequence[Item], put: Sequence[Item]) -> bool:
    """Say whether the units must lie side by side: "room for 4U", "the largest free block"; "10U of free space" may lie anywhere."""
    if any(_is_largest(item) for item in items):
        return True
    anywhere = {id(item) for item, behind in pairwise(items) if item.role("space") and behind.norm not in ("for", "to")}
    return any(id(item) not in anywhere and not (item is items[-1] and item.role("space")) for item in put)


def _negating(before: Sequence[Item]) -> list[Item]:
    """Return the word that turns a size round: "without 10U free", "that do not have 10U free"."""
    for item in reversed(before):
        if item.role("not") or item.role("without"):
            return [item]
        if item.content:
            break
    return []


def _carried(items: Sequence[Item], behind: int, put: Sequence[Item]) -> Sequence[Item]:
    """Return the word for what is to be put there: "room for a 2U server"."""
    if not put or behind >= len(items):
        return ()
    thing = items[behind]
    named = thing.hits or thing.role("in") or thing.role("with") or RACK in thing.kinds
    return () if named else (thing,)


def _without_loose_ends(items: Sequence[Item]) -> list[Item]:
    """Return what is left without words that tied to what was taken out: "with", "for a", "of"."""
    kept: list[Item] = []
    for at, item in enumerate(items):
        following = items[at + 1] if at + 1 < len(items) else None
        ends = following is None or (following.role("in") is not None and not following.content)
        tie = item.role("with") or item.role("in") or item.role("all") or item.role("not")
        if tie and ends and not item.content:
            continue
        kept.append(item)
    return kept if len(kept) == len(items) else _without_loose_ends(kept)


def _racks(builder: Builder, *, said: bool) -> Noun | None:
    """Return the racks that are meant: those that are said, else those of the place that is named; None for neither."""
    noun = builder.main
    if noun is not None and not said and (noun.refers or noun.referents):
        # "Which of those": what the thread has shown, where it is racks.
        said = RACK in noun.kinds
    elif noun is not None and not said and noun.names and not noun.said:
        said = all(any(hit.type == RACK for hit in noun.hits.get(text, ())) for text in noun.names)
        noun.kinds = (RACK, *noun.kinds) if said else noun.kinds
    if said:
        if noun is None or RACK not in noun.kinds:
            return None
        noun.narrow(RACK)
        joining.settle_reference(builder, noun)
        return noun
    racks = Noun(kinds=(RACK,), said=True, plural=True)
    if noun is None:
        return racks
    return racks if joining.belongs(builder, racks, noun) else None
