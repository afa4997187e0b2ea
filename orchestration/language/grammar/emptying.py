"""Leaving a field of a thing empty: "remove the tenant of X", "clear its description", "remove vm1 from cluster C"."""

from collections.abc import Sequence
from itertools import pairwise

from orchestration.language.grammar.assigning import Assigner
from orchestration.language.grammar.draft import Draft, Mind
from orchestration.language.grammar.updating import thing_of
from orchestration.language.intent import Assignment
from orchestration.language.spans import Item

CLEARING = frozenset(("clear", "unset", "empty", "blank"))
# Something is to be done about what is in a thing; whether anything is to go, and what, is not said.
TIDYING = frozenset(("clean up", "clear out", "clean out", "tidy", "tidy up"))
_OF_ANY_KIND = frozenset("everything anything whatever stuff things lot rest contents".split())
_OF_ALL = frozenset(("of", "that", "in", "at", "on", "from"))
_OUT = frozenset(("out of", "off", "off of"))
_INTO = frozenset("to into onto in over".split())
_OF = frozenset(("of", "from", "for", "on", "off"))


def emptied(mind: Mind, items: Sequence[Item]) -> Draft | None:
    """Return the change that leaves a field empty; None where the words ask for no such thing.

    Args:
        mind: what the grammar knows.
        items: what stands behind the verb.
    """
    return _field_of_thing(mind, items) or _thing_from_another(mind, items)


def taken_out(mind: Mind, items: Sequence[Item]) -> Draft | None:
    """Return the change that takes a named thing out of another, and puts it nowhere else: "take X out of its rack"; None for no such.

    Args:
        mind: what the grammar knows.
        items: what stands behind the verb.
    """
    joint = next((at for at, item in enumerate(items) if item.norm in _OUT and at), None)
    if joint is None or any(set(item.norm.split()) & _INTO for item in items[joint + 1 :] if not item.content):
        return None
    return _thing_from_another(mind, items)


def of_any_kind(items: Sequence[Item]) -> bool:
    """Say whether objects of whatever kind are meant that have to do with a thing, rather than the thing: "everything at X", "all of X"."""
    before = []
    for item in items:
        if item.kinds or item.hits:
            break
        before.append(item.norm)
    words = " ".join(before).split()
    return bool(_OF_ANY_KIND.intersection(words)) or any(
        one == "all" and other in _OF_ALL for one, other in pairwise(words)
    )


def _field_of_thing(mind: Mind, items: Sequence[Item]) -> Draft | None:
    """Read "the tenant of X", "its description": a field of one value, then or before the thing."""
    first = next((at for at, item in enumerate(items) if item.content), None)
    if first is None or items[first].plural or items[first].quoted:
        return None
    word, rest = items[first], list(items[first + 1 :])
    if not rest:
        rest = [item for item in items[:first] if item.role("it")]
    elif rest[0].norm in _OF:
        rest = rest[1:]
    else:
        return None
    draft, _ = thing_of(mind, rest) if rest else (None, None)
    kind = draft.noun.kind if draft is not None and draft.noun is not None else None
    if draft is None or kind is None:
        return None
    return _leaving(mind, draft, Assigner(mind, kind, []).field_named(word))


def _thing_from_another(mind: Mind, items: Sequence[Item]) -> Draft | None:
    """Read "X from rack R1": the thing keeps all but its relation to the other."""
    joint = next((at for at, item in enumerate(items) if item.norm in ("from", *_OUT) and at), None)
    other = next((item for item in items[joint + 1 :] if item.kinds or item.hits), None) if joint is not None else None
    if joint is None or other is None:
        return None
    draft, _ = thing_of(mind, items[:joint])
    noun = draft.noun if draft is not None else None
    if draft is None or noun is None or noun.kind is None or not (noun.names or noun.refers):
        return None
    types = other.kinds or tuple(dict.fromkeys(hit.type for hit in other.hits))
    assigner = Assigner(mind, noun.kind, [])
    return next((left for type_ in types if (left := _leaving(mind, draft, assigner.relation_to(type_)))), None)


def _leaving(mind: Mind, draft: Draft, field: str | None) -> Draft | None:
    kind = draft.noun.kind if draft.noun is not None else None
    described = mind.catalogue[kind].fields.get(field) if kind and field else None
    if field is None or described is None or not described.writable or described.kind in ("tags", "relations"):
        return None
    draft.values = [Assignment(field=field, text=None, selection=None, add="set")]
    return draft
