"""Changing fewer than what waits: "only the routers" behind a preview of many."""

from collections.abc import Sequence

from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.draft import Draft, Mind, of_ask, of_selection
from orchestration.language.intent import Intent
from orchestration.language.spans import Item

# What adds to those that are meant; it is no value that they all get.
_TOO = frozenset(("too", "also", "as well", "and also", "as well as"))


def about_which(intent: Intent, items: Sequence[Item]) -> bool:
    """Say whether a message is about which things are changed, not about what they get: "only the routers", "except X", "Y too".

    Args:
        intent: what waits.
        items: of the message.
    """
    if any(each.want not in ("update", "delete") for each in intent.asks):
        return False
    said = [
        item for item in items if not (item.role("filler") or item.role("please")) or item.content or item.role("only")
    ]
    head = said[1:] if said and said[0].role("and") and not said[0].role("only") and len(said) > 1 else said
    named = any(item.hits for item in items)
    out = named and bool(head) and (head[0].role("not") or head[0].role("without")) is not None
    more = named and any(item.norm in _TOO for item in items) and not items[0].role("change")
    return items[0].role("only") is not None or out or more


def only_some(mind: Mind, intent: Intent, items: Sequence[Item]) -> list[Draft]:
    """Return the change of those that are left; nothing where it is not of things that are there, or where a word says no which.

    Args:
        mind: what the grammar knows.
        intent: what waits.
        items: of the message.
    """
    if len(intent.asks) != 1 or intent.asks[0].want not in ("update", "delete") or intent.asks[0].selection is None:
        return []
    asked = intent.asks[0]
    ghost = of_selection(intent.asks[0].selection)
    ghost.plural = True
    known = len(ghost.where)
    if any(item.norm in _TOO for item in items):
        return []
    said = (
        list(items[1:]) if items[0].role("only") or (items[0].role("and") and not items[0].role("not")) else list(items)
    )
    builder = Builder(mind, said, ghost).read()
    named = [item for item in items if any(hit.type == ghost.kind for hit in item.hits)]
    if builder.main is not ghost or any(item.content for item in builder.unused) or not (ghost.where[known:] or named):
        return []
    draft = of_ask(asked, {})
    draft.noun, draft.grounds, draft.missing = ghost, builder.grounds, builder.missing
    texts = (
        [*asked.selection.names, *(value for each in asked.selection.where for value in each.values)]
        if asked.selection
        else []
    )
    draft.again = [*texts, *(each.text for each in asked.values if each.text)]
    return [draft]
