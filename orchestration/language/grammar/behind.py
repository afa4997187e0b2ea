"""Names behind a type word: "site Akron", "racks R1 and R2", "addresses 10.0.0.6 to 10.0.0.8"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.language.figures import addresses
from orchestration.language.grammar import measures, naming, stretches
from orchestration.language.grammar.draft import Noun, types_of
from orchestration.language.intent import leaf
from orchestration.language.spans import Item

if TYPE_CHECKING:
    from orchestration.language.grammar.builder import Builder


def names_behind(builder: Builder, index: int, noun: Noun) -> int:
    """Take the names that follow a type word: "site Akron", "racks R1 and R2", "interface gi1/0/1".

    Args:
        builder: reads the clause.
        index: of the type word.
        noun: gets the names.

    Returns:
        How many items they took.
    """
    here, taken = index + 1, 0
    if builder.items[index].after.strip(":-=\"'"):
        return 0
    while (item := builder.at(here)) is not None:
        if taken and (item.role("and") or item.role("or")):
            here += 1
            item = builder.at(here)
            if item is None:
                break
        names = _names_of(builder, noun, item, further=bool(taken), before=builder.items[index])
        if not names:
            break
        size, through = _through(builder, noun, here)
        noun.names += names if through is None else through
        here += size
        item = builder.items[here]
        taken = here - index
        if item.after.strip(",-:"):
            break
        here += 1
    return taken


def _through(builder: Builder, noun: Noun, here: int) -> tuple[int, list[str] | None]:
    """Read "10.0.0.6 to 10.0.0.8" behind a type word.

    Returns:
        How many items stand behind the first address, and the names; None for the names where no range stands there.
    """
    first, joint, last = builder.items[here], builder.at(here + 1), builder.at(here + 2)
    dash = first.after == "-"
    if dash:
        joint, last = first, builder.at(here + 1)
    if joint is None or last is None or not (dash or joint.role("thru")):
        return 0, None
    if several := stretches.numbered(first.text, last.text):
        noun.plural = True
        return (1 if dash else 2), several
    ends = (first.figure, last.figure)
    if any(each is None or each.kind != "address" for each in ends) or first.figure is None or last.figure is None:
        return 0, None
    size = 1 if dash else 2
    if noun.kind == "ipam.iprange":
        fields = zip(("start_address", "end_address"), (first.figure.low, last.figure.low), strict=True)
        noun.where += [leaf(field, "starts", [address]) for field, address in fields]
        return size, []
    return size, addresses(first.figure.low, last.figure.low)


def _names_of(builder: Builder, noun: Noun, item: Item, *, further: bool, before: Item) -> list[str]:
    """Return the names that an item gives to a noun; settles the noun's type where the item tells it."""
    own = {type_: hits for type_, hits in types_of(item.hits).items() if type_ in noun.kinds}
    if not own and noun.word == "role":
        # "Contacts with role Billing": a role of contacts, whatever "role" says first.
        own = {
            type_: hits
            for type_, hits in types_of(item.hits).items()
            if type_.endswith("role") and hits[0].score == 1.0
        }
    if own and not (further and item.kinds):
        type_, hits = next(iter(own.items()))
        if (
            hits[0].score < 1.0
            and (noun.plural or len(hits) > 1)
            and any(hit.score == 1.0 and naming.leads(builder, noun, hit.type) for hit in item.hits)
        ):
            return []
        noun.narrow(type_)
        builder.ground(item.text, tuple(hit for hit in hits if hit.score == hits[0].score))
        return [item.text]
    if (item.words and not item.quoted) or item.kinds:
        return []
    if names := measures.names_by_syntax(builder.mind, noun, item, before):
        return names
    if any(naming.leads(builder, noun, hit.type) for hit in item.hits if hit.score == 1.0) or item.value:
        return []
    return _new_name(builder, noun, item)


def _new_name(builder: Builder, noun: Noun, item: Item) -> list[str]:
    """Return a name that nothing known has, where it looks like one."""
    indexed = builder.mind.catalogue[noun.kind or ""].indexed
    code = item.figure is not None and item.figure.kind in ("code", "port", "dns")
    capital = not item.known and item.text[:1].isupper()
    if not (item.quoted or code or (capital and not item.field)) or (item.hits and not code):
        return []
    if noun.plural and not item.quoted and not code:
        return []
    if indexed:
        builder.missing.append(item.text)
    return [item.text]
