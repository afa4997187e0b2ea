"""Words that narrow a question and name nothing that is known: "devices in Atlantis".

An answer that left them out would be of more than was asked. They may name an object that is newer than the index of names,
so NetBox is asked for them; where it has none of that name either, that is the answer (tools/placing.py).
"""

from collections.abc import Sequence

from orchestration.language.grammar.draft import Draft
from orchestration.language.grammar.rolenames import roles_of
from orchestration.language.intent import texts_of
from orchestration.language.reading import Unplaced
from orchestration.language.spans import Item

_BEFORE = frozenset("in at of from by on for with within under inside near to".split())
# "For my boss" says who wants to know; "of the Acme" narrows.
_OWN = frozenset("my our his her their your".split())
_MAKES = frozenset(("create", "allocate"))
_ARTICLES = frozenset("the a an".split())


def unplaced(drafts: Sequence[Draft], items: Sequence[Item]) -> tuple[Unplaced, ...]:
    """Return the unknown names of a message that narrow what is asked.

    Args:
        drafts: of its reading, one for each ask.
        items: all of the message, in order.
    """
    found = []
    for ask, draft in enumerate(drafts):
        lost = {item.at for item in draft.unused if not item.known or _is_code(item)}
        # "Used for printers": taken for a kind of device that nothing here has, it narrows all the same.
        lost |= {
            item.at for item in items if item.text in draft.missing and not item.known and not _named_in(draft, item)
        }
        listed = draft.want in ("find", "count")
        plain = {item.at for item in draft.unused if listed and not (item.words or item.hits or item.kinds)}
        taken: set[int] = set()
        for place, item in enumerate(items):
            if item.at in plain and not _narrows(items, place) and _before_a_thing(items, place):
                found.append(Unplaced(ask=ask, text=item.text, before=True))
                continue
            if item.at not in lost or item.at in taken or not _narrows(items, place):
                continue
            if draft.want in _MAKES and not (_capital(item) or _is_code(item)):
                # "An address for a printer": what a new thing is for is no name.
                continue
            first, last = _extent(items, place)
            run = items[first : last + 1]
            taken |= {each.at for each in run}
            text = " ".join(each.text for each in run)
            found.append(
                Unplaced(ask=ask, text=text, swallowed=tuple(each.text for each in run if each.at not in lost))
            )
    return tuple(found[:3])


def _named_in(draft: Draft, item: Item) -> bool:
    """Say whether what is asked for holds a name, so that it is looked for anyway."""
    nouns = [noun for noun in (draft.noun, draft.parent, *draft.further) if noun is not None]
    texts = [text for noun in nouns for text in (*noun.names, *texts_of(noun.selection()))]
    return item.text in texts or bool(draft.values)


def _is_code(item: Item) -> bool:
    """Say whether an item looks like a name that engineers give: BGO-7."""
    return item.figure is not None and item.figure.kind == "code" and not item.hits


def _narrows(items: Sequence[Item], place: int) -> bool:
    """Say whether an item stands where a name narrows: behind a preposition, or written as a name before what is asked for."""
    before = place - 1
    while before >= 0 and items[before].norm in _ARTICLES and not items[before].after:
        before -= 1
    if before >= 0 and not items[before].after.strip():
        if items[before].norm.split()[-1:] and items[before].norm.split()[-1] in _BEFORE:
            return True
        if items[before].norm in _OWN:
            return False
        if before and (items[before].role("and") or items[before].role("or")) and items[before - 1].hits:
            return True
        if _capital(items[before]) and not items[before].kinds and _narrows(items, before):
            return True
    following = items[place + 1] if place + 1 < len(items) else None
    return bool((_capital(items[place]) or _is_code(items[place])) and following is not None and following.kinds)


def _before_a_thing(items: Sequence[Item], place: int) -> bool:
    """Say whether a plain word stands right before a word for things: "db servers", "mail VMs"."""
    following = items[place + 1] if place + 1 < len(items) else None
    if following is None or items[place].after or items[place].figure is not None or len(items[place].text) < 2:
        return False
    return bool(following.kinds or roles_of(following)) and following.plural


def _capital(item: Item) -> bool:
    return item.text[:1].isupper() and not item.text.isupper()


def _extent(items: Sequence[Item], place: int) -> tuple[int, int]:
    """Return the first and last item of a name, whose other words may mean something by themselves: "Bergen Depot"."""
    first = last = place
    while first > 0 and not items[first - 1].after.strip() and _belongs(items[first - 1]):
        first -= 1
    while last + 1 < len(items) and not items[last].after.strip() and _belongs(items[last + 1]):
        last += 1
    return first, last


def _belongs(item: Item) -> bool:
    return _capital(item) and item.norm.split()[-1] not in _BEFORE and not item.role("want")
