"""What belongs to what was asked for: "providers and their circuits" are providers, and the circuits of these."""

from collections.abc import Iterator

from orchestration.language.grammar.draft import Draft, Mind, Noun
from orchestration.language.intent import Reference, leaf, select


def theirs(mind: Mind, draft: Draft, index: int) -> Iterator[Draft]:
    """Yield what else a draft asks for, whose objects are not shown in the rows of its own; the draft loses these columns.

    Args:
        mind: what the grammar knows.
        draft: of a listing.
        index: of its ask in the intent.
    """
    noun = draft.noun
    if draft.want != "find" or noun is None or noun.kind is None:
        return
    about = mind.catalogue[noun.kind]
    apart = [
        name
        for name in draft.columns
        if name not in about.fields and (link := about.links.get(name)) is not None and link.back
    ]
    draft.columns = [name for name in draft.columns if name not in apart]
    draft.attributes = draft.attributes and bool(draft.columns)
    for name in apart:
        target = about.links[name].target
        ways = mind.catalogue.ways(target, noun.kind) if target in mind.catalogue else ()
        if not ways:
            draft.columns.append(name)
            continue
        refers = Reference(to="ask", position=None, ask=index, type=noun.kind)
        theirs_ = Noun(kinds=(target,), plural=True, said=True)
        theirs_.where.append(leaf(ways[0].name, "eq", selection=select(noun.kind, refers=refers)))
        yield Draft(want="find", noun=theirs_)
