"""What is said of the bond between two things rather than of either: the primary contacts of a site."""

from collections.abc import Sequence

from orchestration.language.grammar.draft import Mind, Noun
from orchestration.language.intent import Condition, leaf, select
from orchestration.language.spans import Item


def apply(mind: Mind, nouns: Sequence[Noun], item: Item) -> bool:
    """Let a word that fits neither thing narrow the assignment between them.

    Args:
        mind: what the grammar knows.
        nouns: with their conditions.
        item: the word.

    Returns:
        Whether it did.
    """
    for noun in nouns:
        for place, condition in enumerate(noun.where):
            narrowed = _narrowed(mind, noun, condition, item)
            if narrowed is not None:
                noun.where[place] = narrowed
                return True
    return False


def _narrowed(mind: Mind, noun: Noun, condition: Condition, item: Item) -> Condition | None:
    """Return a condition over a path with what a word says of the type in its middle."""
    if noun.kind is None or condition.join != "is" or condition.op != "eq":
        return None
    path = _path(mind, noun.kind, condition)
    if len(path) != 2:
        return None
    first = mind.catalogue[noun.kind].links[path[0]]
    meant = mind.catalogue.value_words(first.target).get(item.norm) if first.target in mind.catalogue else None
    if not meant:
        return None
    field, values = meant[0]
    further = leaf(path[1], "eq", condition.values, condition.selection)
    return leaf(path[0], "set", selection=select(first.target, where=[further, leaf(field, "eq", list(values))]))


def _path(mind: Mind, kind: str, condition: Condition) -> tuple[str, ...]:
    links = mind.catalogue[kind].links
    for first, link in links.items():
        if condition.field is not None and condition.field.startswith(f"{first}_"):
            second = condition.field.removeprefix(f"{first}_")
            if link.target in mind.catalogue and second in mind.catalogue[link.target].links:
                return (first, second)
    return ()
