"""Comparing things: two or more names, and what to compare them by."""

from collections.abc import Iterator, Sequence

from orchestration.language.grammar import linking, orders, values
from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.draft import Draft, Mind, Noun, types_of
from orchestration.language.spans import Item


def read_comparison(mind: Mind, items: Sequence[Item]) -> Iterator[Draft]:
    """Return the reading of a clause as a comparison.

    Args:
        mind: what the grammar knows.
        items: of the clause.
    """
    if not any(item.means("want", "compare") for item in items):
        return
    named = [item for item in items if item.hits and not _is_kind(items, item)]
    noun = _names(mind, named) if len(named) > 1 else _referred(mind, items)
    if noun is None or noun.kind is None:
        return
    draft = Draft(want="compare", noun=noun)
    for item in named:
        own = tuple(hit for hit in item.hits if hit.type == noun.kind)
        if own:
            draft.grounds[item.text] = own
        elif item.text not in noun.names:
            draft.unused.append(item)
    for item in items:
        if item in named or not (item.kinds or item.field) or noun.kind in item.kinds:
            continue
        column = orders.counter_of(mind, noun, item) or values.field_of(mind, noun, item)
        if column is None:
            draft.unused.append(item)
        elif column not in draft.columns:
            draft.columns.append(column)
    yield draft


def _is_kind(items: Sequence[Item], item: Item) -> bool:
    return bool(item.kinds) and (item.plural or items[-1] is item)


def _names(mind: Mind, named: Sequence[Item]) -> Noun | None:
    """Return the things of one type that all names can be."""
    del mind
    shared = set.intersection(*({hit.type for hit in item.hits} for item in named))
    if not shared:
        return None
    kind = min(shared, key=lambda type_: (-sum(_exact(item, type_) for item in named), linking.rank(type_)))
    kinds = [kind, *(each for each in types_of(named[0].hits) if each in shared and each != kind)]
    return Noun(kinds=tuple(kinds[:1]), names=[item.text for item in named], plural=True)


def _exact(item: Item, type_: str) -> bool:
    return any(hit.type == type_ and hit.score == 1.0 for hit in item.hits)


def _referred(mind: Mind, items: Sequence[Item]) -> Noun | None:
    builder = Builder(mind, [item for item in items if not item.means("want", "compare")]).read()
    noun = builder.main
    return noun if noun is not None and (noun.refers is not None or len(noun.names) > 1) else None
