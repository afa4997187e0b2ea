"""The same question about another type: "and VLANs?" after the devices of a site, or after one device."""

from collections.abc import Iterator, Sequence

from orchestration.language.grammar import ordering
from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.clause import drafted
from orchestration.language.grammar.draft import Draft, Mind, Noun, cost
from orchestration.language.intent import Condition, Selection, leaf
from orchestration.language.spans import Item
from orchestration.sessions.session import Focus


def of_other_type(mind: Mind, items: Sequence[Item], focus: Focus) -> Iterator[Draft]:
    """Read "and VLANs?": the same question about another type.

    Args:
        mind: what the grammar knows.
        items: of the clause.
        focus: what the thread was about.
    """
    left, arranging = ordering.peel(list(items))
    builder = Builder(mind, left).read()
    noun = builder.main
    if noun is None or not noun.said or noun.kind is None or focus.selection is None:
        return
    if noun.names and mind.catalogue[noun.kind].indexed:
        return
    # Of one thing all is asked that has to do with it, however far it lies: a device's VLANs.
    far = len(focus.things) == 1
    carried = [
        each
        for condition in _narrowing(focus.selection)
        if (each := _carried(mind, noun, condition, far=far)) is not None
    ]
    if not carried or (noun.where and not (far and _is_part(mind, noun.kind, focus))):
        return
    noun.where += carried
    draft = drafted(mind, list(items), builder, arranging)
    draft.grounds = {**focus.grounds, **draft.grounds}
    if draft.want == "find":
        draft.want = "count" if focus.want == "count" else "find"
    yield draft


def _narrowing(selection: Selection) -> list[Condition]:
    if selection.names and selection.type:
        return [leaf(selection.type, "eq", selection=selection)]
    return selection.where


def _carried(mind: Mind, noun: Noun, condition: Condition, *, far: bool) -> Condition | None:
    """Return a condition of another type as one of a noun's type; None where it cannot be that."""
    if condition.join != "is" or noun.kind is None:
        return None
    owner = condition.selection.type if condition.selection is not None else None
    links = mind.catalogue[noun.kind].links
    link = links.get(condition.field or "")
    if owner is None and link is not None and not link.back:
        return condition
    ways = mind.catalogue.ways(noun.kind, owner) if owner else ()
    if not ways or (cost(ways[0]) > 1.0 and not (far and condition.selection is not None)):
        return None
    if ways[0].path and owner is not None:
        return leaf(owner, "set", selection=condition.selection)
    return condition.model_copy(update={"field": ways[0].name})


def _is_part(mind: Mind, kind: str, focus: Focus) -> bool:
    """Say whether a type's objects are parts of such a thing as was shown: "which ports are free?" after a device."""
    about = mind.catalogue[kind]
    whole = about.fields.get(about.within or "")
    return whole is not None and whole.relation == focus.things[0].type
