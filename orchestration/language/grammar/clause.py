"""Reading one clause: what is wanted, of what."""

from collections.abc import Iterator, Sequence

from orchestration.language.grammar import ordering, values
from orchestration.language.grammar.draft import Draft, Mind, Noun
from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.ordering import Arranging
from orchestration.language.spans import Item

_PLACE = (
    "site",
    "location",
    "rack",
    "position",
    "face",
    "region",
    "physical_address",
    "scope",
    "cluster",
    "device",
    "termination_a",
    "termination_z",
)


def read_clause(mind: Mind, items: Sequence[Item]) -> Iterator[Draft]:
    """Return the readings of a clause as a question."""
    left, arranging = ordering.peel(list(items))
    builder = Builder(mind, left).read()
    yield drafted(mind, list(items), builder, arranging)


def drafted(mind: Mind, items: list[Item], builder: Builder, arranging: Arranging) -> Draft:
    """Return what a clause asks for, once its nouns are read."""
    draft = Draft(grounds=builder.grounds, missing=builder.missing, unused=builder.unused, penalty=builder.penalty)
    noun = builder.main
    if noun is None and (builder.columns or any(item.role("ask") for item in items)):
        noun = None
    draft.noun = noun
    if noun is not None:
        _settle(mind, noun, builder, draft)
        draft.further = builder.further
    _columns(mind, items, builder, arranging, draft)
    _wanted(items, builder, arranging, draft)
    if noun is not None and noun.kind:
        draft.sort = ordering.order_of(mind, noun, arranging)
        draft.limit = arranging.limit
        if arranging.group is not None:
            draft.group = _group(mind, noun, arranging.group)
            if draft.group is None:
                draft.unused.append(arranging.group)
    if arranging.csv:
        draft.report = "csv"
    return draft


def _settle(mind: Mind, noun: Noun, builder: Builder, draft: Draft) -> None:
    """Settle the type of a noun that only its names tell, by the fields asked of it."""
    if noun.hits and not noun.said:
        kinds = noun.kinds
        wanted = [item for item in builder.columns if values.field_of(mind, noun, item) or item.field]
        fitting = [
            kind
            for kind in kinds
            if all(values.field_of(mind, Noun(kinds=(kind,)), item) for item in wanted)
            and all(_shows(mind, kind, other) for other in builder.asked)
        ]
        best = (fitting or list(kinds))[:1]
        exact = {hit.type for some in noun.hits.values() for hit in some if hit.score == 1.0}
        same = (
            [kind for kind in (fitting or kinds) if kind in exact and kind != best[0] and kind != "extras.tag"]
            if best
            else []
        )
        for text in noun.names:
            hits = noun.hits.get(text, ())
            own = tuple(hit for hit in hits if hit.type in (best if not same else [*best, *same]) and hit.id)
            if own:
                draft.grounds[text] = own
        if same and best[0] in exact and not wanted:
            noun.kinds = ()
        elif best:
            noun.narrow(best[0])


def _shows(mind: Mind, kind: str, other: str) -> bool:
    return any(link.target == other and link.proof for link in mind.catalogue[kind].links.values())


def _columns(mind: Mind, items: list[Item], builder: Builder, arranging: Arranging, draft: Draft) -> None:
    noun = draft.noun
    if noun is None:
        return
    for kind in builder.asked:
        about = mind.catalogue[noun.kind or ""]
        name = next((name for name, link in about.links.items() if link.target == kind and link.proof), None)
        if name:
            draft.columns.append(name)
            draft.attributes = True
    for item in [*builder.columns, *arranging.shown]:
        field = values.field_of(mind, noun, item) if noun.kinds else None
        if field is None:
            draft.unused.append(item)
        elif field not in draft.columns:
            draft.columns.append(field)
            draft.attributes = draft.attributes or item not in arranging.shown
    if noun.kinds and not draft.columns:
        about = mind.catalogue[noun.kind or ""]
        if any(item.means("ask", "where") for item in items):
            draft.columns = [each for each in _PLACE if each in about.fields or each in about.links][:6]
            draft.attributes = bool(draft.columns)
        if any(item.means("ask", "other_end") for item in items):
            known = [
                each
                for each in ("cable", "link_peers", "connected_endpoints", "termination_a", "termination_z")
                if each in about.fields
            ]
            draft.columns, draft.attributes = known, bool(known)
        if any(item.means("ask", "when") for item in items):
            draft.columns, draft.attributes = ["created", "last_updated"], True


def _wanted(items: list[Item], builder: Builder, arranging: Arranging, draft: Draft) -> None:
    noun = draft.noun
    if any(item.means("want", "compare") for item in items):
        draft.want = "compare"
    elif arranging.group is not None or arranging.count:
        draft.want = "count"
    elif noun is None:
        draft.want = None
    elif (
        noun.names
        and not noun.where
        and not noun.plural
        or (noun.refers is not None and noun.refers.to in ("row", "thing") and not noun.where)
    ):
        draft.want = "inspect"
    elif noun.names and not noun.plural:
        draft.want = "inspect"
    else:
        draft.want = "find"
    del builder


def _group(mind: Mind, noun: Noun, item: Item) -> str | None:
    for kind in item.kinds:
        links = mind.catalogue.ways(noun.kind or "", kind)
        if links:
            return links[0].name
    return values.field_of(mind, noun, item)
